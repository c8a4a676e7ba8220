//! The conformance suite over hyper on smol.

use spotify_hyper::{Hyper, ProxyChoice, Runtime};
use spotify_tests::{conformance, conformance::Setup};

conformance!(
    hyper_smol,
    async |setup: Setup| {
        let mut builder = Hyper::builder_on(Runtime::smol()).proxy(ProxyChoice::None);
        if let Some(root) = setup.root_pem {
            builder = builder.add_root_certificate_pem(root.as_bytes());
        }
        builder.build().expect("a transport")
    },
    on smol::block_on
);
