//! HTTP/1.1 over a socket, by hand: so that an answer can be wrong in every way.

use std::{fmt::Write as _, io, sync::Arc};

use bytes::{Buf, Bytes, BytesMut};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::sleep,
};

use super::{
    Shared,
    fault::{Answer, Framing, Silence, Stop, Wire, reason_phrase},
    record::{Recorded, Version},
    server::{Origin, Socket},
};

/// Longest head and longest body taken.
const MAX_HEAD: usize = 256 << 10;
const MAX_BODY: usize = 16 << 20;
const CHUNK: usize = 16 << 10;

/// What becomes of the connection after an answer.
enum Next {
    KeepAlive,
    Close,
}

pub(crate) async fn serve(socket: Socket, origin: Origin, shared: Arc<Shared>) {
    let mut connection = Connection {
        socket,
        buffer: BytesMut::new(),
    };
    // Whatever goes wrong with a connection is the end of that connection only.
    let _ = connection.run(origin, &shared).await;
}

struct Connection {
    socket: Socket,
    buffer: BytesMut,
}

impl Connection {
    async fn run(&mut self, origin: Origin, shared: &Shared) -> io::Result<()> {
        loop {
            let Some(request) = self.request(origin).await? else {
                return Ok(());
            };
            let close = request.version == Version::Http10
                || request
                    .header("connection")
                    .is_some_and(|v| v.eq_ignore_ascii_case("close"));
            let head_only = request.method == "HEAD";
            let reply = shared.respond(request);
            if let Next::Close = self.deliver(reply, head_only).await? {
                return self.socket.shutdown().await;
            }
            if close {
                return self.socket.shutdown().await;
            }
        }
    }

