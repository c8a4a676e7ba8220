//! Device authorization (RFC 8628): the person consents on another device.
//!
//! Spotify offers no device endpoint; [`Accounts::device`] names one that is laid out like the
//! RFC says.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use spotify_core::{Accounts, AuthError, Flow, Now, Scopes, SignIn, SignInStep};

use crate::{App, ClientSecret, Ignored, Refresh, token_request};

mod answer;
mod poll;

use answer::Granted;
pub use poll::{DevicePending, DevicePoll};

spotify_core::secret! {
    /// What stands for the device at the accounts service while the person enters the user code.
    DeviceCode,
}

/// How long the person has unless set otherwise, whatever the service allows.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

/// A sign-in on another device that is being put together.
///
/// A client's builder takes it [with a way to show the code](Self::on_code). By hand:
/// [`request`](Self::request), then [`reply`](Self::reply), which gives the code to show.
///
/// ```
/// use spotify_auth::App;
/// # use spotify_core::{Accounts, Scope, blocking::Client, testing::{ManualClock, Replay}};
/// # let clock = ManualClock::new();
/// # let transport = Replay::new().clock(&clock)
/// #     .on("POST /device", r#"{"device_code":"dc","user_code":"WDJB-MJHT",
/// #         "verification_uri":"https://accounts.example.com/pair","expires_in":600}"#)
/// #     .on("POST /api/token", r#"{"access_token":"BQ","token_type":"Bearer"}"#);
/// let accounts = Accounts::try_from("https://accounts.example.com")?
///     .device("https://accounts.example.com/device".parse()?);
/// let way = App::new("client-id")?
///     .device_authorization(Scope::UserTopRead)
///     .on_code(|code| println!("Open {} and enter {}", code.verification_uri(), code.user_code()));
/// let client = Client::builder(transport).accounts(accounts);
/// # let client = client.clock(clock);
/// let client = client.sign_in(way)?;
/// # Ok::<(), spotify_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct DeviceAuthorization {
    app: App,
    scopes: Scopes,
    patience: Duration,
}

impl App {
    /// Signs a user in who consents on another device (RFC 8628). Spotify does not offer it: the
    /// device endpoint is a setting, [`Accounts::device`].
    pub fn device_authorization(&self, scopes: impl Into<Scopes>) -> DeviceAuthorization {
        DeviceAuthorization {
            app: self.clone(),
            scopes: scopes.into(),
            patience: PATIENCE,
        }
    }
}

impl DeviceAuthorization {
    /// Sets how long to wait for the person at the most; half an hour unless set, and never
    /// longer than the service keeps the code.
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Shows the code to the person: `show` is called once, when it is there.
    pub fn on_code<F>(self, show: F) -> DeviceSignIn<F>
    where
        F: FnOnce(&DevicePending) + Send + 'static,
    {
        DeviceSignIn { way: self, show }
    }

    /// What was given and is not used.
    #[must_use]
    pub fn ignored(&self) -> Vec<Ignored> {
        self.app.unused_redirect(Flow::Device).into_iter().collect()
    }

    /// What the first request sends.
    #[must_use]
    pub fn device_request(&self) -> DeviceRequest {
        DeviceRequest {
            client_id: self.app.shared_id(),
            client_secret: self.app.client_secret().cloned(),
            scope: self.scopes.clone(),
        }
    }

    /// Writes the first request, which asks for a code.
    ///
    /// # Errors
    /// As [`DeviceRequest::to_http`].
    pub fn request(&self, accounts: &Accounts) -> Result<http::Request<Bytes>, AuthError> {
        self.device_request().to_http(accounts)
    }

    /// Reads the answer; the result has the code for the person.
    ///
    /// # Errors
    /// [`AuthError`] for a refusal or an answer that is no code.
    pub fn reply(self, reply: http::Response<Bytes>, now: Now) -> Result<DevicePending, AuthError> {
        let granted = Granted::read(&reply, self.app.client_secret())?;
        Ok(DevicePending::new(self, granted, now))
    }
}

/// A sign-in on another device, with a way to show the code to the person.
#[derive(Clone, PartialEq, Eq)]
#[must_use]
pub struct DeviceSignIn<F> {
    way: DeviceAuthorization,
    show: F,
}

impl<F> fmt::Debug for DeviceSignIn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DeviceSignIn").field(&self.way).finish()
    }
}

impl<F: FnOnce(&DevicePending) + Send + 'static> SignIn for DeviceSignIn<F> {
    fn start(self, accounts: &Accounts, _now: Now) -> SignInStep {
        let Self { way, show } = self;
        let accounts = accounts.clone();
        SignInStep::exchange(way.request(&accounts), move |reply, now| {
            let pending = way.reply(reply, now)?;
            show(&pending);
            Ok(pending.start(&accounts, now))
        })
    }

    fn longest(&self) -> Duration {
        // The code comes before the person's time begins.
        self.way.patience.saturating_add(Duration::from_secs(60))
    }
}

/// What is sent to the device endpoint (RFC 8628, section 3.1), each part as a value of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeviceRequest {
    /// `client_id`: the app that asks.
    pub client_id: Arc<str>,
    /// The secret that proves it, sent with the id as HTTP Basic.
    pub client_secret: Option<ClientSecret>,
    /// `scope`: what the user is asked to allow; left out where it is empty.
    pub scope: Scopes,
}

impl DeviceRequest {
    /// Shows the form.
    #[must_use]
    pub fn form(&self) -> Vec<(&'static str, String)> {
        let mut form = vec![("client_id", self.client_id.to_string())];
        if !self.scope.is_empty() {
            form.push(("scope", self.scope.to_string()));
        }
        form
    }

    /// Writes the HTTP request.
    ///
    /// # Errors
    /// [`AuthError::Request`] when the accounts service has no device endpoint.
    pub fn to_http(&self, accounts: &Accounts) -> Result<http::Request<Bytes>, AuthError> {
        let Some(url) = &accounts.device else {
            let problem = "no device endpoint is set, and Spotify has none; name one with \
                           `Accounts::device`, or use `App::authorization_code_pkce`";
            return Err(AuthError::Request(problem.into()));
        };
        let form = self.form();
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, &**value)).collect();
        token_request::post(url, &form, &self.client_id, self.client_secret.as_ref())
    }
}

impl Refresh {
    /// Goes on with what [`App::device_authorization`] began.
    #[must_use]
    pub const fn device(app: App) -> Self {
        Self::after(app, Flow::Device)
    }
}
