//! One table of faults for every backend: the same fault must give the same kind, and the same
//! answer to whether the request may have been received (promises R2, Q3, Q5, Y1, Y2, Y10, Y11).
#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(clippy::disallowed_methods, reason = "a test may look at the clock")]

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Method, Request, Response};
use spotify_core::{Limits, Sent, TransportError, TransportErrorKind as Kind};

use crate::{
    fault_server::FaultServer,
    tls_server::{Authority, Flaw, Http2, OLD_TLS, no_tls, silent},
};

/// A transport as the tests see it.
pub(crate) trait Backend: Sized {
    /// Whether it offers HTTP/2.
    const HTTP2: bool;

    /// Makes one that uses no proxy of the environment.
    fn new(setup: Setup<'_>) -> Self;
    fn send(&self, request: Request<Bytes>, limits: Limits) -> Outcome;
}

#[derive(Default, Clone, Copy)]
pub(crate) struct Setup<'a> {
    pub(crate) root: Option<&'a str>,
    pub(crate) proxy: Option<&'a str>,
}

pub(crate) type Outcome = Result<Response<Bytes>, TransportError>;

/// What must come out: a status and a length, or a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    Answer(u16, usize),
    Fault(Kind, Sent),
}
use Want::{Answer, Fault};

pub(crate) fn get(url: &str) -> Request<Bytes> {
    Request::get(url).body(Bytes::new()).unwrap()
}

fn post(url: &str) -> Request<Bytes> {
    Request::post(url)
        .body(Bytes::from(vec![b'b'; 3000]))
        .unwrap()
}

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Tries every fault and compares all outcomes at once.
pub(crate) fn verify<B: Backend>() {
    let mut wrong = String::new();
    let mut count = 0;
    let mut check = |name: &str, want: Want, longest: Duration, run: &dyn Fn() -> Outcome| {
        count += 1;
        let start = Instant::now();
        let outcome = run();
        let took = start.elapsed();
        let got = match &outcome {
            Ok(response) => Answer(response.status().as_u16(), response.body().len()),
            Err(error) => Fault(error.kind(), error.sent()),
        };
        if got != want || took > longest {
            let _ = writeln!(
                wrong,
                "{name}: {got:?}, not {want:?}, in {took:?}: {outcome:?}"
            );
        }
    };
    connecting::<B>(&mut check);
    exchanging::<B>(&mut check);
    if B::HTTP2 {
        multiplexed::<B>(&mut check);
    }
    assert!(
        wrong.is_empty(),
        "of {count} faults these came out wrong:\n{wrong}"
    );
    assert!(count >= 50, "only {count} faults were tried");
}

type Check<'c> = &'c mut dyn FnMut(&str, Want, Duration, &dyn Fn() -> Outcome);

