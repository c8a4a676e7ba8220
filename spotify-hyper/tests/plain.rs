//! Without TLS: `http` works, `https` is refused before anything is sent.
#![cfg(all(any(feature = "tokio", feature = "smol"), not(feature = "rustls")))]
#![allow(clippy::unwrap_used)]

#[path = "../../tests/support/fault_server.rs"]
mod fault_server;

use bytes::Bytes;
use fault_server::FaultServer;
use http::Request;
use spotify_core::{HttpTransport as _, Limits, Sent, TransportErrorKind as Kind};
use spotify_hyper::{Hyper, ProxyChoice, Runtime};

#[cfg(feature = "tokio")]
#[tokio::test]
async fn https_is_refused_on_tokio() {
    https_is_refused(Runtime::tokio()).await;
}

#[cfg(feature = "smol")]
#[test]
fn https_is_refused_on_smol() {
    smol::block_on(https_is_refused(Runtime::smol()));
}

async fn https_is_refused(runtime: Runtime) {
    let server = FaultServer::start();
    let builder = Hyper::builder_on(runtime).proxy(ProxyChoice::None);
    let transport = builder.build().unwrap();
    let get = |url: String| Request::get(url).body(Bytes::new()).unwrap();
    let answer = transport
        .send(get(server.url("/ok")), Limits::new())
        .await
        .unwrap();
    assert_eq!(answer.body(), "{\"ok\":true}");
    let asked = server
        .log
        .requests()
        .first()
        .unwrap()
        .header("accept-encoding")
        .map(<[u8]>::to_vec);
    assert_eq!(asked.is_some(), cfg!(feature = "gzip"));

    let url = server.url("/ok").replace("http://", "https://");
    let error = transport.send(get(url), Limits::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.sent()), (Kind::Tls, Sent::No));
    assert_eq!(server.log.opened(), 1);
}
