//! Servers that misbehave in or above TLS: certificates, handshakes, HTTP/2 frames.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
#![allow(dead_code, reason = "each test uses a part")]

use std::{
    io::{self, ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::{
    HandshakeKind, ServerConfig, ServerConnection, StreamOwned,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

use crate::fault_server::{FaultServer, serve};

/// A certificate authority that only these tests know.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// What a transport must be told to trust.
    pub(crate) pem: String,
    resumed: Arc<AtomicUsize>,
}

/// What is wrong with a certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    None,
    Expired,
    WrongHost,
    SelfSigned,
}

/// What an HTTP/2 server does when a request comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Http2 {
    Answer,
    /// `RST_STREAM` with `REFUSED_STREAM`: certainly not carried out.
    Refuse,
    /// `RST_STREAM` with `INTERNAL_ERROR`.
    Reset,
    /// `GOAWAY` that owns up to the request, then the end of the connection.
    GoAway,
    /// The head and some of the body, then `RST_STREAM`.
    ResetInBody,
    /// Frames that make no sense.
    Nonsense,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        // OpenSSL takes a certificate for self-signed if its issuer has the same name.
        params
            .distinguished_name
            .push(DnType::CommonName, "the authority of these tests");
        let pem = params.self_signed(&key).unwrap().pem();
        Self {
            issuer: Issuer::new(params, key),
            pem,
            resumed: Arc::default(),
        }
    }

    /// How many of the connections that are over resumed a session.
    pub(crate) fn resumed(&self) -> usize {
        self.resumed.load(SeqCst)
    }

    fn config(&self, flaw: Flaw, protocols: &[&[u8]]) -> Arc<ServerConfig> {
        let host = if flaw == Flaw::WrongHost {
            "other.example"
        } else {
            "127.0.0.1"
        };
        let mut params = CertificateParams::new([host.to_owned()]).unwrap();
        if flaw == Flaw::Expired {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2021, 1, 1);
        }
        let key = KeyPair::generate().unwrap();
        let certificate = match flaw {
            Flaw::SelfSigned => params.self_signed(&key),
            _ => params.signed_by(&key, &self.issuer),
        };
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.unwrap().der().clone()], key)
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        Arc::new(config)
    }

    /// Serves the paths of the plain server over TLS.
    pub(crate) fn start(&self, flaw: Flaw) -> FaultServer {
        let config = self.config(flaw, &[b"http/1.1"]);
        let resumed = Arc::clone(&self.resumed);
        FaultServer::accept(move |stream, log| {
            let mut stream = secure(&config, stream);
            let served = serve(&mut stream, log);
            if stream.conn.handshake_kind() == Some(HandshakeKind::Resumed) {
                resumed.fetch_add(1, SeqCst);
            }
            served
        })
    }

    /// Takes TLS off what is meant for another server.
    pub(crate) fn start_before(&self, server: SocketAddr) -> FaultServer {
        let config = self.config(Flaw::None, &[b"http/1.1"]);
        FaultServer::accept(move |stream, _| relay(secure(&config, stream), server))
    }

    /// Speaks just enough HTTP/2 to misbehave in it.
    pub(crate) fn start_http2(&self, manner: Http2) -> FaultServer {
        let config = self.config(Flaw::None, &[b"h2"]);
        FaultServer::accept(move |stream, _| http2(secure(&config, stream), manner))
    }
}

/// Accepts and answers whatever comes with some bytes; none: it hangs up.
pub(crate) fn no_tls(reply: &'static [u8]) -> FaultServer {
    FaultServer::accept(move |mut stream, _| {
        let _ = stream.read(&mut [0; 4096])?;
        stream.write_all(reply)
    })
}

/// Accepts and says nothing.
pub(crate) fn silent() -> FaultServer {
    FaultServer::accept(|mut stream, _| {
        while stream.read(&mut [0; 4096])? > 0 {}
        Ok(())
    })
}

/// A `ServerHello` that wants to speak TLS 1.1.
pub(crate) const OLD_TLS: &[u8] = &{
    let mut hello = [0; 49];
    let head = [0x16, 3, 2, 0, 44, 2, 0, 0, 40, 3, 2];
    let mut i = 0;
    while i < head.len() {
        hello[i] = head[i];
        i += 1;
    }
    // After 32 bytes of randomness: no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
    hello[45] = 0x2f;
    hello
};

fn secure(
    config: &Arc<ServerConfig>,
    stream: TcpStream,
) -> StreamOwned<ServerConnection, TcpStream> {
    StreamOwned::new(ServerConnection::new(Arc::clone(config)).unwrap(), stream)
}

/// Passes bytes on in both directions, until one side ends.
fn relay(
    mut secure: StreamOwned<ServerConnection, TcpStream>,
    server: SocketAddr,
) -> io::Result<()> {
    let mut plain = TcpStream::connect(server)?;
    for stream in [&secure.sock, &plain] {
        stream.set_read_timeout(Some(Duration::from_millis(2)))?;
    }
    while pass_on(&mut secure, &mut plain)? && pass_on(&mut plain, &mut secure)? {}
    Ok(())
}

/// Passes on what is there by now; false at the end.
fn pass_on(from: &mut impl Read, to: &mut impl Write) -> io::Result<bool> {
    let mut chunk = [0; 4096];
    match from.read(&mut chunk) {
        Ok(length) => {
            to.write_all(&chunk[..length])?;
            to.flush()?;
            Ok(length > 0)
        }
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

fn http2(mut stream: impl Read + Write, manner: Http2) -> io::Result<()> {
    const DATA: u8 = 0;
    const HEADERS: u8 = 1;
    const RST_STREAM: u8 = 3;
    const SETTINGS: u8 = 4;
    const GOAWAY: u8 = 7;
    stream.read_exact(&mut [0; 24])?; // the preface
    stream.write_all(&frame(SETTINGS, 0, 0, b""))?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        stream.read_exact(&mut vec![0; length])?;
        let (kind, flags) = (head[3], head[4]);
        let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        match kind {
            SETTINGS if flags == 0 => stream.write_all(&frame(SETTINGS, 1, 0, b""))?,
            HEADERS => {
                let ok = frame(HEADERS, 4, id, b"\x88"); // :status 200
                let reply = match manner {
                    Http2::Answer => [ok, frame(DATA, 1, id, b"{}")].concat(),
                    Http2::Refuse => frame(RST_STREAM, 0, id, &7u32.to_be_bytes()),
                    Http2::Reset => frame(RST_STREAM, 0, id, &2u32.to_be_bytes()),
                    Http2::GoAway => frame(GOAWAY, 0, 0, &[id.to_be_bytes(), [0; 4]].concat()),
                    Http2::ResetInBody => {
                        let reset = frame(RST_STREAM, 0, id, &2u32.to_be_bytes());
                        [ok, frame(DATA, 0, id, b"{"), reset].concat()
                    }
                    Http2::Nonsense => frame(SETTINGS, 0, id, b"12345"),
                };
                stream.write_all(&reply)?;
                stream.flush()?;
                if manner == Http2::GoAway {
                    return Ok(());
                }
            }
            _ => {}
        }
    }
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}
