//! One conformance suite for every transport.
//!
//! A scenario is written once and played over any [`HttpTransport`] and any
//! [`BlockingTransport`], at the port and through a client. What it comes to, and every request
//! that the mock received meanwhile, must be what stands in one snapshot
//! (`conformance/snapshots/outcomes.snap`), so no two transports can differ unseen.
//!
//! A transport is tried by a test of a few lines:
//!
//! ```
//! # use bytes::Bytes;
//! # use spotify_core::{BlockingTransport, Limits, Sent, TransportError, TransportErrorKind};
//! # struct MyHttp;
//! # impl MyHttp { fn trusting(_: Option<String>) -> Self { Self } }
//! # impl BlockingTransport for MyHttp {
//! #     fn send(
//! #         &self,
//! #         _: http::Request<Bytes>,
//! #         _: Limits,
//! #     ) -> Result<http::Response<Bytes>, TransportError> {
//! #         Err(TransportError::new(TransportErrorKind::Other, Sent::No))
//! #     }
//! # }
//! use spotify_tests::conformance;
//!
//! conformance!(my_http, blocking |setup| MyHttp::trusting(setup.root_pem), http1);
//! ```
//!
//! The transport must use no proxy: everything happens on loopback.

use std::{
    fmt::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use spotify_core::{BlockingTransport, Clock as _, HttpTransport, SystemClock};

mod answers;
mod calls;
mod connections;
mod failures;
mod limits;
mod operation;
mod requests;
mod setting;
mod stage;
mod text;
mod tokens;
mod wire;

use stage::{Failure, Played, Stage};
use wire::Wire;
pub use wire::{BlockOn, LocalFuture};

use crate::mock::Certificate;

/// How many scenarios are played at once: most of their time they wait.
const PLAYERS: usize = 8;

/// What a transport is made for.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Setup {
    /// A root certificate to trust beside the usual ones, as PEM.
    pub root_pem: Option<String>,
}

/// The scenarios, and the transport that they are played over.
pub struct Suite {
    name: &'static str,
    kit: Kit,
    /// What the names of the scenarios to play contain.
    part: &'static str,
}

/// Makes transports.
pub(crate) struct Kit {
    make: Box<dyn Fn(Setup) -> Wire + Send + Sync>,
    http2: bool,
    differences: Vec<Difference>,
}

/// A header that a transport adds by itself and cannot be kept from adding.
struct Difference {
    header: &'static str,
    reason: &'static str,
}

impl Kit {
    fn wire(&self, setup: Setup) -> Wire {
        (self.make)(setup)
    }

    fn differences(&self) -> Vec<&'static str> {
        self.differences
            .iter()
            .map(|difference| difference.header)
            .collect()
    }
}

impl Suite {
    /// Tries an asynchronous transport; `block_on` is its runtime. `make` is called outside it.
    pub fn asynchronous<T: HttpTransport + 'static>(
        name: &'static str,
        block_on: BlockOn,
        make: impl Fn(Setup) -> T + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, move |setup| {
            Wire::Async(Arc::new(make(setup)), block_on.clone())
        })
    }

    /// Tries a blocking transport.
    pub fn blocking<T: BlockingTransport + 'static>(
        name: &'static str,
        make: impl Fn(Setup) -> T + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, move |setup| Wire::Blocking(Arc::new(make(setup))))
    }

    fn new(name: &'static str, make: impl Fn(Setup) -> Wire + Send + Sync + 'static) -> Self {
        let kit = Kit {
            make: Box::new(make),
            http2: true,
            differences: Vec::new(),
        };
        Self {
            name,
            kit,
            part: "",
        }
    }

    /// The transport speaks HTTP/1.1 alone, also where a server offers HTTP/2.
    #[must_use]
    pub fn http1(mut self) -> Self {
        self.kit.http2 = false;
        self
    }

    /// The transport adds a header, written as `name: value`, for a reason that is printed with
    /// the results.
    #[must_use]
    pub fn adds(mut self, header: &'static str, reason: &'static str) -> Self {
        self.kit.differences.push(Difference { header, reason });
        self
    }

    /// Plays only the scenarios of which the name contains a text.
    #[must_use]
    pub fn only(mut self, part: &'static str) -> Self {
        self.part = part;
        self
    }

    /// Plays the scenarios.
    #[must_use]
    pub fn run(&self) -> Report {
        let start = SystemClock.now().mono;
        let scenarios: Vec<Scenario> = all()
            .into_iter()
            .filter(|scenario| scenario.name.contains(self.part))
            .collect();
        let (next, rows) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        thread::scope(|scope| {
            for _ in 0..PLAYERS {
                scope.spawn(|| {
                    while let Some(scenario) = scenarios.get(next.fetch_add(1, SeqCst)) {
                        let row = self.play(scenario);
                        rows.lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push(row);
                    }
                });
            }
        });
        let mut rows = rows.into_inner().unwrap_or_else(PoisonError::into_inner);
        rows.sort_by_key(|row| scenarios.iter().position(|s| s.name == row.scenario.name));
        Report {
            name: self.name,
            took: SystemClock.now().mono.saturating_sub(start),
            rows,
            differences: self
                .kit
                .differences
                .iter()
                .map(|Difference { header, reason }| format!("adds `{header}`: {reason}"))
                .collect(),
        }
    }

    /// Plays all scenarios, prints what may differ, and compares the rest with the snapshot.
    ///
    /// # Panics
    /// When something came out otherwise.
    #[allow(clippy::print_stdout, reason = "a test prints its figures")]
    pub fn verify(&self) {
        let report = self.run();
        println!("{}", report.figures());
        insta::with_settings!({
            omit_expression => true,
            prepend_module_to_snapshot => false,
            snapshot_path => "conformance/snapshots",
        }, {
            insta::assert_snapshot!("outcomes", report.outcomes());
        });
    }

    fn play(&self, scenario: &Scenario) -> Row {
        let start = SystemClock.now().mono;
        let played = catch_unwind(AssertUnwindSafe(|| {
            let mut stage = Stage::new(&self.kit, scenario.certificate)?;
            (scenario.play)(&mut stage)?;
            Ok(stage.close())
        }));
        let failed = |text: String| Played {
            text,
            figures: Vec::new(),
        };
        let played = match played {
            Ok(Ok(played)) => played,
            Ok(Err(failure)) => failed(format!("  could not be played: {}", told(&failure))),
            Err(_) => failed("  panicked".to_owned()),
        };
        Row {
            scenario: *scenario,
            took: SystemClock.now().mono.saturating_sub(start),
            played,
        }
    }
}

