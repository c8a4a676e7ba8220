//! What tests need: a mock Spotify, recorded answers, snapshots, mocks, and one suite for every
//! transport.
//!
//! - [`MockSpotify`] is an in-process server on loopback: the Web API and the accounts service,
//!   plain and over TLS, with an invented catalogue and faults on request. It checks what it
//!   receives by itself, and other people's clients can use it as well.
//! - [`Recorder`] writes what passes a transport into fixture files, without secrets, and
//!   [`ReplayFixtures`] answers from them.
//! - [`snapshot`] makes insta snapshots of requests, wire logs, answers and errors in one line.
//! - [`MockHttpTransport`] and [`MockBlockingTransport`] are mocks of both ports.
//! - [`conformance`](mod@conformance) is the suite, for authors of transports.
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
//! Fixtures need none.
//!
//! - `mock`: [`MockSpotify`] and [`mock`].
//! - `conformance`: [`conformance`](mod@conformance); brings `mock`.
//! - `insta`: [`snapshot`].
//! - `mockall`: [`MockHttpTransport`] and [`MockBlockingTransport`].
//! - `deprecated`: nothing of the library; the tests of this package take the operations with
//!   them that `spotify-endpoints` has under the feature of this name.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// What is not built has no page to link to.
#![cfg_attr(
    not(all(
        feature = "conformance",
        feature = "insta",
        feature = "mock",
        feature = "mockall"
    )),
    allow(rustdoc::broken_intra_doc_links)
)]

#[cfg(feature = "conformance")]
#[cfg_attr(docsrs, doc(cfg(feature = "conformance")))]
pub mod conformance;
pub mod fixture;
#[cfg(feature = "mock")]
#[cfg_attr(docsrs, doc(cfg(feature = "mock")))]
pub mod mock;
#[cfg(feature = "mockall")]
mod ports;
pub mod recorder;
pub mod scrub;
#[cfg(feature = "insta")]
#[cfg_attr(docsrs, doc(cfg(feature = "insta")))]
pub mod snapshot;

pub use fixture::{Fixture, FixtureError, FixtureProblem, ReplayFixtures};
#[cfg(feature = "mock")]
#[cfg_attr(docsrs, doc(cfg(feature = "mock")))]
pub use mock::MockSpotify;
#[cfg(feature = "mockall")]
#[cfg_attr(docsrs, doc(cfg(feature = "mockall")))]
pub use ports::{MockBlockingTransport, MockHttpTransport};
pub use recorder::{Recorded, Recorder, RecorderError, RecorderProblem};
pub use scrub::{Field, Kind, Place, Replaced, Rule, Scrub};

/// The programs of the workspace's README, compiled; those that need no network are run. Neither
/// this file nor the guides are part of the published package, and only its doctests would look
/// for them.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The programs of this package's README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct PackageReadme;

/// The programs of the guide to testing, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/testing.md")]
pub struct Testing;

/// The programs of the guide to fixtures, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/fixtures.md")]
pub struct Fixtures;

/// The programs of the guide to transports, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/transports.md")]
pub struct Transports;
