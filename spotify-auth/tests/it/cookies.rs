//! A12: sign-in by the cookies of a browser.

use spotify_auth::{CookieSignIn, Cookies, Refresh, State};
use spotify_core::{
    Accounts, AuthError, Error, Flow, Grant as _, Scope, SignIn,
    blocking::Client,
    testing::{Answer, ManualClock, Replay},
};

use crate::{confidential, entropy, now, public};

const STATE: &str = "a-state-of-the-tests-own-that-is-known";
const TOKEN: &str = r#"{"access_token":"BQ","token_type":"Bearer","refresh_token":"AQ"}"#;

fn sign_in() -> CookieSignIn {
    let cookies = Cookies::new("canary-t", "canary-dc", "canary-key").unwrap();
    public()
        .authorization_code_pkce(Scope::UserTopRead)
        .unwrap()
        .show_dialog(true)
        .state(State::new(STATE).unwrap())
        .begin(entropy(), &Accounts::default())
        .cookies(cookies)
}

fn to(location: &'static str) -> Answer {
    Answer::from((302, "")).header("location", location)
}

const BACK: &str =
    "http://127.0.0.1:8888/callback?code=canary-code&state=a-state-of-the-tests-own-that-is-known";

/// What comes of it where the pages answer like this, with all that was asked for.
fn driven(
    pages: impl IntoIterator<Item = (&'static str, Answer)>,
) -> (Result<Client, Error>, Replay) {
    let clock = ManualClock::new();
    let wire = Replay::new().on("POST /api/token", TOKEN);
    let wire = pages
        .into_iter()
        .fold(wire, |wire, (path, answer)| wire.on(path, answer));
    let client = Client::builder(wire.clone()).clock(clock).account("me");
    (client.sign_in(sign_in()), wire)
}

/// The cookies of each request.
fn cookies(wire: &Replay) -> Vec<String> {
    wire.requests()
        .iter()
        .map(|request| {
            let cookie = request.headers().get("cookie");
            assert!(cookie.is_none_or(http::HeaderValue::is_sensitive), "T3");
            let text = cookie.map_or("", |value| value.to_str().unwrap());
            format!("{} {text}", request.uri().path())
        })
        .collect()
}

#[test]
fn a12_cookies_take_the_browsers_place() {
    let (client, wire) = driven([("GET /authorize", to(BACK))]);
    let client = client.unwrap();
    assert_eq!(client.session().flow, Flow::Cookie);
    assert!(client.session().authorized);
    let requests = wire.requests();
    let first = requests[0].uri().to_string();
    assert!(!first.contains("show_dialog"), "nobody could answer it");
    assert!(first.contains("code_challenge="));
    assert_eq!(
        cookies(&wire),
        [
            "/authorize sp_t=canary-t; sp_dc=canary-dc; sp_key=canary-key",
            "/api/token "
        ]
    );
    let body = String::from_utf8(requests[1].body().to_vec()).unwrap();
    assert!(body.contains("code=canary-code") && body.contains("code_verifier="));
    assert_eq!(Refresh::cookie(confidential()).flow(), Flow::Cookie);
}

#[test]
fn a12_redirects_are_followed_with_what_is_set_on_the_way() {
    let (client, wire) = driven([
        (
            "GET /authorize",
            to("/step/one?x=1#top").header("set-cookie", "csrf=1; Path=/"),
        ),
        (
            "GET /step/one",
            to("https://accounts.spotify.com:443/step/two").header("set-cookie", "sp_t=new"),
        ),
        ("GET /step/two", to("three")),
        ("GET /step/three", to(BACK)),
    ]);
    client.unwrap();
    insta::assert_snapshot!(cookies(&wire).join("\n"), @r"
    /authorize sp_t=canary-t; sp_dc=canary-dc; sp_key=canary-key
    /step/one sp_t=canary-t; sp_dc=canary-dc; sp_key=canary-key; csrf=1
    /step/two sp_dc=canary-dc; sp_key=canary-key; csrf=1; sp_t=new
    /step/three sp_dc=canary-dc; sp_key=canary-key; csrf=1; sp_t=new
    /api/token 
    ");
}

#[test]
fn a12_cookies_never_leave_for_another_server() {
    for location in [
        "https://evil.example/authorize",
        "//evil.example/authorize",
        "http://accounts.spotify.com/authorize",
        "https://accounts.spotify.com:8443/authorize",
        "https://accounts.spotify.com@evil.example/",
        "https://user@accounts.spotify.com/",
        "https://accounts.spotify.com.evil.example/",
        "https://www.spotify.com/",
        "http://127.0.0.1:8888/other?code=1",
        "http://127.0.0.1:9999/callback?code=1",
        "javascript:alert(1)",
    ] {
        let (result, wire) = driven([("GET /authorize", to(location))]);
        let error = result.unwrap_err();
        assert!(
            matches!(error, Error::Auth(AuthError::SignIn(_))),
            "{location}: {error}"
        );
        assert_eq!(wire.requests().len(), 1, "{location}");
        assert!(!format!("{error:#?} {error}").contains("evil"));
    }
}

#[test]
fn a12_a_page_that_asks_for_a_person_is_told_apart() {
    let (result, _) = driven([("GET /authorize", Answer::from((200, "<html>Agree?")))]);
    let error = result.unwrap_err();
    assert!(
        matches!(error, Error::Auth(AuthError::ConsentRequired)),
        "{error}"
    );
    let (result, _) = driven([
        ("GET /authorize", to("/en/login?continue=x")),
        ("GET /en/login", Answer::from((200, "<html>Who are you?"))),
    ]);
    let error = result.unwrap_err();
    assert!(
        matches!(error, Error::Auth(AuthError::LoginRequired)),
        "{error}"
    );
    insta::assert_snapshot!(format!(
        "{:#}\n{error:#}",
        Error::from(AuthError::ConsentRequired)
    ));
}

#[test]
fn a12_what_else_a_page_can_answer() {
    let many = (0..30).map(|_| ("GET /authorize", to("/authorize")));
    let (result, wire) = driven(many);
    let error = result.unwrap_err();
    assert!(error.to_string().contains("on and on"), "{error}");
    assert_eq!(wire.requests().len(), 10);

    let mut texts = String::new();
    for answer in [
        Answer::from((302, "")),
        to("https://[::1/"),
        Answer::from((400, "INVALID_CLIENT: Invalid redirect URI")),
        Answer::from((204, "")),
        Answer::from((503, "")),
        Answer::from((429, "")).header("retry-after", "3"),
    ] {
        let (result, wire) = driven([("GET /authorize", answer)]);
        let error = result.unwrap_err();
        assert_eq!(wire.requests().len(), 1, "{error}");
        texts.push_str(&format!("{error}\n"));
    }
    assert!(!texts.contains("canary"));
    insta::assert_snapshot!(texts);
}

#[test]
fn a1_what_comes_back_is_believed_with_the_right_state_only() {
    for (answer, word) in [
        (
            "http://127.0.0.1:8888/callback?error=access_denied&state=a-state-of-the-tests-own-that-is-known",
            "did not consent",
        ),
        (
            "http://127.0.0.1:8888/callback?code=canary-code&state=canary-other",
            "state of the answer",
        ),
        (
            "http://127.0.0.1:8888/callback?code=canary-code",
            "state of the answer",
        ),
    ] {
        let (result, wire) = driven([("GET /authorize", to(answer))]);
        let text = result.unwrap_err().to_string();
        assert!(text.contains(word) && !text.contains("canary"), "{text}");
        assert_eq!(wire.requests().len(), 1, "no code is exchanged");
    }
}

#[test]
fn t1_no_step_shows_a_cookie() {
    let sign_in = sign_in();
    let mut text = format!("{sign_in:?}");
    let step = sign_in.start(&Accounts::default(), now());
    text.push_str(&format!("{step:?} {step:#?}"));
    let (client, wire) = driven([("GET /authorize", to(BACK))]);
    for request in wire.requests() {
        text.push_str(&format!("{:?}", request.headers()));
    }
    text.push_str(&format!("{:?}", client.unwrap()));
    assert!(!text.contains("canary") && !text.contains(STATE), "{text}");
}