fn told(failure: &Failure) -> String {
    failure.to_string()
}

/// Something to happen, and what it is to show.
#[derive(Clone, Copy)]
struct Scenario {
    name: &'static str,
    /// The promises it stands for.
    promises: &'static str,
    certificate: Certificate,
    play: fn(&mut Stage<'_>) -> Result<(), Failure>,
}

/// Writes a table of scenarios: the name of a function, its promises, and the certificate where
/// it is not a good one.
macro_rules! scenarios {
    ($($name:ident: $promises:literal $(with $certificate:ident)?,)*) => {
        pub(super) const SCENARIOS: &[super::Scenario] = &[$(super::Scenario {
            name: stringify!($name),
            promises: $promises,
            certificate: super::scenarios!(@certificate $($certificate)?),
            play: $name,
        }),*];
    };
    (@certificate) => { $crate::mock::Certificate::Valid };
    (@certificate $certificate:ident) => { $crate::mock::Certificate::$certificate };
}
use scenarios;

fn all() -> Vec<Scenario> {
    [
        requests::SCENARIOS,
        answers::SCENARIOS,
        failures::SCENARIOS,
        connections::SCENARIOS,
        calls::SCENARIOS,
        tokens::SCENARIOS,
        limits::SCENARIOS,
    ]
    .concat()
}

/// What a suite came to.
pub struct Report {
    name: &'static str,
    took: Duration,
    rows: Vec<Row>,
    differences: Vec<String>,
}

struct Row {
    scenario: Scenario,
    took: Duration,
    played: Played,
}

impl Report {
    /// What every transport must agree on: for each scenario its outcome (`=`) and what came
    /// over the wire (`>`).
    #[must_use]
    pub fn outcomes(&self) -> String {
        let mut text = String::new();
        for Row {
            scenario, played, ..
        } in &self.rows
        {
            let Scenario { name, promises, .. } = scenario;
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name} ({promises})\n{}\n", played.text);
        }
        text
    }

    /// What may differ: times, connections, and the differences that are explained.
    #[must_use]
    pub fn figures(&self) -> String {
        let (name, scenarios, took) = (self.name, self.rows.len(), self.took);
        let mut text = format!("{name}: {scenarios} scenarios in {took:.1?}\n");
        for difference in &self.differences {
            let _ = writeln!(text, "explained difference: {difference}");
        }
        for row in &self.rows {
            for figure in &row.played.figures {
                let _ = writeln!(text, "{}: {figure}", row.scenario.name);
            }
        }
        let slowest = self.rows.iter().max_by_key(|row| row.took);
        if let Some(row) = slowest {
            let _ = writeln!(text, "slowest: {} in {:.1?}", row.scenario.name, row.took);
        }
        text
    }
}

/// A tokio runtime for [`Suite::asynchronous`], with two threads.
///
/// # Errors
/// If the system gives no thread.
pub fn tokio_runtime() -> std::io::Result<BlockOn> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    Ok(Arc::new(move |future| runtime.block_on(future)))
}

/// Writes the test that tries one transport.
///
/// `conformance!(name, async make)` plays the suite over what `make` gives, on tokio;
/// `blocking make` over a blocking transport. `make` takes a [`Setup`](crate::conformance::Setup).
/// Behind it may stand `http1`, for a transport that speaks no HTTP/2, and
/// `adds "name: value" because "…"` for a header that the library cannot be kept from adding.
#[macro_export]
macro_rules! conformance {
    ($name:ident, async $make:expr $(, $($rest:tt)*)?) => {
        #[test]
        fn $name() {
            let runtime = $crate::conformance::tokio_runtime().expect("a runtime");
            let suite = $crate::conformance::Suite::asynchronous(stringify!($name), runtime, $make);
            $crate::conformance!(@verify suite, $($($rest)*)?);
        }
    };
    ($name:ident, blocking $make:expr $(, $($rest:tt)*)?) => {
        #[test]
        fn $name() {
            let suite = $crate::conformance::Suite::blocking(stringify!($name), $make);
            $crate::conformance!(@verify suite, $($($rest)*)?);
        }
    };
    (@verify $suite:expr, $(,)?) => { $suite.verify() };
    (@verify $suite:expr, http1 $(, $($rest:tt)*)?) => {
        $crate::conformance!(@verify $suite.http1(), $($($rest)*)?)
    };
    (@verify $suite:expr, adds $header:literal because $reason:literal $(, $($rest:tt)*)?) => {
        $crate::conformance!(@verify $suite.adds($header, $reason), $($($rest)*)?)
    };
}

#[cfg(test)]
mod tests {
    #[test]
    #[allow(clippy::print_stdout, reason = "a test prints its figures")]
    fn there_are_at_least_forty_scenarios() {
        let scenarios = super::all().len();
        println!("{scenarios} scenarios");
        assert!(scenarios >= 40, "only {scenarios} scenarios");
    }
}
