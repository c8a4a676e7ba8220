//! The transport of the guide `docs/transports.md`, which shows all that follows.

use std::{
    io::{self, BufRead as _, BufReader, Read, Write},
    net::{TcpStream, ToSocketAddrs as _},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode, Uri, header};
use spotify_core::{
    BlockingTransport, BodyBuffer, Limits, Sent, TransportError, TransportErrorKind as Kind,
    transport::prepare,
};

/// HTTP/1.1 without TLS, over a connection of its own for each request.
pub(crate) struct PlainHttp;

impl BlockingTransport for PlainHttp {
    fn send(
        &self,
        mut request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        prepare(&mut request, limits)?;
        let end = Instant::now() + limits.total.min(Duration::from_secs(86_400));
        let stream = connect(request.uri(), limits)?;
        // From here on the server may have seen the request, whatever goes wrong.
        let mut wire = Wire {
            stream,
            end,
            idle: limits.idle,
        };
        wire.transmit(&request)
            .map_err(|error| lost(error, end, Kind::Closed))?;
        let mut wire = BufReader::new(wire);
        let head = read_head(&mut wire).map_err(|error| lost(error, end, Kind::Closed))?;
        let mut body = BodyBuffer::new(request.method(), &head, limits)?;
        match read_body(&mut wire, &head, &mut body) {
            // The status of an error says more than the rest of its page.
            Err(_) if body.may_end_early() => {}
            read => read?,
        }
        body.finish(head)
    }
}

fn connect(target: &Uri, limits: Limits) -> Result<TcpStream, TransportError> {
    let unsent = |kind| TransportError::new(kind, Sent::No);
    if target.scheme_str() != Some("http") {
        return Err(unsent(Kind::Tls).because("this transport speaks no TLS"));
    }
    let host = target.host().unwrap_or_default().trim_matches(['[', ']']);
    let addresses = (host, target.port_u16().unwrap_or(80)).to_socket_addrs();
    let address = addresses
        .map_err(|error| unsent(Kind::Dns).because(error))?
        .next();
    let address = address.ok_or_else(|| unsent(Kind::Dns))?;
    let (time, late) = match limits.total < limits.connect {
        true => (limits.total, Kind::Timeout),
        false => (limits.connect, Kind::Connect),
    };
    TcpStream::connect_timeout(&address, time).map_err(|error| match error.kind() {
        io::ErrorKind::TimedOut => unsent(late).because(error),
        _ => unsent(Kind::Connect).because(error),
    })
}

/// A connection that keeps the limits of its one request.
struct Wire {
    stream: TcpStream,
    end: Instant,
    idle: Duration,
}

impl Wire {
    /// How long the next read or write may take.
    fn patience(&self) -> io::Result<Option<Duration>> {
        let left = self.end.saturating_duration_since(Instant::now());
        match left.is_zero() {
            true => Err(io::ErrorKind::TimedOut.into()),
            false => Ok(Some(left.min(self.idle).max(Duration::from_millis(1)))),
        }
    }

