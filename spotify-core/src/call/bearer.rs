//! The token of a call, and the header that it stands in.

use std::sync::Arc;

use http::HeaderValue;

use crate::{AccessToken, AuthError, Scopes};

/// A token, and what it allows where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// The token.
    pub token: AccessToken,
    /// What the user allowed; `None` if nobody said.
    pub scopes: Option<Arc<Scopes>>,
}

impl Bearer {
    /// Makes one of which the scopes are not known.
    #[must_use]
    pub const fn new(token: AccessToken) -> Self {
        Self {
            token,
            scopes: None,
        }
    }
}

/// Writes `Bearer …`; the value prints nowhere.
pub(crate) fn header_of(token: &AccessToken) -> Result<HeaderValue, AuthError> {
    let refuse = |problem: &str| Err(AuthError::Request(problem.into()));
    if token.is_empty() {
        return refuse("the access token is empty");
    }
    let text = ["Bearer ", token.expose()].concat();
    match HeaderValue::try_from(text) {
        Ok(mut value) => {
            value.set_sensitive(true);
            Ok(value)
        }
        Err(_) => refuse("the access token has characters that no header can carry"),
    }
}
