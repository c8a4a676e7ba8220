//! What no typed request offers: raw requests, whole answers, answers as other types, requests
//! to another service; and what a client that knows its tier refuses.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

#[path = "support/block_on.rs"]
mod block_on;

use std::sync::{Arc, Mutex};

use block_on::block_on;
use bytes::Bytes;
use http::Response;
use serde_json::{Value, json};
use spotify_core::{
    Availability, BaseUrl, BuildError, Client, DecodeError, Deprecation, DiagnosisCode, Drift,
    Endpoint, Error, GrantNeeded, Meta, Method, Param, ParamKind, Place, Raw, Repeat, Target, Tier,
    blocking, decode, drift, testing::Replay,
};

/// Searches, as far as these tests go.
#[derive(Debug, Clone)]
struct Find(u32);

impl Endpoint for Find {
    type Response = Value;

    const META: &'static Meta = {
        const PARAMS: &[Param] = &[Param::new("limit", Place::Query)
            .kind(ParamKind::Integer)
            .range(1, 50)
            .development(1, 10)];
        &Meta::new("Find", Method::GET, "/find")
            .params(PARAMS)
            .repeat(Repeat::Safe)
    };

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
        target.query("limit", &self.0);
    }

    fn decode(&self, response: Response<Bytes>) -> Result<Value, DecodeError> {
        drift::report(Drift::new("items[3]", "it is no row", "7"));
        decode::json(Self::META, &response)
    }
}

/// Reads what is gone.
#[derive(Debug, Clone)]
struct Several;

impl Endpoint for Several {
    type Response = Value;

    const META: &'static Meta = &Meta::new("Several", Method::GET, "/several")
        .availability(Availability::ExtendedQuota)
        .deprecated(Deprecation::new("2026-02-11", Some("GET /several/{id}")));

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
    }

    fn decode(&self, response: Response<Bytes>) -> Result<Value, DecodeError> {
        decode::json(Self::META, &response)
    }
}

/// Asks another service, which answers with a redirect.
struct Elsewhere(BaseUrl);

impl Endpoint for Elsewhere {
    type Response = String;

    const META: &'static Meta = &Meta::new("Elsewhere", Method::HEAD, "/code")
        .grant(GrantNeeded::Nobody)
        .repeat(Repeat::Safe)
        .redirects();

    fn base(&self) -> Option<&BaseUrl> {
        Some(&self.0)
    }

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
    }

    fn decode(&self, response: Response<Bytes>) -> Result<String, DecodeError> {
        Ok(format!("{}", response.status().as_u16()))
    }
}

fn client(wire: &Replay) -> blocking::Client {
    blocking::Client::builder(wire.clone())
        .token("the token")
        .build()
        .unwrap()
}

