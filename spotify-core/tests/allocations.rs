//! What a call costs in allocations, beside the transport's own.
#![allow(clippy::unwrap_used, reason = "a test says what it expects")]

#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/endpoints.rs"]
mod endpoints;

use allocation_counter::measure;
use block_on::block_on;
use endpoints::Read;
use spotify_core::{
    BaseUrl, BlockingTransport, Client, Endpoint, HttpTransport, Limits, blocking, testing::Replay,
};

/// Most allocations that a call may add to those of the same request handed to the transport.
const MOST: u64 = 20;

fn wire() -> Replay {
    Replay::new().always("GET /v1/thing", "{}")
}

#[test]
fn a_small_call_costs_at_most_twenty_allocations_more_than_its_request() {
    let request = || Read.request(&BaseUrl::default()).unwrap();
    let bare = wire();
    let send = || block_on(HttpTransport::send(&bare, request(), Limits::new())).unwrap();
    drop(send());
    let alone = measure(|| drop(send())).count_total;

    let client = Client::builder(wire()).token("t").build().unwrap();
    block_on(client.send(Read)).unwrap();
    let called = measure(|| drop(block_on(client.send(Read)).unwrap())).count_total;
    println!("async: {called} allocations, {alone} of them the request's and the transport's");
    assert!(
        called <= alone + MOST,
        "{called} allocations, {alone} without the client"
    );
}

#[test]
fn a_small_blocking_call_costs_no_more() {
    let request = || Read.request(&BaseUrl::default()).unwrap();
    let bare = wire();
    drop(BlockingTransport::send(&bare, request(), Limits::new()).unwrap());
    let alone = measure(|| {
        drop(BlockingTransport::send(&bare, request(), Limits::new()).unwrap());
    })
    .count_total;

    let client = blocking::Client::builder(wire())
        .token("t")
        .build()
        .unwrap();
    client.send(Read).unwrap();
    let called = measure(|| drop(client.send(Read).unwrap())).count_total;
    println!("blocking: {called} allocations, {alone} of them the request's and the transport's");
    assert!(
        called <= alone + MOST,
        "{called} allocations, {alone} without the client"
    );
}
