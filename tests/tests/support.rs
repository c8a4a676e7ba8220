//! What runs where: the table in README.md and docs/transports.md, each cell of it tried.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::{client::legacy, rt::TokioExecutor};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use spotify_auth::{App, ClientCredentials};
use spotify_core::{BlockingTransport, Client, HttpTransport, ProxyChoice, Tower, blocking};
use spotify_endpoints::GetAlbum;
use spotify_hyper::Runtime;
use spotify_tests::{
    MockSpotify,
    conformance::{BlockOn, tokio_runtime},
    mock::{Fault, Version},
};

/// A transport of either kind, and what runs it.
enum Transport {
    Async(Box<dyn HttpTransport>, BlockOn),
    Blocking(Box<dyn BlockingTransport>),
}

/// A row of the table. It makes a transport that trusts a root certificate and goes through a
/// proxy, if it has a setting for that.
struct Row {
    runtime: &'static str,
    transport: &'static str,
    /// Whether there is a setting; a tower service has its own.
    proxies: bool,
    make: fn(&[u8], ProxyChoice) -> Transport,
}

const ROWS: &[Row] = &[
    Row {
        runtime: "tokio",
        transport: "`spotify_reqwest::Reqwest`",
        proxies: true,
        make: |root, proxy| {
            let builder = spotify_reqwest::Reqwest::builder().proxy(proxy);
            let transport = builder.add_root_certificate_pem(root).build().unwrap();
            Transport::Async(Box::new(transport), tokio_runtime().unwrap())
        },
    },
    Row {
        runtime: "tokio",
        transport: "`spotify_hyper::Hyper`",
        proxies: true,
        make: |root, proxy| {
            let builder = spotify_hyper::Hyper::builder().proxy(proxy);
            let transport = builder.add_root_certificate_pem(root).build().unwrap();
            Transport::Async(Box::new(transport), tokio_runtime().unwrap())
        },
    },
    Row {
        runtime: "smol, async-std",
        transport: "`spotify_hyper::Hyper`, feature `smol`",
        proxies: true,
        make: |root, proxy| {
            let builder = spotify_hyper::Hyper::builder_on(Runtime::smol()).proxy(proxy);
            let transport = builder.add_root_certificate_pem(root).build().unwrap();
            let block_on: BlockOn = Arc::new(|future| smol::block_on(future));
            Transport::Async(Box::new(transport), block_on)
        },
    },
    Row {
        runtime: "none",
        transport: "`spotify_blocking::Ureq`",
        proxies: true,
        make: |root, proxy| {
            let builder = spotify_blocking::Ureq::builder().proxy(proxy);
            let transport = builder.add_root_certificate_pem(root).build().unwrap();
            Transport::Blocking(Box::new(transport))
        },
    },
    Row {
        runtime: "none (a thread of its own)",
        transport: "`spotify_blocking::Reqwest`, feature `reqwest`",
        proxies: true,
        make: |root, proxy| {
            let transport = spotify_blocking::Reqwest::with(|settings| {
                settings.proxy(proxy).add_root_certificate_pem(root)
            });
            Transport::Blocking(Box::new(transport.unwrap()))
        },
    },
    Row {
        runtime: "that of the service",
        transport: "`Tower`, feature `tower`, here over hyper-util",
        proxies: false,
        make: |root, _| {
            let service = tower::ServiceBuilder::new()
                .map_request(|request: Request<Bytes>| request.map(Full::new))
                .service(library(root));
            let transport = Tower::new(service, |delay: Duration| tokio::time::sleep(delay));
            Transport::Async(Box::new(transport), tokio_runtime().unwrap())
        },
    },
];

/// hyper-util's client, as a program may have it.
fn library(
    root: &[u8],
) -> legacy::Client<hyper_rustls::HttpsConnector<legacy::connect::HttpConnector>, Full<Bytes>> {
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_slice_iter(root);
    roots.add_parsable_certificates(certificates.map(Result::unwrap));
    let provider = rustls::crypto::ring::default_provider();
    let tls = ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_only()
        .enable_all_versions()
        .build();
    legacy::Client::builder(TokioExecutor::new()).build(connector)
}

