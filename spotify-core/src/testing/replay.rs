//! A transport that answers from memory.

use std::{
    fmt::{self, Write as _},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};

use super::{Answer, ManualClock, Pattern, Unexpected, Unfinished, pattern::Difference};
use crate::{BlockingTransport, HttpTransport, Limits, Sent, TransportError, TransportErrorKind};

/// A transport that answers from memory, and remembers what it was asked.
///
/// Clones share answers and log. It waits for nothing: with a [`ManualClock`] a wait moves the
/// clock on, without one it is only written down. A request that no answer was prepared for fails
/// with an [`Unexpected`]; [`finish`](Self::finish) tells which answers nobody asked for.
#[derive(Clone, Default)]
pub struct Replay {
    tape: Arc<Mutex<Tape>>,
    clock: Option<ManualClock>,
    in_order: bool,
}

#[derive(Default)]
struct Tape {
    answers: Vec<Prepared>,
    events: Vec<Event>,
    unexpected: Vec<Unexpected>,
}

struct Prepared {
    pattern: Pattern,
    answer: Answer,
    uses: Uses,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Uses {
    Once,
    Always,
}

enum Event {
    Sent(Box<Request<Bytes>>),
    Late(Duration),
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

    /// Takes requests only in the order in which their answers were given; else by match alone.
    ///
    /// Those of [`always`](Self::always) may come at any time.
    #[must_use]
    pub const fn in_order(mut self) -> Self {
        self.in_order = true;
        self
    }

    /// Answers one request that matches.
    ///
    /// A pattern is a method and a path: `GET /v1/albums/{id}`, where a segment in braces stands
    /// for any; see [`Pattern`] for queries and bodies. Answers that match are used up in the
    /// order in which they were given.
    #[must_use]
    pub fn on(self, pattern: impl Into<Pattern>, answer: impl Into<Answer>) -> Self {
        self.add(pattern.into(), answer.into(), Uses::Once)
    }

    /// Answers the requests that match one after the other: a 401 and then a 200, say.
    ///
    /// ```
    /// use spotify_core::testing::{Answer, Replay};
    ///
    /// let limited = Answer::from((429, "")).header("retry-after", "2");
    /// let wire = Replay::new().sequence("GET /v1/me", [limited, r#"{"id": "demo"}"#.into()]);
    /// assert_eq!(wire.unused(), 2);
    /// ```
    #[must_use]
    pub fn sequence(
        self,
        pattern: impl Into<Pattern>,
        answers: impl IntoIterator<Item = Answer>,
    ) -> Self {
        let pattern = pattern.into();
        answers.into_iter().fold(self, |replay, answer| {
            replay.add(pattern.clone(), answer, Uses::Once)
        })
    }

    /// Answers every request that matches and that no other answer is left for.
    #[must_use]
    pub fn always(self, pattern: impl Into<Pattern>, answer: impl Into<Answer>) -> Self {
        self.add(pattern.into(), answer.into(), Uses::Always)
    }

    fn add(self, pattern: Pattern, answer: Answer, uses: Uses) -> Self {
        self.tape().answers.push(Prepared {
            pattern,
            answer,
            uses,
        });
        self
    }

    /// What was asked so far: a line for each request (method, path and query), for each answer
    /// that came late, and for each wait.
    #[must_use]
    pub fn log(&self) -> String {
        let mut log = String::new();
        for event in &self.tape().events {
            // Writing to a string cannot fail.
            let _ = match event {
                Event::Sent(request) => writeln!(log, "{}", asked(request)),
                Event::Late(delay) => writeln!(log, "answer after {delay:?}"),
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
            Event::Late(_) | Event::Slept(_) => None,
        });
        sent.collect()
    }

    /// How many answers have not been used.
    #[must_use]
    pub fn unused(&self) -> usize {
        self.tape().left().count()
    }

