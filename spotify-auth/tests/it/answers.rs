//! What the token endpoint answers: good, odd and bad.

use std::time::Duration;

use proptest::prelude::*;
use spotify_auth::{ClientCredentials, Refresh};
use spotify_core::{
    AuthError, Flow, Grant, OAuthErrorCode, Scope, Scopes, SignedIn, Timestamp, Token,
};

use crate::{asking, confidential, now, public, reply};

fn exchanged(status: u16, body: &str) -> Result<SignedIn, AuthError> {
    let (asking, state) = asking();
    asking
        .code("the-code", &state)
        .unwrap()
        .reply(reply(status, body), now())
}

fn app_token(body: &str) -> Result<Token, AuthError> {
    ClientCredentials::new(confidential())
        .unwrap()
        .accept(None, reply(200, body), now())
}

#[test]
fn t17_the_first_token_knows_when_the_user_consented() {
    let signed_in = exchanged(
        200,
        r#"{"access_token":"BQ","token_type":"Bearer","scope":"user-top-read streaming",
            "expires_in":3600,"refresh_token":"AQ","new":{"keys":["are ignored"]}}"#,
    )
    .unwrap();
    let token = signed_in.token;
    assert_eq!(token.access.expose(), "BQ");
    assert_eq!(token.refresh.unwrap().expose(), "AQ");
    assert_eq!(token.lifetime, Some(Duration::from_secs(3600)));
    assert_eq!(token.expires_at, Some(Timestamp::from_secs(1_800_003_600)));
    assert_eq!(token.scopes, Some(Scope::UserTopRead | Scope::Streaming));
    assert_eq!(token.authorized_at, Some(now().wall));
    assert_eq!(signed_in.grant.flow(), Flow::Pkce);
    assert_eq!(signed_in.grant.client_id(), "client-id");
}

