//! The conformance suite over hyper.

use spotify_hyper::{Hyper, ProxyChoice};
use spotify_tests::{conformance, conformance::Setup};

conformance!(hyper, async |setup: Setup| {
    let mut builder = Hyper::builder().proxy(ProxyChoice::None);
    if let Some(root) = setup.root_pem {
        builder = builder.add_root_certificate_pem(root.as_bytes());
    }
    builder.build().expect("a transport")
});
