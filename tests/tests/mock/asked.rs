//! A client in a line, what it asked, and assertions about it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use spotify_auth::{App, Refresh};
use spotify_blocking::{Ureq, prelude::Spotify};
use spotify_core::{ProxyChoice, blocking::Client};
use spotify_endpoints::AlbumId;
use spotify_reqwest::Reqwest;
use spotify_tests::mock::{Answer, Fault, MockSpotify, PatternError};

use crate::wire::{Request, connect};

fn ureq() -> Ureq {
    Ureq::builder().proxy(ProxyChoice::None).build().unwrap()
}

/// What a failed assertion says.
fn failure(assertion: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(assertion)).unwrap_err();
    *panic.downcast::<String>().unwrap()
}

#[test]
fn a_client_is_made_in_a_line() {
    let mock = MockSpotify::start().unwrap();
    let client = mock.blocking_client(ureq()).unwrap();
    let me = client.users().current().send().unwrap();
    assert_eq!(me.id.to_string(), mock.world().user());
    mock.assert_requested("GET /v1/me", 1);
    mock.assert_no_strangers();
    assert_eq!(mock.log(), "GET /v1/me\n");
}

#[tokio::test]
async fn an_async_client_is_made_in_a_line() {
    let mock = MockSpotify::start().unwrap();
    let transport = Reqwest::builder().proxy(ProxyChoice::None).build().unwrap();
    let client = mock.client(transport).unwrap();
    client.users().current().await.unwrap();
    mock.assert_requested("GET /v1/me", 1);
}

/// Its token set is whole: with a grant it is renewed when Spotify ends it.
#[test]
fn a_builder_takes_further_settings() {
    let mock = MockSpotify::start().unwrap();
    let app = App::new(mock.client_id()).unwrap();
    let client: Client = mock
        .blocking_client_builder(ureq())
        .grant(Refresh::pkce(app))
        .build()
        .unwrap();
    client.users().current().send().unwrap();
    mock.expire_tokens();
    client.users().current().send().unwrap();
    mock.assert_requested("GET /v1/me", 3);
    mock.assert_requested("POST /api/token", 1);
    assert_eq!(mock.exchanges(), 1);
}

#[test]
fn requests_are_found_by_pattern() {
    let mock = MockSpotify::start().unwrap();
    let client = mock.blocking_client(ureq()).unwrap();
    let albums = mock.world().albums();
    for id in &albums[..2] {
        let id: AlbumId = id.parse().unwrap();
        client.albums().get(id).send().unwrap();
    }
    let id: AlbumId = albums[0].parse().unwrap();
    client
        .albums()
        .tracks(id)
        .limit(3)
        .offset(4)
        .send()
        .unwrap();

    let found = mock.requests_to("GET /v1/albums/{id}").unwrap();
    let paths: Vec<&str> = found.iter().map(|request| request.path()).collect();
    let expected = albums[..2].iter().map(|id| format!("/v1/albums/{id}"));
    assert_eq!(paths, expected.collect::<Vec<_>>());
    for (pattern, times) in [
        ("* /v1/albums/{id}", 2),
        ("PUT /v1/albums/{id}", 0),
        ("GET /v1/albums/{id}/tracks", 1),
        ("GET /v1/albums/{id}/tracks?limit=3&offset=4", 1),
        ("GET /v1/albums/{id}/tracks?offset=4&limit=3", 1),
        ("GET /v1/albums/{id}/tracks?offset={any}&limit=3", 1),
        ("GET /v1/albums/{id}/tracks?limit={any}&limit=3", 0),
        ("GET /v1/albums/{id}/tracks?limit=3", 0),
        ("GET /v1/albums/{id}/tracks?limit=3&offset=4&x=1", 0),
        ("GET /v1/albums/{id}/tracks?limit=3&offset=5", 0),
        ("GET /v1/albums/{id}/tracks?", 0),
        ("GET /v1/albums", 0),
    ] {
        assert_eq!(mock.count(pattern).unwrap(), times, "{pattern}");
        mock.assert_requested(pattern, times);
    }
    mock.clear_requests();
    assert_eq!(mock.log(), "");
}

