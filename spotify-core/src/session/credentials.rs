//! How a client authorizes its calls, as one value.

use std::{fmt, sync::Arc};

use super::Source;
use crate::{BuildError, Flow, Grant, Token, call::Bearer};

/// How a client authorizes its calls: the grant, the token to begin with, the account.
///
/// The builder takes these one by one; [`Client::set_credentials`](crate::Client::set_credentials)
/// takes them together, since they replace what was there as a whole.
#[must_use = "a client has to be given it"]
pub struct Credentials {
    pub(crate) source: Source,
    pub(crate) token: Option<Token>,
    pub(crate) account: Option<Box<str>>,
}

impl Credentials {
    /// Tokens are had by this grant.
    pub fn grant(grant: impl Grant + 'static) -> Self {
        Self::of(Source::Grant(Arc::new(grant)))
    }

    /// This token, and there is no next one.
    pub fn bearer(token: impl Into<Token>) -> Self {
        Self::of(Source::Bare).token(token)
    }

    /// No token at all.
    pub fn anonymous() -> Self {
        Self::of(Source::Anonymous)
    }

    pub(crate) fn of(source: Source) -> Self {
        Self {
            source,
            token: None,
            account: None,
        }
    }

    /// Begins with this token instead of what the store holds.
    pub fn token(mut self, token: impl Into<Token>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Names the account, where the store holds several. `~name` names it for a new sign-in:
    /// what the store holds under the name is not taken up, and is replaced by what comes.
    pub fn account(mut self, name: impl Into<Box<str>>) -> Self {
        self.account = Some(name.into());
        self
    }

    /// Refuses what cannot be.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        if let Some(token) = &self.token {
            check_token(&self.source, token)?;
        }
        match self.account.as_deref() {
            Some("" | "~") => {
                let problem = "it is empty; leave it out to take the account that was used last";
                Err(BuildError::setting("account", problem))
            }
            Some(_) if matches!(self.source, Source::Anonymous) => {
                let problem = "an anonymous client has no account; leave one of the two out";
                Err(BuildError::setting("account", problem))
            }
            _ => Ok(()),
        }
    }
}

/// Refuses a token that cannot be used, or does not fit to where tokens come from.
pub(super) fn check_token(source: &Source, token: &Token) -> Result<(), BuildError> {
    if let Err(error) = Bearer::new(token.access.clone()).header() {
        return Err(BuildError::setting("token", error.to_string()));
    }
    if matches!(source, Source::Anonymous) {
        let problem = "an anonymous client sends no token; leave one of the two out";
        return Err(BuildError::setting("anonymous", problem));
    }
    let never = matches!(source.flow(), Flow::ClientCredentials | Flow::Implicit);
    if never && token.refresh.is_some() {
        let problem = "client credentials and the implicit grant come without a refresh token; \
                       leave it out, or take the grant that it came by";
        return Err(BuildError::setting("token", problem));
    }
    Ok(())
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("flow", &self.source.flow())
            .field("token", &self.token)
            .field("account", &self.account)
            .finish()
    }
}
