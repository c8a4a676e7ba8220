//! What a small call costs over reqwest alone, and through the client.
//!
//! `cargo test --release -p spotify-reqwest --test overhead -- --ignored --nocapture` prints it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what it expects"
)]

#[path = "../../tests/support/overhead.rs"]
mod overhead;

use spotify_reqwest::{ProxyChoice, Reqwest};

/// The goal is 1.08. What is over it: the address is read three times (as `http` has it, as
/// reqwest has it, and again as `http` has it for hyper), and reqwest clones the layer that
/// bounds the connecting of each call several times, connecting or not.
#[test]
#[ignore = "needs valgrind"]
fn a_call_costs_at_most_14_percent_more_than_reqwest_alone() {
    overhead::compare("reqwest", 1.14);
}

#[test]
fn probe() {
    // Without proxies, as the one beside it.
    let transport = || Reqwest::builder().proxy(ProxyChoice::None).build();
    overhead::probe(bare, || transport().unwrap());
}

async fn bare(calls: u32, base: &str) {
    // Where the client brings its own, a bare reqwest asks for the program's.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .user_agent("overhead")
        .build()
        .unwrap();
    for _ in 0..calls {
        let request = client
            .get(overhead::address(base))
            .header("accept-encoding", "gzip")
            .header("authorization", "Bearer token");
        let response = request.send().await.unwrap();
        let body = response.bytes().await.unwrap();
        std::hint::black_box(serde_json::from_slice::<Vec<bool>>(&body).unwrap());
    }
}
