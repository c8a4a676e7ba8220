//! What hostile clients can make the listener hold.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use allocation_counter::measure;
use spotify_auth::redirect::Loopback;

use crate::{
    figure,
    support::{asking, connect, get, talk},
};

/// Opens this many connections that say nothing. Where the process may not have as many files
/// open, those that the listener has closed already make room.
fn idle(address: SocketAddr, count: usize) -> Vec<TcpStream> {
    let mut held: Vec<TcpStream> = Vec::new();
    for number in 0..count {
        if number % 50 == 0 {
            // Faster than the listener takes them, and the system would hold the next up for
            // seconds.
            thread::sleep(Duration::from_millis(60));
        }
        let stream = TcpStream::connect(address).or_else(|_| {
            held.retain(|mut stream| {
                drop(stream.set_nonblocking(true));
                matches!(stream.read(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock)
            });
            TcpStream::connect(address)
        });
        held.push(stream.unwrap());
    }
    held
}

/// Sends a byte now and then on many connections, until it is told to stop.
fn drip(address: SocketAddr, stop: &AtomicBool) {
    let mut streams: Vec<TcpStream> = (0..100).map(|_| connect(address)).collect();
    while !stop.load(Ordering::Relaxed) {
        streams.retain_mut(|stream| stream.write_all(b"G").is_ok());
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a6_memory_is_bounded_whoever_comes() {
    let listener = Loopback::bind(&"http://127.0.0.1:0/callback".parse().unwrap()).unwrap();
    let mut listener = listener.print_to(std::io::sink());
    let address = listener.address();
    let (asking, state) = asking(listener.redirect_uri().as_str());
    let stop = AtomicBool::new(false);
    let (outcome, info) = thread::scope(|scope| {
        let server = scope.spawn(move || {
            let mut outcome = None;
            // All that the listener allocates, it allocates on this thread.
            let info = measure(|| outcome = Some(asking.through(&mut listener)));
            (outcome.unwrap(), info)
        });
        scope.spawn(|| drip(address, &stop));
        let line = vec![b'G'; 1 << 20];
        for _ in 0..10 {
            let page = talk(address, &line);
            assert!(
                page.is_empty() || page.starts_with("HTTP/1.1 431 "),
                "{page}"
            );
        }
        let held = idle(address, 1000);
        let page = get(address, &format!("/callback?code=AQ&state={state}"));
        stop.store(true, Ordering::Relaxed);
        assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
        drop(held);
        server.join().unwrap()
    });
    assert!(outcome.is_ok(), "{outcome:?}");
    let kib = info.bytes_max / 1024;
    let what = "KiB held among 1,000 idle, 100 slow and 10 endless connections, of at most 2048";
    figure("A6", what, kib, kib <= 2048);
}
