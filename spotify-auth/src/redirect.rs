//! Bringing the browser's answer back: the IO of signing in, each way behind one trait.
//!
//! | where the person is | what |
//! |---|---|
//! | at this machine, the redirect URI on loopback | `Loopback` (feature `listener`, on by default) |
//! | the same, with an `https` redirect URI | `Loopback` with feature `https-listener` |
//! | anywhere, with a terminal to paste into | [`Paste`] |
//! | at this machine, whatever the redirect URI | [`Interactive`] |
//! | nowhere: a script clicks | `WebDriver` (feature `webdriver`) |
//! | elsewhere | a closure, or a type of your own that is a [`RedirectHandler`] |
//!
//! ```no_run
//! use spotify_auth::{App, Entropy, RedirectUri, redirect::Interactive};
//! use spotify_core::{Accounts, Scope};
//!
//! // Port 0 is any free port: Spotify allows every port where the dashboard lists the address
//! // without one. What is sent must have the real port, so the listener comes first.
//! let redirect_uri: RedirectUri = "http://127.0.0.1:0/callback".parse()?;
//! let mut person = Interactive::bind(&redirect_uri)?;
//! let exchange = App::new("client-id")?
//!     .redirect(person.redirect_uri().as_str())?
//!     .authorization_code_pkce(Scope::UserTopRead)?
//!     .begin(Entropy::os()?, &Accounts::default())
//!     .through(&mut person)?;
//! # Ok::<(), spotify_core::Error>(())
//! ```
//!
//! Nothing here knows a runtime. In an async program, [`OnThread`] runs any of them on a thread
//! of its own.

mod announce;
mod authorization_request;
#[cfg(feature = "browser")]
mod browser;
mod cancel;
mod error;
#[cfg(feature = "https-listener")]
mod https;
mod interactive;
#[cfg(feature = "listener")]
mod loopback;
mod on_thread;
mod paste;
mod through;
#[cfg(feature = "webdriver")]
mod webdriver;

use std::future::Future;

use announce::Announce;
pub use announce::Opener;
pub use authorization_request::{AuthorizationRequest, Consent};
#[cfg(feature = "browser")]
pub use browser::SystemBrowser;
pub use cancel::Cancel;
pub use error::RedirectError;
#[cfg(feature = "https-listener")]
pub use https::{Certificate, CertificateError};
pub use interactive::Interactive;
#[cfg(feature = "listener")]
pub use loopback::Loopback;
pub use on_thread::OnThread;
pub use paste::Paste;
pub use through::AskedUser;
#[cfg(feature = "webdriver")]
pub use webdriver::{DriverProblem, WebDriver, WebDriverError};

spotify_core::secret! {
    /// What the browser brought back, as one text; it holds the code and the state.
    ///
    /// The whole address, a request target (`/callback?code=…`), or its query or fragment alone.
    Callback,
}

/// What takes a person to the authorize URL and brings back the browser's answer.
///
/// Closures are handlers:
///
/// ```
/// use spotify_auth::redirect::{AuthorizationRequest, Callback, RedirectError};
/// # use spotify_auth::{App, Entropy};
/// # let app = App::new("id")?.redirect("http://127.0.0.1/callback")?;
/// # let asking = app.authorization_code_pkce("")?.begin(Entropy::os()?, &Default::default());
/// # fn show_in_my_window(url: &str) -> std::io::Result<String> {
/// #     let state = url.split("state=").nth(1).unwrap().split('&').next().unwrap();
/// #     Ok(format!("http://127.0.0.1/callback?code=AQ&state={state}"))
/// # }
///
/// let exchange = asking.through(&mut |request: &AuthorizationRequest| {
///     let address = show_in_my_window(request.url()).map_err(RedirectError::handler)?;
///     Ok(Callback::from(address))
/// })?;
/// # Ok::<(), spotify_core::Error>(())
/// ```
pub trait RedirectHandler {
    /// Brings back what the browser was sent back with.
    ///
    /// It need not be right: whether it belongs to the sign-in is decided by whoever asked. A
    /// handler that can wait on looks with [`AuthorizationRequest::check`].
    ///
    /// # Errors
    /// [`RedirectError`] where nothing came back.
    fn handle(&mut self, request: &AuthorizationRequest) -> Result<Callback, RedirectError>;

    /// What ends the wait of [`handle`](Self::handle) from elsewhere, if anything can.
    fn cancel(&self) -> Option<Cancel> {
        None
    }
}

impl<F> RedirectHandler for F
where
    F: FnMut(&AuthorizationRequest) -> Result<Callback, RedirectError>,
{
    fn handle(&mut self, request: &AuthorizationRequest) -> Result<Callback, RedirectError> {
        self(request)
    }
}

/// A [`RedirectHandler`] that is awaited.
///
/// Closures that return a future are handlers, and [`OnThread`] makes one of any that blocks.
/// Whoever drops the future gives the sign-in up.
pub trait AsyncRedirectHandler {
    /// Brings back what the browser was sent back with; see [`RedirectHandler::handle`].
    fn handle(
        &mut self,
        request: AuthorizationRequest,
    ) -> impl Future<Output = Result<Callback, RedirectError>> + Send;
}

impl<F, Answer> AsyncRedirectHandler for F
where
    F: FnMut(AuthorizationRequest) -> Answer,
    Answer: Future<Output = Result<Callback, RedirectError>> + Send,
{
    fn handle(
        &mut self,
        request: AuthorizationRequest,
    ) -> impl Future<Output = Result<Callback, RedirectError>> + Send {
        self(request)
    }
}
