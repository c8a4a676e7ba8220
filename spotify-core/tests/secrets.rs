//! Secrets show in no `Debug`, whatever a client has been through.

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/endpoints.rs"]
mod endpoints;

use std::time::Duration;

use accounts::REFRESH;
use block_on::block_on;
use endpoints::Read;
use spotify_core::{
    Client, Clock, Endpoint as _, Token,
    testing::{ManualClock, Replay},
};

#[test]
fn t1_no_debug_of_a_client_or_a_builder_shows_a_secret() {
    let clock = ManualClock::new();
    let wire = Replay::new()
        .clock(&clock)
        .on("GET /v1/thing", (401, "refused"))
        .on("POST /api/token", "canary-access|canary-rotated")
        .on("GET /v1/thing", "answered");
    let hour = Duration::from_secs(3600);
    let token = Token::new("canary-held")
        .refresh("canary-refresh")
        .expires_in(hour, clock.now());
    let builder = Client::builder(wire.clone())
        .grant(REFRESH)
        .token(token.clone());
    let mut texts = format!("{builder:?} {builder:#?}");
    let client = builder.clock(clock.clone()).build().unwrap();
    block_on(client.send(Read.with_query("q", "x"))).unwrap();
    texts.push_str(&format!(
        "{client:?} {client:#?} {wire:?} {:?}",
        client.session()
    ));
    texts.push_str(&format!("{:?}", token));
    assert!(!texts.contains("canary"), "{texts}");
}
