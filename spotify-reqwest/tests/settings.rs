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
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use spotify_core::{HttpTransport as _, Limits, Sent, TransportError, TransportErrorKind as Kind};
use spotify_reqwest::{ProxyChoice, Reqwest, SetupError};
use tls_server::{Authority, Flaw};

fn get(url: &str) -> Request<Bytes> {
    Request::get(url).body(Bytes::new()).unwrap()
}

fn what(error: &TransportError) -> (Kind, Sent) {
    (error.kind(), error.sent())
}

/// A configuration of TLS that trusts these roots and nobody else.
fn trusting(roots: RootCertStore) -> ClientConfig {
    // Without a provider handed over, reqwest would panic.
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// A client that follows redirects.
fn follower() -> Reqwest {
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(trusting(RootCertStore::empty()))
        .no_proxy();
    Reqwest::from_client(client.build().unwrap())
}

/// What comes of a request that this transport sends to this server.
async fn sent(transport: &Reqwest, server: &FaultServer) -> Result<u16, (Kind, Sent)> {
    let url = format!("https://{}/ok", server.address);
    let answer = transport.send(get(&url), Limits::new()).await;
    answer
        .map(|answer| answer.status().as_u16())
        .map_err(|error| what(&error))
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
async fn tls_of_ones_own_replaces_ours() {
    let authority = Authority::new();
    let server = authority.start(Flaw::None);
    let mut roots = RootCertStore::empty();
    let root = CertificateDer::from_pem_slice(authority.pem.as_bytes()).unwrap();
    roots.add(root).unwrap();
    let transport = Reqwest::with(|client| {
        client
            .no_proxy()
            .tls_backend_preconfigured(trusting(roots.clone()))
    });
    assert_eq!(sent(&transport.unwrap(), &server).await, Ok(200));
    // What `with` leaves alone is ours, and does not know the authority.
    let transport = Reqwest::with(reqwest::ClientBuilder::no_proxy).unwrap();
    let refused = Err((Kind::Tls, Sent::No));
    assert_eq!(sent(&transport, &server).await, refused);
}

#[tokio::test]
async fn of_tls_and_roots_the_later_wins() {
    let authority = Authority::new();
    let server = authority.start(Flaw::None);
    let builder = || Reqwest::builder().proxy(ProxyChoice::None);
    let distrust = |client: reqwest::ClientBuilder| {
        client.tls_backend_preconfigured(trusting(RootCertStore::empty()))
    };
    let pem = authority.pem.as_bytes();
    let roots_last = builder().client(distrust).add_root_certificate_pem(pem);
    let tls_last = builder().add_root_certificate_pem(pem).client(distrust);
    let no_tls = || {
        let first = builder().add_root_certificate_pem(pem);
        first.client(|client| client.tcp_nodelay(true))
    };
    let refused = Err((Kind::Tls, Sent::No));
    for (builder, outcome) in [
        (roots_last, Ok(200)),
        (tls_last, refused),
        (no_tls(), Ok(200)),
        // The library's own TLS gets the same root twice.
        #[cfg(feature = "native-tls")]
        (builder().native_tls().client(distrust), refused),
        #[cfg(feature = "native-tls")]
        (no_tls().native_tls().add_root_certificate_pem(pem), Ok(200)),
        #[cfg(feature = "native-tls")]
        (
            no_tls().native_tls().client(|client| client).native_tls(),
            Ok(200),
        ),
    ] {
        assert_eq!(sent(&builder.build().unwrap(), &server).await, outcome);
    }
    let unusable = builder().add_root_certificate_pem(b"none").client(distrust);
    assert!(matches!(
        unusable.build().unwrap_err(),
        SetupError::InvalidCertificate(_)
    ));
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
