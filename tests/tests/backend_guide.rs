//! The conformance suite over the transport that the guide `docs/transports.md` shows.
#![allow(
    clippy::disallowed_methods,
    clippy::string_slice,
    reason = "the guide's code is a user's"
)]

use spotify_tests::conformance::Suite;

#[path = "../support/outcomes.rs"]
mod outcomes;
#[path = "../support/plain_http.rs"]
mod plain_http;

use plain_http::PlainHttp;

#[test]
fn the_guide_shows_this_transport() {
    let guide = include_str!("../../docs/transports.md");
    let (_, code) = include_str!("../support/plain_http.rs")
        .split_once("\n\n")
        .expect("a first line of its own");
    let code = code.replace("pub(crate) struct", "pub struct");
    assert!(
        guide.contains(&code),
        "copy tests/support/plain_http.rs into the guide"
    );
}

#[test]
fn plain_http() {
    let suite = Suite::blocking("plain_http", |_| PlainHttp).http1().adds(
        "connection: close",
        "each request has a connection of its own",
    );
    // It speaks no TLS, and keeps no connection.
    let but = [
        "tls_",
        "no_tls_",
        "the_same_faults_over_tls",
        "port_closed",
        "no_such_host",
        "a_handshake_that_stalls",
        "connections_are_kept",
    ];
    outcomes::verify(&suite, &but);
}
