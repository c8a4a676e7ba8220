//! What the usual rules find in places that are not plain JSON.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

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
fn cursors_and_users_can_be_numbers() {
    let text = body(r#"{"cursors": {"after": 1790751600456}, "error": {"code": 404}}"#);
    assert_eq!(
        text,
        r#"{"cursors": {"after": 9000000000001}, "error": {"code": 404}}"#
    );
}
