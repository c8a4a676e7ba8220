//! Connectors of one's own, and calls that take over each other's connections.
#![cfg(all(feature = "tokio", feature = "gzip"))]
#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, reason = "a test may look at the clock")]

#[path = "../../tests/support/fault_server.rs"]
mod fault_server;

use std::{
    future::Future,
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::Bytes;
use fault_server::FaultServer;
use http::{Request, Uri};
use hyper_util::{
    client::legacy::connect::HttpConnector,
    rt::{TokioExecutor, TokioIo, TokioTimer},
};
use spotify_core::{HttpTransport as _, Limits, Sent, TransportErrorKind as Kind};
use spotify_hyper::Hyper;
use tokio::net::TcpStream;
use tower_service::Service;

/// Connects at once the first time, and slowly or not at all afterwards.
#[derive(Clone)]
struct Tired {
    inner: HttpConnector,
    calls: Arc<AtomicUsize>,
    later: Option<Duration>,
}

impl Tired {
    fn new(later: Option<Duration>) -> Self {
        Self {
            inner: HttpConnector::new(),
            calls: Arc::default(),
            later,
        }
    }
}

impl Service<Uri> for Tired {
    type Response = TokioIo<TcpStream>;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let first = self.calls.fetch_add(1, SeqCst) == 0;
        let (later, connecting) = (self.later, self.inner.call(target));
        Box::pin(async move {
            match later {
                _ if first => {}
                Some(later) => tokio::time::sleep(later).await,
                None => return Err(io::Error::other("tired").into()),
            }
            Ok(connecting.await?)
        })
    }
}

fn get(server: &FaultServer, path: &str) -> Request<Bytes> {
    Request::get(server.url(path)).body(Bytes::new()).unwrap()
}

#[tokio::test]
async fn silence_counts_on_the_connection_of_another_call() {
    let server = FaultServer::start();
    let transport = Hyper::over(Tired::new(Some(Duration::from_secs(60))));
    let limits = Limits::new().idle(Duration::from_millis(300));
    // The first call drips for 720 ms; meanwhile the second begins to connect, gives that up
    // for the connection of the first, and meets silence there.
    let first = transport.send(get(&server, "/drip"), limits);
    let second = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let start = Instant::now();
        let outcome = transport.send(get(&server, "/stall-head"), limits).await;
        (outcome, start.elapsed())
    };
    let (first, (second, took)) = tokio::join!(first, second);
    assert_eq!(first.unwrap().body().len(), 12);
    let error = second.unwrap_err();
    assert_eq!((error.kind(), error.sent()), (Kind::Idle, Sent::Maybe));
    assert_eq!(server.log.opened(), 1);
    // It waited about 620 ms for the connection, where nothing is silent, and 300 ms after.
    assert!((850..2000).contains(&took.as_millis()), "{took:?}");
}

#[tokio::test]
async fn connecting_is_not_silence() {
    let server = FaultServer::start();
    let transport = Hyper::over(Tired::new(Some(Duration::from_millis(400))));
    let limits = Limits::new().idle(Duration::from_millis(100));
    transport
        .send(get(&server, "/close-delimited"), limits)
        .await
        .unwrap();
    assert!(transport.send(get(&server, "/ok"), limits).await.is_ok());
}

#[tokio::test]
async fn what_a_connector_fails_with_was_never_sent() {
    let server = FaultServer::start();
    let transport = Hyper::from_parts(Tired::new(None), TokioExecutor::new(), TokioTimer::new());
    transport
        .send(get(&server, "/close-delimited"), Limits::new())
        .await
        .unwrap();
    let error = transport
        .send(get(&server, "/ok"), Limits::new())
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.sent()), (Kind::Connect, Sent::No));
    let source = std::error::Error::source(&error);
    assert!(format!("{source:?}").contains("tired"), "{source:?}");
}
