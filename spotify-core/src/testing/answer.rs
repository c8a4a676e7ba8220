//! What is answered, and when.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

use crate::{Limits, Sent, TransportError, TransportErrorKind};

/// What [`Replay`](super::Replay) answers: JSON text with 200, a status with a text, a whole
/// response, or a failure of the transport; at once or after a while.
///
/// ```
/// use std::time::Duration;
/// use spotify_core::{Sent, TransportErrorKind, testing::Answer};
///
/// let ok = Answer::from(r#"{"id": "demo"}"#);
/// let late = Answer::from((503, "")).after(Duration::from_secs(2));
/// let limited = Answer::from((429, "")).header("retry-after", "2");
/// let lost = Answer::failure(TransportErrorKind::Closed, Sent::Maybe);
/// # let _ = (ok, late, limited, lost);
/// ```
#[derive(Debug, Clone)]
pub struct Answer {
    result: Result<Response<Bytes>, TransportError>,
    delay: Duration,
}

impl Answer {
    /// A failure of the transport, of whatever kind.
    #[must_use]
    pub const fn failure(kind: TransportErrorKind, sent: Sent) -> Self {
        Self::new(Err(TransportError::new(kind, sent)))
    }

    /// Adds a header; a failure has none.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        if let Ok(response) = &mut self.result {
            let name = http::HeaderName::from_static(name);
            response
                .headers_mut()
                .append(name, HeaderValue::from_static(value));
        }
        self
    }

    /// Answers only after a while, in virtual time: a [`ManualClock`](super::ManualClock) moves on
    /// by it, and nobody waits.
    ///
    /// What comes later than the limits of the attempt allow is no answer but
    /// [`TransportErrorKind::Idle`] or [`TransportErrorKind::Timeout`].
    #[must_use]
    pub const fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    const fn new(result: Result<Response<Bytes>, TransportError>) -> Self {
        Self {
            result,
            delay: Duration::ZERO,
        }
    }

    /// What comes of it within the limits of an attempt, and after how long.
    pub(super) fn within(
        self,
        limits: Limits,
    ) -> (Result<Response<Bytes>, TransportError>, Duration) {
        let (longest, kind) = if limits.idle < limits.total {
            (limits.idle, TransportErrorKind::Idle)
        } else {
            (limits.total, TransportErrorKind::Timeout)
        };
        if self.delay > longest {
            (Err(TransportError::new(kind, Sent::Maybe)), longest)
        } else {
            (self.result, self.delay)
        }
    }
}

impl From<&str> for Answer {
    fn from(json: &str) -> Self {
        (200, json).into()
    }
}

impl From<String> for Answer {
    fn from(json: String) -> Self {
        json.as_str().into()
    }
}

/// A status that is none (100 to 999) fails as
/// [`Unprepared`](TransportErrorKind::Unprepared), and says so.
impl From<(u16, &str)> for Answer {
    fn from((status, body): (u16, &str)) -> Self {
        let Ok(code) = StatusCode::from_u16(status) else {
            let error = TransportError::new(TransportErrorKind::Unprepared, Sent::No);
            let why = format!("an answer was prepared with {status}, which is no HTTP status");
            return Self::new(Err(error.because(why)));
        };
        let mut response = Response::new(Bytes::copy_from_slice(body.as_bytes()));
        *response.status_mut() = code;
        if body.trim_start().starts_with(['{', '[']) {
            let json = HeaderValue::from_static("application/json");
            response.headers_mut().insert(header::CONTENT_TYPE, json);
        }
        Self::new(Ok(response))
    }
}

impl From<Response<Bytes>> for Answer {
    fn from(response: Response<Bytes>) -> Self {
        Self::new(Ok(response))
    }
}

impl From<TransportError> for Answer {
    fn from(error: TransportError) -> Self {
        Self::new(Err(error))
    }
}
