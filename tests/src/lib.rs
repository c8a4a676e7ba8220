//! A mock Spotify for tests, and one conformance suite for every transport.
//!
//! [`MockSpotify`] is an in-process server on loopback: the Web API and the accounts service,
//! plain and over TLS, with an invented catalogue and faults on request. It checks what it
//! receives by itself, and other people's clients can use it as well.
//! [`conformance`](mod@conformance) is one suite of scenarios that every transport must pass
//! alike.
//!
//! # A first test
//!
//! ```
//! use spotify_blocking::prelude::*;
//! use spotify_tests::MockSpotify;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockSpotify::start()?;
//! let client = mock.blocking_client(Ureq::new()?)?;
//! mock.fault("GET /v1/me 503".parse()?); // fails once
//!
//! let me = client.users().current().send()?;
//!
//! assert_eq!(me.id.as_str(), mock.world().user());
//! mock.assert_requested("GET /v1/me", 2); // and was asked again
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! All are on by default; `default-features = false` and the one that you want builds less.
//!
//! - `mock`: [`MockSpotify`] and [`mock`].
//! - `conformance`: [`conformance`](mod@conformance), for authors of transports; brings `mock`.
//! - `insta`: requests, wire logs, answers and errors as insta snapshots.
//! - `mockall`: both transport ports as mocks of mockall.
//! - `deprecated`: nothing of the library; the tests of this package take the operations with
//!   them that `spotify-endpoints` has under the feature of this name.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// What is not built has no page to link to.
#![cfg_attr(
    not(all(feature = "conformance", feature = "mock")),
    allow(rustdoc::broken_intra_doc_links)
)]

#[cfg(feature = "conformance")]
#[cfg_attr(docsrs, doc(cfg(feature = "conformance")))]
pub mod conformance;
#[cfg(feature = "mock")]
#[cfg_attr(docsrs, doc(cfg(feature = "mock")))]
pub mod mock;

#[cfg(feature = "mock")]
#[cfg_attr(docsrs, doc(cfg(feature = "mock")))]
pub use mock::MockSpotify;

/// The programs of the workspace's README, compiled; the one that needs no network is run. The
/// file is no part of the published package, and only its doctests would look for it.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The programs of this package's README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct PackageReadme;
