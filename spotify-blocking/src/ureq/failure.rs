//! What ureq's failures mean: the kind, and whether the request may have left.

use std::io;

use spotify_core::{Sent, TransportError, TransportErrorKind as Kind};
use ureq::{Error, Timeout};

/// No connection was made, so nothing was sent.
#[derive(Debug, thiserror::Error)]
#[error("not connected: {source}")]
pub(super) struct Unsent {
    kind: Kind,
    source: Error,
}

/// Marks what failed before there was a connection.
pub(super) fn unsent(kind: Kind, error: Error) -> Error {
    let kind = match error {
        Error::Other(ref inner) if inner.is::<Unsent>() => return error,
        Error::Timeout(Timeout::Global) => Kind::Timeout,
        Error::Timeout(_) => Kind::Connect,
        _ => kind,
    };
    Error::Other(Box::new(Unsent {
        kind,
        source: error,
    }))
}

/// There was no answer.
pub(super) fn before_head(error: Error) -> TransportError {
    let (kind, sent) = match &error {
        Error::Other(inner) => match inner.downcast_ref::<Unsent>() {
            Some(unsent) => (unsent.kind, Sent::No),
            None => (Kind::Other, Sent::Maybe),
        },
        // What an agent made elsewhere says for certain.
        Error::HostNotFound => (Kind::Dns, Sent::No),
        Error::Timeout(Timeout::Resolve | Timeout::Connect)
        | Error::ConnectionFailed
        | Error::ConnectProxyFailed(_) => (Kind::Connect, Sent::No),
        Error::Io(io) if io.kind() == io::ErrorKind::ConnectionRefused => (Kind::Connect, Sent::No),
        Error::BadUri(_) | Error::Http(_) | Error::RequireHttpsOnly(_) => (Kind::Other, Sent::No),
        Error::TlsRequired => (Kind::Tls, Sent::No),
        other => (exchange(other, Kind::Closed), Sent::Maybe),
    };
    TransportError::new(kind, sent).because(error)
}

/// The answer began but did not end.
pub(super) fn within_body(error: io::Error) -> TransportError {
    let error = Error::from(error);
    TransportError::new(exchange(&error, Kind::Incomplete), Sent::Maybe).because(error)
}

/// Tells a server that broke the rules from one that went away (`gone`).
fn exchange(error: &Error, gone: Kind) -> Kind {
    match error {
        Error::Timeout(Timeout::PerRead) => Kind::Idle,
        Error::Timeout(_) => Kind::Timeout,
        Error::Tls(_) | Error::Rustls(_) => Kind::Tls,
        Error::Io(io) if is_tls(io) => Kind::Tls,
        Error::Io(io)
            if matches!(
                io.kind(),
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
            ) =>
        {
            Kind::Other
        }
        Error::Io(_) => gone,
        Error::TooManyRedirects | Error::RedirectFailed => Kind::Redirected,
        _ => Kind::Other,
    }
}

fn is_tls(error: &io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.is::<rustls::Error>())
}