/// Signs an app in and reads an album, both over TLS.
fn read_an_album(mock: &MockSpotify, transport: Transport) -> bool {
    let app = App::new(mock.client_id()).unwrap();
    let grant = ClientCredentials::new(app.secret(mock.client_secret()).unwrap()).unwrap();
    let operation = GetAlbum::new(mock.world().album().parse().unwrap());
    match transport {
        Transport::Async(transport, block_on) => {
            let builder = Client::builder(transport).grant(grant);
            let builder = builder.api_base(mock.tls_api_base());
            let client = builder.accounts_base(mock.tls_accounts_base()).build();
            let (client, mut read) = (client.unwrap(), false);
            block_on(Box::pin(async {
                read = client.send(operation).await.is_ok();
            }));
            read
        }
        Transport::Blocking(transport) => {
            let builder = blocking::Client::builder(transport).grant(grant);
            let builder = builder.api_base(mock.tls_api_base());
            let client = builder.accounts_base(mock.tls_accounts_base()).build();
            client.unwrap().send(operation).is_ok()
        }
    }
}

/// The row as it is found to be.
fn tried(row: &Row) -> String {
    let yes_or_no = |yes| if yes { "yes" } else { "no" };
    let mock = MockSpotify::start().unwrap();
    let root = mock.ca_pem().as_bytes();
    let hits = mock.fault(Fault::on("GET", "/v1/albums").gzip());
    let tls = read_an_album(&mock, (row.make)(root, ProxyChoice::None));
    let requests = mock.requests();
    let http2 = requests
        .iter()
        .all(|request| request.version == Version::Http2);
    let asked = |header: &str| requests.iter().all(|r| r.header(header) == Some("gzip"));
    let gzip = tls && hits.count() == 1 && asked("accept-encoding");
    let untrusted = read_an_album(
        &MockSpotify::start().unwrap(),
        (row.make)(root, ProxyChoice::None),
    );
    assert!(!untrusted, "{} trusts anybody", row.transport);

    let proxy = match row.proxies {
        false => "of the service",
        true => {
            let proxy = Tunnels::open();
            let choice = ProxyChoice::Url(format!("http://{}", proxy.address));
            mock.clear_requests();
            let through = read_an_album(&mock, (row.make)(root, choice));
            let wanted = [mock.tls_accounts_base(), mock.tls_api_base()].map(|base| {
                let base = base.trim_start_matches("https://").to_owned();
                base.trim_end_matches("/v1").to_owned()
            });
            yes_or_no(through && *proxy.asked.lock().unwrap() == wanted)
        }
    };
    format!(
        "| {} | {} | {} | {} | {proxy} | {} |",
        row.runtime,
        row.transport,
        yes_or_no(tls),
        yes_or_no(http2),
        yes_or_no(gzip),
    )
}

/// A proxy that makes tunnels, and remembers where to.
struct Tunnels {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Tunnels {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = asked.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let seen = seen.clone();
                thread::spawn(move || tunnel(client, &seen));
            }
        });
        Self { address, asked }
    }
}

fn tunnel(client: TcpStream, asked: &Mutex<Vec<String>>) -> io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        head.push(line);
    }
    let target = head.first().and_then(|line| line.strip_prefix("CONNECT "));
    let target = target.and_then(|rest| rest.split(' ').next()).unwrap_or("");
    asked.lock().unwrap().push(target.to_owned());
    let server = TcpStream::connect(target)?;
    (&client).write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
    let (mut to_server, mut from_server) = (server.try_clone()?, server);
    let back = thread::spawn(move || {
        let copied = io::copy(&mut from_server, &mut &client);
        client.shutdown(Shutdown::Both).ok();
        copied
    });
    io::copy(&mut reader, &mut to_server)?;
    to_server.shutdown(Shutdown::Write)?;
    back.join().unwrap().map(|_| ())
}

#[test]
fn h9_what_runs_where_is_as_the_documents_say() {
    let table: Vec<String> = thread::scope(|scope| {
        let rows: Vec<_> = ROWS.iter().map(|row| scope.spawn(|| tried(row))).collect();
        rows.into_iter().map(|row| row.join().unwrap()).collect()
    });
    let table = table.join("\n");
    for (name, text) in [
        ("README.md", include_str!("../../README.md")),
        (
            "docs/transports.md",
            include_str!("../../docs/transports.md"),
        ),
    ] {
        assert!(text.contains(&table), "{name} should say:\n{table}");
    }
}
