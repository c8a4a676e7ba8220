//! The settings of a client, and what they do on the wire; the same for both kinds.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/endpoints.rs"]
mod endpoints;

use std::time::Duration;

use accounts::{REFRESH, Rotation, Service};
use block_on::block_on;
use endpoints::{Add, Read, Write};
use http::StatusCode;
use spotify_core::{
    API_BASE_URL, AUTHORIZE_URL, AccessToken, Accounts, AuthError, BuildError, Client, Clock,
    Error, Flow, MemoryStore, Now, Policy, SignIn, SignInStep, SignedIn, TOKEN_URL, Token,
    TokenStore, blocking,
    store::CredentialKey,
    testing::{Answer, ManualClock, Replay},
};

#[test]
fn h10_h11_h21_the_settings_reach_the_wire() {
    let wire = Replay::new()
        .always("GET /v2/thing", "{}")
        .always("POST /api/token", "a-1|");
    let client = blocking::Client::builder(wire.clone())
        .grant(REFRESH)
        .token(
            Token::new("old")
                .refresh("refresh-0")
                .expires_at(spotify_core::Timestamp::EPOCH),
        )
        .api_base("http://127.0.0.1:4000/v2")
        .accounts_base("http://127.0.0.1:5000")
        .user_agent("my-app/1.0 (me@example.com)")
        .accept_language("es-MX, es;q=0.8")
        .build()
        .unwrap();
    client.send(Read).unwrap();
    let requests = wire.requests();
    let uris: Vec<_> = requests
        .iter()
        .map(|request| request.uri().to_string())
        .collect();
    assert_eq!(
        uris,
        [
            "http://127.0.0.1:5000/api/token",
            "http://127.0.0.1:4000/v2/thing"
        ]
    );
    for request in &requests {
        assert_eq!(
            request.headers()["user-agent"],
            "my-app/1.0 (me@example.com)"
        );
        assert_eq!(request.headers()["accept-language"], "es-MX, es;q=0.8");
    }
    assert_eq!(requests[1].headers()["authorization"], "Bearer a-1");
    assert!(requests[1].headers()["authorization"].is_sensitive());
    assert!(!requests[0].headers().contains_key("authorization"));
}

#[test]
fn h21_the_places_are_readable_and_default_to_spotify() {
    assert_eq!(Accounts::default().token.as_str(), TOKEN_URL);
    assert_eq!(Accounts::default().authorize.as_str(), AUTHORIZE_URL);
    let wire = Replay::new().always("GET /v1/thing", "{}");
    let client = blocking::Client::builder(wire.clone())
        .token("t")
        .build()
        .unwrap();
    client.send(Read).unwrap();
    assert_eq!(
        wire.requests()[0].uri().to_string(),
        format!("{API_BASE_URL}/thing")
    );
    let agent = wire.requests()[0].headers()["user-agent"].clone();
    assert!(
        agent.to_str().unwrap().starts_with("spotify-core/"),
        "{agent:?}"
    );
}

