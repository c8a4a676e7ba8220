//! What a session shows.

use std::time::Duration;

use super::renewal::CONSENT;
use crate::{Flow, Scopes, Timestamp, store::StoreErrorKind};

/// How long before the end of the consent a new sign-in is due: a fortnight.
const NOTICE: Duration = Duration::from_secs(14 * 86_400);

/// What is known of a session, without any secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionState {
    /// Whether a token is held that has not ended.
    pub authorized: bool,
    /// How tokens are had.
    pub flow: Flow,
    /// The app's client id; empty for a bare token.
    pub client_id: Box<str>,
    /// The account, if it was named or found.
    pub account: Option<Box<str>>,
    /// What the user allows, if that is known.
    pub scopes: Option<Scopes>,
    /// When the access token ends, if that is known.
    pub expires_at: Option<Timestamp>,
    /// When the user consented, if that is known.
    pub authorized_at: Option<Timestamp>,
    /// Why the token that is held could not be written to the store, if so. It is in use all
    /// the same, and writing it is tried again.
    pub store_degraded: Option<StoreErrorKind>,
    /// Whether tokens are renewed without being asked to.
    pub automatic_renewal: bool,
    /// Whether tokens are held at all.
    pub holds_tokens: bool,
}

impl SessionState {
    /// When the refresh token ends, if the moment of consent is known: six months after it, and
    /// refreshing does not put that off. Client credentials have no such end.
    ///
    /// Spotify says "six months" and no more; counted are 182 days, which is never too late.
    ///
    /// Source: <https://developer.spotify.com/blog/2026-06-18-refresh-token-expiration>.
    #[must_use]
    pub fn reauth_at(&self) -> Option<Timestamp> {
        let consent = self.authorized_at?;
        (self.flow != Flow::ClientCredentials).then(|| consent.saturating_add(CONSENT))
    }

    /// Whether it is time to let the user sign in again: from a fortnight before
    /// [that end](Self::reauth_at).
    #[must_use]
    pub fn reauth_due(&self, now: Timestamp) -> bool {
        self.reauth_at()
            .is_some_and(|end| now >= end.saturating_sub(NOTICE))
    }
}
