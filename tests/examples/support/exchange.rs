//! One HTTP/1.1 exchange over a plain socket of the standard library that is never waited for.

use std::{
    io::{self, Read as _, Write as _},
    net::{TcpStream, ToSocketAddrs as _},
    time::Duration,
};

use bytes::{Buf as _, Bytes, BytesMut};
use http::{HeaderName, HeaderValue, Method, Request, Response, header};
use spotify_core::{
    BodyBuffer, Limits, Sent, TransportError, TransportErrorKind as Kind, transport::prepare,
};

/// A request on its way, and the answer as far as it has come. Moments are those of a monotonic
/// clock of the caller's.
pub(crate) struct Exchange {
    stream: TcpStream,
    limits: Limits,
    began: Duration,
    method: Method,
    /// When something last came or went.
    active: Duration,
    output: BytesMut,
    input: BytesMut,
    body: Option<Body>,
}

struct Body {
    head: Response<()>,
    /// Undoes gzip, and keeps to the limits.
    buffer: BodyBuffer,
    framing: Framing,
}

/// How the end of a body is told.
enum Framing {
    /// After so many more bytes.
    Length(u64),
    /// By a chunk that is empty; of this one so many bytes are to come, with the end of its line.
    Chunk(u64),
    /// By the end of the connection.
    Close,
}

impl Exchange {
    /// Connects. `std` can only wait for that, as for a name; both are there at once on loopback,
    /// and elsewhere they belong on a thread.
    pub(crate) fn begin(
        request: &Request<Bytes>,
        limits: Limits,
        now: Duration,
    ) -> Result<Box<Self>, TransportError> {
        let unsent = |kind| TransportError::new(kind, Sent::No);
        let uri = request.uri();
        if uri.scheme_str() != Some("http") {
            return Err(unsent(Kind::Tls).because("this example speaks no TLS"));
        }
        let address = (
            uri.host().unwrap_or_default().trim_matches(['[', ']']),
            uri.port_u16().unwrap_or(80),
        );
        let mut request = request.clone();
        prepare(&mut request, limits)?;
        let mut addresses = address
            .to_socket_addrs()
            .map_err(|error| unsent(Kind::Dns).because(error))?;
        let address = addresses.next().ok_or(unsent(Kind::Dns))?;
        let (time, late) = match limits.total < limits.connect {
            true => (limits.total, Kind::Timeout),
            false => (limits.connect, Kind::Connect),
        };
        let stream = TcpStream::connect_timeout(&address, time)
            .and_then(|stream| stream.set_nonblocking(true).map(|()| stream))
            .map_err(|error| match error.kind() {
                io::ErrorKind::TimedOut => unsent(late).because(error),
                _ => unsent(Kind::Connect).because(error),
            })?;
        Ok(Box::new(Self {
            stream,
            method: request.method().clone(),
            limits,
            began: now,
            active: now,
            output: written(&request),
            input: BytesMut::new(),
            body: None,
        }))
    }

    /// Goes on as far as the socket lets it, and says what came of it once that is known.
    pub(crate) fn poll(
        &mut self,
        now: Duration,
    ) -> Option<Result<Response<Bytes>, TransportError>> {
        match self.go_on(now) {
            Ok(false) => self.late(now).map(Err),
            Ok(true) => self.finish(),
            Err(error) => Some(Err(error)),
        }
    }

