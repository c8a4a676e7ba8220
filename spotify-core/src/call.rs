//! One call as a machine: token, turn, attempt, answer, and what follows from it. No IO.
//!
//! ```text
//!  start ─► Authorize ─► [gate closed?] ─► Admit ─► Transmit ─► Done
//!              ▲               │                       │
//!              └──── Wait ◄────┴── 429, 5xx, lost ◄────┤
//!              └─────────── 401, once ◄────────────────┘
//! ```
//! Each [`Step`] owns the machine and offers only the answer it can use, so a wrong order does
//! not compile. Time comes in as [`Now`], chance as a seed. A loop of your own is a `match`:
//!
//! ```
//! # use bytes::Bytes;
//! # use spotify_core::{BaseUrl, Endpoint, Meta, Method, Target, DecodeError, Now};
//! # struct Me;
//! # impl Endpoint for Me {
//! #     type Response = ();
//! #     const META: &'static Meta = &Meta::new("Me", Method::GET, "/me");
//! #     fn target(&self, target: &mut Target) { target.path("/me", &[]) }
//! #     fn decode(&self, _: http::Response<Bytes>) -> Result<(), DecodeError> { Ok(()) }
//! # }
//! # fn my_http(_: http::Request<Bytes>) -> http::Response<Bytes> { http::Response::default() }
//! use spotify_core::call::{Bearer, Call, Policy, RateGate, Step};
//!
//! let request = Me.request(&BaseUrl::default())?;
//! let call = Call::new(Me::META, request, Policy::new(), &RateGate::default(), 42);
//! let now = Now::default(); // your clocks
//! let mut step = call.start(now);
//! let answer = loop {
//!     step = match step {
//!         Step::Authorize(s) => s.provide(Ok(Bearer::new("token")), now),
//!         Step::Wait(s) => s.over(now), // after s.delay()
//!         Step::Admit(s) => s.try_admit(now).unwrap_or_else(Step::Admit),
//!         Step::Transmit(s) => {
//!             let reply = my_http(s.request()); // within s.limits(now)
//!             s.reply(Ok(reply), now)
//!         }
//!         Step::Done(result) => break result?,
//!     }
//! };
//! assert_eq!(answer.status(), 200);
//! # Ok::<(), spotify_core::Error>(())
//! ```

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header};

use crate::{
    AccessToken, AuthError, Limits, Meta, Now, ScopeNeeds, TransportError,
    error::{Ambiguous, ApiError, Error, LimitReason, LimitScope, Outcome, Phase, RateLimited},
};

mod admit;
mod answer;
mod bearer;
mod carry;
mod gate;
mod policy;
mod retry_after;
mod wait;

pub use admit::Admit;
pub use bearer::Bearer;
pub(crate) use bearer::header_of;
use gate::{Closed, Permit};
pub use gate::{Pause, RateGate};
pub(crate) use policy::Jitter;
pub use policy::Policy;
pub(crate) use retry_after::retry_after;
pub use wait::{Wait, WaitReason};

/// A call that has not begun.
#[derive(Debug)]
pub struct Call {
    meta: &'static Meta,
    needs: ScopeNeeds,
    request: Request<Bytes>,
    policy: Arc<Policy>,
    gate: RateGate,
    jitter: Jitter,
    anonymous: bool,
    /// What every request of the client carries.
    headers: Option<Arc<HeaderMap>>,
    bearer: Option<Bearer>,
    attempt: u32,
    renewed: bool,
    /// Whether an earlier attempt may have been carried out.
    unsure: bool,
    /// When the call must have ended, by the monotonic clock.
    end: Duration,
}

/// What the machine wants next. Each variant takes the one answer it can use.
#[derive(Debug)]
#[must_use = "a call that is not driven on never ends"]
pub enum Step {
    /// A token.
    Authorize(Authorize),
    /// Time.
    Wait(Wait),
    /// A turn among the client's other calls.
    Admit(Admit),
    /// An exchange with the server.
    Transmit(Transmit),
    /// Nothing: this is what the call came to.
    Done(Result<Response<Bytes>, Error>),
}

