//! The listener among others: whatever they do, the browser's answer gets through.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::{
    figure,
    support::{Waiting, code, exchange, get},
};

/// What one hostile client does; some leave a connection behind that they hold.
fn visit(kind: usize, address: SocketAddr) -> Option<TcpStream> {
    let leave = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(address).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .ok()?;
        // What is refused half-way is no matter.
        drop(stream.write_all(bytes));
        Some(stream)
    };
    let send = |bytes: &[u8]| {
        drop(leave(bytes)?.read_to_end(&mut Vec::new()));
        None
    };
    let request = |line: &str, host: &str, more: &str| {
        send(format!("{line} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n").as_bytes())
    };
    let host = address.to_string();
    let forged = "/callback?code=EVIL&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let denied = "/callback?error=access_denied";
    match kind % 25 {
        0 => request(&format!("GET {forged}"), &host, ""),
        1 => request(&format!("GET {denied}&state=x"), &host, ""),
        2 => request(&format!("GET {denied}"), &host, ""),
        3 => request("GET /callback", &host, ""),
        4 => request("GET /favicon.ico", &host, ""),
        5 => request("GET /callback/../../etc/passwd", &host, ""),
        6 => request(&format!("POST {forged}"), &host, "Content-Length: 5\r\n"),
        7 => request(&format!("HEAD {forged}"), &host, ""),
        8 => request("OPTIONS *", &host, ""),
        9 => request("CONNECT evil.example:443", "evil.example", ""),
        10 => request(&format!("GET {forged}"), "evil.example", ""),
        11 => request(&format!("GET http://evil.example{forged}"), &host, ""),
        12 => request("GET /", &host, "Transfer-Encoding: chunked\r\n"),
        13 => request("GET /", &host, &format!("Host: {host}\r\n")),
        14 => send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        // A TLS hello, a garbage of zeros, another protocol, nothing at all.
        15 => send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
        16 => send(&[0; 512]),
        17 => send(b"SSH-2.0-OpenSSH_9.6\r\n"),
        18 => leave(b"").and(None),
        19 => send(&[b"GET /".as_slice(), &vec![b'a'; 100_000]].concat()),
        20 => send(&b"A: b\r\n".repeat(5000)),
        21 => leave(b""),
        22 => leave(b"GET /callback?co"),
        23 => leave(b"GET / HTTP/1.1\r\nA: b\r\n"),
        _ => leave(b"POST /callback HTTP/1.1\r\nContent-Length: 99\r\n\r\n"),
    }
}

#[test]
fn a5_the_answer_gets_through_after_hostile_connections() {
    let is_full = std::env::var_os("SPOTIFY_FULL").is_some();
    let (rounds, clients) = if is_full { (20, 2000) } else { (1, 200) };
    let mut signed_in = 0;
    for _ in 0..rounds {
        let waiting = Waiting::new();
        let held: Vec<_> = (0..clients)
            .filter_map(|kind| visit(kind, waiting.address))
            .collect();
        assert!(!waiting.is_over(), "nobody has ended it");
        assert!(held.len() >= clients / 10);
        let page = get(waiting.address, &waiting.good());
        assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
        signed_in += usize::from(code(&exchange(waiting.end())) == "AQ");
    }
    figure(
        "A5",
        &format!("sign-ins after {clients} hostile connections"),
        format!("{signed_in} of {rounds}"),
        signed_in == rounds,
    );
}

#[test]
fn a5_hostile_connections_at_the_same_time_delay_nobody() {
    let waiting = Waiting::new();
    let address = waiting.address;
    std::thread::scope(|scope| {
        for thread in 0..10 {
            // Some come after the end, and find nobody.
            scope.spawn(move || {
                let held: Vec<_> = (0..20).map(|kind| visit(thread + kind, address)).collect();
                drop(held);
            });
        }
        let page = get(address, &waiting.good());
        assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    });
    assert_eq!(code(&exchange(waiting.end())), "AQ");
}
