//! A7: device authorization (RFC 8628), in virtual time.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use http::StatusCode;
use spotify_auth::{App, DeviceAuthorization, DevicePending, DevicePoll, Ignored, Refresh};
use spotify_core::{
    Accounts, AuthError, Error, Flow, Grant, OAuthErrorCode, Scope, Scopes, Sent, Token,
    TransportError, TransportErrorKind,
    blocking::Client,
    testing::{Answer, ManualClock, Replay},
};

use crate::{confidential, now, public, reply, requests::shown};

const SECOND: Duration = Duration::from_secs(1);

const CODE: &str = r#"{
    "device_code": "canary-device",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://accounts.example.com/pair",
    "verification_uri_complete": "https://accounts.example.com/pair?user_code=WDJB-MJHT",
    "expires_in": 60,
    "interval": 5
}"#;

const TOKEN: &str = r#"{"access_token":"BQ","token_type":"Bearer","expires_in":3600,
    "refresh_token":"AQ","scope":"streaming"}"#;

fn accounts() -> Accounts {
    let accounts = Accounts::try_from("https://accounts.example.com").unwrap();
    accounts.device("https://accounts.example.com/device/code".parse().unwrap())
}

fn way() -> DeviceAuthorization {
    App::new("client-id")
        .unwrap()
        .device_authorization(Scope::UserTopRead | Scope::Streaming)
}

fn pending() -> DevicePending {
    way().reply(reply(200, CODE), now()).unwrap()
}

