//! The accounts service: consent pages and grants.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::json;
use sha2::{Digest, Sha256};
use spotify_tests::mock::{Consent, MockSpotify};
use url::Url;

use crate::wire::{Reply, Request, User, connect, keys};

const REDIRECT: &str = "http://127.0.0.1:8888/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

pub(crate) fn token(mock: &MockSpotify, secret: bool, pairs: &[(&str, &str)]) -> Reply {
    let request = Request::new("POST", "/api/token");
    let request = match secret {
        true => request.header(
            "Authorization",
            &basic(mock.client_id(), mock.client_secret()),
        ),
        false => request,
    };
    connect(&mock.accounts_base())
        .send(&request.form(pairs))
        .unwrap()
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{id}:{secret}")))
}

fn authorize(mock: &MockSpotify, pairs: &[(&str, &str)]) -> Reply {
    let url =
        Url::parse_with_params(&format!("{}/authorize", mock.accounts_base()), pairs).unwrap();
    let target = format!("{}?{}", url.path(), url.query().unwrap());
    connect(&mock.accounts_base())
        .send(&Request::new("GET", &target))
        .unwrap()
}

fn asking(mock: &MockSpotify) -> Vec<(&str, &str)> {
    let id = mock.client_id();
    vec![
        ("client_id", id),
        ("response_type", "code"),
        ("redirect_uri", REDIRECT),
        ("scope", "user-top-read playlist-read-private"),
        ("state", "s t&te"),
    ]
}

/// The parameters a redirect goes back with.
fn callback(reply: &Reply) -> Vec<(String, String)> {
    assert_eq!(reply.status, 302, "{}", reply.text());
    let url = Url::parse(reply.header("location").unwrap()).unwrap();
    assert!(url.as_str().starts_with(REDIRECT));
    url.query_pairs().into_owned().collect()
}

fn code(mock: &MockSpotify, pairs: &[(&str, &str)]) -> String {
    let pairs = callback(&authorize(mock, pairs));
    let [(name, code), (state, value)] = &pairs[..] else {
        panic!("{pairs:?}")
    };
    assert_eq!(
        (name.as_str(), state.as_str(), value.as_str()),
        ("code", "state", "s t&te")
    );
    code.clone()
}

fn challenge() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

#[test]
fn client_credentials_need_the_secret() {
    let mock = MockSpotify::start().unwrap();
    let grant = [("grant_type", "client_credentials")];
    let reply = token(&mock, true, &grant);
    let body = reply.json();
    assert_eq!(reply.status, 200);
    assert_eq!(keys(&body), "access_token expires_in token_type");
    assert_eq!(
        (&body["expires_in"], &body["token_type"]),
        (&json!(3600), &json!("Bearer"))
    );
    let user = User {
        mock: &mock,
        token: body["access_token"].as_str().unwrap().to_owned(),
    };
    assert_eq!(
        user.get(&format!("/albums/{}", mock.world().album()))
            .status,
        200
    );
    let refused = user.get("/me");
    assert_eq!(
        (refused.status, refused.message().as_str()),
        (401, "Valid user authentication required")
    );

    let wrong = Request::new("POST", "/api/token").form(&grant);
    let wrong = |header: &str| {
        connect(&mock.accounts_base())
            .send(&wrong.clone().header("Authorization", header))
            .unwrap()
    };
    let invalid = json!({"error": "invalid_client", "error_description": "Invalid client"});
    let other = wrong(&basic("nobody", "x"));
    assert_eq!((other.status, other.json()), (400, invalid.clone()));
    let wrong_secret = wrong(&basic(mock.client_id(), "x"));
    assert_eq!(
        wrong_secret.json()["error_description"],
        "Invalid client secret"
    );
    assert_eq!(wrong("Basic ???").json(), invalid);
    assert_eq!(
        token(&mock, false, &grant).json(),
        json!({"error": "invalid_client"})
    );
    let public = token(&mock, false, &[grant[0], ("client_id", mock.client_id())]);
    assert_eq!(public.json(), invalid);
    assert_eq!((mock.exchanges(), mock.refused_exchanges()), (1, 5));
}

