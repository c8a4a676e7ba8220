//! The HTTP/1.1 of the examples without a runtime: what it makes of servers that do as they like.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]
#![allow(clippy::disallowed_methods, reason = "a test waits for a socket")]

#[path = "../examples/support/exchange.rs"]
mod exchange;
#[path = "../support/fault_server.rs"]
mod fault_server;

use std::{
    io::{Read as _, Write as _},
    thread,
    time::Duration,
};

use bytes::Bytes;
use exchange::Exchange;
use fault_server::FaultServer;
use http::{Request, Response};
use spotify_core::{
    Clock as _, Limits, Sent, SystemClock, TransportError, TransportErrorKind as Kind,
};

fn send(request: &Request<Bytes>, limits: Limits) -> Result<Response<Bytes>, TransportError> {
    let mut exchange = Exchange::begin(request, limits, SystemClock.now().mono)?;
    loop {
        if let Some(reply) = exchange.poll(SystemClock.now().mono) {
            return reply;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// What comes of a GET: a status and a length, or a kind.
fn get(url: &str, limits: Limits) -> Result<(u16, usize), (Kind, Sent)> {
    let answer = send(&Request::get(url).body(Bytes::new()).unwrap(), limits);
    answer
        .map(|answer| (answer.status().as_u16(), answer.body().len()))
        .map_err(|error| (error.kind(), error.sent()))
}

#[test]
fn every_end_of_an_answer_is_told_from_the_others() {
    let server = FaultServer::start();
    let limits = Limits::new()
        .max_body(1000)
        .max_error_body(100)
        .total(Duration::from_secs(5));
    for (path, want) in [
        ("/ok", Ok((200, 11))),
        ("/chunked", Ok((200, 11))),
        ("/close-delimited", Ok((200, 11))),
        ("/empty", Ok((200, 0))),
        ("/204", Ok((204, 0))),
        ("/304", Ok((304, 0))),
        ("/302", Ok((302, 2))),
        ("/500", Ok((500, 5))),
        ("/hints", Ok((200, 2))),
        ("/gzip", Ok((200, 11))),
        ("/endless-503", Ok((503, 100))),
        ("/close", Err(Kind::Closed)),
        ("/half-head", Err(Kind::Closed)),
        ("/garbage", Err(Kind::Other)),
        ("/huge-head", Err(Kind::Other)),
        ("/two-lengths", Err(Kind::Other)),
        ("/short", Err(Kind::Incomplete)),
        ("/short-chunk", Err(Kind::Incomplete)),
        ("/no-last-chunk", Err(Kind::Incomplete)),
        ("/bad-chunk", Err(Kind::Other)),
        ("/announced", Err(Kind::BodyTooLarge)),
        ("/endless", Err(Kind::BodyTooLarge)),
        ("/gzip-bomb", Err(Kind::BodyTooLarge)),
        ("/gzip-broken", Err(Kind::Encoding)),
        ("/brotli", Err(Kind::Encoding)),
    ] {
        let want = want.map_err(|kind| (kind, Sent::Maybe));
        assert_eq!(get(&server.url(path), limits), want, "{path}");
    }
}

#[test]
fn it_does_not_matter_where_the_pieces_end() {
    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nb;a=b\r\n, good day!\r\n0\r\n\r\n";
    for piece in [1, 2, 3, 7] {
        let server = FaultServer::accept(move |mut stream, _| {
            let _ = stream.read(&mut [0; 4096])?;
            for bytes in ANSWER.chunks(piece) {
                stream.write_all(bytes)?;
                thread::sleep(Duration::from_millis(2));
            }
            Ok(())
        });
        let request = Request::get(server.url("/")).body(Bytes::new()).unwrap();
        let answer = send(&request, Limits::new()).unwrap();
        assert_eq!(answer.body(), "hello, good day!");
    }
}

#[test]
fn time_runs_out_as_it_should() {
    let server = FaultServer::start();
    let brief = Duration::from_millis(200);
    for path in ["/stall-head", "/stall-body"] {
        let outcome = get(&server.url(path), Limits::new().idle(brief));
        assert_eq!(outcome, Err((Kind::Idle, Sent::Maybe)), "{path}");
    }
    let outcome = get(&server.url("/drip"), Limits::new().total(brief));
    assert_eq!(outcome, Err((Kind::Timeout, Sent::Maybe)));
}

#[test]
fn what_was_never_sent_is_known() {
    let limits = Limits::new();
    for (url, kind) in [
        ("http://127.0.0.1:1/", Kind::Connect),
        ("https://127.0.0.1:1/", Kind::Tls),
        ("http://no.such.host.invalid/", Kind::Dns),
    ] {
        assert_eq!(get(url, limits), Err((kind, Sent::No)), "{url}");
    }
}

#[test]
fn a_body_of_any_length_goes_out() {
    let server = FaultServer::start();
    let body = Bytes::from(vec![b'b'; 300_000]);
    let request = Request::put(server.url("/204")).header("x-own", "a");
    send(&request.body(body.clone()).unwrap(), Limits::new()).unwrap();
    let seen = &server.log.requests()[0];
    assert_eq!(seen.line, "PUT /204 HTTP/1.1");
    assert_eq!(seen.header("x-own"), Some(&b"a"[..]));
    assert_eq!(seen.header("accept-encoding"), Some(&b"gzip"[..]));
    assert_eq!(seen.body, body);
}
