//! The example of an event loop of one's own: calls, a limit, a server that is down and a renewal
//! pass through it, in one thread.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

#[allow(dead_code, reason = "its `main` is for people")]
#[path = "../examples/event_loop.rs"]
mod event_loop;

use spotify_blocking::{Ureq, prelude::*};
use spotify_core::{Clock as _, SystemClock};
use spotify_endpoints::AlbumId;
use spotify_tests::mock::{MockSpotify, Service};

/// The names of the same albums, by a client without a loop.
fn names(mock: &MockSpotify) -> Vec<String> {
    let transport = Ureq::builder().proxy(ProxyChoice::None).build().unwrap();
    let client = Client::builder(transport)
        .api_base(mock.api_base())
        .token(mock.mint_token(&[]).as_str())
        .build()
        .unwrap();
    let albums = mock.world().albums().into_iter().take(4);
    albums
        .map(|id| {
            let id: AlbumId = id.parse().unwrap();
            client.albums().get(id).send().unwrap().name.to_string()
        })
        .collect()
}

fn count(said: &[String], what: &str) -> usize {
    said.iter().filter(|line| line.contains(what)).count()
}

#[test]
fn h3_an_event_loop_of_ones_own_drives_calls_by_hand() {
    let mock = MockSpotify::start().unwrap();
    let start = SystemClock.now().mono;
    let mut said = Vec::new();
    let read = event_loop::read_albums(&mock, &mut |line| said.push(line)).unwrap();
    let took = SystemClock.now().mono - start;
    let requests = mock.requests();

    // The server that was down, and the limit, which held back whoever came after it.
    assert_eq!(count(&said, ": Ok(503)"), 1);
    assert_eq!(count(&said, ", Backoff"), 1);
    assert_eq!(count(&said, ": Ok(429)"), 1);
    assert!(count(&said, ", RateLimit") >= 1);
    assert!(took.as_millis() >= 1000, "it took {took:?}");
    // One renewal, however many calls were refused.
    assert!(count(&said, ": Ok(401)") >= 1);
    assert_eq!(count(&said, "the token is renewed"), 1);
    assert_eq!((mock.exchanges(), mock.refused_exchanges()), (1, 0));
    assert_eq!(count(&said, ": Ok(200)"), 4);
    let at = |service| {
        requests
            .iter()
            .filter(move |r| r.service == service)
            .count()
    };
    assert_eq!(at(Service::Accounts), 1);
    assert_eq!(at(Service::Api), count(&said, ": Ok("));
    // One of the answers came packed, and in chunks.
    mock.clear_faults();
    assert_eq!(read, names(&mock));
}
