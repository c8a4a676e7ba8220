//! What tests need: a mock Spotify, a suite for transports, snapshots, mocks.
//!
//! [`MockSpotify`] is an in-process server on loopback: the Web API and the accounts service,
//! plain and over TLS, with an invented catalogue and faults on request. It is independent of the
//! client crates and checks what it receives by itself. [`conformance`](mod@conformance) is one
//! suite of scenarios that every transport must pass alike.
//!
//! [`Recorder`] writes what passes a transport into fixture files, without secrets, and
//! [`ReplayFixtures`] answers from them; `docs/fixtures.md` tells how.

//! suite of scenarios that every transport must pass alike. [`snapshot`] makes insta snapshots of
//! requests, wire logs, answers and errors, without secrets in them; [`MockHttpTransport`] and
//! [`MockBlockingTransport`] are mocks of both ports. `docs/testing.md` shows all of it at work.

#![forbid(unsafe_code)]

#[cfg(feature = "conformance")]
pub mod conformance;
pub mod fixture;
#[cfg(feature = "mock")]
pub mod mock;
pub mod recorder;
pub mod scrub;

#[cfg(feature = "mockall")]
mod ports;
#[cfg(feature = "insta")]
pub mod snapshot;

pub use fixture::{Fixture, FixtureError, FixtureProblem, ReplayFixtures};
#[cfg(feature = "mock")]
pub use mock::MockSpotify;
pub use recorder::{Recorded, Recorder, RecorderError, RecorderProblem};
pub use scrub::{Field, Kind, Place, Replaced, Rule, Scrub};

#[cfg(feature = "mockall")]
pub use ports::{MockBlockingTransport, MockHttpTransport};

/// The programs of the README, compiled; the one that needs no network is run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The programs of the guide to transports, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/transports.md")]
pub struct Transports;

/// The programs of the guide to fixtures, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/fixtures.md")]
pub struct Fixtures;

/// The programs of the guide to testing, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/testing.md")]
pub struct Testing;
