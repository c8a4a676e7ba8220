//! What every error can be asked: the rows K1 to K14 of the table of parity.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

#[path = "support/endpoints.rs"]
mod endpoints;

use std::time::Duration;

use bytes::Bytes;
use endpoints::Read;
use http::{Response, StatusCode};
use serde_json::json;
use spotify_core::{
    AuthError, BuildError, Client, DecodeError, DiagnosisCode, Endpoint, Error, InvalidBaseUrl,
    Meta, Method, OAuthError, Outcome, PagingError, Phase, Policy, Reauth, ReauthCause, Scope,
    Scopes, Sent, StoreError, StoreErrorKind, Target, Token, TransportError, TransportErrorKind,
    blocking, decode,
    testing::{Answer, Replay},
};

/// An operation that takes Premium.
#[derive(Debug)]
struct Premium;

impl Endpoint for Premium {
    type Response = ();
    const META: &'static Meta = &Meta::new("Premium", Method::PUT, "/play").premium();

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
    }

    fn decode(&self, response: Response<Bytes>) -> Result<(), DecodeError> {
        decode::nothing(Self::META, &response)
    }
}

/// What a call with a bare token makes of an answer that says no.
fn refused(answer: Answer) -> Error {
    let wire = Replay::new().always("GET /v1/thing", answer);
    let token = Token::new("bare").scopes(Scope::UserReadEmail);
    let client = blocking::Client::builder(wire).token(token);
    let client = client.policy(Policy::new().attempts(1)).build().unwrap();
    client.send(Read).unwrap_err()
}

fn says(status: u16, body: &str) -> Answer {
    Answer::from((status, body))
}

fn api(status: u16, message: &str) -> Error {
    let body = json!({"error": {"status": status, "message": message}});
    refused(says(status, &body.to_string()))
}

fn invalid_grant() -> OAuthError {
    let text = Some("Refresh token revoked");
    OAuthError::new(StatusCode::BAD_REQUEST, "invalid_grant", text)
}

/// One of each variant, with its status.
fn variants() -> Vec<(u16, Error)> {
    let transport = TransportError::new(TransportErrorKind::Connect, Sent::No);
    let deadline = Error::Deadline {
        phase: Phase::Queue,
        outcome: Outcome::NotSent,
        deadline: Duration::from_secs(60),
        endpoint: None,
    };
    let unexpected = AuthError::Unexpected {
        status: StatusCode::BAD_GATEWAY,
        problem: "a failure of the service itself".into(),
    };
    vec![
        (0, BuildError::NoCredentials.into()),
        (0, AuthError::NothingToRenew.into()),
        (400, AuthError::from(invalid_grant()).into()),
        (502, unexpected.into()),
        (0, Reauth::new(ReauthCause::NotSignedIn, None).into()),
        (
            400,
            Reauth::new(ReauthCause::Revoked, Some(invalid_grant())).into(),
        ),
        (0, StoreError::new(StoreErrorKind::Unavailable).into()),
        (0, Error::Overloaded { waiting: 7 }),
        (0, deadline),
        (0, transport.into()),
        (429, refused(says(429, ""))),
        (404, api(404, "Not found")),
        (0, PagingError::Empty { pages: 3 }.into()),
    ]
}

#[test]
fn k1_every_failure_is_one_type() {
    fn one<T: Into<Error>>() {}
    one::<BuildError>();
    one::<InvalidBaseUrl>();
    one::<AuthError>();
    one::<Reauth>();
    one::<StoreError>();
    one::<TransportError>();
    one::<spotify_core::RateLimited>();
    one::<spotify_core::ApiError>();
    one::<spotify_core::DecodeError>();
    one::<PagingError>();
    one::<spotify_core::Ambiguous>();
}

#[test]
fn k2_k3_the_status_and_spotifys_message() {
    let error = api(404, "Non existing id");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    let Error::Api(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.message.as_str(), "Non existing id");
}

#[test]
fn k5_the_headers_of_the_answer_are_there_and_show_no_cookie() {
    let answer = says(404, "")
        .header("x-request-id", "r-7")
        .header("set-cookie", "sp_t=canary");
    let error = refused(answer);
    assert!(!format!("{error:?} {error:#?} {error:#}").contains("canary"));
    let Error::Api(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.headers["x-request-id"], "r-7");
    assert_eq!(error.headers["set-cookie"], "sp_t=canary");
}

