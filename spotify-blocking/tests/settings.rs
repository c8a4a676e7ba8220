//! Settings and agents of one's own: what a transport must not do, it does not do.
#![cfg(all(feature = "ureq", feature = "gzip"))]
#![allow(clippy::unwrap_used)]

#[path = "../../tests/support/fault_server.rs"]
mod fault_server;
#[path = "../../tests/support/tls_server.rs"]
mod tls_server;

use std::time::Duration;

use bytes::Bytes;
use fault_server::FaultServer;
use http::Request;
use spotify_blocking::{ProxyChoice, SetupError, Ureq};
use spotify_core::{
    BlockingTransport as _, Limits, Sent, TransportError, TransportErrorKind as Kind,
};
use tls_server::{Authority, Flaw, no_tls};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

fn get(url: &str) -> Request<Bytes> {
    Request::get(url).body(Bytes::new()).unwrap()
}

fn what(error: &TransportError) -> (Kind, Sent) {
    (error.kind(), error.sent())
}

/// What comes of a request that this transport sends to this server.
fn sent(transport: &Ureq, server: &FaultServer) -> Result<u16, (Kind, Sent)> {
    let url = format!("https://{}/ok", server.address);
    let answer = transport.send(get(&url), Limits::new());
    answer
        .map(|answer| answer.status().as_u16())
        .map_err(|error| what(&error))
}

/// A configuration of TLS that trusts these roots and nobody else.
fn trusting(roots: &[Certificate<'static>]) -> TlsConfig {
    let roots = RootCerts::new_with_certs(roots);
    TlsConfig::builder().root_certs(roots).build()
}

// Q3: ours is applied last.
#[test]
fn redirects_and_status_errors_cannot_be_turned_on() {
    let server = FaultServer::start();
    let careless = Ureq::builder()
        .proxy(ProxyChoice::None)
        .config(|config| config.max_redirects(9).http_status_as_error(true))
        .build()
        .unwrap();
    let agent = ureq::Agent::config_builder()
        .proxy(None)
        .build()
        .new_agent();
    for transport in [careless, Ureq::from_agent(agent)] {
        for (path, status) in [("/302", 302), ("/401", 401), ("/500", 500)] {
            let answer = transport
                .send(get(&server.url(path)), Limits::new())
                .unwrap();
            assert_eq!(answer.status(), status);
        }
    }
    assert_eq!(server.log.requests().len(), 6);
}

// Q4: there is no off switch.
#[test]
fn verification_cannot_be_turned_off() {
    let careless = TlsConfig::builder().disable_verification(true).build();
    let error = Ureq::with(|config| config.tls_config(careless)).unwrap_err();
    let SetupError::Tls(source) = error else {
        panic!("{error:?}")
    };
    assert!(source.to_string().contains("`disable_verification`"));
}

#[test]
fn tls_of_ones_own_replaces_ours() {
    let authority = Authority::new();
    let server = authority.start(Flaw::None);
    let root = Certificate::from_pem(authority.pem.as_bytes()).unwrap();
    let transport = Ureq::with(|config| config.proxy(None).tls_config(trusting(&[root])));
    assert_eq!(sent(&transport.unwrap(), &server), Ok(200));
    // What `with` leaves alone is ours, and does not know the authority.
    let transport = Ureq::with(|config| config.proxy(None)).unwrap();
    assert_eq!(sent(&transport, &server), Err((Kind::Tls, Sent::No)));
}

#[test]
fn of_tls_and_roots_the_later_wins() {
    let authority = Authority::new();
    let server = authority.start(Flaw::None);
    let pem = authority.pem.as_bytes();
    let builder = || Ureq::builder().proxy(ProxyChoice::None);
    let roots_last = builder()
        .config(|config| config.tls_config(trusting(&[])))
        .add_root_certificate_pem(pem);
    let tls_last = builder()
        .add_root_certificate_pem(pem)
        .config(|config| config.tls_config(trusting(&[])));
    let no_tls = builder()
        .add_root_certificate_pem(pem)
        .config(|config| config.no_delay(true));
    for (builder, outcome) in [
        (roots_last, Ok(200)),
        (tls_last, Err((Kind::Tls, Sent::No))),
        (no_tls, Ok(200)),
    ] {
        assert_eq!(sent(&builder.build().unwrap(), &server), outcome);
    }
    let unusable = builder().add_root_certificate_pem(b"none");
    assert!(matches!(
        unusable.config(|config| config).build().unwrap_err(),
        SetupError::InvalidCertificate(_)
    ));
}

#[test]
fn a_foreign_agent_keeps_the_limits() {
    let server = FaultServer::start();
    let agent = ureq::Agent::config_builder()
        .proxy(None)
        .build()
        .new_agent();
    let transport = Ureq::from_agent(agent);
    let limits = Limits::new()
        .idle(Duration::from_millis(100))
        .connect(Duration::from_millis(300));
    for path in ["/stall-head", "/stall-body"] {
        let error = transport.send(get(&server.url(path)), limits).unwrap_err();
        assert_eq!(what(&error), (Kind::Idle, Sent::Maybe), "{path}");
    }
    let error = transport
        .send(get("http://127.0.0.1:1/"), limits)
        .unwrap_err();
    assert_eq!(what(&error), (Kind::Connect, Sent::No));
    // Whether TLS failed before the request left cannot be told from outside.
    let error = transport
        .send(
            get(&format!("https://{}/", no_tls(b"no TLS").address)),
            limits,
        )
        .unwrap_err();
    assert_eq!(what(&error), (Kind::Tls, Sent::Maybe));
}