#[test]
fn e13_no_scope_in_the_answer_means_what_was_asked_for() {
    for scope in ["", r#","scope":null"#, r#","scope":"""#] {
        let body = format!(r#"{{"access_token":"BQ","token_type":"Bearer"{scope}}}"#);
        let token = exchanged(200, &body).unwrap().token;
        assert_eq!(
            token.scopes,
            Some(Scopes::from(Scope::UserTopRead)),
            "{scope}"
        );
        assert_eq!(app_token(&body).unwrap().scopes, None);
    }
}

#[test]
fn a5_client_credentials_keep_no_refresh_token() {
    let token = app_token(
        r#"{"access_token":"BQ","token_type":"bearer","expires_in":3600,"refresh_token":"AQ"}"#,
    )
    .unwrap();
    assert_eq!((token.refresh, token.authorized_at), (None, None));
}

#[test]
fn t15_every_lifetime_that_a_server_can_think_of() {
    const YEAR: u64 = 365 * 24 * 3600;
    for (written, secs) in [
        ("3600", Some(3600)),
        ("3600.9", Some(3600)),
        ("\"3600\"", Some(3600)),
        ("\" 3600 \"", Some(3600)),
        ("0", Some(0)),
        ("-1", Some(0)),
        ("-1e300", Some(0)),
        ("\"-5\"", Some(0)),
        ("1e300", Some(YEAR)),
        ("18446744073709551615", Some(YEAR)),
        ("-9223372036854775808", Some(0)),
        ("\"inf\"", Some(YEAR)),
        ("\"NaN\"", None),
        ("\"soon\"", None),
        ("\"\"", None),
        ("null", None),
        ("true", None),
        ("[3600]", None),
        ("{}", None),
    ] {
        let body =
            format!(r#"{{"access_token":"BQ","token_type":"Bearer","expires_in":{written}}}"#);
        let token = app_token(&body).unwrap();
        assert_eq!(
            token.lifetime.map(|lifetime| lifetime.as_secs()),
            secs,
            "{written}"
        );
        assert_eq!(
            token.expires_at.map(|end| end.as_secs() as u64),
            secs.map(|s| 1_800_000_000 + s)
        );
    }
    let token = app_token(r#"{"access_token":"BQ","token_type":"Bearer"}"#).unwrap();
    assert_eq!((token.lifetime, token.expires_at), (None, None));
    let number_that_no_float_holds =
        r#"{"access_token":"BQ","token_type":"Bearer","expires_in":1e999}"#;
    assert!(matches!(
        app_token(number_that_no_float_holds),
        Err(AuthError::Unexpected { .. })
    ));
}

#[test]
fn e14_the_type_is_bearer_in_any_case() {
    let with = |kind: &str| app_token(&format!(r#"{{"access_token":"BQ"{kind}}}"#));
    for kind in ["Bearer", "bearer", "BEARER"] {
        assert!(
            with(&format!(r#","token_type":"{kind}""#)).is_ok(),
            "{kind}"
        );
    }
    for kind in [
        "",
        r#","token_type":null"#,
        r#","token_type":"""#,
        r#","token_type":"mac""#,
    ] {
        assert!(
            matches!(with(kind), Err(AuthError::Unexpected { .. })),
            "{kind}"
        );
    }
}

#[test]
fn answers_that_are_no_token_are_told_without_a_word_of_them() {
    let mut texts = String::new();
    for (status, body) in [
        (200, ""),
        (200, "  "),
        (200, "null"),
        (200, "[]"),
        (200, "{}"),
        (200, r#"{"access_token":""}"#),
        (200, r#"{"access_token":null,"token_type":"Bearer"}"#),
        (200, r#"{"access_token":"canary\n","token_type":"Bearer"}"#),
        (200, r#"{"access_token":["canary"],"token_type":"Bearer"}"#),
        (200, r#"{"access_token":4711,"token_type":"Bearer"}"#),
        (200, r#"{"access_token":"canary","access_token":"canary"}"#),
        (200, r#"{"access_token":"canary","token_ty"#),
        (200, "access_token=canary&token_type=Bearer"),
        (200, "\u{feff}{}"),
        (302, r#"{"access_token":"canary","token_type":"Bearer"}"#),
        (400, r#"{"access_token":"canary","token_type":"Bearer"}"#),
        (403, r#"{"error":{"status":403,"message":"canary"}}"#),
        (502, "<!DOCTYPE html><title>canary</title>"),
        (503, "upstream canary timeout"),
    ] {
        let error = exchanged(status, body).map(|_| ()).unwrap_err();
        assert!(matches!(error, AuthError::Unexpected { .. }), "{body}");
        texts.push_str(&format!("{error}\n"));
    }
    assert!(!texts.contains("canary") && !texts.contains("4711"));
    insta::assert_snapshot!(texts);
}

#[test]
fn refusals_keep_their_words() {
    let error = |status, body| exchanged(status, body).map(|_| ()).unwrap_err();
    let described = error(
        400,
        r#"{"error":"invalid_grant","error_description":"Invalid authorization code"}"#,
    );
    assert!(described.is_invalid_grant());
    insta::assert_snapshot!(described);
    insta::assert_snapshot!(error(400, r#"{"error":"invalid_client"}"#));
    insta::assert_snapshot!(error(
        503,
        r#"{"error":"server_error","error_description":null}"#
    ));
    insta::assert_snapshot!(error(
        200,
        r#"{"error":"invalid_scope","access_token":null}"#
    ));
    let AuthError::OAuth(other) = error(418, r#"{"error":"tea\u001bpot"}"#) else {
        panic!()
    };
    assert!(matches!(other.code, OAuthErrorCode::Other(_)));
    insta::assert_snapshot!(other);
}

#[test]
fn t1_a_service_that_quotes_what_it_was_sent_is_not_quoted() {
    let body = r#"{"error":"invalid_grant","error_description":"code the-code is used"}"#;
    insta::assert_snapshot!(exchanged(400, body).unwrap_err());
    let body = r#"{"error":"bad AQ-canary","error_description":"AQ-canary client-secret"}"#;
    let grant = Refresh::authorization_code(confidential()).unwrap();
    let token = Token::new("BQ").refresh("AQ-canary");
    insta::assert_snapshot!(
        grant
            .accept(Some(&token), reply(400, body), now())
            .unwrap_err()
    );
}

proptest! {
    #[test]
    fn t15_no_body_panics(body in "\\PC*|[\\[\\]{}\":,0-9a-z_ ]{0,60}") {
        prop_assert!(app_token(&body).is_err());
    }

    #[test]
    fn t15_no_number_wraps(number in any::<f64>().prop_filter("JSON", |n| n.is_finite())) {
        let body = format!(r#"{{"access_token":"BQ","token_type":"Bearer","expires_in":{number:e}}}"#);
        let token = app_token(&body).unwrap();
        prop_assert!(token.expires_at.unwrap() >= now().wall);
        prop_assert!(token.lifetime.unwrap() <= Duration::from_secs(365 * 24 * 3600));
    }
}

#[test]
fn public_apps_refresh_too() {
    let token = Token::new("BQ").refresh("AQ");
    let body = r#"{"access_token":"BQ2","token_type":"Bearer","expires_in":3600}"#;
    let next = Refresh::pkce(public())
        .accept(Some(&token), reply(200, body), now())
        .unwrap();
    assert_eq!(next.access.expose(), "BQ2");
}
