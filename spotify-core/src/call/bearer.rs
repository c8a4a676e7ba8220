//! The token of a call, and the header that it stands in.

use std::{fmt, sync::Arc};

use http::HeaderValue;

use crate::{AccessToken, AuthError, Scopes};

/// A token, and what it allows where that is known; clones share both.
#[derive(Clone)]
pub struct Bearer(Arc<Inner>);

struct Inner {
    token: AccessToken,
    scopes: Option<Arc<Scopes>>,
    /// `Bearer …`, written once for all calls that carry it.
    header: Result<HeaderValue, AuthError>,
}

impl Bearer {
    /// Makes one of which the scopes are not known.
    #[must_use]
    pub fn new(token: impl Into<AccessToken>) -> Self {
        Self::with_scopes(token, None)
    }

    /// Makes one that allows this much; `None` if nobody said.
    #[must_use]
    pub fn with_scopes(token: impl Into<AccessToken>, scopes: Option<Scopes>) -> Self {
        let token = token.into();
        let header = header_of(&token);
        Self(Arc::new(Inner {
            token,
            scopes: scopes.map(Arc::new),
            header,
        }))
    }

    /// The token.
    #[must_use]
    pub fn token(&self) -> &AccessToken {
        &self.0.token
    }

    /// What it allows; `None` if nobody said.
    #[must_use]
    pub fn scopes(&self) -> Option<&Arc<Scopes>> {
        self.0.scopes.as_ref()
    }

    /// The header's value, unless the token is one that no header can carry.
    pub(crate) fn header(&self) -> Result<&HeaderValue, AuthError> {
        self.0.header.as_ref().map_err(Clone::clone)
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bearer")
            .field("token", &self.0.token)
            .field("scopes", &self.0.scopes)
            .finish()
    }
}

/// Writes `Bearer …`; the value prints nowhere.
pub(crate) fn header_of(token: &AccessToken) -> Result<HeaderValue, AuthError> {
    if token.is_empty() {
        return Err(AuthError::UnusableToken("it is empty"));
    }
    let text = ["Bearer ", token.expose()].concat();
    match HeaderValue::try_from(text) {
        Ok(mut value) => {
            value.set_sensitive(true);
            Ok(value)
        }
        Err(_) => Err(AuthError::UnusableToken(
            "it has characters that no header can carry",
        )),
    }
}
