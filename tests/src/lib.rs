//! A mock Spotify for tests and demonstrations.
//!
//! [`MockSpotify`] is an in-process server on loopback: the Web API and the accounts service,
//! plain and over TLS, with an invented catalogue and faults on request. It is independent of the
//! client crates and checks what it receives by itself. [`conformance`](mod@conformance) is one
//! suite of scenarios that every transport must pass alike.
//!
//! [`Recorder`] writes what passes a transport into fixture files, without secrets, and
//! [`ReplayFixtures`] answers from them; `docs/fixtures.md` tells how.

#![forbid(unsafe_code)]

#[cfg(feature = "conformance")]
pub mod conformance;
pub mod fixture;
#[cfg(feature = "mock")]
pub mod mock;
pub mod recorder;
pub mod scrub;

pub use fixture::{Fixture, FixtureError, FixtureProblem, ReplayFixtures};
#[cfg(feature = "mock")]
pub use mock::MockSpotify;
pub use recorder::{Recorded, Recorder, RecorderError, RecorderProblem};
pub use scrub::{Field, Kind, Place, Replaced, Rule, Scrub};

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
