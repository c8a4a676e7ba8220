//! Authorization for the Spotify Web API: every way in as a value, and what stands around it:
//! stores, settings, and handlers that bring the answer back from the browser.
//!
//! | who | what |
//! |---|---|
//! | the app itself, for what belongs to no user | [`ClientCredentials`] |
//! | a user, in an app of any kind | [`App::authorization_code_pkce`] |
//! | a user, in an app that keeps a secret | [`App::authorization_code`] |
//! | whoever has a refresh token | [`Refresh`] |
//! | a user on another device, at a service that offers it | [`App::device_authorization`] |
//! | a user whose browser has consented before (feature `cookie`) | `Asking::cookies` |
//! | a user of a service that still has it | [`implicit`] |
//!
//! None of these opens a socket, reads a file or asks for the time: a grant writes an
//! [`http::Request`] and reads an [`http::Response`], and a client from one of the backend crates
//! carries them. What does IO stands apart, behind features: the handlers in [`redirect`], the
//! stores, and the [`Settings`] that are read from files. Random bytes are an argument too, an [`Entropy`]. What is wrong with a setting
//! is said before anything is sent, as a [`SettingsError`]; what is wrong with the browser's
//! answer is a [`CallbackError`].
//!
//! Tokens are kept between two runs by a store: `FileStore` (feature `file`, on by default), or
//! anything that keeps bytes, by a [`ByteTokenStore`]. [`TokenFormat`] is one token as text.
//!
//! # A sign-in by hand
//! With a client the [`Exchange`] goes to its builder and the rest happens by itself. Without:
//!
//! ```
//! use bytes::Bytes;
//! use spotify_auth::{App, Entropy};
//! use spotify_core::{Accounts, Clock, Grant, Scope, SystemClock};
//!
//! let accounts = Accounts::default();
//! let app = App::new("client-id")?.redirect("http://127.0.0.1:8888/callback")?;
//!
//! // Ask: the user opens this URL and consents.
//! let asking = app
//!     .authorization_code_pkce(Scope::UserTopRead | Scope::UserLibraryRead)?
//!     .begin(Entropy::os()?, &accounts);
//! assert!(asking.url().starts_with("https://accounts.spotify.com/authorize?client_id=client-id&"));
//!
//! // The browser comes back to the redirect URI, with a code and the state that was sent.
//! let state = asking.params().state.expose().to_owned();
//! let callback = format!("http://127.0.0.1:8888/callback?code=AQDx&state={state}");
//! let exchange = asking.callback(&callback)?;
//!
//! // Exchange the code for a token, with the HTTP library of your choice.
//! let request = exchange.request(&accounts)?;
//! assert_eq!(request.uri(), "https://accounts.spotify.com/api/token");
//! # let my_http = |_: http::Request<Bytes>| http::Response::new(Bytes::from(
//! #     r#"{"access_token":"BQA1","token_type":"Bearer","expires_in":3600,"refresh_token":"AQR1"}"#,
//! # ));
//! let reply: http::Response<Bytes> = my_http(request);
//! let signed_in = exchange.reply(reply, SystemClock.now())?;
//! assert_eq!(signed_in.token.access.expose(), "BQA1");
//!
//! // An hour later: the next token.
//! let (token, grant) = (signed_in.token, signed_in.grant);
//! let request = grant.request(&accounts, Some(&token))?;
//! # let my_http = |_: http::Request<Bytes>| http::Response::new(Bytes::from(
//! #     r#"{"access_token":"BQA2","token_type":"Bearer","expires_in":3600}"#,
//! # ));
//! let reply = my_http(request);
//! let token = grant.accept(Some(&token), reply, SystemClock.now())?;
//! assert_eq!(token.access.expose(), "BQA2");
//! // Spotify sent no new refresh token, so the old one stays.
//! assert_eq!(token.refresh.unwrap().expose(), "AQR1");
//! # Ok::<(), spotify_core::Error>(())
//! ```
//!
//! # Settings
//! [`Settings`] come from the program, the environment, a `.env` or INI file or a folder of secrets
//! (the files with the feature `settings`), under [the names](Variables) that you use already.
//!
//! # Secrets
//! Client secrets, codes, verifiers, states and tokens are types of their own, which no `Debug`,
//! `Display` or error shows, and which are wiped from memory when they are dropped. `expose()`
//! shows them. Only a [`PendingSignIn`] can be serialised; its documentation says where to.
//!
//! # Features
//! - `file` (default): `FileStore`, and single tokens in files.
//! - `listener` (default): `redirect::Loopback`, which takes the answer at a port of this machine.
//! - `https-listener`: the same behind TLS, with a certificate of its own making.
//! - `browser`: `redirect::SystemBrowser` opens the address.
//! - `webdriver`: `redirect::WebDriver`, a browser that a script drives.
//! - `settings`: [`Settings`] from `.env` and INI files and from a folder of secrets.
//! - `sqlite`, `keyring`: `SqliteStore` and `KeyringStore`.
//! - `cookie`: [`Asking`] can be answered by a browser's cookies instead of its user.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod app;
mod authorize;
mod callback;
mod client_credentials;
mod code;
#[cfg(feature = "cookie")]
mod cookie;
mod device;
mod entropy;
mod error;
mod ignored;
pub mod implicit;
mod pending;
mod pkce;
#[cfg(any(feature = "https-listener", feature = "settings"))]
mod private_file;
pub mod redirect;
mod redirect_uri;
mod refresh;
mod settings;
mod state;
mod store;
mod token_request;
mod token_response;

pub use app::{App, ClientSecret};
pub use authorize::{AuthorizeParams, ExtraParams, ResponseType};
pub use callback::{CallbackError, Rejected, StateProblem};
pub use client_credentials::ClientCredentials;
pub use code::{Asking, AuthorizationCode, Code, Exchange};
#[cfg(feature = "cookie")]
pub use cookie::{CookieSignIn, Cookies};
pub use device::{
    DeviceAuthorization, DeviceCode, DevicePending, DevicePoll, DeviceRequest, DeviceSignIn,
};
pub use entropy::Entropy;
pub use error::{EntropyError, SettingsError};
pub use ignored::Ignored;
pub use pending::PendingSignIn;
pub use pkce::{Challenge, Verifier};
pub use redirect_uri::{InvalidRedirectUri, RedirectRule, RedirectUri};
pub use refresh::Refresh;
pub use settings::{InvalidSource, Setting, Settings, SourceProblem, Variables};
pub use state::State;
#[cfg(feature = "file")]
pub use store::FileStore;
#[cfg(feature = "keyring")]
#[cfg_attr(docsrs, doc(cfg(feature = "keyring")))]
pub use store::KeyringStore;
#[cfg(feature = "sqlite")]
#[cfg_attr(docsrs, doc(cfg(feature = "sqlite")))]
pub use store::SqliteStore;
pub use store::{
    ByteStore, ByteTokenStore, Closures, InvalidToken, RSPOTIFY_CACHE, TokenFormat, rspotify_cache,
    spotipy_cache, spotipy_cache_path,
};
pub use token_request::{TokenGrant, TokenRequest};
