//! reqwest without TLS: `http` works, `https` is refused before anything is sent.
#![cfg(all(
    feature = "reqwest",
    not(any(feature = "rustls", feature = "native-tls"))
))]
#![allow(clippy::unwrap_used)]

#[path = "../../tests/support/fault_server.rs"]
mod fault_server;

use bytes::Bytes;
use fault_server::FaultServer;
use http::Request;
use spotify_blocking::{ProxyChoice, Reqwest};
use spotify_core::{BlockingTransport as _, Limits, Sent, TransportErrorKind as Kind};

#[test]
fn https_is_refused() {
    let server = FaultServer::start();
    let transport = Reqwest::with(|settings| settings.proxy(ProxyChoice::None)).unwrap();
    let get = |url: String| Request::get(url).body(Bytes::new()).unwrap();
    let answer = transport.send(get(server.url("/ok")), Limits::new());
    assert_eq!(answer.unwrap().body(), "{\"ok\":true}");
    let requests = server.log.requests();
    let asked = requests[0].header("accept-encoding").is_some();
    assert_eq!(asked, cfg!(feature = "gzip"));

    let url = server.url("/ok").replace("http://", "https://");
    let error = transport.send(get(url), Limits::new()).unwrap_err();
    assert_eq!((error.kind(), error.sent()), (Kind::Tls, Sent::No));
    assert_eq!(server.log.opened(), 1);
}
