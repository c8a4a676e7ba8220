//! The conformance suite over surf, on async-std.
#![allow(clippy::unwrap_used, reason = "a test says what it expects")]

#[path = "../support/runtime.rs"]
mod runtime;

use spotify_surf::Surf;
use spotify_tests::conformance::{Difference, Setup, Suite};
use surf::Config;

#[async_std::test]
async fn surf() {
    let make = |_: Setup| {
        let config = Config::new().set_http_keep_alive(false).set_timeout(None);
        Surf(config.try_into().unwrap())
    };
    let ascii = "surf takes headers in ASCII alone: others cannot be given, and it panics when \
                 they come in an answer";
    let pool = "surf's pool hands out connections whose answer was not read to its end, so it is \
                left off";
    let suite = Suite::asynchronous("surf", runtime::async_std(), make)
        .http1()
        .without_tls(
            "it is built as `h1-client-no-tls`: its TLS would be that of OpenSSL or of rustls 0.18",
        )
        .adds(
            "connection: keep-alive",
            "surf writes it always, even if it closes the connection",
        )
        .adds_to(
            &["GET", "DELETE"],
            "content-length: 0",
            "surf writes it where there is no body",
        )
        .explains(
            Difference::because(ascii)
                .outcome(
                    "header_names_are_lower_case_and_values_untouched",
                    "= Other, never sent",
                )
                .line_in(
                    "headers_of_the_answer",
                    "= 200; content-length: 33; content-type: application/json; charset=utf-8; \
                     etag: \"abc\"; retry-after: 7; x-once: ünïcode; x-twice: a; x-twice: b, c; \
                     {\"items\":[1,2,3],\"name\":\"Ärger\"}",
                    "= Other, may have been received",
                ),
        )
        .explains(Difference::because(pool).line_in(
            "connections_are_kept",
            "= 1 connection",
            "= 6 connection",
        ));
    runtime::verify(suite).await;
}

/// What it takes to write a transport. Not counted are imports, comments, and lines with nothing
/// but closing brackets.
#[test]
fn the_transport_has_at_most_sixty_lines() {
    let text = include_str!("../src/lib.rs");
    let (_, transport) = text.split_once("\ntype Outcome").unwrap();
    let code = transport.lines().map(str::trim).filter(|line| {
        let closing = line.chars().all(|sign| ")]}>;,?".contains(sign));
        !closing && !line.starts_with("//")
    });
    let lines = code.count();
    println!("{lines} lines");
    assert!(lines <= 60, "{lines} lines");
}
