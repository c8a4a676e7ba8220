//! The conformance suite over ureq, without async.

use spotify_blocking::{ProxyChoice, Ureq};
use spotify_tests::{conformance, conformance::Setup};

conformance!(
    ureq,
    blocking |setup: Setup| {
        let mut builder = Ureq::builder().proxy(ProxyChoice::None);
        if let Some(root) = setup.root_pem {
            builder = builder.add_root_certificate_pem(root.as_bytes());
        }
        builder.build().expect("a transport")
    },
    http1
);