#[test]
fn k6_a_body_that_is_not_json_is_the_message() {
    let error = refused(says(502, "<html>upstream failed</html>"));
    assert_eq!(
        error.to_json(),
        json!({"error": {"status": 502, "message": "<html>upstream failed</html>"}})
    );
}

#[test]
fn k7_every_error_is_json_as_spotify_writes_it() {
    for (status, error) in variants() {
        let message = match &error {
            Error::Api(_) => "Not found".to_owned(),
            other => other.to_string(),
        };
        assert!(!message.is_empty());
        let expected = json!({"error": {"status": status, "message": message}});
        assert_eq!(error.to_json(), expected, "{error}");
    }
    // Where Spotify says nothing, the error does.
    let silent = refused(says(403, ""));
    assert_eq!(
        silent.to_json(),
        json!({"error": {"status": 403, "message": "Read: Spotify answered 403 Forbidden"}})
    );
}

#[test]
fn k8_a_refused_token_is_told_from_everything_else() {
    let error = api(401, "The access token expired");
    assert!(error.is_unauthorized());
    assert_eq!(error.diagnosis().code, DiagnosisCode::TokenExpired);
    for (_, error) in variants() {
        assert!(!error.is_unauthorized(), "{error}");
    }
}

#[test]
fn k9_a_limit_is_a_variant_whatever_its_answer_says() {
    for answer in [
        says(429, ""),
        says(429, "slow down").header("retry-after", "7"),
        says(429, r#"{"error":{"status":429,"reason":"QUOTA_EXCEEDED"}}"#),
    ] {
        let error = refused(answer);
        assert!(matches!(error, Error::RateLimited(_)), "{error}");
        assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
        assert!(error.retry_after().is_some());
    }
}

#[test]
fn k10_the_words_of_oauth() {
    let words = Some(("invalid_grant", Some("Refresh token revoked")));
    let error = Error::from(AuthError::from(invalid_grant()));
    assert_eq!(error.oauth(), words);
    let error = Error::from(Reauth::new(ReauthCause::Revoked, Some(invalid_grant())));
    assert_eq!(error.oauth(), words);
    let error = Error::from(AuthError::Denied);
    assert_eq!(error.oauth(), Some(("access_denied", None)));
    assert_eq!(api(400, "m").oauth(), None);
}

#[test]
fn k12_a_missing_scope_is_named() {
    let error = api(403, "Insufficient client scope");
    assert_eq!(
        error.missing_scopes(),
        Scopes::from(Scope::UserLibraryModify)
    );
    assert_eq!(error.diagnosis().code, DiagnosisCode::MissingScope);
    for (_, error) in variants() {
        assert_ne!(error.diagnosis().code, DiagnosisCode::MissingScope);
    }
}

#[test]
fn k14_a_mistake_of_the_caller_is_an_error_and_nothing_is_sent() {
    let wire = Replay::new();
    let none = Client::builder(wire.clone()).build().unwrap_err();
    assert!(matches!(none, BuildError::NoCredentials));
    let client = || blocking::Client::builder(wire.clone()).token("t");
    let agent = client().user_agent("a\nb").build().unwrap_err();
    assert!(matches!(agent, BuildError::Setting { .. }));
    let client = client().premium(false).build().unwrap();
    let error = client.send(Premium).unwrap_err();
    assert!(
        matches!(error, Error::Build(BuildError::PremiumNeeded { .. })),
        "{error}"
    );
    assert_eq!(error.to_json()["error"]["status"], 0);
    assert!(wire.requests().is_empty());
}

#[test]
fn t1_a_refusal_that_quotes_the_token_does_not_show_it() {
    for answer in [
        says(502, "<pre>authorization: Bearer bare-canary-token</pre>"),
        says(
            400,
            r#"{"error":{"message":"bare-canary-token","reason":"bare-canary-token"}}"#,
        ),
        says(403, "").header("x-echo", "Bearer bare-canary-token"),
    ] {
        let wire = Replay::new().always("GET /v1/thing", answer);
        let client = blocking::Client::builder(wire).token("bare-canary-token");
        let client = client.policy(Policy::new().attempts(1)).build().unwrap();
        let error = client.send(Read).unwrap_err();
        let text = format!("{error} {error:#} {error:#?} {}", error.to_json());
        assert!(!text.contains("canary"), "{text}");
    }
}
