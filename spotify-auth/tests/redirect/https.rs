//! The listener behind TLS, as a browser that trusts its certificate sees it.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    thread,
};

use allocation_counter::measure;

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use spotify_auth::redirect::{Certificate, Loopback, RedirectError};

use crate::{
    figure,
    support::{Waiting, asking, code, connect, exchange, talk},
};

type Tls = StreamOwned<ClientConnection, TcpStream>;

/// A browser's connection, which trusts this certificate and knows the host by this name.
fn open((address, name): (SocketAddr, &'static str), certificate: &Certificate) -> Tls {
    let mut roots = RootCertStore::empty();
    let der = CertificateDer::from_pem_slice(certificate.pem().as_bytes()).unwrap();
    roots.add(der).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name).unwrap();
    let session = ClientConnection::new(Arc::new(config), name).unwrap();
    StreamOwned::new(session, connect(address))
}

/// What such a browser gets.
fn get(
    at: (SocketAddr, &'static str),
    certificate: &Certificate,
    target: &str,
) -> std::io::Result<String> {
    let (mut stream, address) = (open(at, certificate), at.0);
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {address}\r\n\r\n")?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    Ok(response)
}

#[test]
fn d14_the_answer_comes_over_tls() {
    let certificate = Certificate::generate().unwrap();
    for (uri, name) in [
        ("https://127.0.0.1:0/callback", "127.0.0.1"),
        ("https://127.0.0.1:0/callback", "localhost"),
        ("https://[::1]:0/callback", "::1"),
    ] {
        let listener = Loopback::bind_https(&uri.parse().unwrap(), &certificate).unwrap();
        assert!(listener.redirect_uri().as_str().starts_with("https://"));
        let waiting = Waiting::with(listener);
        let at = (waiting.address, name);
        let page = get(at, &certificate, "/favicon.ico").unwrap();
        assert!(page.starts_with("HTTP/1.1 404 "), "{page}");
        let page = get(at, &certificate, &waiting.good()).unwrap();
        assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
        assert!(page.ends_with("</html>\n"), "and it ends as it should");
        assert_eq!(code(&exchange(waiting.end())), "AQ");
    }
}

#[test]
fn d14_who_does_not_trust_the_certificate_or_speaks_no_tls_changes_nothing() {
    let certificate = Certificate::generate().unwrap();
    let uri = "https://127.0.0.1:0/callback".parse().unwrap();
    let waiting = Waiting::with(Loopback::bind_https(&uri, &certificate).unwrap());
    let at = (waiting.address, "127.0.0.1");
    let stranger = Certificate::generate().unwrap();
    let held: Vec<TcpStream> = (0..50)
        .map(|_| {
            assert!(get(at, &stranger, &waiting.good()).is_err());
            assert!(!talk(waiting.address, b"GET / HTTP/1.1\r\n\r\n").contains("HTTP"));
            connect(waiting.address)
        })
        .collect();
    assert!(!waiting.is_over());
    let page = get(at, &certificate, &waiting.good()).unwrap();
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    drop(exchange(waiting.end()));
    drop(held);
}

#[test]
fn d14_a_listener_makes_a_certificate_where_it_is_given_none() {
    let listener = Loopback::bind(&"https://127.0.0.1:0/callback".parse().unwrap()).unwrap();
    assert!(listener.address().ip().is_loopback());
    let certificate = Certificate::generate().unwrap();
    for uri in [
        "http://127.0.0.1:0/callback",
        "https://example.com/callback",
    ] {
        let error = Loopback::bind_https(&uri.parse().unwrap(), &certificate).unwrap_err();
        assert!(matches!(error, RedirectError::NotLoopback(_)), "{error}");
    }
}

#[test]
fn a6_memory_is_bounded_behind_tls_too() {
    let certificate = Certificate::generate().unwrap();
    let uri = "https://127.0.0.1:0/callback".parse().unwrap();
    let listener = Loopback::bind_https(&uri, &certificate).unwrap();
    let mut listener = listener.print_to(std::io::sink());
    let at = (listener.address(), "127.0.0.1");
    let (asking, state) = asking(listener.redirect_uri().as_str());
    let server = thread::spawn(move || {
        let mut outcome = None;
        let info = measure(|| outcome = Some(asking.through(&mut listener)));
        (outcome.unwrap(), info.bytes_max)
    });
    // As many as there are places, each with all but the end of a long request.
    let held: Vec<Tls> = (0..64)
        .map(|_| {
            let mut stream = open(at, &certificate);
            let line = [b"GET /".as_slice(), &vec![b'a'; 8000]].concat();
            stream.write_all(&line).unwrap();
            stream
        })
        .collect();
    let page = get(
        at,
        &certificate,
        &format!("/callback?code=AQ&state={state}"),
    )
    .unwrap();
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    drop(held);
    let (outcome, bytes) = server.join().unwrap();
    assert!(outcome.is_ok(), "{outcome:?}");
    let what = "KiB held among 64 slow connections behind TLS, of at most 2048";
    figure("A6", what, bytes / 1024, bytes <= 2 << 20);
}