#[test]
fn q7_settings_that_cannot_be_are_refused_before_anything_is_sent() {
    let builder = || blocking::Client::builder(Replay::new());
    let with_token = || builder().token("t");
    let mut texts = String::new();
    for refused in [
        with_token().user_agent("two\r\nlines").build(),
        with_token().user_agent("").build(),
        with_token().accept_language("de\0").build(),
        with_token().api_base("http://api.spotify.com/v1").build(),
        with_token().accounts_base("not a URL").build(),
        builder().token("a\nb").build(),
        builder().token("").build(),
        with_token().anonymous().build(),
        builder().build(),
        // The first problem is the one that is told.
        with_token().user_agent("\n").api_base("ftp://h").build(),
    ] {
        texts.push_str(&format!("{}\n", refused.unwrap_err()));
    }
    insta::assert_snapshot!(texts, @"
    setting user_agent: it must be visible text without line breaks or control characters
    setting user_agent: it must be visible text without line breaks or control characters
    setting accept_language: it must be visible text without line breaks or control characters
    base URL \"http://api.spotify.com/v1\": http is allowed on a loopback address only (127.0.0.1 or [::1]); use https
    base URL \"not a URL\": not an absolute URL; expected the form https://api.spotify.com/v1
    setting token: the access token cannot be used: it has characters that no header can carry
    setting token: the access token cannot be used: it is empty
    setting anonymous: an anonymous client sends no token; leave one of the two out
    no credentials: give the client a grant, a token or a sign-in, or say that it is anonymous
    setting user_agent: it must be visible text without line breaks or control characters
    ");
}

#[test]
fn a8_an_anonymous_client_sends_no_authorization() {
    let wire = Replay::new().always("GET /v1/thing", "{}");
    block_on(
        Client::builder(wire.clone())
            .anonymous()
            .build()
            .unwrap()
            .send(Read),
    )
    .unwrap();
    assert!(!wire.requests()[0].headers().contains_key("authorization"));
}

#[test]
fn a9_the_end_of_a_bare_token_is_what_spotify_says() {
    let refusal = (
        401,
        r#"{"error":{"status":401,"message":"The access token expired"}}"#,
    );
    let wire = Replay::new().always("GET /v1/thing", refusal);
    let client = Client::builder(wire.clone()).token("t").build().unwrap();
    let error = block_on(client.send(Read)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Read: Spotify answered 401: The access token expired"
    );
    assert_eq!(
        wire.log().lines().count(),
        1,
        "no second attempt with the same token"
    );
    assert_eq!(client.session().flow, Flow::BearerToken);
}

#[test]
fn a10_a_token_that_was_had_elsewhere_is_used_and_renewed() {
    let clock = ManualClock::new();
    let wire = Replay::new()
        .always("GET /v1/thing", "{}")
        .on("POST /api/token", "a-1|");
    let hour = Duration::from_secs(3600);
    let token = Token::new("given")
        .refresh("refresh-0")
        .expires_in(hour, clock.now());
    let client = blocking::Client::builder(wire.clone())
        .grant(REFRESH)
        .token(token)
        .clock(clock.clone())
        .build()
        .unwrap();
    client.send(Read).unwrap();
    clock.advance(hour);
    client.send(Read).unwrap();
    let sent: Vec<_> = wire
        .requests()
        .iter()
        .map(|r| r.headers().get("authorization").cloned())
        .collect();
    assert_eq!(
        sent,
        [
            Some("Bearer given".parse().unwrap()),
            None,
            Some("Bearer a-1".parse().unwrap())
        ]
    );
}

#[test]
fn e4_a_token_is_renewed_before_its_end() {
    for (margin, left, renewed) in [
        (60, 61, false),
        (60, 60, true),
        (0, 1, false),
        (600, 601, false),
    ] {
        let clock = ManualClock::new();
        let wire = Replay::new()
            .always("GET /v1/thing", "{}")
            .always("POST /api/token", "a-1|");
        let hour = Duration::from_secs(3600);
        let token = Token::new("t")
            .refresh("refresh-0")
            .expires_in(hour, clock.now());
        let client = blocking::Client::builder(wire.clone())
            .grant(REFRESH)
            .token(token)
            .renew_before(Duration::from_secs(margin))
            .clock(clock.clone())
            .build()
            .unwrap();
        clock.advance(hour - Duration::from_secs(left));
        client.send(Read).unwrap();
        assert_eq!(
            wire.log().contains("POST"),
            renewed,
            "margin {margin}, {left} s left"
        );
    }
}

#[test]
fn i7_i8_statuses_and_attempts_are_settings() {
    let sent = |policy: Policy, status: u16| {
        let clock = ManualClock::new();
        let wire = Replay::new()
            .clock(&clock)
            .always("GET /v1/thing", (status, ""));
        let client = blocking::Client::builder(wire.clone())
            .token("t")
            .policy(policy)
            .clock(clock);
        let error = client.build().unwrap().send(Read).unwrap_err();
        assert_eq!(
            error.status().unwrap().as_u16(),
            status,
            "the real status stays: I9"
        );
        wire.log()
            .lines()
            .filter(|line| line.starts_with("GET"))
            .count()
    };
    assert_eq!(sent(Policy::new(), 503), 3);
    assert_eq!(sent(Policy::new(), 501), 1);
    assert_eq!(sent(Policy::new().attempts(5), 503), 5);
    assert_eq!(sent(Policy::new().attempts(0), 503), 1);
    assert_eq!(
        sent(Policy::new().statuses([StatusCode::NOT_IMPLEMENTED]), 501),
        3
    );
    assert_eq!(sent(Policy::new().statuses([]), 503), 1);
}

#[test]
fn i2_a_wait_that_a_503_asks_for_is_kept() {
    let clock = ManualClock::new();
    let busy = Answer::from((503, "")).header("retry-after", "7");
    let wire = Replay::new()
        .clock(&clock)
        .on("PUT /v1/thing", busy)
        .on("PUT /v1/thing", "{}");
    let client = blocking::Client::builder(wire.clone())
        .token("t")
        .clock(clock.clone());
    client.build().unwrap().send(Write).unwrap();
    assert!(clock.now().mono >= Duration::from_secs(7));
}

/// A grant whose requests go to somebody else.
struct Astray {
    flow: Flow,
}

impl spotify_core::Grant for Astray {
    fn flow(&self) -> Flow {
        self.flow
    }

    fn client_id(&self) -> &str {
        "app"
    }

    fn repeat(&self) -> spotify_core::Repeat {
        spotify_core::Repeat::Safe
    }

    fn request(
        &self,
        _: &Accounts,
        _: Option<&Token>,
    ) -> Result<http::Request<bytes::Bytes>, AuthError> {
        let request = http::Request::post("https://evil.example/api/token");
        Ok(request.body(bytes::Bytes::new()).unwrap())
    }

    fn accept(
        &self,
        _: Option<&Token>,
        _: http::Response<bytes::Bytes>,
        _: Now,
    ) -> Result<Token, AuthError> {
        panic!("nothing may be asked")
    }
}

#[test]
fn an_apps_own_token_is_not_sent_where_a_users_is_needed() {
    let grant = Astray {
        flow: Flow::ClientCredentials,
    };
    let client = blocking::Client::builder(Replay::new())
        .grant(grant)
        .build()
        .unwrap();
    let error = client.send(Add).unwrap_err();
    assert!(matches!(
        error,
        Error::Build(BuildError::UserTokenNeeded { endpoint: "Add" })
    ));
}

/// A sign-in whose exchange is a refresh at the made-up service.
struct Exchange;

impl SignIn for Exchange {
    fn start(self, accounts: &Accounts, _: Now) -> SignInStep {
        let request = http::Request::post(accounts.token.as_str());
        let request = request.body("refresh-0".into()).unwrap();
        SignInStep::exchange(Ok(request), |reply, now| {
            use spotify_core::Grant as _;
            let token = REFRESH.accept(None, reply, now)?;
            Ok(SignInStep::done(SignedIn::new(token, REFRESH)))
        })
    }
}

#[test]
fn a_sign_in_stores_its_token_before_the_client_is_there() {
    let clock = ManualClock::new();
    let store = MemoryStore::with_clock(clock.clone());
    let key = CredentialKey::new(Flow::Pkce, "app");
    // Somebody else's older login is replaced: what is given now wins.
    let old = Token::new("old").refresh("dead");
    block_on(TokenStore::commit(&store, &key, None, Some(&old))).unwrap();
    let service = Service::new(Rotation::Strict);
    let client = blocking::Client::builder(service.clone())
        .store(store.clone())
        .clock(clock.clone())
        .sign_in(Exchange)
        .unwrap();
    let kept = block_on(TokenStore::load(&store, &key)).unwrap().unwrap();
    assert_eq!(kept.token.access, AccessToken::new("access-1"));
    assert_eq!(kept.token.refresh.unwrap().expose(), "refresh-1");
    let state = client.session();
    assert!(
        state.authorized && state.store_degraded.is_none(),
        "{state:?}"
    );

    let wire = Replay::new().on("POST /api/token", "access-9|refresh-9");
    let client = block_on(Client::builder(wire).store(store.clone()).sign_in(Exchange)).unwrap();
    assert!(client.session().authorized);
    let kept = block_on(TokenStore::load(&store, &key)).unwrap().unwrap();
    assert_eq!(kept.token.access, AccessToken::new("access-9"));
}

#[test]
fn a_sign_in_that_fails_is_a_typed_error_and_is_never_repeated() {
    for (answer, text) in [
        (Answer::from((503, "")), "the accounts service answered 503"),
        (
            Answer::from((302, "")),
            "a redirect, which is never followed",
        ),
        (
            Answer::from((429, "")).header("retry-after", "4"),
            "asks to wait before another token",
        ),
        (
            Answer::from((400, "invalid_grant")),
            "the accounts service refused: invalid_grant",
        ),
    ] {
        let wire = Replay::new().always("POST /api/token", answer);
        let error = blocking::Client::builder(wire.clone())
            .sign_in(Exchange)
            .unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
        assert_eq!(wire.log(), "POST /api/token\n");
    }
}

#[test]
fn q1_a_token_request_to_another_server_is_never_sent() {
    let wire = Replay::new();
    let client = blocking::Client::builder(wire.clone())
        .grant(Astray {
            flow: Flow::RefreshToken,
        })
        .build()
        .unwrap();
    let error = client.send(Read).unwrap_err();
    assert!(error.to_string().contains("another server"), "{error}");
    assert_eq!(wire.log(), "");
}

#[test]
fn a_code_is_not_spent_on_settings_that_cannot_be() {
    let wire = Replay::new();
    let builder = || blocking::Client::builder(wire.clone());
    for refused in [
        builder().accounts_base("http://my-test-host:8080"),
        builder().user_agent("two\nlines"),
        builder().in_flight(0),
        builder().anonymous(),
        builder().token("t"),
        builder().grant(REFRESH),
    ] {
        let error = refused.sign_in(Exchange).unwrap_err();
        assert!(matches!(error, Error::Build(_)), "{error}");
    }
    assert_eq!(wire.log(), "");
}

#[test]
fn limits_hold_whatever_the_policy_says() {
    struct Look(std::sync::Mutex<Vec<usize>>);
    impl spotify_core::BlockingTransport for Look {
        fn send(
            &self,
            _: http::Request<bytes::Bytes>,
            limits: spotify_core::Limits,
        ) -> Result<http::Response<bytes::Bytes>, spotify_core::TransportError> {
            self.0.lock().unwrap().push(limits.max_body);
            Ok(http::Response::default())
        }
    }
    let look = std::sync::Arc::new(Look(std::sync::Mutex::default()));
    let limits = spotify_core::Limits::new().max_body(7);
    let client = blocking::Client::builder(look.clone()).token("t");
    let client = client
        .limits(limits)
        .policy(Policy::new().attempts(1))
        .build()
        .unwrap();
    client.send(Read).unwrap();
    assert_eq!(*look.0.lock().unwrap(), [7]);
}

#[test]
fn a_request_that_nobody_prepared_for_is_named_and_not_tried_again() {
    let wire = Replay::new().on("get v1/other", "{}");
    let client = blocking::Client::builder(wire.clone())
        .token("t")
        .build()
        .unwrap();
    let error = client.send(Read).unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(
        cause,
        "asked for GET /v1/thing; answers left: GET /v1/other"
    );
    assert_eq!(wire.log(), "GET /v1/thing\n");
}
