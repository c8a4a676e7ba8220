//! What hyper's failures mean: the kind, and whether the request may have left.

use std::{error::Error as StdError, io};

use hyper_util::client::legacy;
use spotify_core::{Sent, TransportError, TransportErrorKind as Kind, transport::find_cause};

pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

/// No connection was made, so nothing was sent.
#[derive(Debug, thiserror::Error)]
#[error("not connected")]
pub(crate) struct Unsent {
    kind: Kind,
    source: Option<BoxError>,
}

impl Unsent {
    pub(crate) fn new(kind: Kind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            source: Some(source.into()),
        }
    }

    /// Time ran out before there was a connection.
    pub(crate) fn late(kind: Kind) -> Self {
        Self { kind, source: None }
    }

    #[cfg(any(feature = "tokio", feature = "smol"))]
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// What an arbitrary connector failed with; this crate's own says it precisely.
    pub(crate) fn from_connector(error: BoxError) -> Self {
        match error.downcast::<Self>() {
            Ok(unsent) => *unsent,
            Err(error) if is_tls(&*error) => Self::new(Kind::Tls, error),
            Err(error) => Self::new(Kind::Connect, error),
        }
    }
}

/// There was no answer.
pub(crate) fn before_head(error: legacy::Error) -> TransportError {
    if let Some(unsent) = find_cause::<Unsent>(&error) {
        return TransportError::new(unsent.kind, Sent::No).because(error);
    }
    if error.is_connect() {
        return TransportError::new(Kind::Connect, Sent::No).because(error);
    }
    let (kind, sent) = exchange(&error, Kind::Closed);
    TransportError::new(kind, sent).because(error)
}

/// The answer began but did not end.
pub(crate) fn within_body(error: hyper::Error) -> TransportError {
    let (kind, _) = exchange(&error, Kind::Incomplete);
    TransportError::new(kind, Sent::Maybe).because(error)
}

/// Tells a server that broke the rules from one that went away (`gone`).
fn exchange(error: &(dyn StdError + 'static), gone: Kind) -> (Kind, Sent) {
    if let Some(error) = find_cause::<h2::Error>(error) {
        // After a GOAWAY and the end of the connection the requests that the server did take
        // fail with that GOAWAY too: only REFUSED_STREAM is certain.
        let refused = error.reason() == Some(h2::Reason::REFUSED_STREAM);
        return match () {
            () if refused && error.is_reset() && error.is_remote() => (Kind::Refused, Sent::No),
            () if error.is_library() => (Kind::Other, Sent::Maybe),
            () => (gone, Sent::Maybe),
        };
    }
    if is_tls(error) {
        return (Kind::Tls, Sent::Maybe);
    }
    let Some(hyper) = find_cause::<hyper::Error>(error) else {
        return (Kind::Other, Sent::No);
    };
    let malformed = find_cause::<io::Error>(hyper).is_some_and(|io| {
        matches!(
            io.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
        )
    });
    if hyper.is_parse() || hyper.is_user() || malformed {
        (Kind::Other, Sent::Maybe)
    } else {
        (gone, Sent::Maybe)
    }
}

#[cfg(feature = "rustls")]
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    find_cause::<rustls::Error>(error).is_some()
}

#[cfg(not(feature = "rustls"))]
fn is_tls(_: &(dyn StdError + 'static)) -> bool {
    false
}