impl Call {
    /// Prepares a call that carries a token.
    #[must_use]
    pub fn new(
        meta: &'static Meta,
        request: Request<Bytes>,
        policy: impl Into<Arc<Policy>>,
        gate: &RateGate,
        seed: u64,
    ) -> Self {
        Self {
            meta,
            needs: ScopeNeeds::of(meta),
            request,
            policy: policy.into(),
            gate: gate.clone(),
            jitter: Jitter::new(seed),
            anonymous: false,
            headers: None,
            bearer: None,
            attempt: 0,
            renewed: false,
            unsure: false,
            end: Duration::MAX,
        }
    }

    /// Prepares a call that carries no token: no `authorization` header is sent.
    #[must_use]
    pub fn anonymous(
        meta: &'static Meta,
        request: Request<Bytes>,
        policy: impl Into<Arc<Policy>>,
        gate: &RateGate,
        seed: u64,
    ) -> Self {
        Self {
            anonymous: true,
            ..Self::new(meta, request, policy, gate, seed)
        }
    }

    /// Begins; the deadline counts from now.
    pub fn start(mut self, now: Now) -> Step {
        self.end = now.mono.saturating_add(self.policy.deadline);
        Box::new(self).authorize(None, now)
    }

    fn authorize(mut self: Box<Self>, rejected: Option<Rejected>, now: Now) -> Step {
        if self.anonymous {
            return self.enter(now);
        }
        self.bearer = None;
        Step::Authorize(Authorize {
            call: self,
            rejected,
        })
    }

    /// Waits while the gate is closed, or asks for a turn.
    fn enter(self: Box<Self>, now: Now) -> Step {
        match self.gate.closed(now, Some(self.meta)) {
            Some(closed) => self.pause(closed, None, now),
            None => Step::Admit(Admit {
                call: self,
                place: None,
                retry: Duration::ZERO,
            }),
        }
    }

    /// Waits out a pause of the gate, or says that it is too long. Costs no attempt.
    fn pause(mut self: Box<Self>, closed: Closed, answer: Option<&ApiError>, now: Now) -> Step {
        let remaining = closed.until.saturating_sub(now.mono);
        // Not everybody at once when it ends.
        let spread = self
            .jitter
            .up_to((remaining / 10).min(Duration::from_secs(1)));
        let delay = remaining.saturating_add(spread);
        let quota = closed.reason == LimitReason::Quota;
        if quota || remaining > self.policy.patience || delay >= self.rest(now) {
            let scope = if quota {
                LimitScope::DeveloperAccount
            } else {
                LimitScope::App
            };
            let retry_after = answer.and_then(|a| a.retry_after).unwrap_or(remaining);
            return Step::Done(Err(Error::RateLimited(RateLimited {
                until: closed.wall,
                retry_after,
                reason: closed.reason,
                scope,
                endpoint: Some(self.meta),
            })));
        }
        Step::Wait(Wait {
            call: self,
            delay,
            reason: WaitReason::RateLimit,
        })
    }

    /// Waits before another attempt, or gives up with the failure at hand.
    fn retry(mut self: Box<Self>, at_least: Duration, failure: Error, now: Now) -> Step {
        let pause = self
            .policy
            .pause(self.attempt.saturating_sub(1), &mut self.jitter);
        let delay = pause.max(at_least);
        if self.attempt >= self.policy.attempts || delay >= self.rest(now) {
            return Step::Done(Err(failure));
        }
        Step::Wait(Wait {
            call: self,
            delay,
            reason: WaitReason::Backoff,
        })
    }

    /// What is left of the deadline.
    fn rest(&self, now: Now) -> Duration {
        self.end.saturating_sub(now.mono)
    }

