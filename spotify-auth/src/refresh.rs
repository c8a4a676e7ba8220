//! Refresh: a new access token for the refresh token that is held.

use bytes::Bytes;
use spotify_core::{Accounts, AuthError, Flow, Grant, Now, RefreshToken, Repeat, Token};

use crate::{App, SettingsError, TokenGrant, TokenRequest, token_response::Answer};

/// The refresh token grant (RFC 6749, section 6).
///
/// A confidential app proves itself with its secret, a public one names itself in the form.
/// Spotify may answer with a new refresh token or with none: a new one takes the place of the old,
/// and an answer without one, with `null` or with an empty one leaves the old in place. Refresh
/// tokens end six months after the user's consent, and refreshing does not put that off.
///
/// A sign-in gives one of these by itself. A later run of the program, which finds the token in a
/// store, makes it with [`pkce`](Self::pkce) or
/// [`authorization_code`](Self::authorization_code), after the way in which the user signed in.
///
/// ```
/// use spotify_auth::{App, Refresh};
/// use spotify_core::{Accounts, Grant};
///
/// let grant = Refresh::new(App::new("id")?, "AQD4");
/// let request = grant.request(&Accounts::default(), None).unwrap();
/// assert_eq!(request.body(), "grant_type=refresh_token&refresh_token=AQD4&client_id=id");
/// # Ok::<(), spotify_auth::SettingsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refresh {
    app: App,
    flow: Flow,
    first: Option<RefreshToken>,
}

impl Refresh {
    /// Starts with a refresh token that was had elsewhere; an empty one counts as none.
    ///
    /// Once a token is held or stored its own refresh token is used instead.
    #[must_use]
    pub fn new(app: App, token: impl Into<RefreshToken>) -> Self {
        let first = Some(token.into()).filter(|token| !token.is_empty());
        Self {
            app,
            flow: Flow::RefreshToken,
            first,
        }
    }

    /// Goes on with what [`App::authorization_code_pkce`] began.
    #[must_use]
    pub const fn pkce(app: App) -> Self {
        Self::after(app, Flow::Pkce)
    }

    /// Goes on with what [`App::authorization_code`] began.
    ///
    /// # Errors
    /// [`SettingsError::NeedsSecret`] when the app has none.
    pub fn authorization_code(app: App) -> Result<Self, SettingsError> {
        app.needs_secret(Flow::AuthorizationCode)?;
        Ok(Self::after(app, Flow::AuthorizationCode))
    }

    pub(crate) const fn after(app: App, flow: Flow) -> Self {
        Self {
            app,
            flow,
            first: None,
        }
    }

    /// What is sent where `current` is held.
    ///
    /// # Errors
    /// [`AuthError::NothingToRenew`] when there is no refresh token.
    pub fn token_request(&self, current: Option<&Token>) -> Result<TokenRequest, AuthError> {
        let refresh_token = self.held(current).ok_or(AuthError::NothingToRenew)?.clone();
        Ok(TokenRequest::new(
            &self.app,
            TokenGrant::RefreshToken { refresh_token },
        ))
    }

    fn held<'a>(&'a self, current: Option<&'a Token>) -> Option<&'a RefreshToken> {
        current
            .and_then(|token| token.refresh.as_ref())
            .or(self.first.as_ref())
    }
}

impl Grant for Refresh {
    fn flow(&self) -> Flow {
        self.flow
    }

    fn client_id(&self) -> &str {
        self.app.client_id()
    }

    fn repeat(&self) -> Repeat {
        Repeat::Once
    }

    fn request(
        &self,
        accounts: &Accounts,
        current: Option<&Token>,
    ) -> Result<http::Request<Bytes>, AuthError> {
        self.token_request(current)?.to_http(accounts)
    }

    fn accept(
        &self,
        current: Option<&Token>,
        reply: http::Response<Bytes>,
        now: Now,
    ) -> Result<Token, AuthError> {
        let mut token = Answer::read(&reply, &self.token_request(current)?)?.into_token(now);
        token.refresh = token.refresh.or_else(|| self.held(current).cloned());
        if let Some(current) = current {
            token.scopes = token.scopes.or_else(|| current.scopes.clone());
            token.authorized_at = current.authorized_at;
            token.extra = current.extra.clone();
        }
        Ok(token)
    }
}
