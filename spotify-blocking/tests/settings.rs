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
use spotify_blocking::{ProxyChoice, Ureq};
use spotify_core::{
    BlockingTransport as _, Limits, Sent, TransportError, TransportErrorKind as Kind,
};
use tls_server::{Authority, Flaw, no_tls};
use ureq::tls::TlsConfig;

fn get(url: &str) -> Request<Bytes> {
    Request::get(url).body(Bytes::new()).unwrap()
}

fn what(error: &TransportError) -> (Kind, Sent) {
    (error.kind(), error.sent())
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
    let server = Authority::new().start(Flaw::SelfSigned);
    let careless = TlsConfig::builder().disable_verification(true).build();
    let transport = Ureq::builder()
        .proxy(ProxyChoice::None)
        .config(|config| config.tls_config(careless))
        .build()
        .unwrap();
    let url = format!("https://{}/ok", server.address);
    let error = transport.send(get(&url), Limits::new()).unwrap_err();
    assert_eq!(what(&error), (Kind::Tls, Sent::No));
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
