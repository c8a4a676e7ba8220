//! The table of faults and the wire, proxies among them, over hyper on async-std.
#![allow(clippy::unwrap_used, reason = "a test says what it expects")]

#[path = "../../support/fault_server.rs"]
mod fault_server;
#[path = "../../support/fault_table.rs"]
mod fault_table;
#[path = "../../support/tls_server.rs"]
mod tls_server;
#[path = "../../support/wire.rs"]
mod wire;

use async_std::task;
use bytes::Bytes;
use fault_table::{Backend, Outcome, Setup};
use http::Request;
use spotify_core::{HttpTransport as _, Limits};
use spotify_hyper::{Hyper, ProxyChoice, Runtime};

struct OverAsyncStd(Hyper);

impl Backend for OverAsyncStd {
    const HTTP2: bool = true;

    fn new(setup: Setup<'_>) -> Self {
        let runtime = Runtime::smol().spawning(|connection| {
            task::spawn(connection);
        });
        let proxy = setup.proxy.map(str::to_owned);
        let proxy = proxy.map_or(ProxyChoice::None, ProxyChoice::Url);
        let mut builder = Hyper::builder_on(runtime).proxy(proxy);
        if let Some(root) = setup.root {
            builder = builder.add_root_certificate_pem(root.as_bytes());
        }
        Self(builder.build().unwrap())
    }

    fn send(&self, request: Request<Bytes>, limits: Limits) -> Outcome {
        task::block_on(self.0.send(request, limits))
    }
}

#[test]
fn the_wire_is_the_same() {
    wire::verify::<OverAsyncStd>();
}

#[test]
fn every_fault_has_its_kind() {
    fault_table::verify::<OverAsyncStd>();
}
