//! The Spotify Web API over [hyper](https://hyper.rs).
//!
//! [`Hyper`] is the transport: hyper-util's pool, HTTP/1.1 and HTTP/2, TLS by rustls with ring.
//! It follows no redirect, retries nothing that may have been received, keeps no cookie and has
//! no switch that turns the verification of certificates off.
//!
//! ```
//! # #[cfg(feature = "tokio")]
//! # fn main() -> Result<(), spotify_hyper::SetupError> {
//! use spotify_hyper::Hyper;
//!
//! let transport = Hyper::new()?;
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "tokio"))]
//! # fn main() {}
//! ```
//!
//! # Features
//! - `tokio` (default): TCP, timers and tasks of tokio, and proxies.
//! - `smol`: the same on smol and on async-std; see [`Runtime`]. Both may be on, and a transport
//!   is for the one that it was made on. With neither, [`Hyper::from_parts`] takes them from
//!   elsewhere.
//! - `rustls` (default): TLS. Without it `https` is refused, unless a connector of one's own
//!   brings it.
//! - `gzip` (default): asks for gzip and undoes it.
//! - `cookie`: a sign-in by the cookies of a browser; see `spotify-auth`.
//! - `testing`: `Replay` and `ManualClock`, for tests without a network.
//! - `tower`: any service of tower as a transport, and the client as one; see `spotify-core`.
//! - `tracing`: spans of the client; see `spotify-core`.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod attempt;
mod failure;
#[cfg(any(feature = "tokio", feature = "smol"))]
mod route;
#[cfg(any(feature = "tokio", feature = "smol"))]
mod runtime;
#[cfg(any(feature = "tokio", feature = "smol"))]
mod settings;
#[cfg(feature = "smol")]
mod smol;
#[cfg(all(feature = "rustls", any(feature = "tokio", feature = "smol")))]
mod tls;
#[cfg(feature = "tokio")]
mod tokio;
mod transport;

#[cfg(any(feature = "tokio", feature = "smol"))]
pub use runtime::Runtime;
#[cfg(any(feature = "tokio", feature = "smol"))]
pub use settings::HyperBuilder;
pub use transport::Hyper;

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

    pub use crate::Hyper;
}
