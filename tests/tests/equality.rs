//! Both clients do the same: one script, one log (promise C3's other half, parity H1 and H2).
//!
//! Sockets are no part of it: the answers come from memory, time is moved by hand, and so every
//! request, every wait and every result is compared.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

#[path = "../../spotify-core/tests/support/block_on.rs"]
mod block_on;
#[path = "../../spotify-core/tests/support/endpoints.rs"]
mod endpoints;

use std::{fmt::Write as _, time::Duration};

use block_on::block_on;
use endpoints::{Add, List, Read, Write};
use spotify_auth::{App, Refresh};
use spotify_core::{
    Builder, Client, Clock as _, Endpoint, Execute as _, Pager, Policy, Sent, Token,
    TransportError, TransportErrorKind as Kind, blocking,
    testing::{ManualClock, Replay},
};

/// One of the two clients, and what it did.
struct Side {
    kind: Either,
    wire: Replay,
    clock: ManualClock,
    results: String,
}

enum Either {
    Async(Client),
    Blocking(blocking::Client),
}

impl Side {
    fn call<E: Endpoint<Response = String>>(&mut self, operation: E) {
        let result = match &self.kind {
            Either::Async(client) => block_on(client.send(operation)),
            Either::Blocking(client) => client.send(operation),
        };
        let _ = match result {
            Ok(body) => writeln!(self.results, "= {body}"),
            Err(error) => writeln!(self.results, "= {error}"),
        };
    }

    fn walk(&mut self) {
        let pager = || Pager::new(List::default());
        let items: Vec<_> = match &self.kind {
            Either::Async(client) => {
                let mut stream = client.walk(pager(), Pager::pop);
                let mut items = Vec::new();
                while let Some(item) = block_on(stream.try_next()).transpose() {
                    items.push(item);
                }
                items
            }
            Either::Blocking(client) => client.walk(pager(), Pager::pop).collect(),
        };
        for item in items {
            let _ = match item {
                Ok(item) => writeln!(self.results, "= {item}"),
                Err(error) => writeln!(self.results, "= {error}"),
            };
        }
    }

    /// Every request whole, every wait, and what came of it.
    fn log(&self) -> String {
        let mut log = self.wire.log();
        for request in self.wire.requests() {
            let _ = write!(log, "{} {}", request.method(), request.uri());
            for (name, value) in request.headers() {
                let _ = write!(log, "; {name}: {}", value.to_str().unwrap());
            }
            let _ = writeln!(log, "; {}", std::str::from_utf8(request.body()).unwrap());
        }
        log + &self.results
    }
}

/// Settings of both builders.
fn settings<T: ?Sized, S: ?Sized>(
    builder: Builder<T, S>,
    clock: &ManualClock,
    policy: &Policy,
) -> Builder<T, S> {
    let token = Token::new("access-0").refresh("refresh-0");
    builder
        .grant(Refresh::new(App::new("client").unwrap(), "refresh-0"))
        .token(token.expires_in(Duration::from_secs(3600), clock.now()))
        .policy(policy.clone())
        .clock(clock.clone())
        .user_agent("equality")
}

/// Plays a story on both clients; what they did must be the same.
fn both(policy: Policy, answers: fn(Replay) -> Replay, story: fn(&mut Side)) -> String {
    let play = |make: fn(Replay, &ManualClock, &Policy) -> Either| {
        let clock = ManualClock::new();
        let wire = answers(Replay::new().clock(&clock));
        let kind = make(wire.clone(), &clock, &policy);
        let mut side = Side {
            kind,
            wire,
            clock,
            results: String::new(),
        };
        story(&mut side);
        assert_eq!(side.wire.unused(), 0, "answers are left:\n{}", side.log());
        side.log()
    };
    let asynchronous = play(|wire, clock, policy| {
        Either::Async(
            settings(Client::builder(wire), clock, policy)
                .build()
                .unwrap(),
        )
    });
    let blocking = play(|wire, clock, policy| {
        Either::Blocking(
            settings(blocking::Client::builder(wire), clock, policy)
                .build()
                .unwrap(),
        )
    });
    assert_eq!(asynchronous, blocking, "the two clients differ");
    asynchronous
}

