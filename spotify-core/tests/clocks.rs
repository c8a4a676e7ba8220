//! Clocks that jump, stand still or begin anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/endpoints.rs"]
mod endpoints;
#[path = "support/wire.rs"]
mod wire;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use accounts::{REFRESH, Rotation, Service};
use bytes::Bytes;
use endpoints::Read;
use http::{Request, Response};
use proptest::{
    prelude::*,
    test_runner::{TestCaseError, TestRunner},
};
use spotify_core::{
    BlockingTokenStore, BlockingTransport, Clock, Limits, MemoryStore, TransportError, blocking,
    testing::ManualClock,
};
use wire::{HOUR, key, stale};

/// The hours of the server, which nothing here can change, and what it gave out last.
#[derive(Clone)]
struct Server {
    service: Service,
    time: Arc<Mutex<Duration>>,
    given: Arc<Mutex<(String, Duration)>>,
}

impl Server {
    fn now(&self) -> Duration {
        *self.time.lock().unwrap()
    }

    /// Whether the token that it gave out last lasts for another `margin`.
    fn good_for(&self, margin: Duration) -> bool {
        self.given.lock().unwrap().1 > self.now() + margin
    }
}

impl BlockingTransport for Server {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        let mut given = self.given.lock().unwrap();
        if request.uri().host() == Some("accounts.spotify.com") {
            let answer = self.service.answer(&request);
            let text = String::from_utf8_lossy(answer.body()).into_owned();
            *given = (
                text.split('|').next().unwrap().to_owned(),
                self.now() + HOUR,
            );
            return Ok(answer);
        }
        let token = request.headers()["authorization"].to_str().unwrap();
        let good = token == format!("Bearer {}", given.0) && given.1 > self.now();
        let status = if good { 200 } else { 401 };
        Ok(Response::builder()
            .status(status)
            .body(Bytes::new())
            .unwrap())
    }
}

#[derive(Debug, Clone)]
enum Event {
    /// Time passes.
    Pass(u64),
    /// The wall clock is set, by hours.
    Jump(i64),
    /// The machine sleeps: its monotonic clock stands still.
    Suspend(u64),
    /// The program ends and begins anew, on the same store.
    Restart,
    Call,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        2 => (1_u64..5_400).prop_map(Event::Pass),
        1 => (-48_i64..=48).prop_map(Event::Jump),
        1 => (1_u64..100_000).prop_map(Event::Suspend),
        1 => Just(Event::Restart),
        4 => Just(Event::Call),
    ];
    proptest::collection::vec(event, 1..60)
}

/// How many stories are told: more when the full figures are asked for.
fn cases() -> u32 {
    if std::env::var_os("SPOTIFY_FULL").is_some() {
        10_000
    } else {
        256
    }
}

/// One story; `Err` says what went wrong in it.
fn tell(events: Vec<Event>) -> Result<(), TestCaseError> {
    let clock = ManualClock::new();
    let server = Server {
        service: Service::new(Rotation::Strict),
        time: Arc::default(),
        given: Arc::new(Mutex::new((String::new(), Duration::ZERO))),
    };
    let store = MemoryStore::with_clock(clock.clone());
    BlockingTokenStore::commit(&store, &key(), None, Some(&stale(&clock))).unwrap();
    let start = || {
        blocking::Client::builder(server.clone())
            .grant(REFRESH)
            .store(store.clone())
            .clock(clock.clone())
            .build()
            .unwrap()
    };
    let mut client = start();
    let (mut needed, mut excused) = (0, 0);
    for event in events {
        match event {
            Event::Pass(seconds) => {
                let by = Duration::from_secs(seconds);
                clock.advance(by);
                *server.time.lock().unwrap() += by;
            }
            Event::Jump(hours) => {
                let by = Duration::from_secs(hours.unsigned_abs() * 3600);
                let wall = clock.now().wall;
                clock.set_wall(match hours {
                    0.. => wall.saturating_add(by),
                    _ => wall.saturating_sub(by),
                });
                excused += 1;
            }
            Event::Suspend(seconds) => {
                let by = Duration::from_secs(seconds);
                clock.set_wall(clock.now().wall.saturating_add(by));
                *server.time.lock().unwrap() += by;
            }
            Event::Restart => {
                client = start();
                excused += 1;
            }
            Event::Call => {
                let good = server.good_for(Duration::from_secs(60));
                needed += u32::from(!good);
                prop_assert!(client.send(Read).is_ok());
                prop_assert!(server.good_for(Duration::ZERO));
            }
        }
    }
    let (sent, most) = (server.service.exchanges(), needed + excused);
    prop_assert!(
        sent <= most,
        "{sent} refreshes, {needed} needed, {excused} excused"
    );
    prop_assert_eq!(server.service.refused(), 0);
    Ok(())
}

/// T15: each jump and each restart costs at most one refresh that was not needed, no call fails,
/// and a 401 overrides whatever the clocks say.
#[test]
fn t15_clocks_that_jump_cost_one_refresh_each_and_no_call() {
    let cases = cases();
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    TestRunner::new(config).run(&events(), tell).unwrap();
    println!(
        "T15  {cases} stories of clocks that jump: at most 1 needless refresh each, 0 calls stuck  1, 0  ok"
    );
}