    /// Checks that every answer was asked for, and that nothing else was.
    ///
    /// # Errors
    /// [`Unfinished`] lists the answers that are left and the requests that none was prepared
    /// for.
    pub fn finish(&self) -> Result<(), Unfinished> {
        let tape = self.tape();
        let unused: Vec<_> = tape.left().map(ToString::to_string).collect();
        if unused.is_empty() && tape.unexpected.is_empty() {
            return Ok(());
        }
        Err(Unfinished {
            unused,
            unexpected: tape.unexpected.clone(),
        })
    }

    /// Fails the test unless every answer was asked for, and nothing else.
    ///
    /// # Panics
    /// When [`finish`](Self::finish) gives an error, with its text.
    #[track_caller]
    #[allow(clippy::panic, reason = "this is how a test fails")]
    pub fn assert_finished(&self) {
        if let Err(unfinished) = self.finish() {
            panic!("{unfinished}");
        }
    }

    fn tape(&self) -> MutexGuard<'_, Tape> {
        self.tape.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let mut tape = self.tape();
        let (result, delay) = match tape.take(&request, self.in_order) {
            Ok(answer) => answer.within(limits),
            Err(unexpected) => {
                tape.unexpected.push(unexpected.clone());
                let error = TransportError::new(TransportErrorKind::Unprepared, Sent::No);
                (Err(error.because(unexpected)), Duration::ZERO)
            }
        };
        tape.events.push(Event::Sent(Box::new(request)));
        if !delay.is_zero() {
            tape.events.push(Event::Late(delay));
            drop(tape);
            self.advance(delay);
        }
        result
    }

    fn slept(&self, delay: Duration) {
        self.tape().events.push(Event::Slept(delay));
        self.advance(delay);
    }

    fn advance(&self, delay: Duration) {
        if let Some(clock) = &self.clock {
            clock.advance(delay);
        }
    }
}

impl Tape {
    /// What answers are left for, but for those that are never used up.
    fn left(&self) -> impl Iterator<Item = &Pattern> {
        let once = |prepared: &&Prepared| prepared.uses == Uses::Once;
        self.answers.iter().filter(once).map(|once| &once.pattern)
    }

    /// The answer to a request.
    fn take(&mut self, request: &Request<Bytes>, in_order: bool) -> Result<Answer, Unexpected> {
        let fits = |prepared: &Prepared| prepared.pattern.difference(request).is_none();
        let once = |prepared: &Prepared| prepared.uses == Uses::Once;
        let found = if in_order {
            let next = self.answers.iter().position(once);
            next.filter(|at| self.answers.get(*at).is_some_and(fits))
        } else {
            self.answers
                .iter()
                .position(|held| once(held) && fits(held))
        };
        if let Some(at) = found {
            return Ok(self.answers.remove(at).answer);
        }
        let always = self.answers.iter().find(|held| !once(held) && fits(held));
        match always {
            Some(always) => Ok(always.answer.clone()),
            None => Err(self.unexpected(request, in_order)),
        }
    }

    fn unexpected(&self, request: &Request<Bytes>, in_order: bool) -> Unexpected {
        let nearest = self.answers.iter().find_map(|Prepared { pattern, .. }| {
            Some(match pattern.difference(request)? {
                Difference::Call => return None,
                Difference::Query => format!("{pattern} has another query"),
                Difference::Body(at) if at.is_empty() => format!("{pattern} has another body"),
                Difference::Body(at) => format!("{pattern} has another body, at {at}"),
            })
        });
        let next = in_order.then(|| self.left().next()).flatten();
        Unexpected {
            asked: asked(request),
            next: next.map(ToString::to_string),
            nearest,
            left: self
                .answers
                .iter()
                .map(|held| held.pattern.to_string())
                .collect(),
        }
    }
}

/// Method, path and query of a request.
fn asked(request: &Request<Bytes>) -> String {
    let target = request.uri().path_and_query();
    let target = target.map_or("", |target| target.as_str());
    format!("{} {target}", request.method())
}

/// Shows the log only: bodies of token requests hold secrets.
impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        self.answer(request, limits)
    }

    async fn sleep(&self, delay: Duration) {
        self.slept(delay);
    }
}

impl BlockingTransport for Replay {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        self.answer(request, limits)
    }

    fn sleep(&self, delay: Duration) {
        self.slept(delay);
    }
}
