//! What goes wrong on request: which requests are meant, and what happens to them.

mod answer;
mod connection;
mod effect;
mod text;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use serde_json::Value;

pub(crate) use answer::reason_phrase;
pub use answer::{Answer, Forbidden, RetryAfter};
pub use effect::BOMB_BYTES;
use effect::Encoding;
pub(crate) use effect::{Effect, Framing, Silence, Stop, Wire};
pub use text::FaultError;

use super::record::{Recorded, Service};

/// Something to go wrong: the requests meant, how often, and what happens to them.
///
/// Give it to [`MockSpotify::fault`](super::MockSpotify::fault). Faults are tried in the order they
/// were given; the first that meets a request takes it and later ones do not see it. A fault
/// happens once unless [`times`](Self::times) or [`always`](Self::always) says otherwise.
///
/// A fault that has its own answer ([`answer`](Self::answer), [`status`](Self::status)) or gives
/// none ([`drop_before`](Self::drop_before), [`garbage`](Self::garbage), …) stops the request
/// before it takes effect. All others act on the answer of a request that did take effect.
/// Effects add up: a 503 can be gzipped, delayed and cut short.
///
/// Effects on HTTP/1.1 framing have no counterpart in HTTP/2; there they reset the stream.
///
/// As text it is `GET /v1/albums 503 twice`, and `parse` reads it; see [`FaultError`] for what
/// it refuses, and [below](#impl-FromStr-for-Fault) for all that there is.
///
/// ```
/// use std::time::Duration;
/// use spotify_tests::mock::{Fault, MockSpotify};
///
/// # fn main() -> std::io::Result<()> {
/// let mock = MockSpotify::start()?;
/// mock.fault(Fault::on("GET", "/v1/albums/").after(1).times(2).status(503));
/// let slow = mock.fault(Fault::on("PUT", "/v1/me/player").delay(Duration::from_millis(20)));
/// assert_eq!(slow.count(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a fault does nothing until it is given to MockSpotify::fault"]
pub struct Fault {
    service: Service,
    method: String,
    target: String,
    exact: bool,
    condition: Option<Condition>,
    skip: usize,
    left: Option<usize>,
    hits: Hits,
    effect: Effect,
    /// What it was read from.
    text: Option<Box<str>>,
}

type Condition = Arc<dyn Fn(&Recorded) -> bool + Send + Sync>;

/// How often a fault happened so far.
#[derive(Debug, Clone, Default)]
pub struct Hits(Arc<AtomicUsize>);

impl Hits {
    /// Counts the requests the fault has taken.
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// Choosing the requests.
impl Fault {
    /// Means requests to the Web API: a method (`*` for any) and what path and query begin with,
    /// such as `/v1/albums/` or `/v1/me/tracks?offset=50`.
    pub fn on(method: &str, target: &str) -> Self {
        Self::at(Service::Api, method, target)
    }

    /// Means requests to the accounts service, such as `POST` to `/api/token`.
    pub fn on_accounts(method: &str, target: &str) -> Self {
        Self::at(Service::Accounts, method, target)
    }

    fn at(service: Service, method: &str, target: &str) -> Self {
        Self {
            service,
            method: method.to_owned(),
            target: target.to_owned(),
            exact: false,
            condition: None,
            skip: 0,
            left: Some(1),
            hits: Hits::default(),
            effect: Effect::default(),
            text: None,
        }
    }

    /// Means that path alone, with any query: `/v1/me` but not `/v1/me/tracks`.
    pub fn exactly(mut self) -> Self {
        self.exact = true;
        self
    }

    /// Means only requests for which this holds as well.
    pub fn only_if(
        mut self,
        condition: impl Fn(&Recorded) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.condition = Some(Arc::new(condition));
        self
    }

    /// Lets so many of the requests meant pass first.
    pub fn after(mut self, requests: usize) -> Self {
        self.skip = requests;
        self
    }

    /// Happens so many times.
    pub fn times(mut self, times: usize) -> Self {
        self.left = Some(times);
        self
    }

    /// Happens every time.
    pub fn always(mut self) -> Self {
        self.left = None;
        self
    }
}

/// Another answer.
impl Fault {
    /// Gives this answer; the request takes no effect.
    pub fn answer(mut self, answer: Answer) -> Self {
        self.effect.answer = Some(answer);
        self
    }

    /// Gives the service's JSON error with this status; the request takes no effect.
    pub fn status(self, status: u16) -> Self {
        let answer = match self.service {
            Service::Accounts => {
                let body = serde_json::json!({"error": "server_error"});
                Answer::json(status, &body)
            }
            _ => Answer::error(status, reason_phrase(status)),
        };
        self.answer(answer)
    }

