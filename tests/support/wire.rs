//! What goes over the wire, for every backend alike: headers, bodies, connections, the proxy.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
#![allow(clippy::disallowed_methods, reason = "a server has to be waited for")]

use std::{
    io::{self, Write as _},
    net::{Shutdown, TcpStream},
    thread,
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderValue, Method, Request};
use spotify_core::Limits;

use crate::{
    fault_server::{FaultServer, Log, read_head},
    fault_table::{Backend, Setup, get},
    tls_server::{Authority, Flaw},
};

/// Runs every check of this file.
pub(crate) fn verify<B: Backend + Sync>() {
    headers_are_those_of_the_request::<B>();
    every_method_frames_its_body::<B>();
    answers_keep_their_headers::<B>();
    connections_are_kept::<B>();
    calls_run_side_by_side::<B>();
    sessions_are_resumed::<B>();
    the_proxy_is_a_tunnel::<B>(false);
    the_proxy_is_a_tunnel::<B>(true);
}

fn headers_are_those_of_the_request<B: Backend>() {
    let (server, backend) = (FaultServer::start(), B::new(Setup::default()));
    let url = server.url("/set-cookie");
    let send = |request| backend.send(request, Limits::new()).unwrap();
    let mut token = HeaderValue::from_static("Bearer abc");
    token.set_sensitive(true);
    let full = Request::get(server.url("/a%20b/%C3%A9?q=a%26b%2Bc&r="))
        .header("authorization", token)
        .header("accept", "application/json")
        .header("user-agent", "test/1")
        .header("X-Many", "one")
        .header("x-many", "two, three")
        .header(
            "x-raw",
            HeaderValue::from_bytes(b"caf\xc3\xa9 \xe9").unwrap(),
        )
        .body(Bytes::new())
        .unwrap();
    send(full);
    send(
        Request::get(&url)
            .header("accept-encoding", "identity")
            .body(Bytes::new())
            .unwrap(),
    );
    send(get(&url));

    let seen = server.log.requests();
    let host = server.address.to_string();
    let expected: &[(&str, &[u8])] = &[
        ("accept", b"application/json"),
        ("accept-encoding", b"gzip"),
        ("authorization", b"Bearer abc"),
        ("host", host.as_bytes()),
        ("user-agent", b"test/1"),
        ("x-many", b"one"),
        ("x-many", b"two, three"),
        ("x-raw", b"caf\xc3\xa9 \xe9"),
    ];
    let all: Vec<_> = seen[0]
        .headers
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    assert_eq!(all, expected);
    assert_eq!(seen[0].line, "GET /a%20b/%C3%A9?q=a%26b%2Bc&r= HTTP/1.1");
    // `accept: */*` is reqwest's own and cannot be turned off; cookies come from nobody.
    for (request, encoding) in seen[1..].iter().zip(["identity", "gzip"]) {
        let names = request.headers.iter().map(|(name, _)| name.as_str());
        let names: Vec<_> = names.filter(|name| *name != "accept").collect();
        assert_eq!(names, ["accept-encoding", "host"]);
        assert_eq!(request.header("accept-encoding"), Some(encoding.as_bytes()));
    }
}

fn every_method_frames_its_body<B: Backend>() {
    let (server, backend) = (FaultServer::start(), B::new(Setup::default()));
    let cases: [(Method, &str, Option<&str>); 10] = [
        (Method::GET, "", None),
        (Method::DELETE, "", None),
        (Method::DELETE, "{\"uris\":[]}", Some("11")),
        (Method::POST, "", Some("0")),
        (Method::POST, "{}", Some("2")),
        (Method::PUT, "", Some("0")),
        (Method::PUT, "{\"ids\":[]}", Some("10")),
        (Method::PATCH, "", Some("0")),
        (Method::PATCH, "{}", Some("2")),
        (Method::HEAD, "", None),
    ];
    for (method, body, length) in cases {
        let request = Request::builder()
            .method(method.clone())
            .uri(server.url("/204"));
        backend
            .send(request.body(Bytes::from(body)).unwrap(), Limits::new())
            .unwrap();
        let seen = server.log.requests().pop().unwrap();
        assert_eq!(seen.line, format!("{method} /204 HTTP/1.1"));
        assert_eq!(
            seen.header("content-length"),
            length.map(str::as_bytes),
            "{method} {body}"
        );
        assert_eq!(seen.header("transfer-encoding"), None, "{method} {body}");
        assert_eq!(seen.header("content-type"), None, "{method} {body}");
        assert_eq!(seen.body, body.as_bytes());
    }
    let large = Bytes::from(vec![b'j'; 300_000]);
    let request = Request::put(server.url("/204"))
        .body(large.clone())
        .unwrap();
    backend.send(request, Limits::new()).unwrap();
    assert_eq!(server.log.requests().pop().unwrap().body, large);
}

