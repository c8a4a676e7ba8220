//! One conformance suite for every transport.
//!
//! A scenario is written once and played over any [`HttpTransport`] and any
//! [`BlockingTransport`], at the port and through a client, on loopback. What it comes to, and
//! every request that the mock received meanwhile, must be the same for all of them: the outcomes
//! are built into the suite.
//!
//! # Trying a transport of your own
//! A test of a few lines, in your own crate, with this one as its only further dependency:
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
//! [`conformance!`](crate::conformance!) tells how an asynchronous one is tried, on tokio or on
//! another runtime. The transport must use no proxy. With `--nocapture` the test prints what may
//! differ: times, numbers of connections, and the differences that are explained.
//!
//! # Reading a failure
//! A scenario that came out otherwise is shown with the promises it stands for, with what the
//! transport did that it must not do, as far as that can be told, and with the lines that differ:
//! `=` is what came of a request or a call, `>` a request as the mock received it, `-` what is
//! expected and `+` what came instead. [`Suite::only`] plays a few scenarios again:
//!
//! ```
//! use bytes::Bytes;
//! use spotify_blocking::{ProxyChoice, Ureq};
//! use spotify_core::{BlockingTransport, Limits, TransportError};
//! use spotify_tests::conformance::{Setup, Suite};
//!
//! /// Forgets how large a body may be.
//! struct Forgetful(Ureq);
//!
//! impl BlockingTransport for Forgetful {
//!     fn send(
//!         &self,
//!         request: http::Request<Bytes>,
//!         limits: Limits,
//!     ) -> Result<http::Response<Bytes>, TransportError> {
//!         self.0.send(request, limits.max_body(usize::MAX))
//!     }
//! }
//!
//! let direct = Ureq::builder().proxy(ProxyChoice::None).build().expect("a transport");
//! let suite = Suite::blocking("forgetful", move |_: Setup| Forgetful(direct.clone())).http1();
//! let report = suite.only("a_body_one_byte_over_the_cap").run();
//!
//! let failed = &report.failed()[0];
//! assert_eq!(failed.broken, ["gave more than `max_body`"]);
//! assert!(failed.difference.starts_with("  - = BodyTooLarge, may have been received"));
//! ```
//!
//! # Explaining a difference
//! Some libraries cannot do all of it. [`Suite::http1`] and [`Suite::without_tls`] say what is
//! not spoken, [`Suite::adds`] names a header that is added, and a [`Difference`] is whatever else
//! comes out otherwise. All are printed with their reasons, and an explanation that no longer
//! occurs is a failure as well.
//!
//! # Reports
//! If [`REPORTS`] names a folder, each suite writes `<name>.json` there: the scenarios, what
//! failed and how, what is explained and why, the figures.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use spotify_core::{BlockingTransport, Clock as _, HttpTransport, SystemClock};

mod added;
mod answers;
mod calls;
mod closed;
mod connections;
mod difference;
mod expected;
mod failures;
mod framing;
mod judge;
mod limits;
mod operation;
mod report;
mod requests;
mod scenario;
mod script;
mod setting;
mod stage;
mod text;
mod tokens;
mod verdict;
mod wire;

use added::Added;
pub use difference::Difference;
pub use report::{Failed, REPORTS, Report};
use scenario::Scenario;
use stage::{Played, Stage};
use wire::Wire;
pub use wire::{BlockOn, LocalFuture};

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
#[must_use = "a suite does nothing until it is verified"]
pub struct Suite {
    name: String,
    kit: Kit,
    differences: Vec<Difference>,
    /// What the names of the scenarios to play contain.
    part: &'static str,
}

/// Makes transports.
pub(crate) struct Kit {
    make: Box<dyn Fn(Setup) -> Wire + Send + Sync>,
    http2: bool,
    /// Why the transport speaks no TLS, if it does not.
    no_tls: Option<&'static str>,
    added: Vec<Added>,
}

impl Kit {
    fn wire(&self, setup: Setup) -> Wire {
        (self.make)(setup)
    }