    fn transmit(&mut self, request: &Request<Bytes>) -> io::Result<()> {
        let (target, body) = (request.uri(), request.body());
        let path = target.path_and_query().map_or("/", |path| path.as_str());
        let host = target.authority().map_or("", |host| host.as_str());
        let mut bytes = format!("{} {path} HTTP/1.1\r\nhost: {host}\r\n", request.method());
        bytes += "connection: close\r\n";
        if !body.is_empty() && !request.headers().contains_key(header::CONTENT_LENGTH) {
            bytes += &format!("content-length: {}\r\n", body.len());
        }
        let mut bytes = bytes.into_bytes();
        for (name, value) in request.headers() {
            // Values are bytes, and not always text.
            let line = [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"];
            bytes.extend(line.concat());
        }
        bytes.extend([b"\r\n", &**body].concat());
        self.write_all(&bytes)
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(self.patience()?)?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl Read for Wire {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(self.patience()?)?;
        self.stream.read(into)
    }
}

fn read_head(wire: &mut BufReader<Wire>) -> io::Result<Response<()>> {
    // Interim answers (100, 103) are passed over, and count.
    let mut lines = wire.by_ref().take(64 << 10);
    loop {
        let mut text = Vec::new();
        while !text.ends_with(b"\r\n\r\n") {
            if lines.read_until(b'\n', &mut text)? == 0 {
                return Err(match lines.limit() {
                    0 => malformed("a head without end"),
                    _ => io::ErrorKind::UnexpectedEof.into(),
                });
            }
        }
        let head = parse_head(&text)?;
        if !head.status().is_informational() {
            return Ok(head);
        }
    }
}

fn parse_head(text: &[u8]) -> io::Result<Response<()>> {
    let mut headers = [httparse::EMPTY_HEADER; 100];
    let mut parsed = httparse::Response::new(&mut headers);
    parsed.parse(text).map_err(malformed)?;
    let mut head = Response::new(());
    *head.status_mut() = StatusCode::from_u16(parsed.code.unwrap_or(0)).map_err(malformed)?;
    for header in parsed.headers.iter() {
        // What `http` cannot represent is left out.
        let name = HeaderName::from_bytes(header.name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(header.value)) {
            head.headers_mut().append(name, value);
        }
    }
    let mut lengths = head.headers().get_all(header::CONTENT_LENGTH).iter();
    let first = lengths.next();
    if lengths.any(|other| Some(other) != first) {
        return Err(malformed("two lengths"));
    }
    Ok(head)
}

fn read_body(
    wire: &mut BufReader<Wire>,
    head: &Response<()>,
    body: &mut BodyBuffer,
) -> Result<(), TransportError> {
    let end = wire.get_ref().end;
    let lost = |error| lost(error, end, Kind::Incomplete);
    let chunked = head.headers().contains_key(header::TRANSFER_ENCODING);
    if body.bodiless() {
        return Ok(());
    }
    let length = match head.headers().get(header::CONTENT_LENGTH) {
        // Without any length a body ends where the connection does.
        None => u64::MAX,
        Some(length) => length
            .to_str()
            .map_err(|error| lost(malformed(error)))?
            .parse()
            .map_err(|error| lost(malformed(error)))?,
    };
    loop {
        let size = match chunked {
            true => chunk_size(wire).map_err(lost)?,
            false => length,
        };
        let mut part = wire.by_ref().take(size);
        loop {
            let bytes = part.fill_buf().map_err(lost)?;
            if bytes.is_empty() {
                break;
            }
            let read = bytes.len();
            if body.push(bytes)?.is_break() {
                return Ok(());
            }
            part.consume(read);
        }
        if !chunked || size == 0 {
            return Ok(()); // `BodyBuffer` compares the length
        }
        if part.limit() > 0 {
            return Err(lost(io::ErrorKind::UnexpectedEof.into()));
        }
        let mut end_of_line = [0; 2];
        wire.read_exact(&mut end_of_line).map_err(lost)?;
        if end_of_line != *b"\r\n" {
            return Err(lost(malformed("a chunk that is longer than it says")));
        }
    }
}

fn chunk_size(wire: &mut BufReader<Wire>) -> io::Result<u64> {
    let mut line = Vec::new();
    wire.by_ref().take(1000).read_until(b'\n', &mut line)?;
    match httparse::parse_chunk_size(&line) {
        Ok(httparse::Status::Complete((_, size))) => Ok(size),
        Ok(httparse::Status::Partial) => Err(io::ErrorKind::UnexpectedEof.into()),
        Err(_) => Err(malformed("a chunk without a size")),
    }
}

fn malformed(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// What a broken exchange is to the client; `gone` if the connection is.
fn lost(error: io::Error, end: Instant, gone: Kind) -> TransportError {
    use io::ErrorKind::{InvalidData, TimedOut, WouldBlock};
    let kind = match error.kind() {
        TimedOut | WouldBlock if Instant::now() >= end => Kind::Timeout,
        TimedOut | WouldBlock => Kind::Idle,
        InvalidData => Kind::Other,
        _ => gone,
    };
    TransportError::new(kind, Sent::Maybe).because(error)
}