fn answers_keep_their_headers<B: Backend>() {
    let (server, backend) = (FaultServer::start(), B::new(Setup::default()));
    let send = |path: &str| backend.send(get(&server.url(path)), Limits::new()).unwrap();
    let answer = send("/headers");
    let twice: Vec<_> = answer.headers().get_all("x-twice").iter().collect();
    assert_eq!(twice, ["a", "b"]);
    assert_eq!(answer.headers()["x-raw"].as_bytes(), b"caf\xe9");
    assert_eq!(send("/302").headers()["location"], "/ok");
    assert_eq!(send("/429").headers()["retry-after"], "3");
    let answer = send("/gzip");
    assert_eq!(answer.body(), "{\"ok\":true}");
    assert!(!answer.headers().contains_key("content-encoding"));
    assert!(!answer.headers().contains_key("content-length"));
}

fn connections_are_kept<B: Backend>() {
    let (server, backend) = (FaultServer::start(), B::new(Setup::default()));
    for call in 1..=20 {
        let limits = Limits::new()
            .connect(Duration::from_secs(call))
            .max_body(100);
        let path = ["/ok", "/gzip", "/204", "/401", "/302"][call as usize % 5];
        backend.send(get(&server.url(path)), limits).unwrap();
        thread::sleep(Duration::from_millis(2)); // the connection goes back to the pool
    }
    assert_eq!(server.log.opened(), 1);
    // The server closes an idle connection: a request that did not leave may be sent again.
    for _ in 0..3 {
        backend
            .send(get(&server.url("/ok-close")), Limits::new())
            .unwrap();
        thread::sleep(Duration::from_millis(50));
        let post = Request::post(server.url("/ok"))
            .body(Bytes::from("{}"))
            .unwrap();
        backend.send(post, Limits::new()).unwrap();
    }
    assert_eq!(server.log.requests().len(), 26);
    drop(backend);
    for _ in 0..300 {
        if server.log.open() == 0 {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(
        server.log.open(),
        0,
        "the pool is gone and its connections are not"
    );
}

fn calls_run_side_by_side<B: Backend + Sync>() {
    let (server, backend) = (FaultServer::start(), B::new(Setup::default()));
    thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| {
                let answer = backend
                    .send(get(&server.url("/drip")), Limits::new())
                    .unwrap();
                assert_eq!(answer.body().len(), 12);
            });
        }
    });
    assert_eq!(server.log.requests().len(), 50);
}

fn sessions_are_resumed<B: Backend>() {
    let authority = Authority::new();
    let server = authority.start(Flaw::None);
    let backend = B::new(Setup {
        root: Some(&authority.pem),
        ..Setup::default()
    });
    for _ in 0..3 {
        let url = format!("https://{}/ok-close", server.address);
        backend.send(get(&url), Limits::new()).unwrap();
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!((server.log.opened(), authority.resumed()), (3, 2));
}

// Parity H9.
fn the_proxy_is_a_tunnel<B: Backend>(over_tls: bool) {
    let authority = Authority::new();
    let server = authority.start(Flaw::None);
    let proxy = FaultServer::accept(tunnel);
    let front = authority.start_before(proxy.address);
    let url = match over_tls {
        false => format!("http://user:p%40ss@{}", proxy.address),
        true => format!("https://user:p%40ss@{}", front.address),
    };
    let backend = B::new(Setup {
        root: Some(&authority.pem),
        proxy: Some(&url),
    });
    let target = format!("https://{}/ok", server.address);
    let request = Request::get(target).header("authorization", "Bearer abc");
    let answer = backend
        .send(request.body(Bytes::new()).unwrap(), Limits::new())
        .unwrap();
    assert_eq!(answer.body(), "{\"ok\":true}");

    let asked = proxy.log.requests().pop().unwrap();
    assert_eq!(asked.line, format!("CONNECT {} HTTP/1.1", server.address));
    // user:p@ss
    assert_eq!(
        asked.header("proxy-authorization"),
        Some(&b"Basic dXNlcjpwQHNz"[..])
    );
    assert_eq!(asked.header("authorization"), None);
    let seen = server.log.requests().pop().unwrap();
    assert_eq!(seen.header("proxy-authorization"), None);
    assert_eq!(seen.header("authorization"), Some(&b"Bearer abc"[..]));
}

/// Serves one tunnel.
fn tunnel(mut client: TcpStream, log: &Log) -> io::Result<()> {
    let Some(request) = read_head(&mut client)? else {
        return Ok(());
    };
    let target = request.line.split(' ').nth(1).unwrap().to_owned();
    log.requests().push(request);
    let mut server = TcpStream::connect(target)?;
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (mut back, mut from) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || {
        let _ = io::copy(&mut from, &mut back);
        let _ = back.shutdown(Shutdown::Both);
    });
    io::copy(&mut client, &mut server)?;
    server.shutdown(Shutdown::Both)
}
