//! Client credentials: tokens for the app itself, without a user.

use bytes::Bytes;
use spotify_core::{Accounts, AuthError, Flow, Grant, Now, Repeat, Scopes, Token};

use crate::{App, Ignored, SettingsError, TokenGrant, TokenRequest, token_response::Answer};

/// The client credentials grant (RFC 6749, section 4.4).
///
/// Its tokens reach what belongs to no user: the catalogue. There is no refresh token; the next
/// token is had like the first.
///
/// ```
/// use spotify_auth::{App, ClientCredentials};
/// use spotify_core::{Accounts, Grant};
///
/// let grant = ClientCredentials::new(App::new("id")?.secret("secret")?)?;
/// let request = grant.request(&Accounts::default(), None).unwrap();
/// assert_eq!(request.uri(), "https://accounts.spotify.com/api/token");
/// assert_eq!(request.body(), "grant_type=client_credentials");
/// assert_eq!(request.headers()["authorization"], "Basic aWQ6c2VjcmV0");
/// # Ok::<(), spotify_auth::SettingsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCredentials {
    app: App,
    unused: Scopes,
}

impl ClientCredentials {
    /// Takes the app, which needs a secret.
    ///
    /// # Errors
    /// [`SettingsError::NeedsSecret`] when it has none.
    pub fn new(app: App) -> Result<Self, SettingsError> {
        app.needs_secret(Flow::ClientCredentials)?;
        let unused = Scopes::new();
        Ok(Self { app, unused })
    }

    /// Takes scopes where a program gives them to every way in. They are not sent, for these
    /// tokens have none: [`ignored`](Self::ignored) says so.
    #[must_use]
    pub fn scopes(mut self, scopes: impl Into<Scopes>) -> Self {
        self.unused = scopes.into();
        self
    }

    /// What was given and is not used: scopes, and the app's redirect URI.
    #[must_use]
    pub fn ignored(&self) -> Vec<Ignored> {
        let (flow, scopes) = (Flow::ClientCredentials, self.unused.clone());
        let scopes = (!scopes.is_empty()).then_some(Ignored::Scopes { flow, scopes });
        scopes
            .into_iter()
            .chain(self.app.unused_redirect(flow))
            .collect()
    }

    /// What is sent.
    #[must_use]
    pub fn token_request(&self) -> TokenRequest {
        TokenRequest::new(&self.app, TokenGrant::ClientCredentials)
    }
}

impl Grant for ClientCredentials {
    fn flow(&self) -> Flow {
        Flow::ClientCredentials
    }

    fn client_id(&self) -> &str {
        self.app.client_id()
    }

    fn repeat(&self) -> Repeat {
        Repeat::Safe
    }

    fn request(
        &self,
        accounts: &Accounts,
        _current: Option<&Token>,
    ) -> Result<http::Request<Bytes>, AuthError> {
        self.token_request().to_http(accounts)
    }

    fn accept(
        &self,
        _current: Option<&Token>,
        reply: http::Response<Bytes>,
        now: Now,
    ) -> Result<Token, AuthError> {
        let mut token = Answer::read(&reply, &self.token_request())?.into_token(now);
        // RFC 6749, section 4.4.3: none should be sent, and this grant has no use for one.
        token.refresh = None;
        Ok(token)
    }
}
