//! A user's unit tests: both ports are mocks of mockall.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use mockall::{Sequence, predicate::always};
use spotify_core::{Client, Error, Limits, Sent, TransportError, TransportErrorKind, blocking};
use spotify_endpoints::{GetPlaybackState, SkipToNext};
use spotify_tests::{MockBlockingTransport, MockHttpTransport};

/// What a user has written, twice: skips what is played, if anything is.
async fn skip(client: &Client) -> Result<bool, Error> {
    let playing = client.send(GetPlaybackState::new()).await?.is_some();
    if playing {
        client.send(SkipToNext::new()).await?;
    }
    Ok(playing)
}

fn skip_blocking(client: &blocking::Client) -> Result<bool, Error> {
    let playing = client.send(GetPlaybackState::new())?.is_some();
    if playing {
        client.send(SkipToNext::new())?;
    }
    Ok(playing)
}

fn answer(status: u16) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .body(Bytes::new())
        .unwrap()
}

fn asks_for(method: &str, path: &str) -> impl Fn(&Request<Bytes>, &Limits) -> bool + use<> {
    let (method, path) = (method.to_owned(), path.to_owned());
    move |request, _| {
        request.method() == method.as_str()
            && request.uri().path() == path
            && request.headers()["authorization"] == "Bearer a token"
    }
}

#[tokio::test]
async fn h3_nothing_plays_so_nothing_is_skipped() {
    let mut http = MockHttpTransport::new();
    http.expect_send()
        .withf(asks_for("GET", "/v1/me/player"))
        .times(1)
        .returning(|_, _| Ok(answer(204)));
    let client = Client::builder(http).token("a token").build().unwrap();
    assert!(!skip(&client).await.unwrap());
}

#[test]
fn h3_nothing_plays_so_nothing_is_skipped_without_async() {
    let mut http = MockBlockingTransport::new();
    http.expect_send()
        .withf(asks_for("GET", "/v1/me/player"))
        .times(1)
        .returning(|_, _| Ok(answer(204)));
    let client = blocking::Client::builder(http)
        .token("a token")
        .build()
        .unwrap();
    assert!(!skip_blocking(&client).unwrap());
}

fn outage() -> TransportError {
    TransportError::new(TransportErrorKind::Closed, Sent::Maybe)
}

#[tokio::test]
async fn h3_a_get_is_repeated_after_a_short_wait() {
    let (mut http, mut order) = (MockHttpTransport::new(), Sequence::new());
    http.expect_send()
        .with(always(), always())
        .times(1)
        .in_sequence(&mut order)
        .returning(|_, _| Err(outage()));
    http.expect_sleep()
        .withf(|delay| *delay <= Duration::from_millis(500))
        .times(1)
        .in_sequence(&mut order)
        .return_const(());
    http.expect_send()
        .times(1)
        .in_sequence(&mut order)
        .returning(|_, _| Ok(answer(204)));
    let client = Client::builder(http).token("a token").build().unwrap();
    assert!(
        client
            .send(GetPlaybackState::new())
            .await
            .unwrap()
            .is_none()
    );
}

#[test]
fn h3_a_post_is_not_repeated() {
    let mut http = MockBlockingTransport::new();
    http.expect_send()
        .withf(asks_for("POST", "/v1/me/player/next"))
        .times(1)
        .returning(|_, _| Err(outage()));
    http.expect_sleep().never();
    let client = blocking::Client::builder(http)
        .token("a token")
        .build()
        .unwrap();
    let error = client.send(SkipToNext::new()).unwrap_err();
    assert!(matches!(error, Error::Ambiguous(_)), "{error}");
}
