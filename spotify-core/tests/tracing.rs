//! What a call tells `tracing`, and what it does not.
//!
//! One test, since what `tracing` remembers of who listens is the whole process's.
#![allow(clippy::unwrap_used, reason = "a test says what it expects")]

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/endpoints.rs"]
mod endpoints;

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use accounts::REFRESH;
use block_on::block_on;
use endpoints::Read;
use spotify_core::{
    Client, Clock, Endpoint as _, Token, blocking,
    testing::{Answer, ManualClock, Replay},
};
use tracing_subscriber::{fmt::MakeWriter, layer::SubscriberExt as _};

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl io::Write for Captured {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Captured {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

fn capture(work: impl FnOnce()) -> String {
    let captured = Captured::default();
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(captured.clone())
        .with_ansi(false)
        .without_time();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), work);
    let text = captured.0.lock().unwrap();
    String::from_utf8_lossy(&text).into_owned()
}

/// A refused token, a renewal, a rate limit, a failure and an answer, with a canary in every
/// place where a secret can stand.
fn wire(clock: &ManualClock) -> Replay {
    let limited = Answer::from((429, "canary-body")).header("retry-after", "3");
    Replay::new()
        .clock(clock)
        .on("GET /v1/thing", (401, "canary-body"))
        .on("POST /api/token", "canary-access|canary-rotated")
        .on("GET /v1/thing", limited)
        .on("GET /v1/thing", (503, "canary-body"))
        .on("GET /v1/thing", "canary-body")
}

fn token(clock: &ManualClock) -> Token {
    let hour = Duration::from_secs(3600);
    Token::new("canary-held")
        .refresh("canary-refresh")
        .expires_in(hour, clock.now())
}

#[test]
fn o1_one_span_a_call_with_its_attempts_and_waits_and_no_secret() {
    let clock = ManualClock::new();
    let client = Client::builder(wire(&clock))
        .grant(REFRESH)
        .token(token(&clock));
    let client = client.clock(clock.clone()).build().unwrap();
    let text = capture(|| {
        block_on(client.send(Read.with_query("q", "canary-query"))).unwrap();
    });
    assert!(!text.contains("canary"), "{text}");
    insta::assert_snapshot!(text);

    let clock = ManualClock::new();
    let client = blocking::Client::builder(wire(&clock))
        .grant(REFRESH)
        .token(token(&clock));
    let client = client.clock(clock).build().unwrap();
    let blocking = capture(|| {
        client.send(Read.with_query("q", "canary-query")).unwrap();
    });
    assert_eq!(blocking, text, "both kinds of client tell the same");

    // C10: a scope that is missing is warned of.
    let short = Token::new("canary").scopes("streaming");
    let client = blocking::Client::builder(Replay::new().always("GET /v1/thing", "{}"))
        .token(short)
        .build()
        .unwrap();
    let warned = capture(|| drop(client.send(Read).unwrap()));
    let warning = "the token lacks a scope that the call takes endpoint=\"Read\" \
                   needed=user-library-modify held=streaming missing=user-library-modify";
    assert!(
        warned.contains(warning) && !warned.contains("canary"),
        "{warned}"
    );
}