fn connecting<B: Backend>(check: Check<'_>) {
    let authority = Authority::new();
    let ordinary = B::new(Setup::default());
    let trusting = B::new(Setup {
        root: Some(&authority.pem),
        ..Setup::default()
    });
    let limits = Limits::new();
    let soon = ms(3000);

    // Not one that was free a moment ago: another server of these tests may get it.
    let closed = "127.0.0.1:1";
    let refused = format!("http://{closed}/");
    let unreached = Fault(Kind::Connect, Sent::No);
    check("port closed", unreached, soon, &|| {
        ordinary.send(get(&refused), limits)
    });
    check("port closed, POST", unreached, soon, &|| {
        ordinary.send(post(&refused), limits)
    });
    check("port closed, https", unreached, soon, &|| {
        ordinary.send(get(&format!("https://{closed}/")), limits)
    });
    check(
        "no such host",
        Fault(Kind::Dns, Sent::No),
        ms(9000),
        &|| ordinary.send(get("https://no.such.host.invalid/"), limits),
    );
    let through_nothing = format!("http://{closed}");
    let through_nothing = B::new(Setup {
        proxy: Some(&through_nothing),
        ..Setup::default()
    });
    check("no such proxy", unreached, soon, &|| {
        through_nothing.send(get("https://api.example/"), limits)
    });
    let refusing =
        no_tls(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
    let refusing = format!("http://{}", refusing.address);
    let refusing = B::new(Setup {
        proxy: Some(&refusing),
        ..Setup::default()
    });
    check("the proxy refuses", unreached, soon, &|| {
        refusing.send(get("https://api.example/"), limits)
    });
    check("no scheme", Fault(Kind::Other, Sent::No), soon, &|| {
        ordinary.send(get("/only/a/path"), limits)
    });

    let silent = format!("https://{}/", silent().address);
    check("TLS stalls", unreached, ms(900), &|| {
        ordinary.send(get(&silent), limits.connect(ms(300)))
    });
    check("TLS stalls, idle is shorter", unreached, ms(900), &|| {
        ordinary.send(get(&silent), limits.connect(ms(300)).idle(ms(100)))
    });
    check(
        "TLS stalls, total is shorter",
        Fault(Kind::Timeout, Sent::No),
        ms(900),
        &|| ordinary.send(get(&silent), limits.total(ms(300))),
    );
    check(
        "no time at all",
        Fault(Kind::Timeout, Sent::No),
        ms(100),
        &|| ordinary.send(get(&silent), limits.total(Duration::ZERO)),
    );

    let handshake = Fault(Kind::Tls, Sent::No);
    for (name, reply) in [
        (
            "plain HTTP where TLS should be",
            &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
        ),
        ("hangs up in the handshake", b""),
        ("alert in the handshake", b"\x15\x03\x03\x00\x02\x02\x28"),
        ("TLS 1.1", OLD_TLS),
    ] {
        let url = format!("https://{}/", no_tls(reply).address);
        check(name, handshake, soon, &|| trusting.send(get(&url), limits));
    }
    for (name, flaw) in [
        ("expired", Flaw::Expired),
        ("wrong host", Flaw::WrongHost),
        ("self-signed", Flaw::SelfSigned),
    ] {
        let server = authority.start(flaw);
        let url = format!("https://{}/ok", server.address);
        check(name, handshake, soon, &|| trusting.send(get(&url), limits));
        assert!(
            server.log.requests().is_empty(),
            "{name}: a request was sent"
        );
    }
    let server = authority.start(Flaw::None);
    let url = format!("https://{}", server.address);
    check("unknown authority", handshake, soon, &|| {
        ordinary.send(get(&format!("{url}/ok")), limits)
    });
    check("trusted", Answer(200, 11), soon, &|| {
        trusting.send(get(&format!("{url}/ok")), limits)
    });
    check(
        "closes over TLS",
        Fault(Kind::Closed, Sent::Maybe),
        soon,
        &|| trusting.send(get(&format!("{url}/close")), limits),
    );
    check(
        "short over TLS",
        Fault(Kind::Incomplete, Sent::Maybe),
        soon,
        &|| trusting.send(get(&format!("{url}/short")), limits),
    );
    check(
        "stalls over TLS",
        Fault(Kind::Idle, Sent::Maybe),
        ms(900),
        &|| trusting.send(get(&format!("{url}/stall-head")), limits.idle(ms(200))),
    );
    check("forever is no overflow", Answer(200, 11), soon, &|| {
        let forever = Duration::MAX;
        trusting.send(
            get(&format!("{url}/ok")),
            limits.total(forever).connect(forever).idle(forever),
        )
    });
}

fn exchanging<B: Backend>(check: Check<'_>) {
    let server = FaultServer::start();
    let backend = B::new(Setup::default());
    let limits = Limits::new();
    let maybe = |kind| Fault(kind, Sent::Maybe);
    let mut on = |path: &str, method: Method, want, limits, longest| {
        let name = format!("{method} {path}");
        check(&name, want, longest, &|| {
            let request = if method == Method::POST { post } else { get };
            backend.send(request(&server.url(path)), limits)
        });
    };
    let (few, soon) = (limits.max_body(1000).max_error_body(100), ms(3000));
    for (path, want) in [
        ("/ok", Answer(200, 11)),
        ("/chunked", Answer(200, 11)),
        ("/close-delimited", Answer(200, 11)),
        ("/empty", Answer(200, 0)),
        ("/204", Answer(204, 0)),
        ("/304", Answer(304, 0)),
        ("/301", Answer(301, 0)),
        ("/302", Answer(302, 2)),
        ("/303", Answer(303, 0)),
        ("/307", Answer(307, 0)),
        ("/308", Answer(308, 0)),
        ("/401", Answer(401, 2)),
        ("/429", Answer(429, 2)),
        ("/500", Answer(500, 5)),
        ("/hints", Answer(200, 2)),
        ("/headers", Answer(200, 0)),
        ("/close", maybe(Kind::Closed)),
        ("/half-head", maybe(Kind::Closed)),
        ("/garbage", maybe(Kind::Other)),
        ("/bad-header", maybe(Kind::Other)),
        ("/two-lengths", maybe(Kind::Other)),
        ("/huge-head", maybe(Kind::Other)),
        ("/short", maybe(Kind::Incomplete)),
        ("/short-chunk", maybe(Kind::Incomplete)),
        ("/no-last-chunk", maybe(Kind::Incomplete)),
        ("/bad-chunk", maybe(Kind::Other)),
        ("/announced", maybe(Kind::BodyTooLarge)),
        ("/endless", maybe(Kind::BodyTooLarge)),
        ("/endless-503", Answer(503, 100)),
        ("/gzip", Answer(200, 11)),
        ("/gzip-empty", Answer(200, 0)),
        ("/gzip-short", maybe(Kind::Incomplete)),
        ("/gzip-broken", maybe(Kind::Encoding)),
        ("/gzip-none", maybe(Kind::Encoding)),
        ("/gzip-twice", maybe(Kind::Encoding)),
        ("/gzip-bomb", maybe(Kind::BodyTooLarge)),
        ("/brotli", maybe(Kind::Encoding)),
    ] {
        on(path, Method::GET, want, few, soon);
    }
    on("/reset", Method::POST, maybe(Kind::Closed), limits, soon);
    on(
        "/reset-body",
        Method::POST,
        maybe(Kind::Incomplete),
        limits,
        soon,
    );
    on("/close", Method::POST, maybe(Kind::Closed), limits, soon);
    on("/307", Method::POST, Answer(307, 0), limits, soon);
    let quiet = limits.idle(ms(200));
    on(
        "/stall-head",
        Method::GET,
        maybe(Kind::Idle),
        quiet,
        ms(900),
    );
    on(
        "/stall-head",
        Method::POST,
        maybe(Kind::Idle),
        quiet,
        ms(900),
    );
    on(
        "/stall-body",
        Method::GET,
        maybe(Kind::Idle),
        quiet,
        ms(900),
    );
    let brief = limits.total(ms(300));
    on(
        "/stall-head",
        Method::GET,
        maybe(Kind::Timeout),
        brief,
        ms(900),
    );
    on(
        "/stall-body",
        Method::GET,
        maybe(Kind::Timeout),
        brief,
        ms(900),
    );
    on("/drip", Method::GET, maybe(Kind::Timeout), brief, ms(900)); // Y11
    on("/drip", Method::GET, Answer(200, 12), quiet, soon); // each byte is a sign of life
    let gone = server
        .log
        .requests()
        .iter()
        .filter(|request| request.line.contains("/ok"))
        .count();
    assert_eq!(gone, 1, "Q3: a redirect to /ok was followed");
}

fn multiplexed<B: Backend>(check: Check<'_>) {
    let authority = Authority::new();
    for (name, manner, want) in [
        ("HTTP/2", Http2::Answer, Answer(200, 2)),
        (
            "REFUSED_STREAM",
            Http2::Refuse,
            Fault(Kind::Refused, Sent::No),
        ),
        (
            "INTERNAL_ERROR",
            Http2::Reset,
            Fault(Kind::Closed, Sent::Maybe),
        ),
        ("GOAWAY", Http2::GoAway, Fault(Kind::Closed, Sent::Maybe)),
        (
            "RST_STREAM in the body",
            Http2::ResetInBody,
            Fault(Kind::Incomplete, Sent::Maybe),
        ),
        (
            "nonsense in HTTP/2",
            Http2::Nonsense,
            Fault(Kind::Other, Sent::Maybe),
        ),
    ] {
        let backend = B::new(Setup {
            root: Some(&authority.pem),
            ..Setup::default()
        });
        let server = authority.start_http2(manner);
        let url = format!("https://{}/", server.address);
        check(name, want, ms(3000), &|| {
            backend.send(get(&url), Limits::new())
        });
        assert_eq!(server.log.opened(), 1, "{name}: it was tried again");
    }
}
