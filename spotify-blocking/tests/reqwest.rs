//! reqwest without async: a thread and a runtime that nobody notices.
#![cfg(all(feature = "reqwest", feature = "rustls"))]
#![allow(clippy::unwrap_used)]
#![allow(
    clippy::disallowed_methods,
    reason = "a test looks at the clock, and holds threads up"
)]

#[path = "../../tests/support/fault_server.rs"]
mod fault_server;

use std::{
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;
use fault_server::FaultServer;
use http::Request;
use reqwest::dns::{Name, Resolve, Resolving};
use spotify_blocking::{ProxyChoice, Reqwest, SetupError};
use spotify_core::{
    BlockingTransport as _, Limits, Sent, TransportError, TransportErrorKind as Kind,
};

fn transport() -> Reqwest {
    Reqwest::with(|settings| settings.proxy(ProxyChoice::None)).unwrap()
}

/// A transport that looks names up like this.
fn with_names(names: impl Fn() -> Resolving + Send + Sync + 'static) -> Reqwest {
    struct Names<F>(F);

    impl<F: Fn() -> Resolving + Send + Sync> Resolve for Names<F> {
        fn resolve(&self, _: Name) -> Resolving {
            (self.0)()
        }
    }

    let names = Names(names);
    let settings = |client: reqwest::ClientBuilder| client.dns_resolver(std::sync::Arc::new(names));
    Reqwest::with(|builder| builder.proxy(ProxyChoice::None).client(settings)).unwrap()
}

fn get(url: &str) -> Request<Bytes> {
    Request::get(url).body(Bytes::new()).unwrap()
}

fn what(error: &TransportError) -> (Kind, Sent) {
    (error.kind(), error.sent())
}

/// Makes a transport, uses it and drops it, all of it where it is called.
fn all_of_its_life(server: &FaultServer) {
    let transport = transport();
    let same = transport.clone();
    for transport in [transport, same] {
        let answer = transport.send(get(&server.url("/ok")), Limits::new());
        assert_eq!(answer.unwrap().body(), "{\"ok\":true}");
    }
}

// reqwest's own blocking client panics here, when it is made, used or dropped.
#[tokio::test]
async fn it_lives_inside_a_runtime_of_one_thread() {
    all_of_its_life(&FaultServer::start());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_lives_inside_a_runtime_of_several_threads() {
    let server = FaultServer::start();
    all_of_its_life(&server);
    let elsewhere = tokio::task::spawn_blocking(move || all_of_its_life(&server));
    elsewhere.await.unwrap();
}

#[test]
fn dropping_it_does_not_wait_for_a_name() {
    let transport = with_names(|| {
        Box::pin(async {
            // As the system's own lookup, which nothing can interrupt.
            let lookup = tokio::task::spawn_blocking(|| thread::sleep(Duration::from_secs(5)));
            lookup.await?;
            Err("no such name".into())
        })
    });
    let limits = Limits::new().total(Duration::from_millis(100));
    let start = Instant::now();
    let error = transport.send(get("http://name.test/"), limits);
    assert_eq!(what(&error.unwrap_err()), (Kind::Timeout, Sent::No));
    drop(transport);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(2), "it took {took:?}");
}

#[test]
fn a_thread_that_is_held_up_holds_up_nobody_else() {
    let transport = with_names(|| {
        thread::sleep(Duration::from_secs(5)); // which async code must not do
        Box::pin(async { Err("no such name".into()) })
    });
    let limits = Limits::new().total(Duration::from_millis(100));
    let start = Instant::now();
    let error = transport.send(get("http://name.test/"), limits);
    assert_eq!(what(&error.unwrap_err()), (Kind::Timeout, Sent::Maybe));
    drop(transport);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(3), "it took {took:?}");
}

#[test]
fn a_panic_of_the_library_is_an_error_with_a_kind() {
    let server = FaultServer::start();
    let transport = with_names(|| panic!("on purpose"));
    let error = transport.send(get("http://name.test/"), Limits::new());
    let error = error.unwrap_err();
    assert_eq!(what(&error), (Kind::Other, Sent::Maybe));
    assert!(format!("{error:?}").contains("the exchange panicked"));
    // The thread lives on.
    let answer = transport.send(get(&server.url("/ok")), Limits::new());
    assert_eq!(answer.unwrap().status(), 200);
}

/// A client that somebody else has made.
fn foreign() -> reqwest::Client {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder().tls_backend_preconfigured(tls);
    client.no_proxy().build().unwrap()
}

#[test]
fn a_foreign_client_that_follows_is_found_out() {
    let (server, transport) = (FaultServer::start(), Reqwest::from_client(foreign()));
    let transport = transport.unwrap();
    let send = |path: &str| transport.send(get(&server.url(path)), Limits::new());
    let redirected = (Kind::Redirected, Sent::Maybe);
    assert_eq!(what(&send("/302").unwrap_err()), redirected);
    assert_eq!(send("/ok").unwrap().status(), 200);
}

#[test]
fn a_foreign_client_outlives_the_runtime_that_it_was_used_on() {
    let (server, client) = (FaultServer::start(), foreign());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let before = runtime.block_on(async {
        let answer = client.get(server.url("/ok")).send().await?;
        answer.text().await // to the end, so that the connection is kept
    });
    assert_eq!(before.unwrap(), "{\"ok\":true}");
    thread::sleep(Duration::from_millis(100)); // the connection goes back to the pool
    let transport = Reqwest::from_client(client).unwrap();
    let send = || transport.send(get(&server.url("/ok")), Limits::new());
    assert_eq!(send().unwrap().status(), 200);
    assert_eq!(server.log.opened(), 1);
    drop(runtime);
    for _ in 0..3 {
        assert_eq!(send().unwrap().status(), 200);
    }
}

// H9: what is wrong is said before anything is sent.
#[test]
fn h9_an_unusable_proxy_is_named_without_its_password() {
    let choice = ProxyChoice::Url("socks5://user:secret@localhost".to_owned());
    let error = Reqwest::with(|settings| settings.proxy(choice)).unwrap_err();
    assert!(matches!(error, SetupError::InvalidProxyUrl));
    assert!(!format!("{error} {error:?}").contains("secret"));
}

#[test]
fn it_prints_no_setting() {
    let settings = |client: reqwest::ClientBuilder| client.user_agent("secret/1");
    let transport = Reqwest::with(|builder| builder.client(settings)).unwrap();
    assert_eq!(
        format!("{transport:?}"),
        "Reqwest { transport: Reqwest { foreign: false, .. }, .. }"
    );
}
