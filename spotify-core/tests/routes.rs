//! Transports by origin and path.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use proptest::prelude::*;
use spotify_core::{
    BaseUrl, BlockingTransport, Error, HttpTransport, InvalidRoute, Limits, Routes, TransportError,
    async_trait, blocking,
    testing::{ManualClock, Replay},
};

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/endpoints.rs"]
mod endpoints;
#[path = "support/wire.rs"]
mod wire;

use accounts::{REFRESH, Rotation, Service};
use block_on::block_on;
use endpoints::Read;

/// Answers with its name, and counts its pauses.
#[derive(Clone)]
struct Named(String, Arc<AtomicUsize>);

impl Named {
    fn new(name: impl Into<String>) -> Self {
        Self(name.into(), Arc::default())
    }
}

#[async_trait]
impl HttpTransport for Named {
    async fn send(&self, _: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        Ok(Response::new(self.0.clone().into()))
    }

    async fn sleep(&self, _: Duration) {
        self.1.fetch_add(1, SeqCst);
    }
}

impl BlockingTransport for Named {
    fn send(&self, _: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        Ok(Response::new(self.0.clone().into()))
    }

    fn sleep(&self, _: Duration) {
        self.1.fetch_add(1, SeqCst);
    }
}

/// Routes of both kinds, in which each transport is called like its prefix.
fn routes(prefixes: &[&str]) -> Result<(Routes, blocking::Routes), InvalidRoute> {
    let start = (
        Routes::new(Named::new("default")),
        blocking::Routes::new(Named::new("default")),
    );
    prefixes
        .iter()
        .try_fold(start, |(asynchronous, blocking), prefix| {
            Ok((
                asynchronous.route(*prefix, Named::new(*prefix))?,
                blocking.route(*prefix, Named::new(*prefix))?,
            ))
        })
}

/// Who answers a request; both kinds must agree.
fn taken((asynchronous, blocking): &(Routes, blocking::Routes), target: &str) -> String {
    let request = Request::get(target).body(Bytes::new()).unwrap();
    let one = block_on(asynchronous.send(request.clone(), Limits::new())).unwrap();
    let two = blocking.send(request, Limits::new()).unwrap();
    assert_eq!(one.body(), two.body(), "{target}");
    String::from_utf8(one.body().to_vec()).unwrap()
}

#[test]
fn h22_the_longest_prefix_wins_by_whole_segments() {
    let (api, me, player, other, local) = (
        "https://api.spotify.com/v1",
        "https://api.spotify.com/v1/me/",
        "https://API.spotify.com:443/v1/me/player",
        "https://accounts.spotify.com",
        "http://127.0.0.1:4000/v1",
    );
    let routes = routes(&[me, api, other, player, local]).unwrap();
    for (target, expected) in [
        ("https://api.spotify.com/v1", api),
        ("https://api.spotify.com/v1/", api),
        ("https://api.spotify.com/v1/men", api),
        ("https://api.spotify.com/v1/search?q=/v1/me", api),
        ("https://api.spotify.com/v1/me", me),
        ("https://api.spotify.com/v1/me?market=SE", me),
        ("https://api.spotify.com/v1/me/players", me),
        ("https://api.spotify.com/v1/me/player", player),
        ("https://api.spotify.com:443/v1/me/player/next", player),
        ("https://Api.Spotify.Com/v1/me/player", player),
        ("https://accounts.spotify.com", other),
        ("https://accounts.spotify.com/api/token", other),
        ("http://127.0.0.1:4000/v1/me", local),
        ("https://api.spotify.com", "default"),
        ("https://api.spotify.com/v12", "default"),
        ("https://api.spotify.com/V1/me", "default"),
        ("https://api.spotify.com:444/v1/me", "default"),
        ("http://api.spotify.com/v1/me", "default"),
        ("https://api.spotify.com.example/v1/me", "default"),
        ("https://api.spotify.com@example.org/v1/me", "default"),
        ("https://user@api.spotify.com/v1/me", "default"),
        ("http://127.0.0.1/v1/me", "default"),
        ("/v1/me", "default"),
    ] {
        assert_eq!(taken(&routes, target), expected, "{target}");
    }
}

