//! The Spotify Web API without async.
//!
//! [`Ureq`] is the transport: ureq's pool, HTTP/1.1, TLS by rustls with ring, no runtime and no
//! threads of its own. It follows no redirect, retries nothing that may have been received and
//! has no switch that turns the verification of certificates off.
//!
//! ```
//! # #[cfg(feature = "ureq")] {
//! use spotify_blocking::Ureq;
//!
//! let transport = Ureq::new()?;
//! # Ok::<(), spotify_blocking::SetupError>(())
//! # };
//! ```
//!
//! # Features
//! - `ureq` (default): the transport [`Ureq`]. Without it bring a
//!   [`BlockingTransport`](spotify_core::BlockingTransport) of your own.
//! - `gzip` (default): asks for gzip and undoes it.
//! - `tracing`: spans of the client; see `spotify-core`.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "ureq")]
mod ureq;

#[cfg(feature = "ureq")]
pub use ureq::{ProxyChoice, SetupError, Ureq, UreqBuilder};
