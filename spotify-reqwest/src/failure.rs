//! What reqwest's failures mean: the kind, and whether the request may have left.

use std::{error::Error as StdError, io};

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
    /// What reqwest's connector failed with: its TLS is the only part that fails with these types.
    pub(crate) fn because(error: BoxError) -> Self {
        let handshake = error.is::<io::Error>();
        #[cfg(feature = "native-tls")]
        let handshake = handshake || error.is::<native_tls::Error>();
        Self {
            kind: if handshake { Kind::Tls } else { Kind::Connect },
            source: Some(error),
        }
    }

    /// Time ran out before there was a connection.
    pub(crate) fn late(kind: Kind) -> Self {
        Self { kind, source: None }
    }
}

/// There was no answer.
pub(crate) fn before_head(error: reqwest::Error) -> TransportError {
    let (kind, sent) = if error.is_connect() {
        let kind = match find_cause::<Unsent>(&error) {
            _ if error.is_dns() => Kind::Dns,
            Some(unsent) => unsent.kind,
            None if is_tls(&error) => Kind::Tls,
            None => Kind::Connect,
        };
        (kind, Sent::No)
    } else if error.is_builder() {
        (Kind::Other, Sent::No)
    } else {
        exchange(&error, Kind::Closed)
    };
    TransportError::new(kind, sent).because(error.without_url())
}

/// The answer began but did not end.
pub(crate) fn within_body(error: reqwest::Error) -> TransportError {
    let (kind, _) = exchange(&error, Kind::Incomplete);
    TransportError::new(kind, Sent::Maybe).because(error.without_url())
}

/// Tells a server that broke the rules from one that went away (`gone`).
fn exchange(error: &reqwest::Error, gone: Kind) -> (Kind, Sent) {
    #[cfg(feature = "http2")]
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
    let malformed = |error| {
        find_cause::<io::Error>(error).is_some_and(|io| {
            matches!(
                io.kind(),
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
            )
        })
    };
    let kind = match find_cause::<hyper::Error>(error) {
        _ if error.is_redirect() => Kind::Redirected,
        _ if is_tls(error) => Kind::Tls,
        Some(hyper) if hyper.is_parse() || hyper.is_user() || malformed(hyper) => Kind::Other,
        Some(_) => gone,
        // Only a client of one's own has timeouts or decoders.
        None if error.is_timeout() => Kind::Timeout,
        None if error.is_decode() => Kind::Encoding,
        None => Kind::Other,
    };
    (kind, Sent::Maybe)
}

#[cfg(feature = "rustls")]
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    find_cause::<rustls::Error>(error).is_some()
}

#[cfg(not(feature = "rustls"))]
fn is_tls(_: &(dyn StdError + 'static)) -> bool {
    false
}
