//! Answers in the forms Spotify really gives them, and any other.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::mock::clock;

/// An answer of the mock: status, headers, body.
///
/// The constructors give what has been seen of Spotify; everything else can be put together by
/// hand.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

/// What the `Retry-After` of a 429 looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// Whole seconds, such as `3`.
    Seconds(u64),
    /// A date that far from now, as `Sun, 06 Nov 1994 08:49:37 GMT`. A `Date` header goes with it.
    ImfFixdate(Duration),
    /// A date that far from now, as `Sunday, 06-Nov-94 08:49:37 GMT`. A `Date` header goes with it.
    Rfc850(Duration),
    /// A date that far from now, as `Sun Nov  6 08:49:37 1994`. A `Date` header goes with it.
    Asctime(Duration),
    /// No header at all.
    Absent,
    /// Any text.
    Text(String),
    /// Several header lines.
    Several(Vec<String>),
}

/// Why Spotify answers 403: only the body tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Forbidden {
    /// An operation that Development mode does not have: `Forbidden`.
    Removed,
    /// The token lacks a scope: `Insufficient client scope`.
    Scope,
    /// The user is not on the app's list: plain text.
    UnregisteredUser,
    /// The owner of the app has no Premium subscription.
    OwnerNotPremium,
    /// The user has no Premium subscription: reason `PREMIUM_REQUIRED`.
    PremiumRequired,
    /// The player refuses the command: reason `UNKNOWN`.
    Restriction,
}

impl Answer {
    /// Makes an answer without headers and body.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// Makes a JSON answer.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::empty(status)
            .header("content-type", "application/json; charset=utf-8")
            .body(body.to_string())
    }

    /// Makes a text answer.
    pub fn text(status: u16, body: impl Into<String>) -> Self {
        Self::empty(status)
            .header("content-type", "text/plain; charset=utf-8")
            .body(body.into())
    }

    /// Makes the HTML page of a gateway in front of the service.
    pub fn html(status: u16) -> Self {
        let title = reason_phrase(status);
        Self::empty(status)
            .header("content-type", "text/html")
            .body(format!(
                "<html>\r\n<head><title>{status} {title}</title></head>\r\n<body>\r\n\
             <center><h1>{status} {title}</h1></center>\r\n</body>\r\n</html>\r\n"
            ))
    }

    /// Makes the Web API's error: `{"error":{"status":…,"message":…}}`.
    pub fn error(status: u16, message: &str) -> Self {
        Self::json(
            status,
            &json!({"error": {"status": status, "message": message}}),
        )
    }

    /// Makes the Web API's error with a reason, as the player and the quota give it.
    pub fn error_with_reason(status: u16, message: &str, reason: &str) -> Self {
        let error = json!({"status": status, "message": message, "reason": reason});
        Self::json(status, &json!({"error": error}))
    }

    /// Makes the accounts service's error: `{"error":…,"error_description":…}`, status 400.
    pub fn oauth_error(error: &str, description: Option<&str>) -> Self {
        let body = match description {
            Some(text) => json!({"error": error, "error_description": text}),
            None => json!({"error": error}),
        };
        Self::json(400, &body)
    }

    /// Makes a 429 of the rolling rate limit.
    ///
    /// With [`RetryAfter::Absent`] the body is empty as well, as it has been seen.
    pub fn rate_limited(after: RetryAfter) -> Self {
        let answer = match after {
            RetryAfter::Absent => return Self::empty(429),
            _ => Self::error(429, "API rate limit exceeded"),
        };
        answer.retry_after(after)
    }

    /// Makes a 429 of the daily quota: reason `QUOTA_EXCEEDED`, usually hours.
    pub fn quota_exceeded(seconds: u64) -> Self {
        Self::error_with_reason(429, "Quota exceeded", "QUOTA_EXCEEDED")
            .retry_after(RetryAfter::Seconds(seconds))
    }

    /// Makes the 401 of an expired access token.
    pub fn expired_token() -> Self {
        Self::unauthorized("invalid_token", "The access token expired")
    }

    /// Makes a 403 in one of its meanings.
    pub fn forbidden(why: Forbidden) -> Self {
        match why {
            Forbidden::Removed => Self::error(403, "Forbidden"),
            Forbidden::Scope => Self::error(403, "Insufficient client scope"),
            Forbidden::UnregisteredUser => {
                Self::text(403, "User not registered in the Developer Dashboard")
            }
            Forbidden::OwnerNotPremium => Self::error(
                403,
                "Your application is blocked from accessing the Web API since you do not have a \
                 Spotify Premium subscription",
            ),
            Forbidden::PremiumRequired => Self::error_with_reason(
                403,
                "Player command failed: Premium required",
                "PREMIUM_REQUIRED",
            ),
            Forbidden::Restriction => Self::error_with_reason(
                403,
                "Player command failed: Restriction violated",
                "UNKNOWN",
            ),
        }
    }

    /// Makes a redirect.
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        Self::empty(status).header("location", location)
    }

    /// Adds a header line; the same name may come several times.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Puts a body in place of the one it has.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Adds `Retry-After` in one of its forms.
    pub fn retry_after(self, after: RetryAfter) -> Self {
        let dated = |wait: Duration, form: fn(time::OffsetDateTime) -> String| {
            let now = clock::today();
            self.clone()
                .header("date", clock::imf_fixdate(now))
                .header("retry-after", form(now + wait))
        };
        match after {
            RetryAfter::Seconds(seconds) => self.header("retry-after", seconds.to_string()),
            RetryAfter::ImfFixdate(wait) => dated(wait, clock::imf_fixdate),
            RetryAfter::Rfc850(wait) => dated(wait, clock::rfc850),
            RetryAfter::Asctime(wait) => dated(wait, clock::asctime),
            RetryAfter::Absent => self,
            RetryAfter::Text(text) => self.header("retry-after", text),
            RetryAfter::Several(values) => values
                .into_iter()
                .fold(self, |answer, value| answer.header("retry-after", value)),
        }
    }

    pub(crate) fn unauthorized(error: &str, description: &str) -> Self {
        Self::error(401, "Missing/invalid/expired access token").header(
            "www-authenticate",
            format!(
                r#"Bearer realm="spotify", error="{error}", error_description="{description}""#
            ),
        )
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// The standard words for a status.
pub(crate) fn reason_phrase(status: u16) -> &'static str {
    http::StatusCode::from_u16(status)
        .ok()
        .and_then(|s| s.canonical_reason())
        .unwrap_or("Unknown")
}