#[test]
fn a_raw_request_is_authorized_and_repeated_as_its_method_allows() {
    let wire = Replay::new()
        .on("GET /v1/new", (503, ""))
        .on("GET /v1/new", r#"{"a": 1}"#)
        .on("POST /v1/new", (502, ""))
        .on("PUT /v1/new?x=%2F", (502, ""))
        .on("PUT /v1/new?x=%2F", (204, ""));
    let client = client(&wire);
    let answer = client.send(Raw::new(Method::GET, "/new")).unwrap();
    assert_eq!(answer.json::<Value>().unwrap(), json!({"a": 1}));
    assert_eq!(answer.body(), r#"{"a": 1}"#);

    let error = client.send(Raw::new(Method::POST, "/new")).unwrap_err();
    assert!(matches!(error, Error::Ambiguous(_)));

    let put = Raw::new(Method::PUT, "/new").query("x", "/");
    let answer = client.send(put.repeat(Repeat::Idempotent)).unwrap();
    assert_eq!(answer.status(), 204);
    assert!(answer.json::<Value>().unwrap_err().is_empty_body());
    assert_eq!(wire.unused(), 0);
    for request in wire.requests() {
        assert_eq!(request.headers()["authorization"], "Bearer the token");
    }
}

#[test]
fn q1_a_raw_request_stays_below_the_base() {
    let wire = Replay::new();
    let client = client(&wire);
    for path in [
        "",
        "me",
        "https://evil.example/me",
        "//evil.example",
        "/a/../b",
        "/a/%2e%2E/b",
        "/a//b",
        "/a?b=1",
        "/a#b",
        "/a b",
        "/ä",
        "/{id}",
        "/a\\b",
        "/a\nhost: b",
        "/.",
        "/",
    ] {
        let error = client.send(Raw::new(Method::GET, path)).unwrap_err();
        assert!(
            matches!(
                &error,
                Error::Build(BuildError::Invalid { param: "path", .. })
            ),
            "{path:?}: {error}"
        );
    }
    assert_eq!(wire.log(), "");
}

#[test]
fn an_answer_comes_as_what_is_asked_for() {
    let wire = Replay::new()
        .always("GET /v1/find?limit=1", r#"{"items": [1, null]}"#)
        .always("GET /v1/find?limit=2", (200, ""));
    let client = client(&wire);
    let json: Value = client.send(Find(1).answer_as()).unwrap();
    assert_eq!(json["items"], json!([1, null]));
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Own {
        items: Vec<Option<u8>>,
    }
    let own: Own = client.send(Find(1).answer_as()).unwrap();
    assert_eq!(own.items, [Some(1), None]);
    let wrong = client.send(Find(1).answer_as::<Vec<u8>>()).unwrap_err();
    assert!(matches!(wrong, Error::Decode(_)), "{wrong}");

    // Where there is no body, what can be nothing is.
    assert_eq!(
        client.send(Find(2).answer_as::<Value>()).unwrap(),
        Value::Null
    );
    assert_eq!(
        client.send(Find(2).answer_as::<Option<Own>>()).unwrap(),
        None
    );
    let empty = client.send(Find(2).answer_as::<Own>()).unwrap_err();
    assert_eq!(empty.to_string(), "Find: the answer (200) has no body");

    let full = client.send(Find(1).full()).unwrap();
    assert_eq!((full.status.as_u16(), &full.value), (200, &json));
    assert_eq!(full.body, r#"{"items": [1, null]}"#);
    assert_eq!(full.drift.len(), 1);
    assert!(!format!("{full:?}").contains("[1, null]"));
}

#[test]
fn y7_drift_is_told_to_the_client_that_listens() {
    let wire = Replay::new().always("GET /v1/find?limit=1", "{}");
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = told.clone();
    let listen = move |meta: &'static Meta, drifts: &[Drift]| {
        let line = format!("{} {}", meta.name, drifts[0]);
        listener.lock().unwrap().push(line);
    };
    let blocking = blocking::Client::builder(wire.clone()).token("t");
    let blocking = blocking.on_drift(listen.clone()).build().unwrap();
    blocking.send(Find(1)).unwrap();
    blocking.send(Find(1).full()).unwrap();
    let client = Client::builder(wire).token("t").on_drift(listen);
    block_on(client.build().unwrap().send(Find(1))).unwrap();
    let line = "Find items[3]: it is no row; left out: 7";
    assert_eq!(*told.lock().unwrap(), [line; 3]);
}

#[test]
fn q8_a_client_that_knows_its_tier_refuses_what_the_tier_does_not_have() {
    let wire = Replay::new().always("GET /v1/find", "{}");
    let tier = |tier| {
        let client = blocking::Client::builder(wire.clone())
            .token("t")
            .tier(tier);
        client.build().unwrap()
    };
    let development = tier(Tier::Development);
    let error = development.send(Find(11)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Find: limit: 11 is over 10, the maximum for development-mode apps; ask for 10 and read \
         on from page to page"
    );
    let error = development.send(Several).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Several: closed to development-mode apps since 2026-02-11; use GET /several/{id} instead"
    );
    assert_eq!(error.diagnosis().code, DiagnosisCode::OperationGone);
    assert_eq!(wire.log(), "");
    development.send(Find(10)).unwrap();
    tier(Tier::ExtendedQuota).send(Find(11)).unwrap();
    assert_eq!(wire.requests().len(), 2);
}

#[test]
fn m22_a_client_that_knows_of_no_premium_refuses_what_takes_it() {
    /// Plays.
    struct Play;

    impl Endpoint for Play {
        type Response = ();

        const META: &'static Meta = &Meta::new("Play", Method::PUT, "/play").premium();

        fn target(&self, target: &mut Target) {
            target.path(Self::META.path, &[]);
        }

        fn decode(&self, _: Response<Bytes>) -> Result<(), DecodeError> {
            Ok(())
        }
    }

    let wire = Replay::new().always("PUT /v1/play", (204, ""));
    let client = |premium: Option<bool>| {
        let client = blocking::Client::builder(wire.clone()).token("t");
        let client = match premium {
            Some(premium) => client.premium(premium),
            None => client,
        };
        client.build().unwrap()
    };
    let error = client(Some(false)).send(Play).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Play takes Premium, which the user does not have"
    );
    assert_eq!(error.diagnosis().code, DiagnosisCode::ListenerNeedsPremium);
    assert_eq!(wire.log(), "");
    client(Some(false))
        .send(Raw::new(Method::PUT, "/play"))
        .unwrap();
    client(Some(true)).send(Play).unwrap();
    client(None).send(Play).unwrap();
    assert_eq!(wire.requests().len(), 3);
}

#[test]
fn q1_a_request_to_another_service_carries_no_token() {
    let wire = Replay::new().on(
        "HEAD /code",
        Response::builder()
            .status(307)
            .header("location", "https://elsewhere.example/")
            .body(Bytes::new())
            .unwrap(),
    );
    let base: BaseUrl = "https://other.example".parse().unwrap();
    assert_eq!(client(&wire).send(Elsewhere(base)).unwrap(), "307");
    let [request] = &wire.requests()[..] else {
        panic!("{}", wire.log())
    };
    assert_eq!(request.uri(), "https://other.example/code");
    assert!(!request.headers().contains_key("authorization"));
    // Q3: from everywhere else a redirect is an error.
    let wire = Replay::new().on("GET /v1/find", (307, ""));
    assert!(matches!(client(&wire).send(Find(1)), Err(Error::Api(_))));
}
