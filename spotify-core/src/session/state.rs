//! What a session shows.

use crate::{Flow, Scopes, Timestamp, store::StoreErrorKind};

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
    /// The account, if it was named.
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
}
