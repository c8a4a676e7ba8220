//! One error, by how far the call got.

use std::{error::Error as StdError, fmt, time::Duration};

use http::StatusCode;

use crate::{InvalidBaseUrl, Meta, Scopes, TransportError, TransportErrorKind, store::StoreError};

mod api;
mod auth;
mod build;
mod decode;
mod diagnosis;
mod limits;
mod paging;

pub use api::{ApiError, Reason};
pub use auth::{AuthError, OAuthError, OAuthErrorCode, Reauth, ReauthCause};
pub use build::{BuildError, OutOfRange};
pub use decode::DecodeError;
pub use diagnosis::{Confidence, Diagnosis, DiagnosisCode};
pub use limits::{LimitReason, LimitScope, RateLimited};
pub use paging::PagingError;

/// A call failed.
///
/// The variants are sorted by how far it got, which answers the question that matters: may
/// Spotify have acted? A call that is tried again may end before its next attempt is sent; the
/// attempts before that one were refused, or are safe to repeat.
///
/// [`Display`](fmt::Display) is one line; `{:#}` adds what to do about it and where to read on;
/// [`diagnosis`](Self::diagnosis) has the same in parts. `Debug` prints what `{:#}` does, so that
/// a `main` that returns this error ends with a text for people; `{:#?}` prints the fields.
#[derive(Clone)]
#[non_exhaustive]
pub enum Error {
    /// The request or the client could not be put together. Nothing was sent.
    Build(BuildError),
    /// There is no token. This attempt was not sent.
    Auth(AuthError),
    /// There is no token, and only a new sign-in helps. This attempt was not sent.
    ReauthRequired(Box<Reauth>),
    /// The token store failed. This attempt was not sent.
    Store(StoreError),
    /// Too many calls wait already. This attempt was not sent.
    Overloaded {
        /// How many wait.
        waiting: usize,
    },
    /// The call's deadline is over.
    Deadline {
        /// What it was doing.
        phase: Phase,
        /// Whether Spotify may have acted.
        outcome: Outcome,
        /// How long the call was given.
        deadline: Duration,
        /// The operation; `None` for a sign-in, and for a renewal that no call waited for any more.
        endpoint: Option<&'static Meta>,
    },
    /// No usable answer came; the error knows whether the request may have been received.
    Transport(TransportError),
    /// A call that must not be repeated may or may not have been carried out.
    Ambiguous(Box<Ambiguous>),
    /// Spotify asks to wait for longer than the client is willing to.
    RateLimited(RateLimited),
    /// Spotify answered with a status that says no.
    Api(Box<ApiError>),
    /// Spotify did what was asked, and the answer could not be read.
    Decode(Box<DecodeError>),
    /// The pages of a listing make no sense together.
    Paging(PagingError),
}

impl Error {
    /// The status of Spotify's answer, if there was one that says no.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status),
            Self::RateLimited(_) => Some(StatusCode::TOO_MANY_REQUESTS),
            Self::Ambiguous(ambiguous) => ambiguous.cause.status(),
            Self::Decode(error) => Some(error.status),
            Self::Auth(AuthError::OAuth(error)) => Some(error.status),
            Self::Auth(AuthError::Unexpected { status, .. }) => Some(*status),
            Self::ReauthRequired(reauth) => reauth.refusal.as_ref().map(|refusal| refusal.status),
            _ => None,
        }
    }

    /// Whether the same call may succeed later without anybody changing anything.
    ///
    /// `false` for what must not be repeated blindly: see [`Error::Ambiguous`].
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Overloaded { .. } | Self::RateLimited(_) | Self::Store(_) => true,
            Self::Deadline { .. } => true,
            Self::Transport(error) => !matches!(
                error.kind(),
                TransportErrorKind::Tls
                    | TransportErrorKind::BodyTooLarge
                    | TransportErrorKind::Redirected
                    | TransportErrorKind::Unprepared
            ),
            Self::Api(error) => error.status.is_server_error(),
            Self::Auth(AuthError::Unexpected { status, .. }) => status.is_server_error(),
            _ => false,
        }
    }

    /// How long Spotify asks to wait, if it said so.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited(limited) => Some(limited.retry_after),
            Self::Api(error) => error.retry_after,
            Self::Ambiguous(ambiguous) => ambiguous.cause.retry_after(),
            _ => None,
        }
    }

    /// The scopes that the operation takes and the token lacks; empty where nothing is known.
    #[must_use]
    pub fn missing_scopes(&self) -> Scopes {
        match self {
            Self::Api(error) => error.missing_scopes(),
            Self::Build(BuildError::MissingScopes(found)) => found.missing.clone(),
            _ => Scopes::new(),
        }
    }

    /// Whether this app may not call the operation any more: Spotify closed it for apps in
    /// Development mode, and refused.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.diagnosis().code == DiagnosisCode::OperationGone
    }

    /// Whether the user must sign in again.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        matches!(self, Self::ReauthRequired(_))
    }

    /// The operation that failed, where the error has to do with one.
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static Meta> {
        match self {
            Self::Api(error) => Some(error.endpoint),
            Self::Decode(error) => Some(error.endpoint),
            Self::Ambiguous(ambiguous) => Some(ambiguous.endpoint),
            Self::RateLimited(limited) => limited.endpoint,
            Self::Transport(error) => error.endpoint(),
            Self::Deadline { endpoint, .. } => *endpoint,
            _ => None,
        }
    }

    fn parts(&self) -> (&dyn fmt::Debug, &(dyn StdError + 'static)) {
        match self {
            Self::Build(e) => (e, e),
            Self::Auth(e) => (e, e),
            Self::ReauthRequired(e) => (e, &**e),
            Self::Store(e) => (e, e),
            Self::Transport(e) => (e, e),
            Self::Ambiguous(e) => (e, &**e),
            Self::RateLimited(e) => (e, e),
            Self::Api(e) => (e, &**e),
            Self::Decode(e) => (e, &**e),
            Self::Paging(e) => (e, e),
            Self::Overloaded { .. } | Self::Deadline { .. } => (&(), &Nothing),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Build(_) => "Build",
            Self::Auth(_) => "Auth",
            Self::ReauthRequired(_) => "ReauthRequired",
            Self::Store(_) => "Store",
            Self::Overloaded { .. } => "Overloaded",
            Self::Deadline { .. } => "Deadline",
            Self::Transport(_) => "Transport",
            Self::Ambiguous(_) => "Ambiguous",
            Self::RateLimited(_) => "RateLimited",
            Self::Api(_) => "Api",
            Self::Decode(_) => "Decode",
            Self::Paging(_) => "Paging",
        }
    }
}

