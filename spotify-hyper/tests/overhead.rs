//! What a small call costs over hyper-util alone, and through the client.
//!
//! `cargo test --release -p spotify-hyper --test overhead -- --ignored --nocapture` prints it.
#![cfg(feature = "tokio")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what it expects"
)]

#[path = "../../tests/support/overhead.rs"]
mod overhead;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use spotify_hyper::Hyper;

#[test]
#[ignore = "needs valgrind"]
fn a_call_costs_at_most_15_percent_more_than_hyper_alone() {
    overhead::compare("hyper", 1.15);
}

#[test]
fn probe() {
    overhead::probe(bare, || Hyper::new().unwrap());
}

async fn bare(calls: u32, base: &str) {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let pool: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .build(connector);
    for _ in 0..calls {
        let request = Request::get(overhead::address(base))
            .header("user-agent", "overhead")
            .header("accept-encoding", "gzip")
            .header("authorization", "Bearer token")
            .body(Full::default())
            .unwrap();
        let response = pool.request(request).await.unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        std::hint::black_box(serde_json::from_slice::<Vec<bool>>(&body).unwrap());
    }
}
