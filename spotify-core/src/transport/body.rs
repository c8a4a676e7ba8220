//! One body reader for every transport: caps, gzip, truncation.

#[cfg(feature = "gzip")]
use std::io::Write as _;
use std::ops::ControlFlow;

use bytes::Bytes;
use http::{HeaderMap, Method, Response, StatusCode, header};

use super::{Limits, Sent, TransportError, TransportErrorKind as Kind};

/// Collects the body of one answer under the limits, undoing gzip on the way.
///
/// Push chunks as they come, then [`finish`](Self::finish). A status of 400 or more keeps its
/// first [`Limits::max_error_body`] bytes: a long page behind a 503 is still a 503. What stands
/// behind `content-encoding` other than `gzip` and `identity`, or nested, is refused; an empty
/// body is empty whatever it is said to be encoded as.
#[derive(Debug)]
pub struct BodyBuffer {
    sink: Sink,
    status: StatusCode,
    bodiless: bool,
    announced: Option<u64>,
    received: u64,
}

#[derive(Debug)]
enum Sink {
    Plain(Capped),
    #[cfg(feature = "gzip")]
    Gzip(Box<flate2::write::MultiGzDecoder<Capped>>),
    /// An encoding nobody can undo; only a body with bytes in it makes that an error.
    Unknown,
    /// An error's body that is cut already.
    Cut(Vec<u8>),
}

impl BodyBuffer {
    /// Looks at the head of the answer to a request of this method.
    ///
    /// # Errors
    /// [`BodyTooLarge`](Kind::BodyTooLarge) when the head itself announces more than the limit.
    pub fn new<B>(
        method: &Method,
        head: &Response<B>,
        limits: Limits,
    ) -> Result<Self, TransportError> {
        let status = head.status();
        // What such a head announces is what another answer would have.
        let bodiless = method == Method::HEAD
            || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        let failed = status.is_client_error() || status.is_server_error();
        let announced = content_length(head.headers()).filter(|_| !bodiless);
        let encoding = Encoding::of(head.headers());
        let cap = if failed {
            limits.max_error_body
        } else {
            limits.max_body
        };
        if !failed && encoding == Encoding::Identity && announced.is_some_and(|n| n > cap as u64) {
            return Err(too_large());
        }
        let plain = announced
            .filter(|_| encoding == Encoding::Identity)
            .unwrap_or(0);
        let capped = Capped::new(cap, usize::try_from(plain).unwrap_or(cap).min(cap));
        let sink = match encoding {
            Encoding::Identity => Sink::Plain(capped),
            #[cfg(feature = "gzip")]
            Encoding::Gzip => Sink::Gzip(Box::new(flate2::write::MultiGzDecoder::new(capped))),
            _ => Sink::Unknown,
        };
        Ok(Self {
            sink,
            status,
            bodiless,
            announced,
            received: 0,
        })
    }

    /// Whether no body follows, whatever the head announces: the answer to a `HEAD`, 204 and 304.
    ///
    /// For transports that find the end of a body by themselves; libraries know it.
    #[must_use]
    pub fn bodiless(&self) -> bool {
        self.bodiless
    }

    /// Takes the next chunk as it came from the wire.
    ///
    /// `Break` says that no more is needed: an error's body has been cut, and the rest may be
    /// left unread.
    ///
    /// # Errors
    /// [`BodyTooLarge`](Kind::BodyTooLarge) as soon as the decoded bytes pass the limit,
    /// [`Encoding`](Kind::Encoding) for bytes that cannot be decoded.
    pub fn push(&mut self, chunk: &[u8]) -> Result<ControlFlow<()>, TransportError> {
        self.received = self.received.saturating_add(chunk.len() as u64);
        let failed = self.failed();
        let full = match &mut self.sink {
            _ if chunk.is_empty() => false,
            Sink::Plain(capped) => !capped.take(chunk),
            #[cfg(feature = "gzip")]
            Sink::Gzip(decoder) => match decoder.write_all(chunk) {
                Ok(()) => false,
                Err(_) if decoder.get_ref().full => true,
                Err(_) if failed => true, // the status matters more than what stands behind it
                Err(error) => return Err(encoding_error().because(error)),
            },
            Sink::Unknown if failed => true,
            Sink::Unknown => return Err(encoding_error()),
            Sink::Cut(_) => true,
        };
        if !full {
            return Ok(ControlFlow::Continue(()));
        }
        if !failed {
            return Err(too_large());
        }
        self.sink = Sink::Cut(self.sink.decoded());
        Ok(ControlFlow::Break(()))
    }

    /// Whether what has come is enough when the rest does not come: the status of an error, and
    /// its `retry-after`, say more than the rest of its page.
    ///
    /// A transport that fails while it reads such a body finishes instead.
    #[must_use]
    pub fn may_end_early(&self) -> bool {
        self.failed()
    }

