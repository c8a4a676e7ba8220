//! Reading answers, the good and the strange.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

use bytes::Bytes;
use http::Response;
use serde_json::Value;
use spotify_core::{DecodeError, Meta, Method, decode};

const META: &Meta = &Meta::new("GetThing", Method::GET, "/thing");

fn answer(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .body(body.into())
        .unwrap()
}

fn json<T: serde::de::DeserializeOwned>(body: impl Into<Bytes>) -> Result<T, DecodeError> {
    decode::json(META, &answer(200, body))
}

#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "only its shape matters")]
struct Row {
    items: Vec<Item>,
}

#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "only its shape matters")]
struct Item {
    name: String,
}

#[test]
fn y8_nothing_where_there_should_be_something_is_an_error_of_its_own() {
    for (status, body) in [(200, ""), (200, "  \n"), (204, ""), (202, "")] {
        let error = decode::json::<Value>(META, &answer(status, body)).unwrap_err();
        assert!(error.is_empty_body());
        assert_eq!(
            error.to_string(),
            format!("GetThing: the answer ({status}) has no body")
        );
        assert_eq!(
            decode::maybe::<Value>(META, &answer(status, body)).unwrap(),
            None
        );
    }
    assert_eq!(
        decode::maybe::<Value>(META, &answer(200, "null")).unwrap(),
        None
    );
    decode::nothing(META, &answer(200, "AAAAB3opaque")).unwrap();
}

#[test]
fn an_error_names_the_place_and_shows_the_beginning() {
    let error = json::<Row>(r#"{"items":[{"name":"a"},{"name":null}]}"#).unwrap_err();
    insta::assert_snapshot!(error, @"GetThing: unexpected answer at items[1].name: invalid type: null, expected a string at line 1 column 35");
    let error = json::<Row>("<html>\u{1b}[31m gateway").unwrap_err();
    insta::assert_snapshot!(error, @"GetThing: unexpected answer: expected value at line 1 column 1");
    assert_eq!(error.excerpt.as_str(), r"<html>\u{1b}[31m gateway");
    let error = json::<Row>(r#"{"items":[]} {"#).unwrap_err();
    insta::assert_snapshot!(error, @"GetThing: unexpected answer: trailing characters at line 1 column 14");
}

#[test]
fn y5_bytes_that_are_no_text_and_a_mark_in_front() {
    assert_eq!(
        json::<Value>(&b"\xEF\xBB\xBF{\"a\":1}"[..]).unwrap()["a"],
        1
    );
    let error = json::<Value>(&b"{\"a\":\"\xFF\"}"[..]).unwrap_err();
    assert!(error.to_string().contains("utf-8"), "{error}");
    assert!(json::<Value>(r#"{"a":"\ud800"}"#).is_err());
}

#[test]
fn y3_deep_nesting_is_an_error_on_a_small_stack() {
    let deep = || ["[".repeat(200_000), "]".repeat(200_000)].concat();
    let small = std::thread::Builder::new().stack_size(512 << 10);
    let error = small
        .spawn(move || json::<Value>(deep()).unwrap_err())
        .unwrap()
        .join()
        .unwrap();
    assert!(error.to_string().contains("recursion limit"), "{error}");
}

#[test]
fn y9_an_answer_is_never_quoted_at_length() {
    let long = format!(
        r#"{{"items": [{{"name": {{"{}\u001b[31m": 1}}}}]}}"#,
        "x".repeat(1 << 20)
    );
    let error = json::<std::collections::BTreeMap<String, Vec<u8>>>(long).unwrap_err();
    assert!(error.to_string().len() < 2_000);
    assert!(!error.to_string().chars().any(char::is_control));
}
