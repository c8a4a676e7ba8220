//! The Spotify Web API without async.
//!
//! [`Ureq`] is the transport: ureq's pool, HTTP/1.1, TLS by rustls with ring, no runtime, and
//! a thread only while a name is looked up. A program that has reqwest already may take [`Reqwest`]
//! in its place, which runs it on a thread of its own. Neither follows a redirect, retries what
//! may have been received, or has a switch that turns the verification of certificates off.
//!
//! ```
//! # #[cfg(feature = "ureq")]
//! # fn main() -> Result<(), spotify_blocking::SetupError> {
//! use spotify_blocking::Ureq;
//!
//! let transport = Ureq::new()?;
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "ureq"))]
//! # fn main() {}
//! ```
//!
//! # Features
//! - `ureq` (default): the transport [`Ureq`]. Without it and `reqwest` bring a
//!   [`BlockingTransport`](spotify_core::BlockingTransport) of your own.
//! - `reqwest`: the transport [`Reqwest`]. What it can do is chosen by the features `rustls`
//!   (default), `native-tls`, `http2` (default) and `system-proxy` (default), which are those of
//!   `spotify-reqwest` and mean nothing without it. Without ureq:
//!   `default-features = false, features = ["reqwest", "rustls", "http2", "gzip"]`.
//! - `gzip` (default): asks for gzip and undoes it.
//! - `cookie`: a sign-in by the cookies of a browser; see `spotify-auth`.
//! - `testing`: `Replay` and `ManualClock`, for tests without a network.
//! - `tracing`: spans of the client; see `spotify-core`.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(all(feature = "ureq", feature = "reqwest")),
    allow(
        rustdoc::broken_intra_doc_links,
        reason = "what is not built cannot be linked to"
    )
)]

#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "ureq")]
mod ureq;

#[cfg(feature = "reqwest")]
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
pub use reqwest::Reqwest;
#[cfg(feature = "ureq")]
pub use ureq::{Ureq, UreqBuilder};

pub use spotify_auth as auth;
pub use spotify_core as core;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub use spotify_core::testing;
pub use spotify_core::{Error, ProxyChoice, SetupError};
pub use spotify_endpoints as endpoints;
#[cfg(feature = "reqwest")]
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
#[doc(no_inline)]
pub use spotify_reqwest;

/// What most programs name: one line brings it all. Models are in `model`.
pub mod prelude {
    pub use spotify_auth::{
        App, Asking, ClientCredentials, Entropy, FileStore, PendingSignIn, RedirectUri, Refresh,
        Settings, Variables, redirect::Interactive,
    };
    pub use spotify_core::{
        AccessToken, Accounts, ApiError, BlockingTransport, BuildError, Error, Limits, MemoryStore,
        Policy, ProxyChoice, Scope, Scopes, SetupError, Timestamp, Token, blocking::Client,
    };
    pub use spotify_endpoints::{model, prelude::*};

    #[cfg(feature = "reqwest")]
    pub use crate::Reqwest;
    #[cfg(feature = "ureq")]
    pub use crate::Ureq;
}