#[test]
fn a_failed_assertion_says_what_was_asked() {
    let mock = MockSpotify::start().unwrap();
    assert_eq!(
        failure(|| mock.assert_requested("GET /v1/me", 1)),
        "expected `GET /v1/me` once, the mock was asked for it never; nothing was asked"
    );
    let client = mock.blocking_client(ureq()).unwrap();
    client.users().current().send().unwrap();
    client.albums().get(id_of_album(&mock)).send().unwrap();
    let said = failure(|| mock.assert_requested("GET /v1/albums/{id}", 3));
    let album = mock.world().album();
    assert_eq!(
        said,
        format!(
            "expected `GET /v1/albums/{{id}}` 3 times, the mock was asked for it once; what was \
             asked:\n  GET /v1/me\n  GET /v1/albums/{album}"
        )
    );
    for _ in 0..45 {
        client.users().current().send().unwrap();
    }
    let said = failure(|| mock.assert_requested("GET /v1/me", 0));
    assert!(
        said.contains("asked for it 46 times; what was asked:\n  … 7 before\n"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 42);
}

fn id_of_album(mock: &MockSpotify) -> AlbumId {
    mock.world().album().parse().unwrap()
}

#[test]
fn a_pattern_that_is_none_is_told() {
    let mock = MockSpotify::start().unwrap();
    for (pattern, error, said) in [
        (
            "GET/v1/me",
            PatternError::Parts("GET/v1/me".to_owned()),
            "`GET/v1/me` is not a method and a path, such as `GET /v1/albums/{id}`",
        ),
        (
            "GTE /v1/me",
            PatternError::Method("GTE".to_owned()),
            "there is no method `GTE`; there are: GET, HEAD, POST, PUT, PATCH, DELETE, and `*` \
             for any",
        ),
        (
            "GET v1/me",
            PatternError::Path("v1/me".to_owned()),
            "`v1/me` is no path: it begins with `/`, as in `GET /v1/albums/{id}`",
        ),
    ] {
        assert_eq!(error.to_string(), said);
        assert_eq!(mock.count(pattern), Err(error.clone()));
        assert_eq!(mock.requests_to(pattern).unwrap_err(), error);
        // Nothing was asked, and yet that is no success.
        assert_eq!(failure(|| mock.assert_requested(pattern, 0)), said);
    }
}

#[test]
fn strangers_are_told() {
    let mock = MockSpotify::start().unwrap();
    mock.assert_no_strangers();
    let stranger = mock.stranger_base();
    let location = format!("{stranger}/take?code=AQ1&x=1");
    let fault = Fault::on("GET", "/v1/me").answer(Answer::redirect(302, location));
    mock.fault(fault);
    // Ours would not follow; somebody else's client does.
    let reply = connect(&mock.api_base()).send(&Request::new("GET", "/v1/me"));
    assert_eq!(reply.unwrap().status, 302);
    let followed = Request::new("GET", "/take?code=AQ1&x=1");
    connect(&stranger).send(&followed).unwrap();
    assert_eq!(
        failure(|| mock.assert_no_strangers()),
        "expected no request to the stranger, 1 came; what was asked:\n  GET /take?code=…&x=1"
    );
}

#[test]
fn what_is_secret_in_a_query_is_not_in_the_log() {
    let mock = MockSpotify::start().unwrap();
    let target = "/authorize?client_id=a&state=s1&%63ode_challenge=c1&code&scope=x";
    connect(&mock.accounts_base())
        .send(&Request::new("GET", target))
        .unwrap();
    assert_eq!(
        mock.log(),
        "GET /authorize?client_id=a&state=…&%63ode_challenge=…&code=…&scope=x\n"
    );
    mock.clear_requests();
    // Here it is no secret.
    let target = "/v1/me/player/repeat?state=off&access_token=BQ";
    connect(&mock.api_base())
        .send(&Request::new("PUT", target))
        .unwrap();
    assert_eq!(
        mock.log(),
        "PUT /v1/me/player/repeat?state=off&access_token=…\n"
    );
}
