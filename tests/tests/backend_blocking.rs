//! The conformance suite over ureq, without async.

use spotify_blocking::{ProxyChoice, Ureq};
use spotify_tests::{
    conformance,
    conformance::{Difference, Setup},
};

conformance!(
    ureq,
    blocking |setup: Setup| {
        let mut builder = Ureq::builder().proxy(ProxyChoice::None);
        if let Some(root) = setup.root_pem {
            builder = builder.add_root_certificate_pem(root.as_bytes());
        }
        builder.build().expect("a transport")
    },
    http1,
    explains Difference::because(
        "for a connection that ends within the size of a chunk ureq has no public error, so it \
         cannot be told from a server that broke the rules"
    )
    .line_in(
        "ends_within_the_last_chunk",
        "= Incomplete, may have been received",
        "= Other, may have been received",
    )
);