    /// Whether this line of a header is one that the transport adds by itself.
    fn adds(&self, method: &str, line: &str, scenario: &'static str) -> bool {
        self.added
            .iter()
            .any(|added| added.covers(method, line, scenario))
    }
}

impl Suite {
    /// Tries an asynchronous transport; `block_on` is its runtime. `make` is called outside it.
    ///
    /// `name` is what the report is called by, and its file.
    pub fn asynchronous<T: HttpTransport + 'static>(
        name: impl Into<String>,
        block_on: BlockOn,
        make: impl Fn(Setup) -> T + Send + Sync + 'static,
    ) -> Self {
        Self::new(name.into(), move |setup| {
            Wire::Async(Arc::new(make(setup)), block_on.clone())
        })
    }

    /// Tries a blocking transport.
    pub fn blocking<T: BlockingTransport + 'static>(
        name: impl Into<String>,
        make: impl Fn(Setup) -> T + Send + Sync + 'static,
    ) -> Self {
        Self::new(name.into(), move |setup| {
            Wire::Blocking(Arc::new(make(setup)))
        })
    }

    fn new(name: String, make: impl Fn(Setup) -> Wire + Send + Sync + 'static) -> Self {
        let kit = Kit {
            make: Box::new(make),
            http2: true,
            no_tls: None,
            added: Vec::new(),
        };
        Self {
            name,
            kit,
            differences: Vec::new(),
            part: "",
        }
    }

    /// The transport speaks HTTP/1.1 alone, also where a server offers HTTP/2.
    pub fn http1(mut self) -> Self {
        self.kit.http2 = false;
        self
    }

    /// The transport speaks no TLS, for a reason that is printed with the results.
    ///
    /// It must then refuse every request to `https` as `Tls`, never sent, and connect to nobody.
    pub fn without_tls(mut self, reason: &'static str) -> Self {
        self.kit.no_tls = Some(reason);
        self
    }

    /// The transport adds a header, written as `name: value`, for a reason that is printed with
    /// the results.
    pub fn adds(self, header: &'static str, reason: &'static str) -> Self {
        self.adds_to(&[], header, reason)
    }

    /// The same for requests of some methods alone: `["GET", "DELETE"]`.
    pub fn adds_to(
        mut self,
        methods: &'static [&'static str],
        header: &'static str,
        reason: &'static str,
    ) -> Self {
        let added = Added::new(header, methods, reason);
        self.kit.added.push(added);
        self
    }

    /// Something comes out otherwise over this transport, as it is said and not in another way.
    pub fn explains(mut self, difference: Difference) -> Self {
        self.differences.push(difference);
        self
    }

    /// Plays only the scenarios of which the name contains a text. What is explained is then not
    /// held against what occurs.
    pub fn only(mut self, part: &'static str) -> Self {
        self.part = part;
        self
    }

    /// Plays the scenarios.
    #[must_use]
    pub fn run(&self) -> Report {
        let start = SystemClock.now().mono;
        let scenarios: Vec<Scenario> = scenario::all()
            .into_iter()
            .filter(|scenario| scenario.name.contains(self.part))
            .collect();
        let (next, rows) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        thread::scope(|scope| {
            for _ in 0..PLAYERS {
                scope.spawn(|| {
                    loop {
                        let place = next.fetch_add(1, SeqCst);
                        let Some(scenario) = scenarios.get(place) else {
                            break;
                        };
                        let played = self.play(scenario);
                        rows.lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push((place, *scenario, played));
                    }
                });
            }
        });
        let mut rows = rows.into_inner().unwrap_or_else(PoisonError::into_inner);
        rows.sort_by_key(|(place, ..)| *place);
        let rows = rows
            .into_iter()
            .map(|(_, scenario, played)| (scenario, played));
        self.report(rows.collect(), SystemClock.now().mono.saturating_sub(start))
    }

    /// Plays all scenarios, prints the figures and what is explained, writes the report where
    /// [`REPORTS`] says, and compares every outcome with what it must be.
    ///
    /// # Panics
    /// When something came out otherwise, with the scenarios, what the transport broke, and the
    /// lines that differ.
    pub fn verify(&self) {
        self.run().verify();
    }

    fn play(&self, scenario: &Scenario) -> Played {
        let start = SystemClock.now().mono;
        let played = catch_unwind(AssertUnwindSafe(|| -> Result<Played, stage::Failure> {
            let mut stage = Stage::new(&self.kit, scenario)?;
            (scenario.play)(&mut stage)?;
            Ok(stage.close())
        }));
        let mut played = match played {
            Ok(Ok(played)) => played,
            Ok(Err(failure)) => Played::failed(format!("= could not be played: {failure}")),
            Err(_) => Played::failed("= panicked".to_owned()),
        };
        played.took = SystemClock.now().mono.saturating_sub(start);
        played
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

/// A runtime for [`Suite::asynchronous`] from the function that runs a future to its end.
pub fn block_on(run: impl for<'f> Fn(LocalFuture<'f>) + Send + Sync + 'static) -> BlockOn {
    Arc::new(run)
}

