//! Settings and clients of one's own: what a transport must not do, it does not do.
#![cfg(all(feature = "rustls", feature = "gzip", feature = "http2"))]
#![allow(clippy::unwrap_used)]

#[path = "../../tests/support/fault_server.rs"]
mod fault_server;
#[path = "../../tests/support/tls_server.rs"]
mod tls_server;

use std::time::Duration;

use bytes::Bytes;
use fault_server::FaultServer;
use http::Request;
use spotify_core::{HttpTransport as _, Limits, Sent, TransportError, TransportErrorKind as Kind};
use spotify_reqwest::{ProxyChoice, Reqwest};
use tls_server::{Authority, Flaw};

fn get(url: &str) -> Request<Bytes> {
    Request::get(url).body(Bytes::new()).unwrap()
}

fn what(error: &TransportError) -> (Kind, Sent) {
    (error.kind(), error.sent())
}

/// A client that follows redirects.
fn follower() -> Reqwest {
    // Without a provider handed over, reqwest would panic here.
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy();
    Reqwest::from_client(client.build().unwrap())
}

// Q3: ours is applied last.
#[tokio::test]
async fn redirects_cannot_be_turned_on() {
    let server = FaultServer::start();
    let transport = Reqwest::builder()
        .proxy(ProxyChoice::None)
        .client(|client| client.redirect(reqwest::redirect::Policy::limited(9)))
        .build()
        .unwrap();
    let answer = transport
        .send(get(&server.url("/302")), Limits::new())
        .await
        .unwrap();
    assert_eq!(answer.status(), 302);
    assert_eq!(server.log.requests().len(), 1);
}

// Q4: there is no off switch.
#[tokio::test]
async fn verification_cannot_be_turned_off() {
    let server = Authority::new().start(Flaw::SelfSigned);
    let url = format!("https://{}/ok", server.address);
    let builder = || {
        Reqwest::builder()
            .proxy(ProxyChoice::None)
            .client(|client| {
                client
                    .tls_danger_accept_invalid_certs(true)
                    .tls_danger_accept_invalid_hostnames(true)
            })
    };
    let error = builder()
        .build()
        .unwrap()
        .send(get(&url), Limits::new())
        .await
        .unwrap_err();
    assert_eq!(what(&error), (Kind::Tls, Sent::No));
    #[cfg(feature = "native-tls")]
    {
        let transport = builder().native_tls().build().unwrap();
        let error = transport.send(get(&url), Limits::new()).await.unwrap_err();
        assert_eq!(what(&error), (Kind::Tls, Sent::No));
    }
}

#[tokio::test]
async fn a_foreign_client_that_follows_is_found_out() {
    let (server, transport) = (FaultServer::start(), follower());
    let error = transport
        .send(get(&server.url("/302")), Limits::new())
        .await
        .unwrap_err();
    assert_eq!(what(&error), (Kind::Redirected, Sent::Maybe));
    assert!(
        transport
            .send(get(&server.url("/ok?a=b")), Limits::new())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_foreign_client_keeps_the_other_limits() {
    let (server, transport) = (FaultServer::start(), follower());
    let limits = Limits::new().idle(Duration::from_millis(100));
    for path in ["/stall-head", "/stall-body"] {
        let error = transport
            .send(get(&server.url(path)), limits)
            .await
            .unwrap_err();
        assert_eq!(what(&error), (Kind::Idle, Sent::Maybe), "{path}");
    }
    for (url, kind) in [
        ("http://127.0.0.1:1/", Kind::Connect),
        ("http://no.such.host.invalid/", Kind::Dns),
        (
            &*format!("https://{}/", tls_server::no_tls(b"no TLS").address),
            Kind::Tls,
        ),
    ] {
        let error = transport.send(get(url), limits).await.unwrap_err();
        assert_eq!(what(&error), (kind, Sent::No), "{url}");
    }
}

#[tokio::test]
async fn errors_do_not_repeat_the_url() {
    let error = follower()
        .send(get("http://127.0.0.1:1/private"), Limits::new())
        .await;
    assert!(!format!("{error:?}").contains("private"), "{error:?}");
}
