//! The table of faults over ureq; see `tests/support`.
#![cfg(all(feature = "ureq", feature = "gzip"))]
#![allow(clippy::unwrap_used)]

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
use spotify_blocking::{ProxyChoice, Ureq};
use spotify_core::{BlockingTransport as _, Limits};

struct OverUreq(Ureq);

impl Backend for OverUreq {
    const HTTP2: bool = false;

    fn new(setup: Setup<'_>) -> Self {
        let proxy = setup
            .proxy
            .map_or(ProxyChoice::None, |url| ProxyChoice::Url(url.to_owned()));
        let mut builder = Ureq::builder().proxy(proxy);
        if let Some(root) = setup.root {
            builder = builder.add_root_certificate_pem(root.as_bytes());
        }
        Self(builder.build().unwrap())
    }

    fn send(&self, request: Request<Bytes>, limits: Limits) -> Outcome {
        self.0.send(request, limits)
    }
}

#[test]
fn the_wire_is_the_same() {
    wire::verify::<OverUreq>();
}

#[test]
fn every_fault_has_its_kind() {
    fault_table::verify::<OverUreq>();
}