/// Writes the test that tries one transport.
///
/// `conformance!(name, async make)` plays the suite over what `make` gives, on tokio;
/// `conformance!(name, async make, on block_on)` on another runtime: `on smol::block_on`;
/// `conformance!(name, blocking make)` over a blocking transport. `make` takes a
/// [`Setup`](crate::conformance::Setup). The report is called `name`, with hyphens.
///
/// What the transport cannot do stands behind it, separated by commas:
/// - `http1`: it speaks no HTTP/2;
/// - `without_tls because "…"`: it speaks no TLS, and refuses `https` as `Tls`, never sent;
/// - `adds "name: value" because "…"`: a header that the library cannot be kept from adding;
/// - `explains difference`: a [`Difference`](crate::conformance::Difference), or what comes to
///   one;
/// - `only "part"`: plays only scenarios of which the name contains this, while you look into
///   them.
#[macro_export]
macro_rules! conformance {
    ($name:ident, async $make:expr, on $block_on:expr $(, $($rest:tt)*)?) => {
        #[test]
        fn $name() {
            let runtime = $crate::conformance::block_on(|future| ($block_on)(future));
            let name = stringify!($name).replace('_', "-");
            let suite = $crate::conformance::Suite::asynchronous(name, runtime, $make);
            $crate::conformance!(@verify suite, $($($rest)*)?);
        }
    };
    ($name:ident, async $make:expr $(, $($rest:tt)*)?) => {
        #[test]
        fn $name() {
            let runtime = $crate::conformance::tokio_runtime().expect("a runtime");
            let name = stringify!($name).replace('_', "-");
            let suite = $crate::conformance::Suite::asynchronous(name, runtime, $make);
            $crate::conformance!(@verify suite, $($($rest)*)?);
        }
    };
    ($name:ident, blocking $make:expr $(, $($rest:tt)*)?) => {
        #[test]
        fn $name() {
            let name = stringify!($name).replace('_', "-");
            let suite = $crate::conformance::Suite::blocking(name, $make);
            $crate::conformance!(@verify suite, $($($rest)*)?);
        }
    };
    (@verify $suite:expr, $(,)?) => { $suite.verify() };
    (@verify $suite:expr, http1 $(, $($rest:tt)*)?) => {
        $crate::conformance!(@verify $suite.http1(), $($($rest)*)?)
    };
    (@verify $suite:expr, without_tls because $reason:literal $(, $($rest:tt)*)?) => {
        $crate::conformance!(@verify $suite.without_tls($reason), $($($rest)*)?)
    };
    (@verify $suite:expr, adds $header:literal because $reason:literal $(, $($rest:tt)*)?) => {
        $crate::conformance!(@verify $suite.adds($header, $reason), $($($rest)*)?)
    };
    (@verify $suite:expr, only $part:literal $(, $($rest:tt)*)?) => {
        $crate::conformance!(@verify $suite.only($part), $($($rest)*)?)
    };
    (@verify $suite:expr, explains $difference:expr $(, $($rest:tt)*)?) => {
        $crate::conformance!(@verify $suite.explains($difference), $($($rest)*)?)
    };
}
