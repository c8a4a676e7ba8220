//! A sign-in that waits for its answer outside the program.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use spotify_core::{BaseUrl, Flow, Scopes};

use crate::{
    App, Asking, AuthorizeParams, RedirectUri, ResponseType, SettingsError, State, Verifier,
    authorize::ExtraParams,
};

/// A sign-in that was put aside, with all that its answer needs but the app itself.
///
/// Its serialised form holds the verifier and the state in the clear. Keep it where only your
/// server reads it and only this browser's session finds it: the server's session store, or a
/// cookie that is encrypted, not merely signed. Never in a shared cache, a log, a URL or a plain
/// cookie. Take it out of the session when the answer comes, whatever the answer, and let the
/// session forget it after some minutes.
///
/// ```
/// use spotify_auth::{App, Entropy, PendingSignIn};
/// # use spotify_core::{Accounts, Scope};
///
/// let app = App::new("client-id")?.redirect("https://example.com/callback")?;
///
/// // GET /sign-in
/// let asking = app
///     .authorization_code_pkce(Scope::UserTopRead)?
///     .begin(Entropy::os()?, &Accounts::default());
/// let location = asking.url();
/// # let state = asking.params().state.expose().to_owned();
/// let session: String = serde_json::to_string(&asking.into_pending()).unwrap();
///
/// // GET /callback?code=…&state=…
/// let pending: PendingSignIn = serde_json::from_str(&session).unwrap();
/// # let query = format!("code=AQ&state={state}");
/// let exchange = app.resume(pending)?.callback(&query)?;
/// # Ok::<(), spotify_core::Error>(())
/// ```
pub struct PendingSignIn {
    client_id: Box<str>,
    authorize: BaseUrl,
    redirect_uri: RedirectUri,
    scope: Scopes,
    state: State,
    verifier: Option<Verifier>,
    show_dialog: bool,
    extra: ExtraParams,
}

impl PendingSignIn {
    pub(crate) fn new(asking: Asking) -> Self {
        let Asking {
            params,
            authorize,
            verifier,
            ..
        } = asking;
        Self {
            client_id: (*params.client_id).into(),
            authorize,
            redirect_uri: params.redirect_uri,
            scope: params.scope,
            state: params.state,
            verifier,
            show_dialog: params.show_dialog,
            extra: params.extra,
        }
    }
}

impl Asking {
    pub(crate) fn resume(app: App, pending: PendingSignIn) -> Result<Self, SettingsError> {
        if app.client_id() != &*pending.client_id {
            return Err(SettingsError::OtherApp(app.client_id().into()));
        }
        if pending.verifier.is_none() {
            app.needs_secret(Flow::AuthorizationCode)?;
        }
        Ok(Self {
            params: AuthorizeParams {
                client_id: app.shared_id(),
                response_type: ResponseType::Code,
                redirect_uri: pending.redirect_uri,
                scope: pending.scope,
                state: pending.state,
                code_challenge: pending.verifier.as_ref().map(Verifier::challenge),
                show_dialog: pending.show_dialog,
                extra: pending.extra,
            },
            app,
            authorize: pending.authorize,
            verifier: pending.verifier,
        })
    }
}

impl fmt::Debug for PendingSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingSignIn")
            .field("client_id", &self.client_id)
            .field("redirect_uri", &self.redirect_uri)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Written<'a> {
    client_id: &'a str,
    authorize: &'a str,
    redirect_uri: &'a str,
    scope: &'a Scopes,
    state: &'a str,
    code_verifier: Option<&'a str>,
    show_dialog: bool,
    extra: Vec<(&'a str, &'a str)>,
}

impl Serialize for PendingSignIn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written {
            client_id: &self.client_id,
            authorize: self.authorize.as_str(),
            redirect_uri: self.redirect_uri.as_str(),
            scope: &self.scope,
            state: self.state.expose(),
            code_verifier: self.verifier.as_ref().map(Verifier::expose),
            show_dialog: self.show_dialog,
            extra: self.extra.iter().collect(),
        }
        .serialize(serializer)
    }
}

#[derive(Deserialize)]
struct Read {
    client_id: Box<str>,
    authorize: String,
    redirect_uri: String,
    #[serde(default)]
    scope: Scopes,
    state: String,
    #[serde(default)]
    code_verifier: Option<String>,
    #[serde(default)]
    show_dialog: bool,
    #[serde(default)]
    extra: Vec<(String, String)>,
}

impl<'de> Deserialize<'de> for PendingSignIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Read::deserialize(deserializer)?;
        // Both are hidden before anything can fail, so that they are wiped in any case.
        let state = State::new(read.state);
        let verifier = read.code_verifier.map(Verifier::new).transpose();
        let mut extra = ExtraParams::default();
        for (name, value) in &read.extra {
            extra.add(name, value).map_err(D::Error::custom)?;
        }
        Ok(Self {
            client_id: read.client_id,
            authorize: read.authorize.parse().map_err(D::Error::custom)?,
            redirect_uri: read.redirect_uri.parse().map_err(D::Error::custom)?,
            scope: read.scope,
            state: state.map_err(D::Error::custom)?,
            verifier: verifier.map_err(D::Error::custom)?,
            show_dialog: read.show_dialog,
            extra,
        })
    }
}
