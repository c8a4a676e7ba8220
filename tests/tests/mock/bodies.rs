//! Faults of bodies, framing and connections.
#![allow(clippy::disallowed_methods, reason = "delays are measured")]

use std::{
    io::{ErrorKind, Read, Write},
    time::{Duration, Instant},
};

use flate2::read::GzDecoder;
use spotify_tests::mock::{BOMB_BYTES, Fault, MockSpotify, Service};

use crate::wire::{Reply, Request, User, connect};

fn me() -> Fault {
    Fault::on("GET", "/v1/me")
}

fn faulted(fault: Fault) -> Reply {
    meeting(&MockSpotify::start().unwrap(), fault)
}

fn meeting(mock: &MockSpotify, fault: Fault) -> Reply {
    mock.fault(fault);
    User::of(mock).get("/me")
}

/// All bytes until the server closes.
fn raw(fault: Fault) -> String {
    let mock = MockSpotify::start().unwrap();
    mock.fault(fault);
    let mut wire = connect(&mock.api_base());
    let request = format!(
        "GET /v1/me HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nconnection: close\r\n\r\n",
        mock.mint_full_token()
    );
    wire.stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    wire.stream.read_to_string(&mut answer).unwrap();
    answer
}

fn gunzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).map(|_| plain)
}

#[test]
fn content_codings_are_as_they_say_or_not() {
    let mock = MockSpotify::start().unwrap();
    let plain = meeting(&mock, me()).body;
    let gzip = meeting(&mock, me().gzip());
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    assert_eq!(gunzip(&gzip.body).unwrap(), plain);

    let cut = meeting(&mock, me().gzip_truncated());
    assert!(cut.complete && cut.header("content-encoding") == Some("gzip"));
    assert_eq!(
        gunzip(&cut.body).unwrap_err().kind(),
        ErrorKind::UnexpectedEof
    );

    let twice = meeting(&mock, me().gzip_twice());
    assert_eq!(twice.header("content-encoding"), Some("gzip, gzip"));
    assert_eq!(gunzip(&gunzip(&twice.body).unwrap()).unwrap(), plain);

    let empty = meeting(&mock, me().gzip_empty());
    assert_eq!(
        (empty.header("content-encoding"), empty.body.len()),
        (Some("gzip"), 0)
    );
    assert_eq!(
        meeting(&mock, me().brotli()).header("content-encoding"),
        Some("br")
    );
}

#[test]
fn the_bomb_is_small_and_grows() {
    let bomb = faulted(me().gzip_bomb());
    assert!(bomb.body.len() < 300_000, "{}", bomb.body.len());
    let mut decoder = GzDecoder::new(&bomb.body[..]);
    let size = std::io::copy(&mut decoder, &mut std::io::sink()).unwrap();
    assert_eq!(size, BOMB_BYTES as u64);
}

#[test]
fn bodies_can_be_wrong_in_every_way() {
    assert_eq!(faulted(me().nested_json(100_000)).body.len(), 200_000);
    assert!(std::str::from_utf8(&faulted(me().invalid_utf8()).body).is_err());
    let marked = faulted(me().byte_order_mark());
    assert!(marked.body.starts_with(b"\xef\xbb\xbf{"));
    assert_eq!(faulted(me().body("{")).text(), "{");
    assert_eq!(faulted(me().body("")).header("content-length"), Some("0"));
}

#[test]
fn bodies_end_early() {
    let whole = faulted(me()).body;
    for fault in [
        me().truncate_body(10),
        me().chunked().truncate_body(10),
        me().truncate_chunk(10),
    ] {
        let reply = faulted(fault);
        assert!(!reply.complete);
        assert_eq!(reply.body, whole[..10]);
    }
    let mock = MockSpotify::start().unwrap();
    mock.fault(me().reset_body(10));
    let error = User::of(&mock).attempt("GET", "/me", None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}

#[test]
fn framing_can_lie() {
    let mock = MockSpotify::start().unwrap();
    let whole = meeting(&mock, me()).body;
    let chunked = meeting(&mock, me().chunked());
    assert!(chunked.complete && chunked.header("content-length").is_none());
    assert_eq!(chunked.body, whole);
    let long = meeting(&mock, me().wrong_length(5));
    assert!(!long.complete && long.body == whole);
    let short = meeting(&mock, me().wrong_length(-5));
    assert!(short.complete);
    assert_eq!(short.body, whole[..whole.len() - 5]);
    let two = raw(me().two_lengths());
    assert_eq!(two.matches("content-length: ").count(), 2);
}

#[test]
fn garbage_is_not_http() {
    assert_eq!(raw(me().garbage()), "SSH-2.0-OpenSSH_9.9\r\n\r\n");
}

#[test]
fn slow_bodies_take_their_time() {
    let began = Instant::now();
    let reply = faulted(
        me().body("0123456789")
            .slow_body(2, Duration::from_millis(30)),
    );
    assert_eq!(reply.text(), "0123456789");
    assert!(began.elapsed() >= Duration::from_millis(4 * 30));
}

#[test]
fn stalls_last_until_the_client_hangs_up() {
    let mock = MockSpotify::start().unwrap();
    let request = Request::new("GET", "/v1/me").bearer(&mock.mint_full_token());
    for fault in [me().stall_head(), me().stall_body(3)] {
        mock.fault(fault);
        let mut wire = connect(&mock.api_base());
        wire.stream
            .set_read_timeout(Some(Duration::from_millis(100)))
            .unwrap();
        let error = wire.send(&request).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
            "{error}"
        );
    }
    // Others are served all the while.
    assert_eq!(
        connect(&mock.api_base()).send(&request).unwrap().status,
        200
    );
}

#[test]
fn endless_bodies_do_not_end() {
    let mock = MockSpotify::start().unwrap();
    mock.fault(me().endless_body());
    let mut wire = connect(&mock.api_base());
    let request = format!(
        "GET /v1/me HTTP/1.1\r\nauthorization: Bearer {}\r\n\r\n",
        mock.mint_full_token()
    );
    wire.stream.write_all(request.as_bytes()).unwrap();
    let mut piece = vec![0; 1 << 20];
    for _ in 0..20 {
        wire.stream.read_exact(&mut piece).unwrap();
    }
    drop(wire);
    assert_eq!(User::of(&mock).get("/me").status, 200);
}

#[test]
fn connections_close_silently_after_an_answer() {
    let mock = MockSpotify::start().unwrap();
    mock.fault(me().close_after());
    let request = Request::new("GET", "/v1/me").bearer(&mock.mint_full_token());
    let mut wire = connect(&mock.api_base());
    let reply = wire.send(&request).unwrap();
    assert!(reply.complete && reply.header("connection").is_none());
    wire.send(&request).unwrap_err();
    assert_eq!(mock.requests().len(), 1);
    assert_eq!(mock.connections(Service::Api), 1);
}
