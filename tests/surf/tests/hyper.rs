//! The conformance suite over hyper on async-std, with async-std's tasks.
#![allow(clippy::unwrap_used, reason = "a test says what it expects")]

#[path = "../support/runtime.rs"]
mod runtime;

use async_std::task;
use spotify_hyper::{Hyper, ProxyChoice, Runtime};
use spotify_tests::conformance::{Setup, Suite};

#[async_std::test]
async fn hyper_on_async_std() {
    let make = |setup: Setup| {
        let runtime = Runtime::smol().spawning(|connection| {
            task::spawn(connection);
        });
        let mut builder = Hyper::builder_on(runtime).proxy(ProxyChoice::None);
        if let Some(root) = setup.root_pem {
            builder = builder.add_root_certificate_pem(root.as_bytes());
        }
        builder.build().unwrap()
    };
    runtime::verify(Suite::asynchronous(
        "hyper-async-std",
        runtime::async_std(),
        make,
    ))
    .await;
}