const TOKEN: &str = r#"{"access_token": "access-1", "token_type": "Bearer", "expires_in": 3600}"#;
const ROTATED: &str = r#"{"access_token": "access-2", "token_type": "Bearer", "expires_in": 3600,
    "refresh_token": "refresh-1"}"#;

fn limited(seconds: &'static str) -> spotify_core::testing::Answer {
    spotify_core::testing::Answer::from((429, "")).header("retry-after", seconds)
}

fn lost(kind: Kind, sent: Sent) -> TransportError {
    TransportError::new(kind, sent)
}

#[test]
fn everything_that_may_be_repeated() {
    let log = both(
        Policy::new().attempts(5),
        |wire| {
            wire.on("GET /v1/thing", (401, ""))
                .on("POST /api/token", TOKEN)
                .on("GET /v1/thing", limited("3"))
                .on("GET /v1/thing", lost(Kind::Connect, Sent::No))
                .on("GET /v1/thing", (503, ""))
                .on("GET /v1/thing", "done")
        },
        |side| side.call(Read),
    );
    insta::assert_snapshot!(log);
}

#[test]
fn what_must_not_be_repeated_is_not() {
    let log = both(
        Policy::new(),
        |wire| {
            wire.on("POST /v1/thing", limited("2"))
                .on("POST /v1/thing", lost(Kind::Connect, Sent::No))
                .on("POST /v1/thing", lost(Kind::Closed, Sent::Maybe))
                .on("POST /v1/thing", (502, "<html>"))
                .on("PUT /v1/thing", lost(Kind::Closed, Sent::Maybe))
                .on("PUT /v1/thing", "set")
                .on("PUT /v1/thing", (404, "no"))
        },
        |side| {
            side.call(Add);
            side.call(Add);
            side.call(Write);
            side.call(Write);
        },
    );
    insta::assert_snapshot!(log);
}

#[test]
fn tokens_end_and_the_accounts_service_fails() {
    let log = both(
        Policy::new(),
        |wire| {
            wire.on("POST /api/token", (503, ""))
                .on("POST /api/token", lost(Kind::Dns, Sent::No))
                .on("POST /api/token", ROTATED)
                .on("GET /v1/thing", "one")
                .on("GET /v1/thing", "two")
                .on("POST /api/token", limited("2"))
                .on("POST /api/token", TOKEN)
                .on("GET /v1/thing", "three")
                .on("POST /api/token", (400, r#"{"error": "invalid_grant"}"#))
        },
        |side| {
            side.clock.advance(Duration::from_secs(3600));
            side.call(Read);
            side.call(Read);
            side.clock.advance(Duration::from_secs(3600));
            side.call(Read);
            side.clock.advance(Duration::from_secs(3600));
            side.call(Read);
            side.call(Read);
        },
    );
    insta::assert_snapshot!(log);
}

#[test]
fn limits_deadlines_and_pages() {
    let log = both(
        Policy::new().deadline(Duration::from_secs(10)),
        |wire| {
            wire.on("GET /v1/list?offset=0", page(0, 3))
                .on("GET /v1/list?offset=2", limited("1"))
                .on("GET /v1/list?offset=2", page(2, 3))
                .on("GET /v1/list?offset=0", page(0, 9))
                .on("GET /v1/list?offset=2", (500, ""))
                .on("GET /v1/list?offset=2", (500, ""))
                .on("GET /v1/list?offset=2", (500, "no more"))
                .on("GET /v1/thing", limited("20"))
        },
        |side| {
            side.walk();
            side.walk();
            side.call(Read); // longer than the deadline
            side.call(Write); // held, and not sent
        },
    );
    insta::assert_snapshot!(log);
}

fn page(offset: u32, total: u32) -> String {
    let items: Vec<u32> = (offset..total.min(offset + 2)).collect();
    let next = (offset + 2 < total)
        .then(|| format!("https://api.spotify.com/v1/list?offset={}", offset + 2));
    serde_json::json!({"items": items, "next": next, "total": total}).to_string()
}
