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
            &["GET", "HEAD", "DELETE"],
            "content-length: 0",
            "surf writes it where there is no body",
        );
    let suite = differences().into_iter().fold(suite, Suite::explains);
    runtime::verify(suite).await;
}

/// What comes out otherwise, and why.
fn differences() -> Vec<Difference> {
    const OTHER: &str = "= Other, may have been received";
    let statuses = [
        "= 305; content-length: 0; location: {stranger}/v1/me; no body",
        "= 306; content-length: 0; location: {stranger}/v1/me; no body",
        "= 310; content-length: 0; location: {stranger}/v1/me; no body",
        "= 399; content-length: 0; location: {stranger}/v1/me; no body",
        "= 299; content-length: 2; {}",
        "= 399; content-length: 2; {}",
        "= 499; content-length: 2; {}",
        "= 599; content-length: 2; {}",
    ];
    let statuses = statuses.into_iter().fold(
        Difference::because("surf refuses a status that is not on its list"),
        |difference, status| difference.line(status, OTHER),
    );
    vec![
        statuses,
        Difference::because(
            "surf takes headers in ASCII alone: others cannot be given, and it panics when they \
             come in an answer",
        )
        .outcome(
            "header_names_are_lower_case_and_values_untouched",
            "= Other, never sent",
        )
        .line_in(
            "headers_of_the_answer",
            "= 200; content-length: 33; content-type: application/json; charset=utf-8; \
             etag: \"abc\"; retry-after: 7; x-once: ünïcode; x-twice: a; x-twice: b, c; \
             {\"items\":[1,2,3],\"name\":\"Ärger\"}",
            OTHER,
        ),
        Difference::because("surf takes an interim answer for the answer, so it is refused")
            .line_in(
                "interim_answers_are_passed_over",
                "= 200; content-length: 2; {}",
                OTHER,
            ),
        Difference::because("surf reads no body that ends with its connection, so it is refused")
            .line_in(
                "a_body_that_ends_with_its_connection",
                "= 200; content-type: application/json; {}",
                OTHER,
            )
            .line_in("a_body_that_ends_with_its_connection", "= 200; {}", OTHER),
        Difference::because("surf refuses answers of HTTP/1.0").line_in(
            "an_answer_of_http_1_0",
            "= 200; content-length: 2; {}",
            OTHER,
        ),
        Difference::because("surf refuses a head of eight kilobytes").line_in(
            "a_head_of_eight_kilobytes",
            "= 200; content-length: 2; x-once: one; {}",
            OTHER,
        ),
        Difference::because(
            "surf fails alike at a chunk without a size and at one that is cut short",
        )
        .line_in(
            "a_chunk_whose_size_is_none",
            OTHER,
            "= Incomplete, may have been received",
        ),
        Difference::because(
            "surf's pool hands out connections whose answer was not read to its end, so it is \
             left off",
        )
        .line_in("connections_are_kept", "= 1 connection", "= 6 connection")
        .line_in(
            "trailers_are_no_headers",
            "= 1 connection",
            "= 2 connection",
        )
        .line_in(
            "connections_that_close_after_three_requests",
            "= 3 connections",
            "= 9 connections",
        ),
    ]
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
