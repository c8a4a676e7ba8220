//! The table of faults and the wire over each transport; see `tests/support`.
#![cfg(all(
    feature = "gzip",
    any(
        feature = "ureq",
        all(feature = "reqwest", feature = "rustls", feature = "http2")
    )
))]
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
use spotify_blocking::ProxyChoice;
use spotify_core::{BlockingTransport as _, Limits};

fn choice(proxy: Option<&str>) -> ProxyChoice {
    proxy.map_or(ProxyChoice::None, |url| ProxyChoice::Url(url.to_owned()))
}

#[cfg(feature = "ureq")]
mod ureq {
    use super::*;
    use spotify_blocking::Ureq;

    struct OverUreq(Ureq);

    impl Backend for OverUreq {
        const HTTP2: bool = false;

        fn new(setup: Setup<'_>) -> Self {
            let mut builder = Ureq::builder().proxy(choice(setup.proxy));
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
}

#[cfg(all(feature = "reqwest", feature = "rustls", feature = "http2"))]
mod reqwest {
    use super::*;
    use spotify_blocking::{Reqwest, spotify_reqwest::ReqwestBuilder};

    struct OverReqwest(Reqwest);

    fn over(setup: Setup<'_>, tls: fn(ReqwestBuilder) -> ReqwestBuilder) -> OverReqwest {
        let transport = Reqwest::with(|builder| {
            let builder = tls(builder).proxy(choice(setup.proxy));
            match setup.root {
                Some(root) => builder.add_root_certificate_pem(root.as_bytes()),
                None => builder,
            }
        });
        OverReqwest(transport.unwrap())
    }

    impl Backend for OverReqwest {
        const HTTP2: bool = true;

        fn new(setup: Setup<'_>) -> Self {
            over(setup, |builder| builder)
        }

        fn send(&self, request: Request<Bytes>, limits: Limits) -> Outcome {
            self.0.send(request, limits)
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

    #[cfg(feature = "native-tls")]
    mod native {
        use super::*;

        struct OverNative(OverReqwest);

        impl Backend for OverNative {
            const HTTP2: bool = true;

            fn new(setup: Setup<'_>) -> Self {
                Self(over(setup, ReqwestBuilder::native_tls))
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
}
