//! Without TLS: `http` works, `https` is refused before anything is sent.
#![cfg(not(any(feature = "rustls", feature = "native-tls")))]
#![allow(clippy::unwrap_used)]

#[path = "../../tests/support/fault_server.rs"]
mod fault_server;

use bytes::Bytes;
use fault_server::FaultServer;
use http::Request;
use spotify_core::{HttpTransport as _, Limits, Sent, TransportErrorKind as Kind};
use spotify_reqwest::{ProxyChoice, Reqwest};

#[tokio::test]
async fn https_is_refused() {
    let server = FaultServer::start();
    let transport = Reqwest::builder().proxy(ProxyChoice::None).build().unwrap();
    let get = |url: String| Request::get(url).body(Bytes::new()).unwrap();
    let answer = transport
        .send(get(server.url("/ok")), Limits::new())
        .await
        .unwrap();
    assert_eq!(answer.body(), "{\"ok\":true}");
    let asked = server.log.requests()[0]
        .header("accept-encoding")
        .map(<[u8]>::to_vec);
    assert_eq!(asked.is_some(), cfg!(feature = "gzip"));

    let url = server.url("/ok").replace("http://", "https://");
    let error = transport.send(get(url), Limits::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.sent()), (Kind::Tls, Sent::No));
    assert_eq!(server.log.opened(), 1);
}