    fn late(&self, phase: Phase, outcome: Outcome) -> Error {
        let outcome = if self.unsure {
            Outcome::Unknown
        } else {
            outcome
        };
        Error::Deadline {
            phase,
            outcome,
            deadline: self.policy.deadline,
            endpoint: Some(self.meta),
        }
    }

    /// The failure of a call that may have been carried out.
    fn unknown(&self, failure: Error) -> Error {
        if self.meta.repeat.allowed() {
            failure
        } else {
            Ambiguous::new(self.meta, failure).into()
        }
    }
}

/// The machine wants a token.
#[derive(Debug)]
pub struct Authorize {
    call: Box<Call>,
    rejected: Option<Rejected>,
}

/// A token that the server has just refused, and how it put that.
#[derive(Debug)]
struct Rejected {
    token: AccessToken,
    answer: Box<ApiError>,
}

impl Authorize {
    /// The token that the server has just refused, if that is why: it takes another one.
    #[must_use]
    pub fn rejected(&self) -> Option<&AccessToken> {
        self.rejected.as_ref().map(|rejected| &rejected.token)
    }

    /// How much time is left for it.
    #[must_use]
    pub fn rest(&self, now: Now) -> Duration {
        self.call.rest(now)
    }

    /// Goes on with a token, or ends with the reason why there is none.
    pub fn provide(self, bearer: Result<Bearer, Error>, now: Now) -> Step {
        let Self { mut call, rejected } = self;
        match (bearer, rejected) {
            (Ok(bearer), _) => match bearer.header() {
                Ok(_) => {
                    call.bearer = Some(bearer);
                    call.enter(now)
                }
                Err(error) => Step::Done(Err(error.into())),
            },
            // A token that cannot be renewed: the server's own words say more.
            (Err(Error::Auth(AuthError::NothingToRenew)), Some(rejected)) => {
                Step::Done(Err(Error::Api(rejected.answer)))
            }
            (Err(Error::Deadline { phase, outcome, .. }), _) => {
                Step::Done(Err(call.late(phase, outcome)))
            }
            (Err(error), _) => Step::Done(Err(error)),
        }
    }

    /// Ends because the deadline is over.
    pub fn expired(self) -> Step {
        Step::Done(Err(self.call.late(Phase::Authorize, Outcome::NotSent)))
    }
}

/// The machine wants one exchange with the server.
#[derive(Debug)]
pub struct Transmit {
    call: Box<Call>,
    permit: Permit,
}

impl Transmit {
    /// The request, with its token.
    #[must_use]
    pub fn request(&self) -> Request<Bytes> {
        let mut request = self.call.request.clone();
        // With room for a token and for what transports add: a map that grows is made anew.
        let shared = self.call.headers.as_deref();
        let mut headers = HeaderMap::with_capacity(shared.map_or(0, HeaderMap::len) + 4);
        for (name, value) in shared.into_iter().flatten() {
            headers.append(name, value.clone());
        }
        let own = std::mem::replace(request.headers_mut(), headers);
        if !own.is_empty() {
            request.headers_mut().extend(own);
        }
        if let Some(Ok(value)) = self.call.bearer.as_ref().map(Bearer::header) {
            request
                .headers_mut()
                .insert(header::AUTHORIZATION, value.clone());
        }
        request
    }

    /// What this attempt may cost: never more time than is left.
    #[must_use]
    pub fn limits(&self, now: Now) -> Limits {
        let limits = self.call.policy.limits;
        limits.total(limits.total.min(self.call.rest(now)))
    }

    /// The operation.
    #[must_use]
    pub fn meta(&self) -> &'static Meta {
        self.call.meta
    }

    /// Which attempt it is, from 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.call.attempt
    }

    /// Goes on with what came back.
    pub fn reply(self, reply: Result<Response<Bytes>, TransportError>, now: Now) -> Step {
        let Self { call, permit } = self;
        let step = match reply {
            Ok(response) => call.answered(response, now),
            Err(error) => call.failed(error, now),
        };
        // Given back only now: a 429 has closed the gate before the next call is let in.
        drop(permit);
        step
    }
}
