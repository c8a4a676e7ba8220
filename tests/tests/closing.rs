//! A client is closed by dropping it, and opened again by making another (parity H12 and H13).
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    time::Duration,
};

use spotify_blocking::Ureq;
use spotify_core::{Client, HttpTransport, ProxyChoice, blocking};
use spotify_endpoints::{GetPlaybackState, StartPlayback};
use spotify_hyper::Hyper;
use spotify_reqwest::Reqwest;

/// A server that keeps its connections open for as long as the other side does.
struct Patient(TcpListener);

impl Patient {
    fn open() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}/v1", listener.local_addr().unwrap());
        (Self(listener), base)
    }

    /// Answers one request of a new connection, which stays open.
    fn serve(&self) -> TcpStream {
        let (mut stream, _) = self.0.accept().unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        stream
            .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
            .unwrap();
        stream
    }
}

/// Whether the other side ends the connection; it fails if that takes more than ten seconds.
fn ends(mut stream: TcpStream) -> bool {
    stream.read(&mut [0]).unwrap() == 0
}

fn still_open(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let waiting = stream.peek(&mut [0]).is_err();
    stream.set_nonblocking(false).unwrap();
    waiting
}

async fn closed_by_dropping<T: HttpTransport + 'static>(make: fn() -> T) {
    for _ in 0..2 {
        let (server, base) = Patient::open();
        let client = Client::builder(make())
            .api_base(base)
            .token("t")
            .build()
            .unwrap();
        let serving = tokio::task::spawn_blocking(move || server.serve());
        let other = client.clone();
        client.send(GetPlaybackState::new()).await.unwrap();
        let stream = serving.await.unwrap();
        drop(client);
        assert!(still_open(&stream), "a clone still has it");
        drop(other);
        let ended = tokio::task::spawn_blocking(move || ends(stream));
        assert!(ended.await.unwrap());
    }
}

#[tokio::test]
async fn h12_h13_dropping_a_client_closes_it() {
    closed_by_dropping(|| Reqwest::builder().proxy(ProxyChoice::None).build().unwrap()).await;
    closed_by_dropping(|| Hyper::builder().proxy(ProxyChoice::None).build().unwrap()).await;
}

#[test]
fn h12_h13_dropping_a_blocking_client_closes_it() {
    for _ in 0..2 {
        let (server, base) = Patient::open();
        let transport = Ureq::builder().proxy(ProxyChoice::None).build().unwrap();
        let builder = blocking::Client::builder(transport).api_base(base);
        let client = builder.token("t").build().unwrap();
        let serving = std::thread::spawn(move || server.serve());
        client.send(GetPlaybackState::new()).unwrap();
        let stream = serving.join().unwrap();
        assert!(still_open(&stream));
        drop(client);
        assert!(ends(stream));
    }
}

/// A transport outlives its clients where it is shared: closing one leaves the other's
/// connections alone.
#[test]
fn h12_a_shared_transport_stays_open() {
    let (server, base) = Patient::open();
    let transport = Ureq::builder().proxy(ProxyChoice::None).build().unwrap();
    let transport = std::sync::Arc::new(transport);
    let client = || {
        let builder = blocking::Client::builder(transport.clone()).api_base(base.as_str());
        builder.token("t").build().unwrap()
    };
    let serving = std::thread::spawn(move || server.serve());
    client().send(GetPlaybackState::new()).unwrap();
    let mut stream = serving.join().unwrap();
    assert!(still_open(&stream));

    let again = std::thread::spawn(move || {
        let mut request = [0; 16];
        stream.read_exact(&mut request).unwrap();
        stream
            .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
            .unwrap();
        request
    });
    client().send(StartPlayback::new()).unwrap();
    assert!(again.join().unwrap().starts_with(b"PUT /v1/me/playe"));
}
