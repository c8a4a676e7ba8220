//! How long tokens live, and what a refresh does to them.

use std::time::Duration;

use serde_json::{Value, json};
use spotify_tests::mock::{MockSpotify, Rotation};

use crate::{
    accounts::token,
    wire::{Reply, Request, User, connect, keys},
};

fn renew(mock: &MockSpotify, refresh: &str) -> Reply {
    let id = ("client_id", mock.client_id());
    token(
        mock,
        false,
        &[
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh),
            id,
        ],
    )
}

fn revoked() -> Value {
    json!({"error": "invalid_grant", "error_description": "Refresh token revoked"})
}

/// T13: the three ways a server may treat refresh tokens.
#[test]
fn refresh_tokens_stay_rotate_or_both() {
    let mock = MockSpotify::start().unwrap();
    let refresh = mock.mint_refresh_token(&["user-top-read"]);
    for _ in 0..3 {
        let body = renew(&mock, &refresh).json();
        assert_eq!(keys(&body), "access_token expires_in scope token_type");
    }

    let mock = MockSpotify::builder()
        .rotation(Rotation::Strict)
        .start()
        .unwrap();
    let first = mock.mint_refresh_token(&[]);
    let second = renew(&mock, &first).json()["refresh_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let third = renew(&mock, &second).json()["refresh_token"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(first != second && second != third);
    let reused = renew(&mock, &first);
    assert_eq!((reused.status, reused.json()), (400, revoked()));
    assert_eq!(
        renew(&mock, &third).json(),
        revoked(),
        "the whole family is gone"
    );
    let other = mock.mint_refresh_token(&[]);
    assert_eq!(renew(&mock, &other).status, 200, "another sign-in is not");

    let mock = MockSpotify::builder()
        .rotation(Rotation::Optional)
        .start()
        .unwrap();
    let refresh = mock.mint_refresh_token(&[]);
    let seen: Vec<Option<Value>> = (0..8)
        .map(|_| renew(&mock, &refresh).json().get("refresh_token").cloned())
        .collect();
    assert_eq!(seen[..3], [None, Some(Value::Null), Some(json!(""))]);
    assert_eq!(seen[4..7], seen[..3]);
    let new = seen[3].as_ref().unwrap().as_str().unwrap();
    assert_eq!(renew(&mock, new).status, 200);
}

#[test]
fn refresh_tokens_end() {
    let mock = MockSpotify::start().unwrap();
    let refresh = mock.mint_refresh_token(&[]);
    mock.advance(Duration::from_secs(182 * 86_400));
    assert_eq!(renew(&mock, &refresh).status, 200);
    mock.advance(Duration::from_secs(86_400));
    assert_eq!(
        renew(&mock, &refresh).json(),
        revoked(),
        "six months after consent"
    );
    let refresh = mock.mint_refresh_token(&[]);
    mock.revoke_refresh_tokens();
    assert_eq!(renew(&mock, &refresh).json(), revoked());
    assert_eq!(
        renew(&mock, "AQnothing").json()["error_description"],
        "Invalid refresh token"
    );
}

#[test]
fn access_tokens_end() {
    let mock = MockSpotify::builder()
        .token_lifetime(Duration::from_secs(60))
        .start()
        .unwrap();
    let user = User::of(&mock);
    assert_eq!(user.get("/me").status, 200);
    mock.advance(Duration::from_secs(61));
    let expired = user.get("/me");
    assert_eq!(
        (expired.status, expired.message().as_str()),
        (401, "Missing/invalid/expired access token")
    );
    let why = |reply: &Reply| reply.header("www-authenticate").unwrap().to_owned();
    assert!(
        why(&expired)
            .contains(r#"error="invalid_token", error_description="The access token expired""#)
    );

    let user = User::of(&mock);
    mock.expire_tokens();
    assert_eq!(user.get("/me").status, 401);
    assert_eq!(
        User::of(&mock).get("/me").status,
        200,
        "later ones are good"
    );

    let bare = |request| connect(&mock.api_base()).send(&request).unwrap();
    let none = bare(Request::new("GET", "/v1/me"));
    assert!(none.status == 401 && why(&none).contains("missing_token"));
    let unknown = bare(Request::new("GET", "/v1/me").bearer("x"));
    assert!(unknown.status == 401 && why(&unknown).contains("invalid_token"));
    let scheme = bare(Request::new("GET", "/v1/me").header("Authorization", "Basic x"));
    assert_eq!(
        (scheme.status, scheme.message().as_str()),
        (400, "Only valid bearer authentication supported")
    );
}
