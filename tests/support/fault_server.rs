//! An HTTP/1.1 server that misbehaves as its path says: what the transports are tried against.
//!
//! Included by path from the tests of each backend, which cannot depend on one common package.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]
#![allow(clippy::disallowed_methods, reason = "a slow server sleeps")]
#![allow(dead_code, reason = "each test uses a part")]

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

/// A running server; its threads end with the process.
pub(crate) struct FaultServer {
    pub(crate) address: SocketAddr,
    pub(crate) log: Log,
}

/// What a server saw.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Seen>);

#[derive(Default)]
struct Seen {
    requests: Mutex<Vec<Request>>,
    opened: AtomicUsize,
    open: AtomicUsize,
}

/// One request as it stood on the wire.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) line: String,
    /// Names in small letters, sorted.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

impl FaultServer {
    pub(crate) fn start() -> Self {
        Self::accept(serve)
    }

    /// Hands each connection to a function on a thread of its own.
    pub(crate) fn accept(
        handle: impl Fn(TcpStream, &Log) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (log, handle) = (Log::default(), Arc::new(handle));
        let seen = log.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, handle) = (seen.clone(), Arc::clone(&handle));
                log.0.opened.fetch_add(1, SeqCst);
                log.0.open.fetch_add(1, SeqCst);
                thread::spawn(move || {
                    let _ = handle(stream, &log);
                    log.0.open.fetch_sub(1, SeqCst);
                });
            }
        });
        Self { address, log }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Log {
    pub(crate) fn requests(&self) -> MutexGuard<'_, Vec<Request>> {
        self.0.requests.lock().unwrap()
    }

    /// How many connections were ever opened.
    pub(crate) fn opened(&self) -> usize {
        self.0.opened.load(SeqCst)
    }

    /// How many connections are open now.
    pub(crate) fn open(&self) -> usize {
        self.0.open.load(SeqCst)
    }
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_slice())
    }
}

/// Serves one connection until it is to be closed.
pub(crate) fn serve(mut stream: impl Read + Write, log: &Log) -> io::Result<()> {
    while let Some(mut request) = read_head(&mut stream)? {
        let target = request.line.split(' ').nth(1).unwrap_or("").to_owned();
        let path = target
            .split_once('?')
            .map_or(target.as_str(), |(path, _)| path);
        if path.starts_with("/reset") {
            log.requests().push(request);
            // Closing while bytes are unread makes the kernel send RST.
            if path == "/reset-body" {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nxyz")?;
            }
            thread::sleep(Duration::from_millis(80));
            return Ok(());
        }
        let length = request
            .header("content-length")
            .map_or(0, |value| String::from_utf8_lossy(value).parse().unwrap());
        request.body = vec![0; length];
        stream.read_exact(&mut request.body)?;
        log.requests().push(request);
        if !answer(path, &mut stream)? {
            return Ok(());
        }
    }
    Ok(())
}

