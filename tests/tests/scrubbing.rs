//! What the usual rules find in places that are not plain JSON.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use base64::{Engine as _, prelude::BASE64_STANDARD};
use spotify_tests::{Fixture, Scrub};

fn scrubbed(text: &str) -> String {
    let mut fixture: Fixture = text.parse().unwrap();
    Scrub::new().fixture(&mut fixture);
    fixture.to_string()
}

fn body(text: &str) -> String {
    Scrub::new().text(text).0
}

#[test]
fn braces_hide_no_secret() {
    for text in [
        r#"{"access_token": "{hunter2}"}"#,
        r#"{"payload": "{\"access_token\":\"hunter2\"}"}"#,
        r#"<p>"access_token": "hunter2"</p>"#,
        "redirected to myapp://callback?code=hunter2",
    ] {
        assert!(!body(text).contains("hunter2"), "{}", body(text));
    }
    assert_eq!(body(r#"{"id": "{any}"}"#), r#"{"id": "{any}"}"#);
}

#[test]
fn addresses_of_every_scheme_are_taken_apart() {
    for url in ["myapp://callback", "/callback", "HTTPS://x.org/", "/a#/b"] {
        let answer = format!("< 302\n< location: {url}?code=hunter2\n");
        let text = scrubbed(&format!("spotify-fixture 1\n> GET /authorize\n{answer}"));
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[test]
fn users_in_lists_are_users() {
    for target in [
        "/v1/me/following/contains?type=user&ids=ada,bob",
        "/v1/playlists/p/followers/contains?ids=ada%2Cbob",
        "/v1/me/library?uris=spotify:user:ada,spotify:user:bob",
    ] {
        let text = scrubbed(&format!("spotify-fixture 1\n> GET {target}\n< 200\n"));
        let (one, two) = (
            text.contains("fixture-user-1"),
            text.contains("fixture-user-2"),
        );
        assert!(one && two && !text.contains("ada"), "{text}");
    }
}

#[test]
fn users_to_follow_stand_in_bodies_too() {
    let asked = "> PUT /v1/me/following?type=user\n>\n> {\"ids\": [\"ada\", \"bob\"]}\n";
    let text = scrubbed(&format!("spotify-fixture 1\n{asked}< 204\n"));
    assert!(
        text.contains(r#"> {"ids": ["fixture-user-1", "fixture-user-2"]}"#),
        "{text}"
    );
    let artists = asked.replace("user", "artist");
    let text = format!("spotify-fixture 1\n{artists}< 204\n");
    assert_eq!(scrubbed(&text), text);
}

#[test]
fn the_halves_of_basic_are_known_everywhere() {
    // RFC 6749, section 2.3.1: each half is escaped, then both are encoded.
    let basic = BASE64_STANDARD.encode("ada%20client:hunter2%2Fhunter2");
    let asked = format!("> POST /api/token\n> authorization: Basic {basic}\n");
    let answer = "{\"note\": \"hunter2/hunter2 of ada client\"}";
    let text = scrubbed(&format!("spotify-fixture 1\n{asked}< 400\n\n{answer}\n"));
    assert!(
        text.contains(r#"{"note": "{client-secret-2} of {client-id-2}"}"#),
        "{text}"
    );
}

#[test]
fn a_token_in_a_sentence_is_one() {
    assert_eq!(
        body("sent Bearer hunter2hunter2 and was refused"),
        "sent Bearer {access-token-1} and was refused"
    );
    assert_eq!(body("Bearer authentication"), "Bearer authentication");
}

#[test]
fn a_state_in_json_is_one_unless_it_is_the_players() {
    assert_eq!(body(r#"{"state": "hunter2"}"#), r#"{"state": "{state-1}"}"#);
    assert_eq!(body(r#"{"state": "context"}"#), r#"{"state": "context"}"#);
}

/// In what was found first and is looked for everywhere else.
#[test]
fn persons_are_words_and_tokens_are_not() {
    let text = body(concat!(
        r#"{"type": "user", "id": "ada.lovelace", "access_token": "hunter2hunter2", "#,
        r#""a": "ada.lovelace, canada.lovelaces, x%2Cada.lovelace", "b": "xhunter2hunter2x"}"#
    ));
    assert!(
        text.contains(r#""a": "fixture-user-1, canada.lovelaces, x%2Cfixture-user-1""#),
        "{text}"
    );
    assert!(text.contains(r#""b": "x{access-token-1}x""#), "{text}");
}

#[test]
fn a_mark_in_front_hides_nothing() {
    let marked = BASE64_STANDARD.encode("\u{feff}{\"email\": \"ada@x.org\"}");
    let text = format!("spotify-fixture 1\n> GET /a\n* answer base64\n< 200\n\n{marked}\n");
    let clean = BASE64_STANDARD.encode("\u{feff}{\"email\": \"fixture-1@example.com\"}");
    assert!(scrubbed(&text).contains(&clean), "{}", scrubbed(&text));
}

#[test]
fn cursors_and_users_can_be_numbers() {
    let user = body(r#"{"type": "user", "id": 1790751600456, "followers": {"total": 7}}"#);
    assert_eq!(
        user,
        r#"{"type": "user", "id": "fixture-user-1", "followers": {"total": 7}}"#
    );
    let text = body(r#"{"cursors": {"after": 1790751600456}, "error": {"code": 404}}"#);
    assert_eq!(
        text,
        r#"{"cursors": {"after": 9000000000001}, "error": {"code": 404}}"#
    );
}
