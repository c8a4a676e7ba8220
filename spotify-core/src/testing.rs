//! Answers from memory and time by hand, for tests without a network.
//!
//! ```
//! # use bytes::Bytes;
//! # use spotify_core::{DecodeError, Endpoint, Meta, Method, Target, decode};
//! # #[derive(Clone)]
//! # struct GetMe;
//! # impl Endpoint for GetMe {
//! #     type Response = serde_json::Value;
//! #     const META: &'static Meta = &Meta::new("GetMe", Method::GET, "/me");
//! #     fn target(&self, target: &mut Target) { target.path("/me", &[]) }
//! #     fn decode(&self, r: http::Response<Bytes>) -> Result<Self::Response, DecodeError> {
//! #         decode::json(Self::META, &r)
//! #     }
//! # }
//! use spotify_core::{blocking::Client, testing::Replay};
//!
//! let wire = Replay::new().on("GET /v1/me", r#"{"id": "demo"}"#);
//! let client = Client::builder(wire.clone()).token("t").build()?;
//! assert_eq!(client.send(GetMe)?["id"], "demo");
//! assert_eq!(wire.log(), "GET /v1/me\n");
//! # Ok::<(), spotify_core::Error>(())
//! ```

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};

use crate::{
    BlockingTransport, Clock, HttpTransport, Limits, Now, Sent, Timestamp, TransportError,
    TransportErrorKind,
};

/// A transport that answers from memory, and remembers what it was asked.
///
/// Clones share answers and log. It waits for nothing: with a [`ManualClock`] a wait moves the
/// clock on, without one it is only written down.
#[derive(Clone, Default)]
pub struct Replay {
    tape: Arc<Mutex<Tape>>,
    clock: Option<ManualClock>,
}

#[derive(Default)]
struct Tape {
    answers: Vec<(Pattern, Answer, Uses)>,
    events: Vec<Event>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Uses {
    Once,
    Always,
}

enum Event {
    Sent(Box<Request<Bytes>>),
    Slept(Duration),
}

impl Replay {
    /// A transport that knows no answer yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves this clock on instead of waiting.
    #[must_use]
    pub fn clock(mut self, clock: &ManualClock) -> Self {
        self.clock = Some(clock.clone());
        self
    }

    /// Answers one request that matches.
    ///
    /// A pattern is a method and a path: `GET /v1/albums/{id}`, where a segment in braces stands
    /// for any. A query in the pattern must be that of the request; without one, any will do.
    /// Answers that match are used up in the order in which they were given.
    #[must_use]
    pub fn on(self, pattern: &str, answer: impl Into<Answer>) -> Self {
        self.add(pattern, answer.into(), Uses::Once)
    }

    /// Answers every request that matches and that no other answer is left for.
    #[must_use]
    pub fn always(self, pattern: &str, answer: impl Into<Answer>) -> Self {
        self.add(pattern, answer.into(), Uses::Always)
    }

    fn add(self, pattern: &str, answer: Answer, uses: Uses) -> Self {
        self.tape()
            .answers
            .push((Pattern::new(pattern), answer, uses));
        self
    }

    /// What was asked so far: a line for each request (method, path and query) and for each
    /// wait.
    #[must_use]
    pub fn log(&self) -> String {
        let mut log = String::new();
        for event in &self.tape().events {
            // Writing to a string cannot fail.
            let _ = match event {
                Event::Sent(request) => {
                    let target = request.uri().path_and_query().map_or("", |t| t.as_str());
                    writeln!(log, "{} {target}", request.method())
                }
                Event::Slept(delay) => writeln!(log, "wait {delay:?}"),
            };
        }
        log
    }

    /// The requests so far, whole.
    #[must_use]
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        let tape = self.tape();
        let sent = tape.events.iter().filter_map(|event| match event {
            Event::Sent(request) => Some((**request).clone()),
            Event::Slept(_) => None,
        });
        sent.collect()
    }

    /// How many answers have not been used.
    #[must_use]
    pub fn unused(&self) -> usize {
        self.tape()
            .answers
            .iter()
            .filter(|(_, _, uses)| *uses == Uses::Once)
            .count()
    }

    fn tape(&self) -> std::sync::MutexGuard<'_, Tape> {
        self.tape.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let mut tape = self.tape();
        let fits = |uses: Uses| {
            let request = &request;
            move |(pattern, _, held): &(Pattern, Answer, Uses)| {
                *held == uses && pattern.matches(request)
            }
        };
        let found = tape
            .answers
            .iter()
            .position(fits(Uses::Once))
            .map(|at| tape.answers.remove(at).1)
            .or_else(|| {
                tape.answers
                    .iter()
                    .find(|a| fits(Uses::Always)(a))
                    .map(|a| a.1.clone())
            });
        let missing = || {
            let left: Vec<_> = tape
                .answers
                .iter()
                .map(|(pattern, ..)| pattern.to_string())
                .collect();
            let left = if left.is_empty() {
                "none".to_owned()
            } else {
                left.join(", ")
            };
            let target = request
                .uri()
                .path_and_query()
                .map_or("", |target| target.as_str());
            let asked = format!(
                "asked for {} {target}; answers left: {left}",
                request.method()
            );
            Err(TransportError::new(TransportErrorKind::Unprepared, Sent::No).because(asked))
        };
        let answer = found.map_or_else(missing, |answer| answer.0);
        tape.events.push(Event::Sent(Box::new(request)));
        answer
    }

    fn slept(&self, delay: Duration) {
        self.tape().events.push(Event::Slept(delay));
        if let Some(clock) = &self.clock {
            clock.advance(delay);
        }
    }
}

