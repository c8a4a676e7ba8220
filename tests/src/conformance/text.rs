//! What happened, in words that are the same in every run.

use std::fmt::Write as _;

use http::HeaderMap;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use spotify_core::{Error, Sent, TransportError};

use super::wire::{Event, Outcome};
use crate::mock::Recorded;

/// Headers of an answer that say something about the answer, not about the connection.
const SHOWN: [&str; 9] = [
    "content-encoding",
    "content-length",
    "content-type",
    "etag",
    "location",
    "retry-after",
    "set-cookie",
    "x-once",
    "x-twice",
];

/// An answer, or what came in its place.
pub(crate) fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Ok(response) => {
            let mut text = response.status().as_u16().to_string();
            for name in SHOWN {
                for value in values(response.headers(), name) {
                    // Writing to a string does not fail.
                    let _ = write!(text, "; {name}: {value}");
                }
            }
            text + "; " + &body(response.body(), 100)
        }
        Err(error) => transport(error),
    }
}

/// Whether an attempt failed, and how.
pub(crate) fn transport(error: &TransportError) -> String {
    let sent = match error.sent() {
        Sent::No => "never sent",
        Sent::Maybe => "may have been received",
    };
    format!("{:?}, {sent}", error.kind())
}

/// What a call came to.
pub(crate) fn call<T: Shown>(result: &Result<T, Error>) -> String {
    match result {
        Ok(answer) => answer.shown(),
        Err(failure) => error(failure),
    }
}

/// An answer of an operation.
pub(crate) trait Shown {
    fn shown(&self) -> String;
}

impl Shown for () {
    fn shown(&self) -> String {
        "done".to_owned()
    }
}

impl Shown for Value {
    fn shown(&self) -> String {
        match self.get("type").and_then(Value::as_str) {
            Some(kind) => format!("an object of type {kind}"),
            None => body(self.to_string().as_bytes(), 100),
        }
    }
}

impl<T: Shown> Shown for Option<T> {
    fn shown(&self) -> String {
        self.as_ref().map_or("nothing".to_owned(), Shown::shown)
    }
}

/// An error: which variant, and the fields that do not depend on the hour.
pub(crate) fn error(failure: &Error) -> String {
    match failure {
        Error::Transport(inner) => format!("Transport: {}", transport(inner)),
        Error::Ambiguous(inner) => {
            format!("Ambiguous {}: {}", inner.endpoint.name, error(&inner.cause))
        }
        Error::RateLimited(inner) => format!(
            "RateLimited: {:?} of {:?}, {} s",
            inner.reason,
            inner.scope,
            inner.retry_after.as_secs_f64().round()
        ),
        Error::Deadline { phase, outcome, .. } => format!("Deadline: {outcome:?}, {phase}"),
        Error::Api(inner) => format!("Api: {inner}"),
        Error::Decode(inner) => format!("Decode: {inner}"),
        Error::Auth(inner) => format!("Auth: {inner}"),
        Error::ReauthRequired(inner) => format!("ReauthRequired: {inner}"),
        other => other.to_string(),
    }
}

/// A body: itself if it is text of no more than `most` bytes, otherwise its length and the
/// beginning of its digest.
pub(crate) fn body(bytes: &[u8], most: usize) -> String {
    match std::str::from_utf8(bytes) {
        Ok("") => "no body".to_owned(),
        Ok(text) if text.len() <= most && !text.contains(char::is_control) => text.to_owned(),
        _ => {
            let digest = Sha256::digest(bytes);
            let hex: String = digest
                .iter()
                .take(4)
                .map(|byte| format!("{byte:02x}"))
                .collect();
            format!("{} bytes, sha256 {hex}", bytes.len())
        }
    }
}

/// One request as it came over the wire, `host` and what belongs to the connection aside.
///
/// `added` tells which headers, as `name: value`, the transport adds by itself.
pub(crate) fn request(request: &Recorded, added: impl Fn(&str) -> bool) -> String {
    let mut headers: Vec<String> = request
        .headers
        .iter()
        .filter(|(name, _)| !name.eq_ignore_ascii_case("host"))
        .map(|(name, value)| format!("{name}: {}", short(value)))
        .filter(|line| !added(line))
        .collect();
    // Of one name the order counts, between names it does not.
    headers.sort_by(|a, b| name(a).cmp(name(b)));
    let mut text = format!("{} {}", request.method, request.target);
    for header in headers {
        let _ = write!(text, "; {header}");
    }
    if !request.body.is_empty() {
        let _ = write!(text, "; {}", body(&request.body, 400));
    }
    text
}

/// A value, or its length and digest.
fn short(value: &str) -> String {
    match value.len() {
        ..=200 => value.to_owned(),
        _ => body(value.as_bytes(), 200),
    }
}

fn name(header: &str) -> &str {
    header.split_once(':').map_or(header, |(name, _)| name)
}

/// What passed between a client and its transport.
pub(crate) fn events(events: &[Event]) -> String {
    let words: Vec<String> = events
        .iter()
        .map(|event| match event {
            Event::Sent => "send".to_owned(),
            Event::Waited(delay) => format!("wait {:.3} s", delay.as_secs_f64()),
        })
        .collect();
    words.join(", ")
}

fn values<'h>(headers: &'h HeaderMap, name: &str) -> impl Iterator<Item = String> + 'h {
    headers
        .get_all(name)
        .into_iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}
