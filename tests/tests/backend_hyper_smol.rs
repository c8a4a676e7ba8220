//! The conformance suite over hyper on smol.

use std::sync::Arc;

use spotify_hyper::{Hyper, ProxyChoice, Runtime};
use spotify_tests::conformance::{Setup, Suite};

#[test]
fn hyper_smol() {
    let suite = Suite::asynchronous(
        "hyper-smol",
        Arc::new(|future| smol::block_on(future)),
        |setup: Setup| {
            let mut builder = Hyper::builder_on(Runtime::smol()).proxy(ProxyChoice::None);
            if let Some(root) = setup.root_pem {
                builder = builder.add_root_certificate_pem(root.as_bytes());
            }
            builder.build().expect("a transport")
        },
    );
    suite.verify();
}