    async fn deliver(&mut self, reply: super::Reply, head_only: bool) -> io::Result<Next> {
        if !reply.delay.is_zero() {
            sleep(reply.delay).await;
        }
        match reply.silence {
            Some(Silence::DropBefore | Silence::DropAfter) => Ok(Next::Close),
            Some(Silence::ResetBefore | Silence::ResetAfter) => self.reset(),
            Some(Silence::StallHead) => self.stall().await,
            Some(Silence::Garbage) => {
                self.socket
                    .write_all(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")
                    .await?;
                Ok(Next::Close)
            }
            Some(Silence::Refused) | None => {
                let head = head(&reply.answer, &reply.wire);
                self.socket.write_all(head.as_bytes()).await?;
                if head_only {
                    self.socket.flush().await?;
                    return Ok(Next::KeepAlive);
                }
                self.body(reply.answer.body, &reply.wire).await
            }
        }
    }

    async fn body(&mut self, body: Bytes, wire: &Wire) -> io::Result<Next> {
        let chunked = wire.framing == Framing::Chunked;
        let (piece, pause) = wire
            .pace
            .map_or((CHUNK, None), |(n, pause)| (n, Some(pause)));
        let mut rest = body;
        // Bytes that may still go out before the fault.
        let mut budget = wire.stop.map(|(after, _)| after);
        loop {
            if rest.is_empty() && wire.endless {
                rest = Bytes::from_static(&[b' '; CHUNK]);
            }
            if rest.is_empty() && budget.is_none() {
                break;
            }
            let announced = rest.split_to(piece.min(rest.len()));
            if chunked && !announced.is_empty() {
                self.socket
                    .write_all(format!("{:x}\r\n", announced.len()).as_bytes())
                    .await?;
            }
            let send = budget.map_or(announced.len(), |left| left.min(announced.len()));
            self.socket.write_all(&announced.slice(..send)).await?;
            self.socket.flush().await?;
            if let Some((left, (_, stop))) = budget.as_mut().zip(wire.stop) {
                *left -= send;
                if *left == 0 || rest.is_empty() {
                    return match stop {
                        Stop::Close => Ok(Next::Close),
                        Stop::Reset => self.reset(),
                        Stop::Stall => self.stall().await,
                    };
                }
            }
            if chunked {
                self.socket.write_all(b"\r\n").await?;
            }
            if let Some(pause) = pause {
                sleep(pause).await;
            }
        }
        if chunked {
            self.socket.write_all(b"0\r\n\r\n").await?;
        }
        self.socket.flush().await?;
        Ok(if wire.close {
            Next::Close
        } else {
            Next::KeepAlive
        })
    }

    /// Leaves the client waiting until it hangs up.
    async fn stall(&mut self) -> io::Result<Next> {
        self.socket.flush().await?;
        let mut ignored = [0; 1024];
        while self.socket.read(&mut ignored).await? > 0 {}
        Ok(Next::Close)
    }

    fn reset(&self) -> io::Result<Next> {
        self.socket.reset_on_close();
        // No orderly end: the error drops the socket.
        Err(io::ErrorKind::ConnectionReset.into())
    }

    /// Reads a request; none if the client hung up between two.
    async fn request(&mut self, origin: Origin) -> io::Result<Option<Recorded>> {
        let mut request = loop {
            match parse(&mut self.buffer, origin) {
                Ok(Some(request)) => break request,
                Ok(None) if self.buffer.len() > MAX_HEAD => return self.refuse(431).await,
                Ok(None) if self.more().await? => {}
                Ok(None) => return Ok(None),
                Err(_) => return self.refuse(400).await,
            }
        };
        if request
            .header("expect")
            .is_some_and(|v| v.eq_ignore_ascii_case("100-continue"))
        {
            self.socket
                .write_all(b"HTTP/1.1 100 Continue\r\n\r\n")
                .await?;
            self.socket.flush().await?;
        }
        let chunked = request
            .header("transfer-encoding")
            .is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
        let length = request
            .header("content-length")
            .unwrap_or("0")
            .trim()
            .parse::<usize>();
        request.body = match length {
            _ if chunked => self.chunks().await?,
            Ok(length) if length <= MAX_BODY => self.exactly(length).await?,
            Ok(_) => return self.refuse(413).await,
            Err(_) => return self.refuse(400).await,
        };
        Ok(Some(request))
    }

    async fn refuse<T>(&mut self, status: u16) -> io::Result<Option<T>> {
        let answer = Answer::html(status).header("connection", "close");
        let head = head(&answer, &Wire::default());
        self.socket.write_all(head.as_bytes()).await?;
        self.socket.write_all(&answer.body).await?;
        self.socket.shutdown().await?;
        Ok(None)
    }

    async fn exactly(&mut self, length: usize) -> io::Result<Bytes> {
        while self.buffer.len() < length {
            self.need_more().await?;
        }
        Ok(self.buffer.split_to(length).freeze())
    }

    async fn chunks(&mut self) -> io::Result<Bytes> {
        let mut body = BytesMut::new();
        loop {
            let (head, length) = loop {
                match httparse::parse_chunk_size(&self.buffer) {
                    Ok(httparse::Status::Complete(found)) => break found,
                    Ok(httparse::Status::Partial) => self.need_more().await?,
                    Err(_) => return Err(io::ErrorKind::InvalidData.into()),
                }
            };
            self.buffer.advance(head);
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            if length > MAX_BODY - body.len() {
                return Err(io::ErrorKind::InvalidData.into());
            }
            body.extend_from_slice(&self.exactly(length).await?);
            // The line end of the chunk; after the last one trailers are not expected.
            self.exactly(2).await?;
            if length == 0 {
                return Ok(body.freeze());
            }
        }
    }

    async fn more(&mut self) -> io::Result<bool> {
        Ok(self.socket.read_buf(&mut self.buffer).await? > 0)
    }

    async fn need_more(&mut self) -> io::Result<()> {
        match self.more().await? {
            true => Ok(()),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// Takes the head of a request off the buffer, once it is all there.
fn parse(buffer: &mut BytesMut, origin: Origin) -> Result<Option<Recorded>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut head = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(length) = head.parse(buffer)? else {
        return Ok(None);
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let request = Recorded {
        service: origin.service,
        tls: origin.tls,
        connection: origin.connection,
        version: if head.version == Some(0) {
            Version::Http10
        } else {
            Version::Http11
        },
        method: head.method.unwrap_or_default().to_owned(),
        target: head.path.unwrap_or_default().to_owned(),
        headers: head
            .headers
            .iter()
            .map(|h| (h.name.to_owned(), text(h.value)))
            .collect(),
        body: Bytes::new(),
    };
    buffer.advance(length);
    Ok(Some(request))
}

fn head(answer: &Answer, wire: &Wire) -> String {
    let mut head = format!(
        "HTTP/1.1 {} {}\r\n",
        answer.status,
        reason_phrase(answer.status)
    );
    let mut line = |name: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = write!(head, "{name}: {value}\r\n");
    };
    for (name, value) in &answer.headers {
        line(name, value);
    }
    let length = answer.body.len();
    match wire.framing {
        _ if matches!(answer.status, 204 | 304) => {}
        Framing::Length => line("content-length", &length.to_string()),
        Framing::WrongLength(by) => {
            let wrong = (length as i64).saturating_add(by).max(0);
            line("content-length", &wrong.to_string());
        }
        Framing::TwoLengths => {
            line("content-length", &length.to_string());
            line("content-length", &(length + 1).to_string());
        }
        Framing::Chunked => line("transfer-encoding", "chunked"),
    }
    head.push_str("\r\n");
    head
}
