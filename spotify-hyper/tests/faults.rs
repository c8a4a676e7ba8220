//! The table of faults and the wire over hyper on tokio; see `tests/support`.
#![cfg(all(feature = "tokio", feature = "rustls", feature = "gzip"))]
#![allow(clippy::unwrap_used)]

#[path = "../../tests/support/cancel.rs"]
mod cancel;
#[path = "../../tests/support/fault_server.rs"]
mod fault_server;
#[path = "../../tests/support/fault_table.rs"]
mod fault_table;
#[path = "../../tests/support/tls_server.rs"]
mod tls_server;
#[path = "../../tests/support/wire.rs"]
mod wire;

use bytes::Bytes;
use fault_table::{Backend, Outcome, Setup};
use http::Request;
use spotify_core::{HttpTransport as _, Limits};
use spotify_hyper::{Hyper, ProxyChoice};

struct OverHyper {
    transport: Hyper,
    runtime: tokio::runtime::Runtime,
}

impl Backend for OverHyper {
    const HTTP2: bool = true;

    fn new(setup: Setup<'_>) -> Self {
        let proxy = setup
            .proxy
            .map_or(ProxyChoice::None, |url| ProxyChoice::Url(url.to_owned()));
        let mut builder = Hyper::builder().proxy(proxy);
        if let Some(root) = setup.root {
            builder = builder.add_root_certificate_pem(root.as_bytes());
        }
        let runtime = tokio::runtime::Runtime::new().unwrap();
        Self {
            transport: builder.build().unwrap(),
            runtime,
        }
    }

    fn send(&self, request: Request<Bytes>, limits: Limits) -> Outcome {
        self.runtime.block_on(self.transport.send(request, limits))
    }
}

#[test]
fn the_wire_is_the_same() {
    wire::verify::<OverHyper>();
}

#[test]
fn every_fault_has_its_kind() {
    fault_table::verify::<OverHyper>();
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_nothing() {
    let transport = Hyper::builder().proxy(ProxyChoice::None).build().unwrap();
    cancel::verify(transport, tokio::time::sleep).await;
}