#[test]
fn h22_what_is_no_prefix_is_refused_with_what_to_do() {
    let mut texts = String::new();
    for bad in [
        "",
        "/v1/me",
        "api.spotify.com/v1",
        "ftp://api.spotify.com",
        "http://api.spotify.com/v1",
        "https://api.spotify.com/v1?market=SE",
        "https://api.spotify.com/v1#me",
        "https://user:hunter2@api.spotify.com/v1",
        "https://api.spotify.com:65536/v1",
        "https://api.spotify.com/v1 /me",
    ] {
        let error = routes(&[bad]).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
        texts.push_str(&format!("{error}\n"));
    }
    let same = ["https://h.example/v1", "https://H.EXAMPLE:443/v1/"];
    let error = routes(&same).unwrap_err();
    assert_eq!(
        error,
        InvalidRoute::Taken(same[1].parse::<BaseUrl>().unwrap())
    );
    texts.push_str(&format!("{error}\n"));
    texts.push_str(&format!("{:#}", Error::from(error)));
    insta::assert_snapshot!(texts);
}

#[test]
fn h22_pauses_are_the_defaults_and_debug_shows_prefixes_alone() {
    let (default, other) = (Named::new("secret"), Named::new("secret"));
    let prefix: BaseUrl = "https://api.spotify.com/v1".parse().unwrap();
    let asynchronous = Routes::new(default.clone())
        .route(prefix.clone(), other.clone())
        .unwrap();
    let blocking = blocking::Routes::new(default.clone())
        .route(prefix, other.clone())
        .unwrap();
    block_on(asynchronous.sleep(Duration::ZERO));
    blocking.clone().sleep(Duration::ZERO);
    assert_eq!((default.1.load(SeqCst), other.1.load(SeqCst)), (2, 0));
    for text in [format!("{asynchronous:?}"), format!("{blocking:?}")] {
        assert_eq!(text, r#"Routes ["https://api.spotify.com/v1"]"#);
    }
}

#[test]
fn h22_tokens_go_one_way_and_calls_another() {
    let clock = ManualClock::new();
    let (accounts, api) = (
        Service::new(Rotation::Strict),
        Replay::new().on("GET /v1/thing", "{}"),
    );
    let transport = blocking::Routes::new(api.clone())
        .route("https://accounts.spotify.com", accounts.clone())
        .unwrap();
    let client = blocking::Client::builder(transport)
        .grant(REFRESH)
        .token(wire::stale(&clock))
        .clock(clock)
        .build()
        .unwrap();
    assert_eq!(client.send(Read).unwrap(), "{}");
    assert_eq!(accounts.exchanges(), 1);
    assert_eq!(api.log(), "GET /v1/thing\n");
    let asked = api.requests();
    assert_eq!(asked[0].headers()["authorization"], "Bearer access-1");
}

/// An origin in one of several spellings, and which one it is.
fn origin() -> impl Strategy<Value = (&'static str, usize)> {
    prop::sample::select(vec![
        ("https://api.example", 0),
        ("https://API.example:443", 0),
        ("https://api.example:8443", 1),
        ("https://accounts.example", 2),
        ("http://127.0.0.1:4000", 3),
    ])
}

/// Few segments, so that paths have much in common.
fn path() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(vec!["me", "men", "m", "%6De"]), 0..4)
}

fn url(origin: &str, path: &[&str]) -> String {
    path.iter()
        .fold(origin.to_owned(), |url, segment| url + "/" + segment)
}

proptest! {
    #[test]
    fn h22_a_simple_model_chooses_alike(
        prefixes in prop::collection::vec((origin(), path(), any::<bool>()), 0..8),
        targets in prop::collection::vec((origin(), path()), 1..20),
    ) {
        let mut model: Vec<(usize, Vec<&str>, String)> = Vec::new();
        let mut built = routes(&[]).unwrap();
        for ((origin, number), path, slash) in prefixes {
            let prefix = url(origin, &path) + if slash { "/" } else { "" };
            let (asynchronous, blocking) = built.clone();
            let added = asynchronous
                .route(prefix.as_str(), Named::new(prefix.as_str()))
                .and_then(|a| Ok((a, blocking.route(prefix.as_str(), Named::new(prefix.as_str()))?)));
            let taken = model.iter().any(|(n, p, _)| (n, p) == (&number, &path));
            prop_assert_eq!(added.is_err(), taken, "{}", prefix);
            if let Ok(added) = added {
                built = added;
                model.push((number, path, prefix));
            }
        }
        for ((origin, number), path) in targets {
            let best = model
                .iter()
                .filter(|(n, prefix, _)| *n == number && path.starts_with(prefix))
                .max_by_key(|(_, prefix, _)| prefix.len());
            let expected = best.map_or("default", |(_, _, name)| name);
            prop_assert_eq!(taken(&built, &url(origin, &path)), expected);
        }
    }
}