    /// Changes the JSON of the answer.
    pub fn json(mut self, edit: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        self.effect.edits.push(Arc::new(edit));
        self
    }

    /// Puts a value at a JSON pointer of the answer, such as `/tracks/items/0/name`. Nothing
    /// happens where the answer has no such place.
    pub fn set(self, pointer: &str, value: Value) -> Self {
        let pointer = pointer.to_owned();
        self.json(move |json| {
            if let Some(place) = json.pointer_mut(&pointer) {
                *place = value.clone();
            }
        })
    }

    /// Takes a key out of the answer, given by its JSON pointer.
    pub fn remove(self, pointer: &str) -> Self {
        let (parent, key) = pointer.rsplit_once('/').unwrap_or(("", pointer));
        let (parent, key) = (parent.to_owned(), key.to_owned());
        self.json(move |json| {
            if let Some(object) = json.pointer_mut(&parent).and_then(Value::as_object_mut) {
                object.remove(&key);
            }
        })
    }

    /// Adds a header line to the answer.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.effect
            .headers
            .push((name.to_owned(), value.to_owned()));
        self
    }

    /// Puts these bytes in place of the answer's body; status and headers stay.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.effect.body = Some(body.into());
        self
    }

    /// Answers with JSON arrays nested so deep.
    pub fn nested_json(self, depth: usize) -> Self {
        self.body("[".repeat(depth) + &"]".repeat(depth))
    }

    /// Answers with JSON whose text is not UTF-8.
    pub fn invalid_utf8(self) -> Self {
        self.body(&b"{\"name\":\"\xc3\x28\"}"[..])
    }

    /// Puts a byte order mark before the body.
    pub fn byte_order_mark(mut self) -> Self {
        self.effect.prefix = Bytes::from_static(b"\xef\xbb\xbf");
        self
    }
}

/// Content coding.
impl Fault {
    /// Compresses the body with gzip.
    pub fn gzip(self) -> Self {
        self.encoded(Encoding::Gzip)
    }

    /// Compresses the body and leaves its last half out, with a `content-length` that fits.
    pub fn gzip_truncated(self) -> Self {
        self.encoded(Encoding::Truncated)
    }

    /// Answers with [`BOMB_BYTES`] of zeros in a gzip body of about 200 KB.
    pub fn gzip_bomb(self) -> Self {
        self.encoded(Encoding::Bomb)
    }

    /// Compresses the body twice: `content-encoding: gzip, gzip`.
    pub fn gzip_twice(self) -> Self {
        self.encoded(Encoding::Twice)
    }

    /// Says `content-encoding: gzip` and sends no body.
    pub fn gzip_empty(self) -> Self {
        self.encoded(Encoding::Empty)
    }

    /// Says `content-encoding: br`. The body is not really compressed: who did not offer `br`
    /// should not look at it.
    pub fn brotli(self) -> Self {
        self.encoded(Encoding::Brotli)
    }

    fn encoded(mut self, encoding: Encoding) -> Self {
        self.effect.encoding = Some(encoding);
        self
    }
}

impl Fault {
    pub(crate) fn hits(&self) -> Hits {
        self.hits.clone()
    }

    fn means(&self, request: &Recorded) -> bool {
        self.service == request.service
            && (self.method == "*" || self.method == request.method)
            && match self.exact {
                true => request.path() == self.target,
                false => request.target.starts_with(&self.target),
            }
            && self.condition.as_ref().is_none_or(|holds| holds(request))
    }

    /// Whether it happens to this request, which is then counted.
    fn take(&mut self, request: &Recorded) -> bool {
        if self.left == Some(0) || !self.means(request) {
            return false;
        }
        if let Some(skip) = self.skip.checked_sub(1) {
            self.skip = skip;
            return false;
        }
        self.left = self.left.map(|left| left.saturating_sub(1));
        self.hits.0.fetch_add(1, Ordering::SeqCst);
        true
    }
}

/// Finds what is to happen to a request; nothing unless a fault means it.
pub(crate) fn next(faults: &mut [Fault], request: &Recorded) -> Option<Effect> {
    faults
        .iter_mut()
        .find_map(|fault| fault.take(request).then(|| fault.effect.clone()))
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault")
            .field("service", &self.service)
            .field("method", &self.method)
            .field("target", &self.target)
            .field("after", &self.skip)
            .field("times", &self.left)
            .field("hits", &self.hits.count())
            .finish_non_exhaustive()
    }
}
