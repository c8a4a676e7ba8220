//! Implicit grant (RFC 6749, section 4.2): **withdrawn by Spotify**, for which use
//! [`App::authorization_code_pkce`].
//!
//! The token comes in the browser's address bar, nothing proves that it was meant for this app,
//! and there is no next one: that is why it went. It stands here for services that are laid out
//! like Spotify's and still have it. Nothing else in this library falls back to it.
//!
//! ```
//! use spotify_auth::{App, Entropy, implicit::ImplicitGrant};
//! use spotify_core::{Accounts, Clock, Scope, SystemClock};
//!
//! let app = App::new("client-id")?.redirect("http://127.0.0.1:8888/callback")?;
//! let asking = ImplicitGrant::new(&app, Scope::UserTopRead)?
//!     .begin(Entropy::os()?, &Accounts::default());
//! assert!(asking.url().contains("&response_type=token&"));
//!
//! // The browser comes back with the token in the fragment, which no server sees: the person
//! // pastes the address, or a page sends the fragment on as a query.
//! # let state = asking.params().state.expose().to_owned();
//! # let callback = format!(
//! #     "http://127.0.0.1:8888/callback#access_token=BQ1&token_type=Bearer&expires_in=3600&state={state}"
//! # );
//! let granted = asking.callback(&callback, SystemClock.now())?;
//! assert_eq!(granted.token().access.expose(), "BQ1");
//! # Ok::<(), spotify_core::Error>(())
//! ```

use bytes::Bytes;
use spotify_core::{
    Accounts, AuthError, BaseUrl, Error, Flow, Grant, Now, Repeat, Scopes, SignIn, SignInStep,
    SignedIn, Token,
};

use crate::{
    App, AuthorizationCode, AuthorizeParams, Entropy, Rejected, ResponseType, SettingsError, State,
    callback::Response,
};

/// A sign-in by implicit grant that is being put together; [`begin`](Self::begin) starts it.
///
/// Withdrawn by Spotify: see the [module](self).
#[derive(Debug)]
#[must_use]
pub struct ImplicitGrant(AuthorizationCode);

impl ImplicitGrant {
    /// Takes the app, whose secret is not used, and what the user is asked to allow.
    ///
    /// # Errors
    /// [`SettingsError::NeedsRedirect`] when the app has no redirect URI.
    pub fn new(app: &App, scopes: impl Into<Scopes>) -> Result<Self, SettingsError> {
        AuthorizationCode::new(app.clone(), scopes.into(), Flow::Implicit).map(Self)
    }

    /// Sets whether a user who consented before is asked again. Default: no.
    pub fn show_dialog(self, show: bool) -> Self {
        Self(self.0.show_dialog(show))
    }

    /// Adds a parameter to the authorize URL that this library does not know.
    ///
    /// # Errors
    /// [`SettingsError::Parameter`] for a name that is empty, set already, or the library's own.
    pub fn param(self, name: &str, value: &str) -> Result<Self, SettingsError> {
        self.0.param(name, value).map(Self)
    }

    /// Takes a state that was made elsewhere instead of a random one.
    pub fn state(self, state: State) -> Self {
        Self(self.0.state(state))
    }

    /// Starts the sign-in: the result has the URL to open in the user's browser.
    pub fn begin(self, entropy: Entropy, accounts: &Accounts) -> Asking {
        let asking = self.0.begin(entropy, accounts);
        Asking {
            params: AuthorizeParams {
                response_type: ResponseType::Token,
                ..asking.params
            },
            authorize: asking.authorize,
        }
    }
}

/// A sign-in by implicit grant whose answer is awaited. Used up by the answer.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub struct Asking {
    authorize: BaseUrl,
    params: AuthorizeParams,
}

impl Asking {
    /// The URL to open in the user's browser. It holds the state, so it belongs in no log.
    #[must_use]
    pub fn url(&self) -> String {
        self.params.url(&self.authorize)
    }

    /// What the URL says.
    #[must_use]
    pub const fn params(&self) -> &AuthorizeParams {
        &self.params
    }

    /// Takes the answer: the URL to which the browser was sent back, with its fragment.
    ///
    /// What a page has made of the fragment does as well: a request target
    /// (`/callback?access_token=…`) or a bare query.
    ///
    /// # Errors
    /// [`Rejected`] with a [`CallbackError`](crate::CallbackError). Only an answer with the right
    /// state ends the sign-in; after any other, [`Rejected::asking`] is the sign-in, still
    /// waiting.
    pub fn callback(self, callback: &str, now: Now) -> Result<Granted, Rejected<Self>> {
        let Self { params, authorize } = &self;
        let read = Response::read_fragment(callback, &params.redirect_uri)
            .and_then(|response| response.check_state(&params.state).map(|()| response));
        let response = match read {
            Ok(response) => response,
            Err(error) => return Err(Rejected::stray(self, error)),
        };
        match response.into_token(authorize.origin(), now) {
            Ok(mut token) => {
                // RFC 6749, section 4.2.2: no scope in the answer means what was asked for.
                token.scopes = token.scopes.or(Some(self.params.scope));
                token.authorized_at = Some(now.wall);
                let client_id = self.params.client_id;
                Ok(Granted {
                    token,
                    grant: Unrenewed { client_id },
                })
            }
            Err(error) => Err(Rejected {
                error,
                asking: None,
            }),
        }
    }
}

impl From<Rejected<Asking>> for AuthError {
    fn from(rejected: Rejected<Asking>) -> Self {
        let error = rejected.error;
        let same: Rejected = Rejected {
            error,
            asking: None,
        };
        same.into()
    }
}

impl From<Rejected<Asking>> for Error {
    fn from(rejected: Rejected<Asking>) -> Self {
        Self::Auth(rejected.into())
    }
}

/// What an implicit grant gives: a token, and no way to a next one.
///
/// A client's builder takes it as a sign-in, or as a bare token.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub struct Granted {
    token: Token,
    grant: Unrenewed,
}

impl Granted {
    /// The token.
    #[must_use]
    pub const fn token(&self) -> &Token {
        &self.token
    }
}

impl From<Granted> for Token {
    fn from(granted: Granted) -> Self {
        granted.token
    }
}

impl SignIn for Granted {
    fn start(self, _accounts: &Accounts, _now: Now) -> SignInStep {
        SignInStep::done(SignedIn::new(self.token, self.grant))
    }
}

/// The grant of a client whose tokens are not renewed: it takes one from the store while it
/// lasts, and asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unrenewed {
    client_id: std::sync::Arc<str>,
}

impl Unrenewed {
    /// Goes on with what [`ImplicitGrant`] began.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self {
            client_id: app.shared_id(),
        }
    }
}

impl Grant for Unrenewed {
    fn flow(&self) -> Flow {
        Flow::Implicit
    }

    fn client_id(&self) -> &str {
        &self.client_id
    }

    fn repeat(&self) -> Repeat {
        Repeat::Once
    }

    fn request(
        &self,
        _accounts: &Accounts,
        _current: Option<&Token>,
    ) -> Result<http::Request<Bytes>, AuthError> {
        Err(AuthError::NothingToRenew)
    }

    fn accept(
        &self,
        _current: Option<&Token>,
        _reply: http::Response<Bytes>,
        _now: Now,
    ) -> Result<Token, AuthError> {
        Err(AuthError::NothingToRenew)
    }
}