/// Answers one request; `false` closes the connection.
fn answer(path: &str, stream: &mut (impl Read + Write)) -> io::Result<bool> {
    let gzip = |extra: &str, body: &[u8]| {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-encoding: gzip{extra}\r\ncontent-length: {length}\r\n\r\n"
        );
        [head.as_bytes(), body].concat()
    };
    let fixed: &[u8] = match path {
        "/ok" => b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"ok\":true}",
        "/chunked" => b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
        "/close-delimited" => b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello world",
        "/ok-close" => b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi",
        "/204" => b"HTTP/1.1 204 No Content\r\n\r\n",
        "/304" => b"HTTP/1.1 304 Not Modified\r\netag: \"a\"\r\n\r\n",
        "/empty" => b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        "/301" => b"HTTP/1.1 301 Moved\r\nlocation: /ok\r\ncontent-length: 0\r\n\r\n",
        "/302" => b"HTTP/1.1 302 Found\r\nlocation: /ok\r\ncontent-length: 2\r\n\r\nhi",
        "/303" => b"HTTP/1.1 303 See Other\r\nlocation: /ok\r\ncontent-length: 0\r\n\r\n",
        "/307" => b"HTTP/1.1 307 Temporary\r\nlocation: /ok\r\ncontent-length: 0\r\n\r\n",
        "/308" => b"HTTP/1.1 308 Permanent\r\nlocation: /ok\r\ncontent-length: 0\r\n\r\n",
        "/401" => b"HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Bearer\r\ncontent-length: 2\r\n\r\n{}",
        "/429" => b"HTTP/1.1 429 Too Many\r\nretry-after: 3\r\ncontent-length: 2\r\n\r\n{}",
        "/500" => b"HTTP/1.1 500 Oops\r\ncontent-length: 5\r\n\r\noops!",
        "/hints" => b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi",
        "/headers" => b"HTTP/1.1 200 OK\r\nX-Twice: a\r\nx-twice: b\r\nX-Raw: caf\xe9\r\ncontent-length: 0\r\n\r\n",
        "/set-cookie" => b"HTTP/1.1 200 OK\r\nset-cookie: a=b; Path=/\r\ncontent-length: 0\r\n\r\n",
        // What goes wrong before the head is over.
        "/close" | "/half-head" | "/garbage" | "/bad-header" | "/two-lengths" | "/huge-head" => {
            let huge = [b"HTTP/1.1 200 OK\r\nx: ".as_slice(), &[b'x'; 1 << 20], b"\r\n\r\n"].concat();
            let _ = stream.write_all(match path {
                "/half-head" => b"HTTP/1.1 200 OK\r\ncontent-le",
                "/garbage" => b"SSH-2.0-OpenSSH_9.9\r\n\r\n",
                "/bad-header" => b"HTTP/1.1 200 OK\r\nno colon here\r\ncontent-length: 0\r\n\r\n",
                "/two-lengths" => {
                    b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nabc"
                }
                "/huge-head" => &huge,
                _ => b"",
            });
            return Ok(false);
        }
        "/stall-head" => return stall(stream),
        // What goes wrong within the body.
        "/short" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nxyz")?;
            return Ok(false);
        }
        "/short-chunk" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\nxyz")?;
            return Ok(false);
        }
        "/no-last-chunk" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nxyz\r\n")?;
            return Ok(false);
        }
        "/bad-chunk" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nxyz\r\n")?;
            return stall(stream);
        }
        "/stall-body" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nxyz")?;
            return stall(stream);
        }
        "/drip" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n")?;
            for _ in 0..12 {
                thread::sleep(Duration::from_millis(60));
                stream.write_all(b"x")?;
            }
            return Ok(true);
        }
        "/announced" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\nxyz")?;
            return stall(stream);
        }
        "/endless" | "/endless-503" => {
            let status = if path == "/endless" { "200 OK" } else { "503 Unavailable" };
            let head = format!("HTTP/1.1 {status}\r\ntransfer-encoding: chunked\r\n\r\n");
            stream.write_all(head.as_bytes())?;
            let chunk = [b"4000\r\n".as_slice(), &[b'x'; 0x4000], b"\r\n"].concat();
            loop {
                stream.write_all(&chunk)?;
            }
        }
        // What goes wrong with gzip.
        _ => {
            let small = gzipped(br#"{"ok":true}"#);
            let reply = match path {
                "/gzip" => gzip("", &small),
                "/gzip-empty" => gzip("", b""),
                "/gzip-short" => gzip("", &small[..small.len() - 6]),
                "/gzip-broken" => gzip("", b"\x1f\x8b\x08\x00garbage that is not deflate at all"),
                "/gzip-none" => gzip("", b"{\"ok\":true}"),
                "/gzip-twice" => gzip(", gzip", &gzipped(&small)),
                "/gzip-bomb" => gzip("", &gzipped(&vec![0; 64 << 20])),
                "/brotli" => {
                    b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 3\r\n\r\nabc".to_vec()
                }
                _ => b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec(),
            };
            stream.write_all(&reply)?;
            return Ok(true);
        }
    };
    stream.write_all(fixed)?;
    Ok(!matches!(path, "/close-delimited" | "/ok-close"))
}

/// Says nothing until the client goes away.
fn stall(stream: &mut impl Read) -> io::Result<bool> {
    while stream.read(&mut [0; 64])? > 0 {}
    Ok(false)
}

fn gzipped(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Reads a request without its body; `None` at the end of the connection.
pub(crate) fn read_head(stream: &mut impl Read) -> io::Result<Option<Request>> {
    let (mut head, mut byte) = (Vec::new(), [0; 1]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        head.push(byte[0]);
    }
    let mut lines = head.split(|b| *b == b'\n').map(|line| line.trim_ascii());
    let line = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let mut headers: Vec<_> = lines
        .filter_map(|line| {
            let colon = line.iter().position(|b| *b == b':')?;
            let name = String::from_utf8_lossy(&line[..colon]).to_lowercase();
            Some((name, line[colon + 1..].trim_ascii().to_vec()))
        })
        .collect();
    headers.sort();
    Ok(Some(Request {
        line,
        headers,
        body: Vec::new(),
    }))
}
