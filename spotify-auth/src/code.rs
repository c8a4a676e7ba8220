//! Authorization code: from the question in the browser to the first token.

use bytes::Bytes;
use spotify_core::{Accounts, AuthError, BaseUrl, Flow, Now, Scopes, SignIn, SignInStep, SignedIn};

use crate::{
    App, AuthorizeParams, Entropy, PendingSignIn, RedirectUri, Refresh, Rejected, ResponseType,
    SettingsError, State, TokenGrant, TokenRequest, Verifier, authorize::ExtraParams,
    callback::Response, token_response::Answer,
};

spotify_core::secret! {
    /// What the browser brings back and the exchange turns into a token; good once, for minutes.
    Code,
}

/// A sign-in that is being put together; [`begin`](Self::begin) starts it.
///
/// Made by [`App::authorization_code_pkce`] and [`App::authorization_code`].
#[derive(Debug)]
#[must_use]
pub struct AuthorizationCode {
    app: App,
    redirect_uri: RedirectUri,
    scopes: Scopes,
    proof: bool,
    show_dialog: bool,
    extra: ExtraParams,
    state: Option<State>,
}

impl AuthorizationCode {
    pub(crate) fn new(app: App, scopes: Scopes, flow: Flow) -> Result<Self, SettingsError> {
        let redirect_uri = app
            .redirect_uri()
            .ok_or(SettingsError::NeedsRedirect(flow))?
            .clone();
        Ok(Self {
            app,
            redirect_uri,
            scopes,
            proof: flow == Flow::Pkce,
            show_dialog: false,
            extra: ExtraParams::default(),
            state: None,
        })
    }

    /// Sets whether a user who consented before is asked again. Default: no.
    pub const fn show_dialog(mut self, show: bool) -> Self {
        self.show_dialog = show;
        self
    }

    /// Adds a parameter to the authorize URL that this library does not know.
    ///
    /// # Errors
    /// [`SettingsError::Parameter`] for a name that is empty, set already, or the library's own.
    pub fn param(mut self, name: &str, value: &str) -> Result<Self, SettingsError> {
        self.extra.add(name, value)?;
        Ok(self)
    }

    /// Takes a state that was made elsewhere instead of a random one.
    pub fn state(mut self, state: State) -> Self {
        self.state = Some(state);
        self
    }

    /// Starts the sign-in: the result has the URL to open in the user's browser.
    pub fn begin(self, entropy: Entropy, accounts: &Accounts) -> Asking {
        let verifier = self.proof.then(|| entropy.verifier());
        Asking {
            params: AuthorizeParams {
                client_id: self.app.shared_id(),
                response_type: ResponseType::Code,
                redirect_uri: self.redirect_uri,
                scope: self.scopes,
                state: self.state.unwrap_or_else(|| entropy.state()),
                code_challenge: verifier.as_ref().map(Verifier::challenge),
                show_dialog: self.show_dialog,
                extra: self.extra,
            },
            app: self.app,
            authorize: accounts.authorize.clone(),
            verifier,
        }
    }
}

/// A sign-in whose answer is awaited: the user's browser is at Spotify, or on its way.
///
/// Used up by the answer, so that no state and no verifier serves twice. A web server, which
/// answers other requests meanwhile, puts it aside as a [`PendingSignIn`].
///
/// ```compile_fail,E0382
/// # use spotify_auth::{App, Entropy};
/// # let app = App::new("id").unwrap().redirect("http://127.0.0.1/callback").unwrap();
/// # let way = app.authorization_code_pkce("").unwrap();
/// let asking = way.begin(Entropy::os().unwrap(), &spotify_core::Accounts::default());
/// let first = asking.callback("/callback?code=AQ");
/// let second = asking.callback("/callback?code=AQ"); // used up
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub struct Asking {
    pub(crate) app: App,
    pub(crate) authorize: BaseUrl,
    pub(crate) params: AuthorizeParams,
    pub(crate) verifier: Option<Verifier>,
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

    /// Puts the sign-in aside until the answer comes; [`App::resume`] takes it up again.
    #[must_use]
    pub fn into_pending(self) -> PendingSignIn {
        PendingSignIn::new(self)
    }

    /// Takes the answer: the URL to which the browser was sent back.
    ///
    /// A request target (`/callback?code=…`) and a bare query (`code=…&state=…`) do as well; a
    /// server behind a proxy, which does not see its outer address, gives one of those. Space
    /// around is ignored, and so is a fragment.
    ///
    /// # Errors
    /// [`Rejected`] with a [`CallbackError`](crate::CallbackError). Only an answer with the right state ends the
    /// sign-in; after any other, [`Rejected::asking`] is the sign-in, still waiting.
    pub fn callback(self, callback: &str) -> Result<Exchange, Rejected> {
        match Response::read(callback, &self.params.redirect_uri) {
            Ok(response) => self.take(response),
            Err(error) => Err(Rejected::stray(self, error)),
        }
    }

    /// Takes the code and the state where something else has read them from the answer.
    ///
    /// # Errors
    /// As [`callback`](Self::callback).
    pub fn code(self, code: impl Into<Code>, state: &str) -> Result<Exchange, Rejected> {
        self.take(Response::of_parts(code.into(), state))
    }

    fn take(self, response: Response) -> Result<Exchange, Rejected> {
        if let Err(error) = response.check_state(&self.params.state) {
            return Err(Rejected::stray(self, error));
        }
        match response.into_code(self.authorize.origin()) {
            Ok(code) => Ok(Exchange {
                flow: match &self.verifier {
                    Some(_) => Flow::Pkce,
                    None => Flow::AuthorizationCode,
                },
                app: self.app,
                redirect_uri: self.params.redirect_uri,
                scopes: self.params.scope,
                code,
                verifier: self.verifier,
            }),
            Err(error) => Err(Rejected {
                error,
                asking: None,
            }),
        }
    }
}

/// A sign-in whose code is to be exchanged for the first token.
///
/// Hand it to a client's builder, or do it by hand: [`request`](Self::request), then
/// [`reply`](Self::reply), which uses it up.
#[derive(Debug)]
#[must_use]
pub struct Exchange {
    pub(crate) flow: Flow,
    app: App,
    redirect_uri: RedirectUri,
    scopes: Scopes,
    code: Code,
    verifier: Option<Verifier>,
}

impl Exchange {
    /// What the exchange sends.
    #[must_use]
    pub fn token_request(&self) -> TokenRequest {
        TokenRequest::new(
            &self.app,
            TokenGrant::AuthorizationCode {
                code: self.code.clone(),
                redirect_uri: self.redirect_uri.clone(),
                code_verifier: self.verifier.clone(),
            },
        )
    }

    /// Writes the request.
    ///
    /// # Errors
    /// [`AuthError::Request`] when it cannot be written.
    pub fn request(&self, accounts: &Accounts) -> Result<http::Request<Bytes>, AuthError> {
        self.token_request().to_http(accounts)
    }

    /// Reads the answer.
    ///
    /// # Errors
    /// [`AuthError`] for a refusal or an answer that is no token.
    pub fn reply(self, reply: http::Response<Bytes>, now: Now) -> Result<SignedIn, AuthError> {
        let answer = Answer::read(&reply, &self.token_request())?;
        let token = answer.into_first_token(self.scopes, now);
        Ok(SignedIn::new(token, Refresh::after(self.app, self.flow)))
    }
}

impl SignIn for Exchange {
    fn start(self, accounts: &Accounts, _now: Now) -> SignInStep {
        SignInStep::exchange(self.request(accounts), |reply, now| {
            Ok(SignInStep::done(self.reply(reply, now)?))
        })
    }
}