#[test]
fn a_code_with_a_challenge_needs_its_verifier_and_works_once() {
    let mock = MockSpotify::start().unwrap();
    let challenge = challenge();
    let mut pairs = asking(&mock);
    pairs.extend([
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ]);
    let exchange = |code: &str, redirect: &str, verifier: &str| {
        token(
            &mock,
            false,
            &[
                ("grant_type", "authorization_code"),
                ("client_id", mock.client_id()),
                ("code", code),
                ("redirect_uri", redirect),
                ("code_verifier", verifier),
            ],
        )
    };
    let good = code(&mock, &pairs);
    let reply = exchange(&good, REDIRECT, VERIFIER);
    let body = reply.json();
    assert_eq!(reply.status, 200, "{body}");
    assert_eq!(body["scope"], "user-top-read playlist-read-private");
    let user = User {
        mock: &mock,
        token: body["access_token"].as_str().unwrap().to_owned(),
    };
    assert_eq!(user.get("/me/top/artists").status, 200);
    assert_eq!(
        user.get("/me/tracks").message(),
        "Insufficient client scope"
    );

    let description = |reply: Reply| {
        assert_eq!(reply.status, 400);
        format!(
            "{}: {}",
            reply.json()["error"].as_str().unwrap(),
            reply.json()["error_description"]
        )
    };
    assert_eq!(
        description(exchange(&good, REDIRECT, VERIFIER)),
        r#"invalid_grant: "Invalid authorization code""#
    );
    let other = VERIFIER.replace('d', "e");
    assert_eq!(
        description(exchange(&code(&mock, &pairs), REDIRECT, &other)),
        r#"invalid_grant: "code_verifier was incorrect""#
    );
    assert_eq!(
        description(exchange(&code(&mock, &pairs), REDIRECT, "")),
        r#"invalid_request: "code_verifier required""#
    );
    let slash = format!("{REDIRECT}/");
    assert_eq!(
        description(exchange(&code(&mock, &pairs), &slash, VERIFIER)),
        r#"invalid_grant: "Invalid redirect URI""#
    );
    let late = code(&mock, &pairs);
    mock.advance(Duration::from_secs(601));
    assert_eq!(
        description(exchange(&late, REDIRECT, VERIFIER)),
        r#"invalid_grant: "Invalid authorization code""#
    );
}

#[test]
fn a_code_without_a_challenge_needs_the_secret() {
    let mock = MockSpotify::start().unwrap();
    let exchange = |secret| {
        let code = code(&mock, &asking(&mock));
        let id = ("client_id", mock.client_id());
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", REDIRECT),
            id,
        ];
        token(&mock, secret, &pairs)
    };
    assert_eq!(exchange(false).json()["error"], "invalid_client");
    let body = exchange(true).json();
    let refresh = body["refresh_token"].as_str().unwrap();
    // What was given for the secret is renewed with the secret only.
    let renewal = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh),
        ("client_id", mock.client_id()),
    ];
    assert_eq!(
        token(&mock, false, &renewal).json()["error"],
        "invalid_client"
    );
    assert_eq!(token(&mock, true, &renewal).status, 200);
}

#[test]
fn the_consent_page_tells_the_app_or_the_user() {
    let mock = MockSpotify::builder()
        .redirect_uri("https://app.example/cb?x=1")
        .start()
        .unwrap();
    let with = |name: &'static str, value: &'static str| {
        let mut pairs: Vec<(&str, &str)> = asking(&mock);
        pairs.retain(|(key, _)| *key != name);
        pairs.push((name, value));
        authorize(&mock, &pairs)
    };
    let error = |reply: &Reply| callback(reply)[0].clone();
    let told = |text: &str| ("error".to_owned(), text.to_owned());
    assert_eq!(
        error(&with("response_type", "token")),
        told("unsupported_response_type")
    );
    assert_eq!(error(&with("scope", "everything")), told("invalid_scope"));
    assert_eq!(
        error(&with("code_challenge", "plain")),
        told("invalid_request")
    );
    assert_eq!(
        error(&with("code_challenge_method", "S256")),
        told("invalid_request")
    );
    for uri in [
        "http://localhost:8888/callback",
        "http://192.168.0.1/",
        "https://elsewhere.example/",
        "http://127.0.0.1:8888/#fragment",
        "http://user@127.0.0.1/",
        "https://app.example/cb",
    ] {
        let reply = with("redirect_uri", uri);
        assert_eq!(
            (reply.status, reply.text()),
            (400, "INVALID_CLIENT: Invalid redirect URI"),
            "{uri}"
        );
    }
    assert_eq!(
        with("client_id", "x").text(),
        "INVALID_CLIENT: Invalid client"
    );
    let registered = with("redirect_uri", "https://app.example/cb?x=1");
    assert!(
        registered
            .header("location")
            .unwrap()
            .starts_with("https://app.example/cb?x=1&code=")
    );
    assert_eq!(with("redirect_uri", "http://[::1]:1/x").status, 302);
}

