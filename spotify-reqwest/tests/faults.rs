//! The table of faults and the wire over reqwest; see `tests/support`.
#![cfg(all(feature = "rustls", feature = "gzip", feature = "http2"))]
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
use spotify_reqwest::{ProxyChoice, Reqwest};

struct OverReqwest {
    transport: Reqwest,
    runtime: tokio::runtime::Runtime,
}

impl Backend for OverReqwest {
    const HTTP2: bool = true;

    fn new(setup: Setup<'_>) -> Self {
        let proxy = setup
            .proxy
            .map_or(ProxyChoice::None, |url| ProxyChoice::Url(url.to_owned()));
        let mut builder = Reqwest::builder().proxy(proxy);
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
    wire::verify::<OverReqwest>();
}

#[test]
fn every_fault_has_its_kind() {
    fault_table::verify::<OverReqwest>();
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_nothing() {
    let transport = Reqwest::builder().proxy(ProxyChoice::None).build().unwrap();
    cancel::verify(transport, tokio::time::sleep).await;
}

#[cfg(feature = "native-tls")]
mod native {
    use super::*;

    struct OverNative(OverReqwest);

    impl Backend for OverNative {
        const HTTP2: bool = true;

        fn new(setup: Setup<'_>) -> Self {
            let Setup { root, proxy } = setup;
            let proxy = proxy.map_or(ProxyChoice::None, |url| ProxyChoice::Url(url.to_owned()));
            let mut builder = Reqwest::builder().native_tls().proxy(proxy);
            if let Some(root) = root {
                builder = builder.add_root_certificate_pem(root.as_bytes());
            }
            let runtime = tokio::runtime::Runtime::new().unwrap();
            Self(OverReqwest {
                transport: builder.build().unwrap(),
                runtime,
            })
        }

        fn send(&self, request: Request<Bytes>, limits: Limits) -> Outcome {
            self.0.send(request, limits)
        }
    }

    #[test]
    fn every_fault_has_its_kind() {
        fault_table::verify::<OverNative>();
    }
}