/// Shows the log only: bodies of token requests hold secrets.
impl std::fmt::Debug for Replay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Replay")
            .field("log", &self.log())
            .finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl HttpTransport for Replay {
    async fn send(
        &self,
        request: Request<Bytes>,
        _: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        self.answer(request)
    }

    async fn sleep(&self, delay: Duration) {
        self.slept(delay);
    }
}

impl BlockingTransport for Replay {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        self.answer(request)
    }

    fn sleep(&self, delay: Duration) {
        self.slept(delay);
    }
}

/// What [`Replay`] answers: JSON text with 200, a status with a text, a whole response, or a
/// failure of the transport.
#[derive(Debug, Clone)]
pub struct Answer(Result<Response<Bytes>, TransportError>);

impl Answer {
    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        if let Ok(response) = &mut self.0 {
            let name = http::HeaderName::from_static(name);
            response
                .headers_mut()
                .append(name, HeaderValue::from_static(value));
        }
        self
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

impl From<(u16, &str)> for Answer {
    fn from((status, body): (u16, &str)) -> Self {
        let mut response = Response::new(Bytes::copy_from_slice(body.as_bytes()));
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
        if body.trim_start().starts_with(['{', '[']) {
            let json = HeaderValue::from_static("application/json");
            response.headers_mut().insert(header::CONTENT_TYPE, json);
        }
        Self(Ok(response))
    }
}

impl From<Response<Bytes>> for Answer {
    fn from(response: Response<Bytes>) -> Self {
        Self(Ok(response))
    }
}

impl From<TransportError> for Answer {
    fn from(error: TransportError) -> Self {
        Self(Err(error))
    }
}

#[derive(Debug)]
struct Pattern {
    method: Box<str>,
    path: Box<str>,
    query: Option<Box<str>>,
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        self.query
            .as_ref()
            .map_or(Ok(()), |query| write!(f, "?{query}"))
    }
}

impl Pattern {
    fn new(text: &str) -> Self {
        let (method, target) = text.split_once(' ').unwrap_or(("GET", text));
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.into())),
            None => (target, None),
        };
        // Written by hand, so a small letter or a slash that is missing does no harm.
        let path = if path.starts_with('/') {
            path.into()
        } else {
            ["/", path].concat().into()
        };
        Self {
            method: method.to_ascii_uppercase().into(),
            path,
            query,
        }
    }

    fn matches(&self, request: &Request<Bytes>) -> bool {
        let (mut wanted, mut asked) = (self.path.split('/'), request.uri().path().split('/'));
        let path = loop {
            match (wanted.next(), asked.next()) {
                (None, None) => break true,
                (Some(w), Some(a)) if w == a || (w.starts_with('{') && w.ends_with('}')) => {}
                _ => break false,
            }
        };
        path && *self.method == *request.method().as_str()
            && self
                .query
                .as_deref()
                .is_none_or(|query| request.uri().query() == Some(query))
    }
}

/// A clock that moves when it is told to.
#[derive(Debug, Clone, Default)]
pub struct ManualClock(Arc<Mutex<(Now, u64)>>);

impl ManualClock {
    /// Stands at 2026-11-22T12:00:00Z.
    #[must_use]
    pub fn new() -> Self {
        Self::at(Timestamp::from_secs(1_795_348_800))
    }

    /// Stands at a moment.
    #[must_use]
    pub fn at(wall: Timestamp) -> Self {
        Self(Arc::new(Mutex::new((
            Now {
                wall,
                mono: Duration::ZERO,
            },
            0,
        ))))
    }

    /// Moves both clocks on.
    pub fn advance(&self, by: Duration) {
        let mut held = self.held();
        held.0.wall = held.0.wall.saturating_add(by);
        held.0.mono = held.0.mono.saturating_add(by);
    }

    /// Sets the wall clock, as a person or a time service does; the monotonic one stays.
    pub fn set_wall(&self, wall: Timestamp) {
        self.held().0.wall = wall;
    }

    fn held(&self) -> std::sync::MutexGuard<'_, (Now, u64)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Now {
        self.held().0
    }

    /// Counts, so that what is random elsewhere is the same in every run.
    fn seed(&self) -> u64 {
        let mut held = self.held();
        held.1 += 1;
        held.1
    }
}
