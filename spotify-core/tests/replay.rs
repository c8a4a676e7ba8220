//! `Replay` as a test meets it: order, sequences, delays, faults, and what is not as prepared.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use std::{error::Error as _, time::Duration};

use bytes::Bytes;
use http::{Request, Response};
use spotify_core::{
    BlockingTransport, Clock as _, Limits, Sent, TransportError, TransportErrorKind,
    testing::{Answer, ManualClock, Pattern, Replay, Unexpected},
};

fn ask(wire: &Replay, method: &str, target: &str) -> Result<Response<Bytes>, TransportError> {
    post(wire, method, target, "")
}

fn post(
    wire: &Replay,
    method: &str,
    target: &str,
    body: &'static str,
) -> Result<Response<Bytes>, TransportError> {
    let uri = format!("https://api.spotify.com{target}");
    let request = Request::builder().method(method).uri(uri);
    BlockingTransport::send(wire, request.body(body.into()).unwrap(), Limits::new())
}

/// What a failed request says of what was not prepared.
fn unexpected(result: Result<Response<Bytes>, TransportError>) -> Unexpected {
    let error = result.unwrap_err();
    assert_eq!(
        (error.kind(), error.sent()),
        (TransportErrorKind::Unprepared, Sent::No)
    );
    error
        .source()
        .unwrap()
        .downcast_ref::<Unexpected>()
        .unwrap()
        .clone()
}

#[test]
fn by_match_any_order_will_do() {
    let wire = Replay::new()
        .on("GET /a", "1")
        .on("GET /b", "2")
        .on("GET /a", "3");
    assert_eq!(ask(&wire, "GET", "/b").unwrap().body(), "2");
    assert_eq!(ask(&wire, "GET", "/a").unwrap().body(), "1");
    assert_eq!(ask(&wire, "GET", "/a").unwrap().body(), "3");
    wire.assert_finished();
}

#[test]
fn in_order_no_other_will_do() {
    let wire = Replay::new()
        .in_order()
        .always("GET /always", "0")
        .on("GET /a", "1")
        .on("GET /b", "2");
    let early = unexpected(ask(&wire, "GET", "/b"));
    assert_eq!(
        early.to_string(),
        "asked for GET /b; next in order is GET /a; \
         answers left: GET /always, GET /a, GET /b"
    );
    assert_eq!(ask(&wire, "GET", "/a").unwrap().body(), "1");
    assert_eq!(ask(&wire, "GET", "/always").unwrap().body(), "0");
    assert_eq!(ask(&wire, "GET", "/b").unwrap().body(), "2");
    assert_eq!(wire.unused(), 0);
    assert_eq!(wire.finish().unwrap_err().unexpected, [early]);
}

#[test]
fn a_sequence_is_answered_one_after_the_other() {
    let limited = Answer::from((429, "")).header("retry-after", "2");
    let wire = Replay::new().sequence(
        "GET /a/{id}",
        [
            limited,
            Answer::failure(TransportErrorKind::Closed, Sent::Maybe),
            "1".into(),
        ],
    );
    let first = ask(&wire, "GET", "/a/1").unwrap();
    assert_eq!(
        (
            first.status().as_u16(),
            first.headers()["retry-after"].to_str().unwrap()
        ),
        (429, "2")
    );
    let second = ask(&wire, "GET", "/a/1").unwrap_err();
    assert_eq!(
        (second.kind(), second.sent()),
        (TransportErrorKind::Closed, Sent::Maybe)
    );
    assert_eq!(ask(&wire, "GET", "/a/1").unwrap().body(), "1");
    wire.assert_finished();
}

#[test]
fn a_delay_is_time_that_nobody_waits() {
    let clock = ManualClock::new();
    let late = |seconds| Answer::from("1").after(Duration::from_secs(seconds));
    let wire = Replay::new()
        .clock(&clock)
        .sequence("GET /a", [late(3), late(20), late(21)]);
    for mono in [3, 23] {
        assert_eq!(ask(&wire, "GET", "/a").unwrap().body(), "1");
        assert_eq!(clock.now().mono, Duration::from_secs(mono));
    }
    // The silence that a transport accepts is 20 seconds.
    let error = ask(&wire, "GET", "/a").unwrap_err();
    assert_eq!(
        (error.kind(), error.sent()),
        (TransportErrorKind::Idle, Sent::Maybe)
    );
    assert_eq!(clock.now().mono, Duration::from_secs(43));
    assert_eq!(
        wire.log(),
        "GET /a\nanswer after 3s\nGET /a\nanswer after 20s\nGET /a\nanswer after 20s\n"
    );
}

#[test]
fn what_was_not_prepared_is_told_without_its_body() {
    let body = Pattern::new("POST /a")
        .body(r#"{"name": "x"}"#)
        .origin("001.fixture");
    let wire = Replay::new().on(body, "").on("GET /a?limit=1", "");
    let texts = [
        unexpected(ask(&wire, "GET", "/c?x=1")),
        unexpected(ask(&wire, "GET", "/a?limit=2")),
        unexpected(post(&wire, "POST", "/a", r#"{"name": "hunter2"}"#)),
        unexpected(post(&wire, "POST", "/a", "hunter2")),
    ];
    let texts = texts.map(|error| error.to_string()).join("\n");
    insta::assert_snapshot!(texts, @r"
    asked for GET /c?x=1; answers left: POST /a (001.fixture), GET /a?limit=1
    asked for GET /a?limit=2; GET /a?limit=1 has another query; answers left: POST /a (001.fixture), GET /a?limit=1
    asked for POST /a; POST /a (001.fixture) has another body, at /name; answers left: POST /a (001.fixture), GET /a?limit=1
    asked for POST /a; POST /a (001.fixture) has another body; answers left: POST /a (001.fixture), GET /a?limit=1
    ");
    let unfinished = wire.finish().unwrap_err();
    assert_eq!(unfinished.unexpected.len(), 4);
    let unused = "never asked for: POST /a (001.fixture)\nnever asked for: GET /a?limit=1\nnot prepared: asked for GET /c?x=1; ";
    assert!(unfinished.to_string().starts_with(unused), "{unfinished}");
}

#[test]
fn a_status_that_is_none_is_told() {
    for status in [0, 99, 1000] {
        let error = ask(&Replay::new().on("GET /a", (status, "{}")), "GET", "/a").unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Unprepared);
        let why = error.source().unwrap().to_string();
        assert_eq!(
            why,
            format!("an answer was prepared with {status}, which is no HTTP status")
        );
    }
}
