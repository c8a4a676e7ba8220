//! The Spotify Web API without async.
//!
//! [`Ureq`] is the transport: ureq's pool, HTTP/1.1, TLS by rustls with ring, no runtime, and
//! a thread only while a name is looked up. It follows no redirect, retries nothing that may have
//! been received and has no switch that turns the verification of certificates off.
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
//! - `ureq` (default): the transport [`Ureq`]. Without it bring a
//!   [`BlockingTransport`](spotify_core::BlockingTransport) of your own.
//! - `gzip` (default): asks for gzip and undoes it.
//! - `cookie`: a sign-in by the cookies of a browser; see `spotify-auth`.
//! - `testing`: `Replay` and `ManualClock`, for tests without a network.
//! - `tracing`: spans of the client; see `spotify-core`.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "ureq")]
mod ureq;

#[cfg(feature = "ureq")]
pub use ureq::{Ureq, UreqBuilder};

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
        AccessToken, Accounts, ApiError, BlockingTransport, BuildError, Error, Limits, MemoryStore,
        Policy, ProxyChoice, Scope, Scopes, SetupError, Timestamp, Token, blocking::Client,
    };
    pub use spotify_endpoints::{model, prelude::*};

    #[cfg(feature = "ureq")]
    pub use crate::Ureq;
}
