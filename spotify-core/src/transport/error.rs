//! What can go wrong between a request and its answer.

use std::{error::Error as StdError, fmt, sync::Arc};

use crate::Meta;

/// A request got no usable answer.
///
/// Transport authors: prefer the most precise kind, in the order in which they are listed, and
/// say [`Sent::No`] only where it is certain.
#[derive(Clone)]
pub struct TransportError {
    kind: TransportErrorKind,
    sent: Sent,
    endpoint: Option<&'static Meta>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// Says what failed, and whether the server may have seen the request.
    #[must_use]
    pub const fn new(kind: TransportErrorKind, sent: Sent) -> Self {
        Self {
            kind,
            sent,
            endpoint: None,
            source: None,
        }
    }

    /// Adds the library's own error.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// Says which operation it was; the call machine does.
    #[must_use]
    pub(crate) const fn at(mut self, endpoint: &'static Meta) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// Says that an earlier attempt of the same call may have been received.
    #[must_use]
    pub(crate) const fn perhaps(mut self) -> Self {
        self.sent = Sent::Maybe;
        self
    }

    /// The operation that failed; `None` for a token request.
    #[must_use]
    pub const fn endpoint(&self) -> Option<&'static Meta> {
        self.endpoint
    }

    /// What failed.
    #[must_use]
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the server may have seen the request.
    #[must_use]
    pub const fn sent(&self) -> Sent {
        self.sent
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(endpoint) = self.endpoint {
            write!(f, "{}: ", endpoint.name)?;
        }
        f.write_str(self.kind.text())?;
        match self.sent {
            Sent::No => f.write_str(" (the request was never sent)"),
            Sent::Maybe => Ok(()),
        }
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("sent", &self.sent)
            .field("source", &self.source.as_ref().map(ToString::to_string))
            .finish()
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Whether the server may have seen a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sent {
    /// No byte of it left: it may be repeated whatever it asks for.
    No,
    /// It may have been received and carried out.
    Maybe,
}

/// What failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The host's name was not found.
    Dns,
    /// No connection could be made, or not within [`Limits::connect`](super::Limits::connect).
    Connect,
    /// The TLS handshake failed: untrusted, expired or foreign certificate, or no TLS at all.
    Tls,
    /// The server refused to take the request and said so (HTTP/2 `REFUSED_STREAM`).
    Refused,
    /// [`Limits::total`](super::Limits::total) is over.
    Timeout,
    /// Nothing came for longer than [`Limits::idle`](super::Limits::idle).
    Idle,
    /// The connection closed before an answer.
    Closed,
    /// The body ended early, or was longer or shorter than announced.
    Incomplete,
    /// The body has an encoding that is not known, is nested, or is damaged.
    Encoding,
    /// The decoded body is larger than [`Limits::max_body`](super::Limits::max_body).
    BodyTooLarge,
    /// The library followed a redirect on its own, which a transport must not do.
    Redirected,
    /// A transport for tests has no answer for the request; never tried again.
    Unprepared,
    /// Anything else, such as an answer that is not HTTP.
    Other,
}

impl TransportErrorKind {
    const fn text(self) -> &'static str {
        match self {
            Self::Dns => "the host's name could not be resolved",
            Self::Connect => "no connection could be made",
            Self::Tls => "the TLS handshake failed",
            Self::Refused => "the server refused to take the request",
            Self::Timeout => "the attempt took too long",
            Self::Idle => "the server fell silent",
            Self::Closed => "the connection closed before an answer",
            Self::Incomplete => "the answer ended early",
            Self::Encoding => "the answer's encoding is not known or is damaged",
            Self::BodyTooLarge => "the answer is larger than the limit",
            Self::Redirected => "the HTTP library followed a redirect, which it must not",
            Self::Unprepared => "no answer was prepared for the request",
            Self::Other => "the exchange failed",
        }
    }
}