fn refused(word: &str) -> Answer {
    (400, format!(r#"{{"error":"{word}"}}"#).as_str()).into()
}

/// What a sign-in comes to whose questions are answered like this, with the log of it.
fn driven(answers: impl IntoIterator<Item = Answer>) -> (Result<Client, Error>, String) {
    let clock = ManualClock::new();
    let wire = Replay::new().clock(&clock).on("POST /device/code", CODE);
    let wire = answers
        .into_iter()
        .fold(wire, |wire, answer| wire.on("POST /api/token", answer));
    let client = Client::builder(wire.clone())
        .clock(clock)
        .accounts(accounts())
        .account("me")
        .sign_in(way().on_code(|_| {}));
    (client, wire.log())
}

#[test]
fn a7_both_requests() {
    insta::assert_snapshot!(
        "device_request",
        shown(&way().request(&accounts()).unwrap())
    );
    let with_secret = confidential().device_authorization("");
    insta::assert_snapshot!(
        "device_request_with_secret",
        shown(&with_secret.request(&accounts()).unwrap())
    );
    insta::assert_snapshot!(
        "device_question",
        shown(&pending().request(&accounts()).unwrap())
    );
}

#[test]
fn a7_without_an_endpoint_nothing_is_sent() {
    let wire = Replay::new();
    let error = Client::builder(wire.clone())
        .sign_in(way().on_code(|_| {}))
        .unwrap_err();
    assert!(error.to_string().contains("`Accounts::device`"), "{error}");
    assert_eq!(wire.log(), "");
}

#[test]
fn a7_the_code_is_shown_once_and_the_token_follows() {
    let shown = Arc::new(Mutex::new(Vec::new()));
    let clock = ManualClock::new();
    let wire = Replay::new()
        .clock(&clock)
        .on("POST /device/code", CODE)
        .on("POST /api/token", refused("authorization_pending"))
        .on("POST /api/token", refused("slow_down"))
        .on("POST /api/token", refused("authorization_pending"))
        .on("POST /api/token", TOKEN);
    let list = shown.clone();
    let way = way().on_code(move |code| {
        list.lock().unwrap().push((
            code.user_code().to_owned(),
            code.verification_uri().to_owned(),
            code.verification_uri_complete().map(str::to_owned),
        ));
    });
    let client = Client::builder(wire.clone())
        .clock(clock)
        .accounts(accounts())
        .account("me")
        .sign_in(way)
        .unwrap();
    assert_eq!(
        *shown.lock().unwrap(),
        [(
            "WDJB-MJHT".to_owned(),
            "https://accounts.example.com/pair".to_owned(),
            Some("https://accounts.example.com/pair?user_code=WDJB-MJHT".to_owned())
        )]
    );
    // `slow_down` holds for all that follows.
    insta::assert_snapshot!(wire.log(), @r"
    POST /device/code
    wait 5s
    POST /api/token
    wait 5s
    POST /api/token
    wait 10s
    POST /api/token
    wait 10s
    POST /api/token
    ");
    let state = client.session();
    assert_eq!(state.flow, Flow::Device);
    assert_eq!(state.scopes, Some(Scopes::from(Scope::Streaming)));
    assert!(state.authorized && state.authorized_at.is_some());
}

#[test]
fn a7_what_the_person_decides_is_told() {
    let (denied, log) = driven([refused("authorization_pending"), refused("access_denied")]);
    let Err(Error::Auth(AuthError::OAuth(error))) = denied else {
        panic!("{denied:?}");
    };
    assert_eq!(error.code, OAuthErrorCode::AccessDenied);
    assert_eq!(log.matches("POST /api/token").count(), 2);

    let (over, log) = driven([refused("expired_token")]);
    let Err(Error::Auth(AuthError::OAuth(error))) = over else {
        panic!("{over:?}");
    };
    assert_eq!(error.code, OAuthErrorCode::ExpiredToken);
    assert_eq!(log.matches("POST /api/token").count(), 1);

    let (other, _) = driven([refused("invalid_client")]);
    assert!(
        matches!(&other, Err(Error::Auth(AuthError::OAuth(error))) if error.code == OAuthErrorCode::InvalidClient)
    );
}

#[test]
fn a7_nobody_is_asked_after_the_code_is_over() {
    let (result, log) = driven((0..100).map(|_| refused("authorization_pending")));
    assert!(matches!(result, Err(Error::Auth(AuthError::CodeExpired))));
    // Sixty seconds, a question every five, none at the end itself.
    assert_eq!(log.matches("POST /api/token").count(), 11);
    assert_eq!(log.matches("wait 5s").count(), 11);
}

#[test]
fn a7_the_person_is_waited_for_no_longer_than_set() {
    let clock = ManualClock::new();
    let wire = Replay::new()
        .clock(&clock)
        .on("POST /device/code", CODE)
        .always("POST /api/token", refused("authorization_pending"));
    let way = way().patience(17 * SECOND).on_code(|_| {});
    let error = Client::builder(wire.clone())
        .clock(clock)
        .accounts(accounts())
        .account("me")
        .sign_in(way)
        .unwrap_err();
    assert!(
        matches!(error, Error::Auth(AuthError::CodeExpired)),
        "{error}"
    );
    assert_eq!(wire.log().matches("wait 5s").count(), 3);
}

#[test]
fn a7_trouble_on_the_way_costs_time_and_not_the_sign_in() {
    let lost = TransportError::new(TransportErrorKind::Timeout, Sent::Maybe);
    let (result, log) = driven([
        refused("authorization_pending"),
        lost.into(),
        refused("authorization_pending"),
        Answer::from((503, "<html>")),
        TOKEN.into(),
    ]);
    result.unwrap();
    insta::assert_snapshot!(log, @r"
    POST /device/code
    wait 5s
    POST /api/token
    wait 5s
    POST /api/token
    wait 10s
    POST /api/token
    wait 10s
    POST /api/token
    wait 20s
    POST /api/token
    ");
    let limited = Answer::from((429, "")).header("retry-after", "17");
    let (result, log) = driven([limited, TOKEN.into()]);
    result.unwrap();
    assert!(log.contains("wait 17s"), "{log}");

    // What will not change by itself ends it.
    let tls = TransportError::new(TransportErrorKind::Tls, Sent::No);
    let (result, log) = driven([tls.into()]);
    assert!(matches!(result, Err(Error::Transport(_))));
    assert_eq!(log.matches("POST /api/token").count(), 1);
    let (result, _) = driven([Answer::from((200, "<html>"))]);
    assert!(matches!(
        result,
        Err(Error::Auth(AuthError::Unexpected { .. }))
    ));
}

#[test]
fn a7_by_hand_the_states_say_what_comes_next() {
    let mut clock = now();
    let first = pending();
    assert_eq!(first.interval(), 5 * SECOND);
    assert_eq!(first.delay(clock), Ok(5 * SECOND));
    assert_eq!(first.expires_at(), clock.wall.saturating_add(60 * SECOND));
    clock.mono += 2 * SECOND;
    assert_eq!(first.delay(clock), Ok(3 * SECOND));
    clock.mono += 8 * SECOND;
    assert_eq!(first.delay(clock), Ok(Duration::ZERO));
    let slow = reply(400, r#"{"error":"slow_down"}"#);
    let DevicePoll::Pending(second) = first.reply(Ok(slow), clock).unwrap() else {
        panic!("signed in");
    };
    assert_eq!(second.delay(clock), Ok(10 * SECOND));
    clock.mono += 45 * SECOND;
    assert_eq!(second.delay(clock), Ok(Duration::ZERO));
    clock.mono += 5 * SECOND;
    assert_eq!(second.delay(clock), Err(AuthError::CodeExpired));
}

#[test]
fn a7_answers_drift_and_what_is_no_code_is_told() {
    let read = |text: &str| way().reply(reply(200, text), now());
    let least = read(
        r#"{"device_code":"d","user_code":"U","verification_url":"http://127.0.0.1:4000/pair"}"#,
    )
    .unwrap();
    assert_eq!(least.interval(), 5 * SECOND, "RFC 8628, section 3.2");
    assert_eq!(least.verification_uri_complete(), None);
    let hasty = CODE.replace("\"interval\": 5", "\"interval\": \"0\"");
    assert_eq!(read(&hasty).unwrap().interval(), SECOND);
    let lazy = CODE.replace("\"interval\": 5", "\"interval\": 1e9");
    assert_eq!(read(&lazy).unwrap().interval(), 300 * SECOND);
    let endless = CODE.replace("\"expires_in\": 60", "\"expires_in\": 1e12");
    let end = read(&endless).unwrap().expires_at();
    assert_eq!(end, now().wall.saturating_add(1800 * SECOND));
    let odd = CODE.replace(
        "https://accounts.example.com/pair?",
        "javascript:alert(1)//",
    );
    assert_eq!(read(&odd).unwrap().verification_uri_complete(), None);

    let mut texts = String::new();
    for (status, text) in [
        (200, "{}".to_owned()),
        (200, CODE.replace("canary-device", "")),
        (200, CODE.replace("WDJB-MJHT", "\\u001b[2J")),
        (
            200,
            CODE.replace(
                "https://accounts.example.com/pair\"",
                "javascript:alert(1)\"",
            ),
        ),
        (
            200,
            CODE.replace(
                "https://accounts.example.com/pair\"",
                "http://example.com/\"",
            ),
        ),
        (
            200,
            CODE.replace(
                "https://accounts.example.com/pair\"",
                "https://a@evil.example/\"",
            ),
        ),
        (200, "<html>canary".to_owned()),
        (302, String::new()),
        (500, "{}".to_owned()),
        (
            400,
            r#"{"error":"invalid_scope","error_description":"client-secret"}"#.to_owned(),
        ),
    ] {
        let way = confidential().device_authorization("");
        let error = way.reply(reply(status, &text), now()).unwrap_err();
        texts.push_str(&format!("{error}\n"));
    }
    assert!(!texts.contains("canary") && !texts.contains("client-secret"));
    insta::assert_snapshot!(texts);
}

#[test]
fn a7_the_next_token_is_had_like_that_of_pkce() {
    let signed_in = match pending().reply(Ok(reply(200, TOKEN)), now()).unwrap() {
        DevicePoll::SignedIn(signed_in) => signed_in,
        DevicePoll::Pending(pending) => panic!("{pending:?}"),
    };
    let grant = Refresh::device(public());
    assert_eq!(signed_in.grant.flow(), Flow::Device);
    assert_eq!(grant.flow(), Flow::Device);
    let request =
        |grant: &dyn Grant, token: &Token| shown(&grant.request(&accounts(), Some(token)).unwrap());
    assert_eq!(
        request(&*signed_in.grant, &signed_in.token),
        request(&Refresh::pkce(public()), &signed_in.token)
    );
}

#[test]
fn a16_a_redirect_uri_is_not_used_and_said_to_be_so() {
    assert_eq!(way().ignored(), []);
    let ignored = public().device_authorization("").ignored();
    assert!(matches!(
        &*ignored,
        [Ignored::RedirectUri {
            flow: Flow::Device,
            ..
        }]
    ));
}

#[test]
fn t1_no_code_of_a_device_is_shown() {
    let pending = pending();
    let way = way().on_code(|_| {});
    let text = format!("{pending:?} {way:?} {:?}", pending.token_request());
    assert!(!text.contains("canary") && !text.contains("WDJB"), "{text}");
    let quoted = r#"{"error":"invalid_grant","error_description":"no canary-device"}"#;
    let error = pending.reply(Ok(reply(400, quoted)), now()).unwrap_err();
    assert!(!format!("{error:#?} {error}").contains("canary"));
    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
}
