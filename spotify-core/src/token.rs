//! What an exchange at the accounts service gives.

use std::{collections::BTreeMap, time::Duration};

use crate::{AccessToken, Now, RefreshToken, Scopes, Secret, Timestamp};

mod life;

/// An access token with all that came with it.
///
/// Has no `Serialize`: secrets are written only by whoever keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// What calls are authorized with.
    pub access: AccessToken,
    /// What the next token is had for; client credentials come without.
    pub refresh: Option<RefreshToken>,
    /// When the access token ends; `None` if nobody said.
    pub expires_at: Option<Timestamp>,
    /// How long the access token was good for when it was had; `None` if nobody said.
    pub lifetime: Option<Duration>,
    /// What the user allows; `None` if nobody said.
    pub scopes: Option<Scopes>,
    /// When the user consented: refresh tokens end six months later, and refreshing does not
    /// put that off.
    pub authorized_at: Option<Timestamp>,
    /// What else stood in the place that it was read from: the JSON text of each value.
    pub extra: BTreeMap<Box<str>, Secret>,
}

impl Token {
    /// Makes a token of which nothing else is known.
    #[must_use]
    pub fn new(access: impl Into<AccessToken>) -> Self {
        Self {
            access: access.into(),
            refresh: None,
            expires_at: None,
            lifetime: None,
            scopes: None,
            authorized_at: None,
            extra: BTreeMap::new(),
        }
    }

    /// Adds the refresh token.
    #[must_use]
    pub fn refresh(mut self, refresh: impl Into<RefreshToken>) -> Self {
        self.refresh = Some(refresh.into()).filter(|token: &RefreshToken| !token.is_empty());
        self
    }

    /// Adds the lifetime, counted from `now`.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration, now: Now) -> Self {
        self.lifetime = Some(lifetime);
        self.expires_at = Some(now.wall.saturating_add(lifetime));
        self
    }

    /// Adds the moment at which the access token ends.
    #[must_use]
    pub fn expires_at(mut self, end: Timestamp) -> Self {
        self.expires_at = Some(end);
        self
    }

    /// Adds what the user allows.
    #[must_use]
    pub fn scopes(mut self, scopes: impl Into<Scopes>) -> Self {
        self.scopes = Some(scopes.into());
        self
    }

    /// Whether it allows all of these, as far as that is known: a token of which nothing is known
    /// covers the empty set only. Where it does not, the user must sign in again.
    #[must_use]
    pub fn covers(&self, scopes: &Scopes) -> bool {
        match &self.scopes {
            Some(granted) => granted.covers(scopes),
            None => scopes.is_empty(),
        }
    }

    /// Adds the moment at which the user consented.
    #[must_use]
    pub fn authorized_at(mut self, moment: Timestamp) -> Self {
        self.authorized_at = Some(moment);
        self
    }
}

impl From<AccessToken> for Token {
    fn from(access: AccessToken) -> Self {
        Self::new(access)
    }
}

impl From<&str> for Token {
    fn from(access: &str) -> Self {
        Self::new(access)
    }
}

impl From<String> for Token {
    fn from(access: String) -> Self {
        Self::new(access)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scope;

    #[test]
    fn c14_a_token_covers_what_it_allows_and_no_more() {
        let wanted = Scopes::from(Scope::UserTopRead);
        let token = Token::new("BQ");
        assert!(token.covers(&Scopes::new()));
        assert!(!token.covers(&wanted));
        let token = token.scopes(Scope::UserTopRead | Scope::Streaming);
        assert!(token.covers(&wanted) && token.covers(&Scopes::new()));
        assert!(!token.covers(&(wanted | "user-library-read")));
        assert!(!Token::new("BQ").scopes("").covers(&Scope::Streaming.into()));
    }
}
