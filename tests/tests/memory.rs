//! What bodies cost that are meant to cost much (promises Y1, Y2): the growth of this process, as
//! the system sees it. Alone in its binary, since other tests would be counted too.
#![cfg(target_os = "linux")]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

use std::fs;

use bytes::Bytes;
use http::{Request, Response};
use spotify_blocking::{ProxyChoice, Ureq};
use spotify_core::{
    BlockingTransport as _, HttpTransport as _, Limits, TransportError, TransportErrorKind as Kind,
};
use spotify_hyper::Hyper;
use spotify_reqwest::Reqwest;
use spotify_tests::mock::{Answer, Fault, MockSpotify};

const CAP: usize = 8 << 20;
/// What may come on top, the mock's own side and the allocator's rounding included.
const BESIDES: usize = 256 << 10;

/// A line of `/proc/self/status`, in bytes.
fn status(name: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .unwrap();
    let kilobytes = line.trim_start_matches(':').trim().trim_end_matches(" kB");
    kilobytes.parse::<usize>().unwrap() << 10
}

type Send = Box<dyn Fn(Request<Bytes>, Limits) -> Result<Response<Bytes>, TransportError>>;

fn transports() -> [(&'static str, Send); 3] {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let ureq = Ureq::builder().proxy(ProxyChoice::None).build().unwrap();
    let (hyper, on) = (
        Hyper::builder().proxy(ProxyChoice::None).build().unwrap(),
        runtime(),
    );
    let hyper: Send = Box::new(move |request, limits| on.block_on(hyper.send(request, limits)));
    let (reqwest, on) = (
        Reqwest::builder().proxy(ProxyChoice::None).build().unwrap(),
        runtime(),
    );
    let reqwest: Send = Box::new(move |request, limits| on.block_on(reqwest.send(request, limits)));
    [
        (
            "ureq",
            Box::new(move |request, limits| ureq.send(request, limits)),
        ),
        ("hyper", hyper),
        ("reqwest", reqwest),
    ]
}

#[test]
fn y1_y2_endless_bodies_and_bombs_cost_no_more_than_the_cap() {
    let mock = MockSpotify::start().unwrap();
    let get = || Request::get(mock.api_base()).body(Bytes::new()).unwrap();
    let any = || {
        Fault::on("*", "/")
            .always()
            .answer(Answer::text(200, "text"))
    };
    let transports = transports();
    let (small, whole) = (
        Limits::new().max_body(256 << 10),
        Limits::new().max_body(CAP),
    );
    let cases = || {
        let faults = [any().endless_body(), any().gzip_bomb()];
        ["an endless body", "a gzip bomb"].into_iter().zip(faults)
    };
    // Whatever is made once is made now: connections, threads, the mock's bomb.
    for (_, send) in &transports {
        for (_, fault) in cases() {
            mock.clear_faults();
            mock.fault(fault);
            send(get(), small).unwrap_err();
        }
    }
    fs::write("/proc/self/clear_refs", "5").unwrap(); // forgets the peak so far
    let before = status("VmRSS");
    for (name, send) in &transports {
        for (what, fault) in cases() {
            mock.clear_faults();
            mock.fault(fault);
            let error = send(get(), whole).unwrap_err();
            assert_eq!(error.kind(), Kind::BodyTooLarge, "{name}, {what}");
            let grown = status("VmHWM").saturating_sub(before);
            println!(
                "{name}, {what}: the peak is {} KiB above the start",
                grown >> 10
            );
            assert!(grown <= CAP + BESIDES, "{name}, {what}: {grown} bytes");
        }
    }
}