    /// Whether the answer is complete.
    fn go_on(&mut self, now: Duration) -> Result<bool, TransportError> {
        while !self.output.is_empty() {
            match self.stream.write(&self.output) {
                Ok(written) => self.output.advance(written),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(lost(Kind::Closed).because(error)),
            }
            self.active = now;
        }
        let mut chunk = [0; 16 << 10];
        loop {
            let read = match self.stream.read(&mut chunk) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return self.broken(error),
            };
            self.active = now;
            self.input
                .extend_from_slice(chunk.get(..read).unwrap_or_default());
            if self.take()? || read == 0 {
                return Ok(true);
            }
        }
    }

    /// What came before the connection broke: of an error it may do, for its status says more
    /// than the rest of its page.
    fn broken(&self, error: io::Error) -> Result<bool, TransportError> {
        match &self.body {
            None => Err(lost(Kind::Closed).because(error)),
            Some(body) if body.buffer.may_end_early() => Ok(true),
            Some(_) => Err(lost(Kind::Incomplete).because(error)),
        }
    }

    /// Takes what has come apart; says whether it is all.
    fn take(&mut self) -> Result<bool, TransportError> {
        while self.body.is_none() {
            let Some(head) = head(&mut self.input)? else {
                return Ok(false);
            };
            if !head.status().is_informational() {
                let buffer = BodyBuffer::new(&self.method, &head, self.limits)?;
                let framing = match buffer.bodiless() {
                    true => Framing::Length(0),
                    false => Framing::of(&head)?,
                };
                self.body = Some(Body {
                    buffer,
                    framing,
                    head,
                });
            }
        }
        let (input, Some(body)) = (&mut self.input, &mut self.body) else {
            return Ok(false);
        };
        loop {
            let (piece, end) = match &mut body.framing {
                Framing::Close => (input.split(), false),
                Framing::Length(left) => {
                    let most = usize::try_from(*left).unwrap_or(usize::MAX);
                    let piece = input.split_to(most.min(input.len()));
                    *left -= piece.len() as u64;
                    (piece, *left == 0)
                }
                Framing::Chunk(0) => match httparse::parse_chunk_size(input) {
                    Ok(httparse::Status::Complete((_, 0))) => (BytesMut::new(), true),
                    Ok(httparse::Status::Complete((line, size))) => {
                        input.advance(line);
                        body.framing = Framing::Chunk(size.saturating_add(2));
                        continue;
                    }
                    Ok(httparse::Status::Partial) => return Ok(false),
                    Err(_) => return Err(lost(Kind::Other).because("a chunk has no size")),
                },
                Framing::Chunk(left) => {
                    let most = usize::try_from(*left).unwrap_or(usize::MAX);
                    let mut piece = input.split_to(most.min(input.len()));
                    *left -= piece.len() as u64;
                    piece.truncate(most.saturating_sub(2));
                    (piece, false)
                }
            };
            if body.buffer.push(&piece)?.is_break() || end {
                body.framing = Framing::Length(0);
                return Ok(true);
            }
            if input.is_empty() {
                return Ok(false);
            }
        }
    }

    fn finish(&mut self) -> Option<Result<Response<Bytes>, TransportError>> {
        let Some(body) = self.body.take() else {
            return Some(Err(lost(Kind::Closed)));
        };
        if matches!(body.framing, Framing::Chunk(_)) && !body.buffer.may_end_early() {
            return Some(Err(lost(Kind::Incomplete)));
        }
        Some(body.buffer.finish(body.head))
    }

    fn late(&self, now: Duration) -> Option<TransportError> {
        if now.saturating_sub(self.began) >= self.limits.total {
            Some(lost(Kind::Timeout))
        } else if now.saturating_sub(self.active) >= self.limits.idle {
            Some(lost(Kind::Idle))
        } else {
            None
        }
    }
}

impl Framing {
    fn of(head: &Response<()>) -> Result<Self, TransportError> {
        let mut lengths = head.headers().get_all(header::CONTENT_LENGTH).iter();
        let encoding = head.headers().get(header::TRANSFER_ENCODING);
        match (
            encoding.map(HeaderValue::as_bytes),
            lengths.next(),
            lengths.next(),
        ) {
            (Some(b"chunked"), ..) => Ok(Self::Chunk(0)),
            (None, None, None) => Ok(Self::Close),
            (None, Some(length), None) => {
                let length = length.to_str().unwrap_or_default().parse();
                length
                    .map(Self::Length)
                    .map_err(|error| lost(Kind::Other).because(error))
            }
            _ => Err(lost(Kind::Other).because("the length of the body is not known")),
        }
    }
}

/// A failure of a request that may have arrived.
fn lost(kind: Kind) -> TransportError {
    TransportError::new(kind, Sent::Maybe)
}

/// The request as it goes over the wire; one to a connection.
fn written(request: &Request<Bytes>) -> BytesMut {
    let (uri, body) = (request.uri(), request.body());
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let method = request.method();
    let mut text =
        format!("{method} {path} HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\n");
    if !body.is_empty() && !request.headers().contains_key(header::CONTENT_LENGTH) {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    let mut output = BytesMut::from(text.as_bytes());
    for (name, value) in request.headers() {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            output.extend_from_slice(part);
        }
    }
    output.extend_from_slice(b"\r\n");
    output.extend_from_slice(body);
    output
}

/// Takes the head of an answer off the input, once it is there.
fn head(input: &mut BytesMut) -> Result<Option<Response<()>>, TransportError> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Response::new(&mut headers);
    let length = match parsed.parse(input) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) if input.len() > 64 << 10 => {
            return Err(lost(Kind::Other).because("the head has no end"));
        }
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(error) => return Err(lost(Kind::Other).because(error)),
    };
    let mut head = Response::new(());
    *head.status_mut() = http::StatusCode::from_u16(parsed.code.unwrap_or_default())
        .map_err(|error| lost(Kind::Other).because(error))?;
    for line in parsed.headers.iter() {
        // One that cannot be represented is left out.
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(line.name.as_bytes()),
            HeaderValue::from_bytes(line.value),
        ) {
            head.headers_mut().append(name, value);
        }
    }
    input.advance(length);
    Ok(Some(head))
}
