//! The conformance suite over hyper on tokio, which is the reference: its outcomes are those that
//! every transport is held against.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use spotify_hyper::{Hyper, ProxyChoice};
use spotify_tests::conformance::{Setup, Suite, tokio_runtime};

/// After a change of scenarios: run this with `INSTA_UPDATE=always`, read what was written, and
/// run it again, since the outcomes are built into the suite.
#[test]
fn hyper_tokio() {
    let runtime = tokio_runtime().expect("a runtime");
    let suite = Suite::asynchronous("hyper-tokio", runtime, |setup: Setup| {
        let mut builder = Hyper::builder().proxy(ProxyChoice::None);
        if let Some(root) = setup.root_pem {
            builder = builder.add_root_certificate_pem(root.as_bytes());
        }
        builder.build().expect("a transport")
    });
    let report = suite.run();
    // It writes its report, whatever the snapshot says.
    let verified = catch_unwind(AssertUnwindSafe(|| report.verify()));
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
        snapshot_path => "../src/conformance/snapshots",
    }, {
        insta::assert_snapshot!("outcomes", report.outcomes());
    });
    if let Err(panic) = verified {
        resume_unwind(panic);
    }
}
