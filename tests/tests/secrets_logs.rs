//! T1: sign-ins, renewals, refusals and calls over every backend, with everything written down
//! that any library says at TRACE, and no piece of a secret in it.
//!
//! What is captured: all events and spans of `tracing`, all records of `log`, with the logging of
//! rustls, hyper-util and hyper-rustls switched on; and the `Display`, `Debug` and chain of every
//! error, and the `Debug` of every client. hyper's own tracing needs a flag for the compiler
//! (`hyper_unstable_tracing`), so it is not among them. reqwest's `connection_verbose` writes out
//! every byte of a connection by design; the transport never turns it on, and whoever hands over a
//! client with it gets what they asked for.
//!
//! One library writes out what it sends: ureq, at TRACE, under the target `ureq_proto::util`, with
//! no setting to turn it off. The documentation of the transport says so; the test knows it, and
//! fails when it ends. (At DEBUG it also shows the `location` of a redirect; no answer to a call or
//! a token request has a secret there.)
//!
//! One test, since who listens is the whole process's.
#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

#[path = "secrets_logs/capture.rs"]
mod capture;
#[path = "secrets_logs/program.rs"]
mod program;
#[path = "secrets_logs/search.rs"]
mod search;

use std::{env, sync::Arc};

use capture::Capture;
use program::{Program, Transport};
use search::Secrets;
use spotify_blocking::{ProxyChoice, Ureq};
use spotify_hyper::Hyper;
use spotify_reqwest::Reqwest;

const MB: usize = 1_000_000;

fn transports(root: &str) -> Vec<Transport> {
    let root = root.as_bytes();
    let reqwest = Reqwest::builder().proxy(ProxyChoice::None);
    let hyper = Hyper::builder().proxy(ProxyChoice::None);
    let ureq = Ureq::builder().proxy(ProxyChoice::None);
    let reqwest = reqwest.add_root_certificate_pem(root).build().unwrap();
    let hyper = hyper.add_root_certificate_pem(root).build().unwrap();
    let ureq = ureq.add_root_certificate_pem(root).build().unwrap();
    vec![
        Transport::Async(Arc::new(reqwest)),
        Transport::Async(Arc::new(hyper)),
        Transport::Blocking(Arc::new(ureq)),
    ]
}

#[test]
fn t1_no_piece_of_a_secret_in_any_log_at_trace() {
    let capture = Capture::everything();
    // The search itself: what is said is found, in every form.
    for form in search::forms("kVQ3xZ7pLm9tRw2sYb5n") {
        let mut secrets = Secrets::default();
        secrets.add("kVQ3xZ7pLm9tRw2sYb5n");
        log::trace!("a library says {form}");
        tracing::trace!(%form, "and so does another");
        let said = capture.take();
        let found = said
            .lines()
            .filter(|line| !secrets.found_in(line).is_empty());
        assert_eq!(found.count(), 2, "{form} was not found");
    }

    let goal = if env::var_os("SPOTIFY_FULL").is_some() {
        100 * MB
    } else {
        10 * MB
    };
    let (mut bytes, mut leaks, mut dumped, mut secrets, mut rounds) = (0, 0, 0, 0, 0);
    let mut targets = capture::Targets::default();
    while bytes < goal {
        rounds += 1;
        for tls in [false, true] {
            let program = Program::start(tls, rounds, &capture);
            for transport in transports(program.root()) {
                program.run(&transport);
            }
            let known = program.secrets();
            drop(program);
            let text = capture.take();
            targets.count(&text);
            for place in known.found_in(&text) {
                println!("LEAK …{place}");
                leaks += 1;
            }
            dumped += known.found_in(&capture.take_dump()).len();
            bytes += text.len();
            secrets = known.len();
        }
    }
    println!("{rounds} rounds, {secrets} secrets each, said by: {targets}");
    for library in [
        "h2",
        "hyper_util",
        "reqwest",
        "rustls",
        "spotify_core",
        "ureq",
    ] {
        assert!(targets.has(library), "nothing was heard of {library}");
    }
    assert!(
        dumped > 0,
        "ureq does not write out what it sends any more: take the warning out of its documentation"
    );
    let verdict = if leaks == 0 { "ok" } else { "FAILED" };
    println!(
        "T1  pieces of secrets in {:.0} MB of logs at TRACE, without ureq_proto::util  {leaks}  {verdict}",
        bytes as f64 / MB as f64
    );
    assert_eq!(leaks, 0);
}
