//! The conformance suite over reqwest, without async.

use spotify_blocking::{ProxyChoice, Reqwest};
use spotify_tests::{conformance, conformance::Setup};

conformance!(
    reqwest_blocking,
    blocking |setup: Setup| {
        Reqwest::with(|settings| {
            let settings = settings.proxy(ProxyChoice::None);
            match setup.root_pem {
                Some(root) => settings.add_root_certificate_pem(root.as_bytes()),
                None => settings,
            }
        })
        .expect("a transport")
    },
    adds "accept: */*" because "reqwest adds it to a request that names nothing else, and has no \
                                setting for it"
);
