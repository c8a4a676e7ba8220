//! The one body reader: caps, gzip, truncation.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

use bytes::Bytes;
use http::{Method, Response};
use spotify_core::{BodyBuffer, Limits, TransportErrorKind as Kind};

fn head(status: u16, headers: &[(&'static str, &str)]) -> Response<()> {
    let mut head = Response::builder().status(status);
    for (name, value) in headers {
        head = head.header(*name, *value);
    }
    head.body(()).unwrap()
}

fn read(
    status: u16,
    headers: &[(&'static str, &str)],
    chunks: &[&[u8]],
    cap: usize,
) -> Result<Response<Bytes>, Kind> {
    let head = head(status, headers);
    let limits = Limits::new().max_body(cap).max_error_body(cap);
    let mut body = BodyBuffer::new(&Method::GET, &head, limits).map_err(|e| e.kind())?;
    for chunk in chunks {
        if body.push(chunk).map_err(|e| e.kind())?.is_break() {
            break;
        }
    }
    body.finish(head).map_err(|e| e.kind())
}

#[test]
fn y1_a_body_of_the_cap_passes_and_one_byte_more_does_not() {
    assert_eq!(
        read(200, &[], &[b"1234", b"5678"], 8).unwrap().body(),
        "12345678"
    );
    assert_eq!(
        read(200, &[], &[b"1234", b"56789"], 8).unwrap_err(),
        Kind::BodyTooLarge
    );
    let announced = [("content-length", "9")];
    assert_eq!(
        read(200, &announced, &[], 8).unwrap_err(),
        Kind::BodyTooLarge
    );
}

#[test]
fn y1_an_announced_length_sets_no_memory_aside_that_is_not_there() {
    let endless = [("content-length", "18446744073709551615")];
    let kind = read(200, &endless, &[b"1234"], usize::MAX).unwrap_err();
    assert_eq!(kind, Kind::Incomplete);
    let whole = vec![7; 20 << 20];
    let chunks: Vec<&[u8]> = whole.chunks(100_000).collect();
    assert_eq!(*read(200, &[], &chunks, usize::MAX).unwrap().body(), whole);
}

#[test]
fn y1_an_error_keeps_its_status_and_is_cut() {
    let long = [("content-length", "1000000")];
    let cut = read(503, &long, &[b"<html>", b"and so on", b"never read"], 8).unwrap();
    assert_eq!(
        (cut.status().as_u16(), &**cut.body()),
        (503, &b"<html>an"[..])
    );
    let strange = [("content-encoding", "br")];
    assert_eq!(read(503, &strange, &[b"abc"], 8).unwrap().status(), 503);
}

#[test]
fn y10_short_and_long_bodies_are_incomplete() {
    let ten = [("content-length", "10")];
    assert_eq!(
        read(200, &ten, &[b"12345"], 100).unwrap_err(),
        Kind::Incomplete
    );
    assert_eq!(
        read(200, &ten, &[b"12345678901"], 100).unwrap_err(),
        Kind::Incomplete
    );
    assert_eq!(read(304, &ten, &[], 100).unwrap().body(), "");
    assert_eq!(read(204, &[], &[], 100).unwrap().body(), "");
}

#[test]
fn y2_other_and_nested_encodings_are_refused() {
    for encoding in [
        "br",
        "zstd",
        "deflate",
        "gzip, gzip",
        "gzip, br",
        "compress",
    ] {
        let headers = [("content-encoding", encoding)];
        assert_eq!(
            read(200, &headers, &[b"abc"], 100).unwrap_err(),
            Kind::Encoding
        );
        assert_eq!(
            read(200, &headers, &[], 100).unwrap().body(),
            "",
            "{encoding}"
        );
    }
    assert_eq!(
        read(200, &[("content-encoding", "identity")], &[b"a"], 9)
            .unwrap()
            .body(),
        "a"
    );
}

#[cfg(feature = "gzip")]
mod gzip {
    use std::io::Write as _;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let level = flate2::Compression::best();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    const GZIP: [(&str, &str); 1] = [("content-encoding", "gzip")];

    #[test]
    fn y2_gzip_is_undone_and_the_head_says_so() {
        let packed = gzip(b"{\"ok\":true}");
        let length = packed.len().to_string();
        let headers = [("content-encoding", "gzip"), ("content-length", &*length)];
        let chunks: Vec<&[u8]> = packed.chunks(3).collect();
        let response = read(200, &headers, &chunks, 100).unwrap();
        assert_eq!(response.body(), "{\"ok\":true}");
        assert!(response.headers().is_empty(), "{:?}", response.headers());
        assert_eq!(read(200, &GZIP, &[], 100).unwrap().body(), "");
    }

    #[test]
    fn y2_a_bomb_stops_at_the_cap() {
        let bomb = gzip(&vec![0; 64 << 20]);
        assert_eq!(
            read(200, &GZIP, &[&bomb], 1 << 20).unwrap_err(),
            Kind::BodyTooLarge
        );
        let cut = read(500, &GZIP, &[&bomb], 1 << 10).unwrap();
        assert_eq!((cut.status().as_u16(), cut.body().len()), (500, 1 << 10));
    }

    #[test]
    fn y10_truncated_and_damaged_gzip() {
        let packed = gzip(&vec![b'x'; 10_000]);
        for end in 1..packed.len() {
            let kind = read(200, &GZIP, &[&packed[..end]], 1 << 20).unwrap_err();
            assert_eq!(kind, Kind::Incomplete, "cut at {end}");
        }
        let mut damaged = packed.clone();
        damaged[3] = 0xFF;
        damaged[12] ^= 0xFF;
        let kind = read(200, &GZIP, &[&damaged], 1 << 20).unwrap_err();
        assert!(
            matches!(kind, Kind::Encoding | Kind::Incomplete),
            "{kind:?}"
        );
        assert_eq!(
            read(200, &GZIP, &[b"this is not gzip"], 100).unwrap_err(),
            Kind::Encoding
        );
    }
}

#[test]
fn y8_the_answer_to_a_head_request_has_no_body_whatever_it_announces() {
    let announced = [("content-length", "9000000"), ("content-encoding", "gzip")];
    let head = head(200, &announced);
    let body = BodyBuffer::new(&Method::HEAD, &head, Limits::new()).unwrap();
    assert!(body.bodiless());
    let answer = body.finish(head).unwrap();
    assert!(answer.body().is_empty());
    assert_eq!(answer.headers()["content-length"], "9000000");
}
