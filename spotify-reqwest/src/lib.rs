//! The Spotify Web API over [reqwest](https://docs.rs/reqwest).
//!
//! [`Reqwest`] is the transport: reqwest's pool, HTTP/1.1 and HTTP/2, TLS by rustls with ring.
//! It follows no redirect, retries nothing that may have been received, keeps no cookie and has
//! no switch that turns the verification of certificates off.
//!
//! ```
//! use spotify_reqwest::Reqwest;
//!
//! let transport = Reqwest::new()?;
//! # Ok::<(), spotify_reqwest::SetupError>(())
//! ```
//!
//! # Features
//! - `rustls` (default): TLS by rustls with ring and the web's root certificates. `native-tls`:
//!   TLS by the operating system's library; with both, `ReqwestBuilder::native_tls` chooses.
//!   Without either `https` is refused.
//! - `http2` (default): HTTP/2 where the server offers it.
//! - `gzip` (default): asks for gzip and undoes it.
//! - `system-proxy` (default): the proxy settings of macOS and Windows, beside those of the
//!   environment.
//! - `cookie`: a sign-in by the cookies of a browser; see `spotify-auth`.
//! - `testing`: `Replay` and `ManualClock`, for tests without a network.
//! - `tower`: any service of tower as a transport, and the client as one; see `spotify-core`.
//! - `tracing`: spans of the client; see `spotify-core`.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod attempt;
mod failure;
mod settings;
#[cfg(feature = "rustls")]
mod tls;
mod transport;

pub use settings::ReqwestBuilder;
pub use transport::Reqwest;

pub use spotify_auth as auth;
pub use spotify_core as core;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub use spotify_core::testing;
pub use spotify_core::{Error, ProxyChoice, SetupError};
pub use spotify_endpoints as endpoints;

/// What most programs name: one line brings it all. Models are in `model`.
pub mod prelude {
    pub use spotify_auth::{
        App, Asking, ClientCredentials, Entropy, FileStore, PendingSignIn, RedirectUri, Refresh,
        Settings, Variables, redirect::Interactive,
    };
    pub use spotify_core::{
        AccessToken, Accounts, ApiError, BuildError, Client, Error, HttpTransport, Limits,
        MemoryStore, OnThread, Policy, ProxyChoice, Scope, Scopes, SetupError, Timestamp, Token,
    };
    pub use spotify_endpoints::{model, prelude::*};

    pub use crate::Reqwest;
}