    /// Puts the decoded body behind the head.
    ///
    /// `content-encoding` and `content-length` are taken from the head when the body was
    /// decoded, since they no longer describe it.
    ///
    /// # Errors
    /// [`Incomplete`](Kind::Incomplete) when fewer or more bytes came than were announced, or a
    /// gzip stream has no end.
    pub fn finish<B>(mut self, head: Response<B>) -> Result<Response<Bytes>, TransportError> {
        let failed = self.failed();
        let cut = matches!(self.sink, Sink::Cut(_));
        if !cut && self.announced.is_some_and(|n| n != self.received) && !failed {
            return Err(incomplete());
        }
        let (parts, _) = head.into_parts();
        #[cfg(feature = "gzip")]
        if let Sink::Gzip(decoder) = &mut self.sink
            && self.received > 0
        {
            if let Err(error) = decoder.try_finish()
                && !failed
            {
                let full = decoder.get_ref().full;
                return Err(if full {
                    too_large()
                } else {
                    incomplete().because(error)
                });
            }
            let mut parts = parts;
            parts.headers.remove(header::CONTENT_ENCODING);
            parts.headers.remove(header::CONTENT_LENGTH);
            return Ok(Response::from_parts(
                parts,
                Bytes::from(self.sink.decoded()),
            ));
        }
        Ok(Response::from_parts(
            parts,
            Bytes::from(self.sink.decoded()),
        ))
    }

    fn failed(&self) -> bool {
        self.status.is_client_error() || self.status.is_server_error()
    }
}

impl Sink {
    fn decoded(&mut self) -> Vec<u8> {
        match self {
            Self::Plain(capped) => capped.whole(),
            #[cfg(feature = "gzip")]
            Self::Gzip(decoder) => decoder.get_mut().whole(),
            Self::Unknown => Vec::new(),
            Self::Cut(bytes) => std::mem::take(bytes),
        }
    }
}

/// Takes no more than its cap, and remembers that it was offered more.
///
/// It grows by segments, which are put together once at the end: one buffer that doubles would
/// hold half as much again while it moves, and a hostile body never gets to its end.
#[derive(Debug)]
struct Capped {
    done: Vec<Vec<u8>>,
    last: Vec<u8>,
    segment: usize,
    room: usize,
    full: bool,
}

/// The size of a segment, where nobody has said how large the body is.
const SEGMENT: usize = 64 << 10;
/// The largest size that memory is set aside for before anything has come.
const BELIEVED: usize = 8 << 20;

impl Capped {
    fn new(cap: usize, announced: usize) -> Self {
        // What is announced is believed up to a point: the rest comes in segments.
        let segment = announced.clamp(SEGMENT, BELIEVED);
        let last = Vec::with_capacity(announced.min(BELIEVED));
        Self {
            done: Vec::new(),
            last,
            segment,
            room: cap,
            full: false,
        }
    }

    /// Takes what fits; `false` when something did not.
    fn take(&mut self, chunk: &[u8]) -> bool {
        let (mut fits, rest) = chunk.split_at_checked(self.room).unwrap_or((chunk, &[]));
        self.room = self.room.saturating_sub(fits.len());
        self.full |= !rest.is_empty();
        while !fits.is_empty() {
            let space = self.segment.saturating_sub(self.last.len());
            let (now, later) = fits.split_at_checked(space).unwrap_or((fits, &[]));
            self.last.extend_from_slice(now);
            fits = later;
            if !fits.is_empty() {
                self.segment = SEGMENT;
                let next = Vec::with_capacity(SEGMENT);
                self.done.push(std::mem::replace(&mut self.last, next));
            }
        }
        rest.is_empty()
    }

    /// What it holds, in one piece.
    fn whole(&mut self) -> Vec<u8> {
        let last = std::mem::take(&mut self.last);
        if self.done.is_empty() {
            return last;
        }
        let length = self.done.iter().map(Vec::len).sum::<usize>();
        let mut whole = Vec::with_capacity(length.saturating_add(last.len()));
        for segment in std::mem::take(&mut self.done).into_iter().chain([last]) {
            whole.extend_from_slice(&segment);
        }
        whole
    }
}

impl std::io::Write for Capped {
    fn write(&mut self, chunk: &[u8]) -> std::io::Result<usize> {
        if self.take(chunk) {
            Ok(chunk.len())
        } else {
            Err(std::io::Error::other("decoded body over the limit"))
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Identity,
    Gzip,
    Other,
}

impl Encoding {
    fn of(headers: &HeaderMap) -> Self {
        if !headers.contains_key(header::CONTENT_ENCODING) {
            return Self::Identity;
        }
        let mut named = headers
            .get_all(header::CONTENT_ENCODING)
            .iter()
            .flat_map(|value| value.as_bytes().split(|b| *b == b','))
            .map(<[u8]>::trim_ascii)
            .filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(b"identity"));
        match (named.next(), named.next()) {
            (None, _) => Self::Identity,
            (Some(name), None)
                if name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip") =>
            {
                Self::Gzip
            }
            _ => Self::Other,
        }
    }
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()
}

fn too_large() -> TransportError {
    TransportError::new(Kind::BodyTooLarge, Sent::Maybe)
}

fn incomplete() -> TransportError {
    TransportError::new(Kind::Incomplete, Sent::Maybe)
}

fn encoding_error() -> TransportError {
    TransportError::new(Kind::Encoding, Sent::Maybe)
}
