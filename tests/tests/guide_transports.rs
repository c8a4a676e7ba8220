//! The conformance suite over the transport that the guide `docs/transports.md` shows.
#![allow(clippy::disallowed_methods, reason = "the guide's code is a user's")]

use spotify_tests::{conformance, conformance::Difference};

#[path = "../support/plain_http.rs"]
mod plain_http;

use plain_http::PlainHttp;

#[test]
fn the_guide_shows_this_transport_and_its_test() {
    let guide = include_str!("../../docs/transports.md");
    let (_, code) = include_str!("../support/plain_http.rs")
        .split_once("\n\n")
        .expect("a first line of its own");
    let code = code.replace("pub(crate) struct", "pub struct");
    assert!(
        guide.contains(&code),
        "copy tests/support/plain_http.rs into the guide"
    );
    let (_, test) = include_str!("guide_transports.rs")
        .rsplit_once("\n\n")
        .expect("the test at the end");
    assert!(guide.contains(test), "copy the test below into the guide");
}

conformance!(
    plain_http,
    blocking |_| PlainHttp,
    http1,
    without_tls because "it is there to be read",
    adds "connection: close" because "each request has a connection of its own",
    explains Difference::because("each request has a connection of its own")
        .line_in("connections_are_kept", "= 1 connection", "= 6 connection")
        .line_in("trailers_are_no_headers", "= 1 connection", "= 2 connection")
        .line_in(
            "connections_that_close_after_three_requests",
            "= 3 connections",
            "= 9 connections"
        )
);
