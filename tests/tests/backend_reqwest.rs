//! The conformance suite over reqwest.

use spotify_reqwest::{ProxyChoice, Reqwest};
use spotify_tests::{conformance, conformance::Setup};

conformance!(
    reqwest,
    async |setup: Setup| {
        let mut builder = Reqwest::builder().proxy(ProxyChoice::None);
        if let Some(root) = setup.root_pem {
            builder = builder.add_root_certificate_pem(root.as_bytes());
        }
        builder.build().expect("a transport")
    },
    adds "accept: */*" because "reqwest adds it to a request that names nothing else, and has no \
                                setting for it"
);