/// Stands for the inner error of a variant that has none.
#[derive(Debug)]
struct Nothing;

impl fmt::Display for Nothing {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl StdError for Nothing {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overloaded { waiting } => {
                write!(f, "{waiting} calls wait already, which is the limit")?;
            }
            Self::Deadline {
                phase,
                outcome,
                deadline,
                endpoint,
            } => {
                let name = endpoint.map_or("getting a token", |endpoint| endpoint.name);
                write!(f, "{name} took longer than its {deadline:?}, {phase}")?;
                if *outcome == Outcome::Unknown {
                    f.write_str("; Spotify may have carried it out")?;
                }
            }
            other => fmt::Display::fmt(other.parts().1, f)?,
        }
        if f.alternate() {
            let diagnosis = self.diagnosis();
            let mut source = self.source();
            while let Some(cause) = source {
                write!(f, "\ncause: {cause}")?;
                source = cause.source();
            }
            let Diagnosis {
                why,
                fix,
                docs,
                code,
                ..
            } = diagnosis;
            write!(f, "\n  why: {why}\n help: {fix}\n  see: {docs} ({code})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return write!(f, "{self:#}");
        }
        match self {
            Self::Overloaded { waiting } => f
                .debug_struct(self.name())
                .field("waiting", waiting)
                .finish(),
            Self::Deadline {
                phase,
                outcome,
                deadline,
                endpoint,
            } => f
                .debug_struct(self.name())
                .field("endpoint", &endpoint.map(|endpoint| endpoint.name))
                .field("phase", phase)
                .field("outcome", outcome)
                .field("deadline", deadline)
                .finish(),
            other => f.debug_tuple(self.name()).field(other.parts().0).finish(),
        }
    }
}

impl StdError for Error {
    /// What is behind the inner error; that one itself is already this error's text.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.parts().1.source()
    }
}

macro_rules! from {
    ($($inner:ty => $variant:ident $(($wrap:path))?,)*) => {$(
        impl From<$inner> for Error {
            fn from(error: $inner) -> Self {
                Self::$variant($($wrap)?(error))
            }
        }
    )*};
}

from! {
    BuildError => Build,
    AuthError => Auth,
    StoreError => Store,
    TransportError => Transport,
    RateLimited => RateLimited,
    PagingError => Paging,
    ApiError => Api (Box::new),
    DecodeError => Decode (Box::new),
    Reauth => ReauthRequired (Box::new),
    Ambiguous => Ambiguous (Box::new),
}

impl From<InvalidBaseUrl> for Error {
    fn from(error: InvalidBaseUrl) -> Self {
        Self::Build(error.into())
    }
}

/// What a call was doing when its deadline was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// Getting a token.
    Authorize,
    /// Waiting for its turn among the client's other calls.
    Queue,
    /// Waiting out a rate limit, or before another attempt.
    Wait,
    /// Sending, or reading the answer.
    Transmit,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Authorize => "while it waited for a token",
            Self::Queue => "while it waited for its turn",
            Self::Wait => "while it waited before another attempt",
            Self::Transmit => "while it waited for the answer",
        })
    }
}

/// Whether Spotify may have acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The call was not carried out.
    NotSent,
    /// It may have been.
    Unknown,
}

/// A call that must not be repeated may or may not have been carried out.
///
/// Look before you call again: read the playlist, the queue, the player.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Ambiguous {
    /// Which operation it was.
    pub endpoint: &'static Meta,
    /// What was seen of its end.
    pub cause: Error,
}

impl Ambiguous {
    pub(crate) const fn new(endpoint: &'static Meta, cause: Error) -> Self {
        Self { endpoint, cause }
    }
}

impl fmt::Display for Ambiguous {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; it may or may not have been carried out", self.cause)
    }
}

impl StdError for Ambiguous {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_small() {
        assert!(size_of::<Error>() <= 64, "{}", size_of::<Error>());
    }

    #[test]
    fn an_error_goes_anywhere() {
        fn anywhere<T: Send + Sync + Clone + std::error::Error + 'static>() {}
        anywhere::<Error>();
    }
}