#[test]
fn users_may_refuse_or_decide() {
    let mock = MockSpotify::builder()
        .consent(Consent::Deny)
        .start()
        .unwrap();
    let pairs = callback(&authorize(&mock, &asking(&mock)));
    let expected = [("error", "access_denied"), ("state", "s t&te")];
    assert_eq!(
        pairs,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );

    let mock = MockSpotify::builder()
        .consent(Consent::Interactive)
        .start()
        .unwrap();
    let page = authorize(&mock, &asking(&mock));
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, Some("text/html; charset=utf-8"))
    );
    assert_eq!(callback(&click(&mock, &page, "grant"))[0].0, "code");
    assert_eq!(callback(&click(&mock, &page, "deny"))[0].1, "access_denied");
}

/// Follows a link of the consent page.
fn click(mock: &MockSpotify, page: &Reply, id: &str) -> Reply {
    let (_, rest) = page
        .text()
        .split_once(&format!("id=\"{id}\" href=\""))
        .unwrap();
    let target = rest.split('"').next().unwrap().replace("&amp;", "&");
    connect(&mock.accounts_base())
        .send(&Request::new("GET", &target))
        .unwrap()
}

#[test]
fn the_consent_page_offers_another_user() {
    let mock = MockSpotify::builder()
        .consent(Consent::Interactive)
        .start()
        .unwrap();
    let first = authorize(&mock, &asking(&mock));
    let second = click(&mock, &first, "switch");
    let back = click(&mock, &second, "switch");
    assert_eq!(first.body, back.body);

    let me = |page: &Reply| {
        let code = callback(&click(&mock, page, "grant")).remove(0).1;
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", REDIRECT),
        ];
        let granted = token(&mock, true, &pairs).json();
        let refresh = granted["refresh_token"].as_str().unwrap();
        let pairs = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        let renewed = token(&mock, true, &pairs).json();
        [granted, renewed].map(|granted| {
            let token = granted["access_token"].as_str().unwrap();
            let get = |path| {
                let request = Request::new("GET", path).bearer(token);
                connect(&mock.api_base()).send(&request).unwrap().json()
            };
            let (me, playlists) = (get("/v1/me"), get("/v1/me/playlists"));
            let owner = &playlists["items"][0]["owner"]["id"];
            (me["id"].clone(), me["account_id"].clone(), owner.clone())
        })
    };
    let [demo, other] = [me(&first), me(&second)];
    assert_eq!((&demo[0], &other[0]), (&demo[1], &other[1]));
    assert_eq!(
        (&demo[0].0, &demo[0].2),
        (&json!("demo-listener"), &json!("demo-listener"))
    );
    assert_eq!(
        (&other[0].0, &other[0].2),
        (&json!("neighbour"), &json!("neighbour"))
    );
    assert_ne!(demo[0].1, other[0].1);
}

#[test]
fn the_consent_page_runs_nothing_and_quotes_nothing_unescaped() {
    let mock = MockSpotify::builder()
        .consent(Consent::Interactive)
        .start()
        .unwrap();
    let mut pairs = asking(&mock);
    let hostile = "\"><script>alert('1')</script>";
    let redirect = format!("{REDIRECT}?a={hostile}");
    pairs.retain(|(name, _)| *name != "redirect_uri");
    pairs.extend([
        ("redirect_uri", &*redirect),
        (hostile, hostile),
        ("user", hostile),
        ("decision", hostile),
    ]);
    let page = authorize(&mock, &pairs);
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("<script") && !page.text().contains("\"><\""));
    assert!(page.text().contains("&lt;script&gt;"));
    assert!(page.text().contains("Demo App") && page.text().contains("<li>user-top-read</li>"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
}

#[test]
fn grants_that_are_no_grants_are_told_so() {
    let mock = MockSpotify::start().unwrap();
    let error = |pairs: &[(&str, &str)]| token(&mock, true, pairs).json();
    let missing = json!({"error": "unsupported_grant_type", "error_description": "grant_type parameter is missing"});
    assert_eq!(error(&[]), missing);
    assert_eq!(
        error(&[("grant_type", "password")])["error"],
        "unsupported_grant_type"
    );
    assert_eq!(
        error(&[("grant_type", "refresh_token")])["error"],
        "invalid_request"
    );
    assert_eq!(
        error(&[("grant_type", "authorization_code")])["error"],
        "invalid_request"
    );
    let json = Request::new("POST", "/api/token")
        .header(
            "Authorization",
            &basic(mock.client_id(), mock.client_secret()),
        )
        .json(&json!({"grant_type": "client_credentials"}));
    assert_eq!(
        connect(&mock.accounts_base()).send(&json).unwrap().json(),
        missing
    );
    let other = |method, path| {
        connect(&mock.accounts_base())
            .send(&Request::new(method, path))
            .unwrap()
            .status
    };
    assert_eq!(
        (other("GET", "/api/token"), other("GET", "/login")),
        (405, 404)
    );
}
