//! The states of a renewal.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response};

use super::{LEASE, Renewal, RenewalStep};
use crate::{
    Grant, Limits, Now, Token, TransportError,
    call::Bearer,
    error::Error,
    session::sign_in,
    store::{self, CredentialKey, Generation, KeyFilter, Record, StoreError},
};

/// The renewal wants to know which account was used last.
#[derive(Debug)]
pub struct List(pub(super) Box<Renewal>);

/// The renewal wants to know what the store holds.
#[derive(Debug)]
pub struct Load(pub(super) Box<Renewal>);

/// The renewal wants the right to refresh.
#[derive(Debug)]
pub struct Lease(pub(super) Box<Renewal>);

/// The renewal wants time to pass.
#[derive(Debug)]
pub struct Wait {
    pub(super) renewal: Box<Renewal>,
    pub(super) delay: Duration,
    pub(super) then: Then,
}

/// What comes after a wait.
#[derive(Debug)]
pub(super) enum Then {
    Load,
    Transmit,
    Commit(Token),
}

/// The renewal wants one exchange with the accounts service.
pub struct Transmit {
    pub(super) renewal: Box<Renewal>,
    pub(super) grant: Arc<dyn Grant>,
    pub(super) current: Option<Token>,
    pub(super) request: Request<Bytes>,
}

/// The renewal wants a token from the user's function.
#[derive(Debug)]
pub struct Hook {
    pub(super) renewal: Box<Renewal>,
    pub(super) current: Option<Token>,
}

/// The renewal wants the store to hold the answer, or to hold nothing any more.
#[derive(Debug)]
pub struct Commit {
    pub(super) renewal: Box<Renewal>,
    pub(super) token: Option<Token>,
}

/// The renewal wants the store to hear that what it holds is in use.
#[derive(Debug)]
pub struct Used {
    pub(super) renewal: Box<Renewal>,
    pub(super) result: Result<Bearer, Error>,
}

/// The renewal wants the right to refresh given back.
#[derive(Debug)]
pub struct Release {
    pub(super) lease: store::Lease,
    pub(super) after: After,
}

/// What comes after the lease was given back.
#[derive(Debug)]
pub(super) enum After {
    Done(Result<Bearer, Error>),
    Begin(Box<Renewal>),
    Lease(Box<Renewal>),
}

impl List {
    /// Which keys are meant; the one that was used last comes first.
    #[must_use]
    pub fn filter(&self) -> KeyFilter {
        let key = &self.0.key;
        KeyFilter::all().flow(key.flow).client(&key.client)
    }

    /// Goes on with the keys.
    pub fn listed(self, keys: Result<Vec<CredentialKey>, StoreError>, now: Now) -> RenewalStep {
        self.0.listed(keys, now)
    }
}

impl Load {
    /// Under which key to look.
    #[must_use]
    pub fn key(&self) -> &CredentialKey {
        &self.0.key
    }

    /// Goes on with what the store holds.
    pub fn loaded(self, found: Result<Option<Record>, StoreError>, now: Now) -> RenewalStep {
        self.0.loaded(found, now)
    }
}

impl Lease {
    /// Under which key.
    #[must_use]
    pub fn key(&self) -> &CredentialKey {
        &self.0.key
    }

    /// For how long.
    #[must_use]
    pub fn time(&self) -> Duration {
        LEASE
    }

    /// Goes on with the lease, or without it when somebody else has it.
    pub fn leased(self, lease: Result<Option<store::Lease>, StoreError>, now: Now) -> RenewalStep {
        self.0.leased(lease, now)
    }
}

impl Wait {
    /// How long.
    #[must_use]
    pub const fn delay(&self) -> Duration {
        self.delay
    }

    /// Goes on.
    pub fn over(self, now: Now) -> RenewalStep {
        match self.then {
            Then::Load => RenewalStep::Load(Load(self.renewal)),
            Then::Transmit => self.renewal.transmit(now),
            Then::Commit(token) => RenewalStep::Commit(Commit {
                renewal: self.renewal,
                token: Some(token),
            }),
        }
    }
}

impl fmt::Debug for Transmit {
    /// Shows nothing of the request: its body holds the refresh token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transmit")
            .field("renewal", &self.renewal)
            .finish_non_exhaustive()
    }
}

impl Transmit {
    /// The request.
    #[must_use]
    pub fn request(&self) -> Request<Bytes> {
        self.request.clone()
    }

    /// What the exchange may cost.
    #[must_use]
    pub fn limits(&self, now: Now) -> Limits {
        let limits = sign_in::limits(self.renewal.session.policy.limits);
        limits.total(limits.total.min(self.renewal.end.saturating_sub(now.mono)))
    }

    /// Goes on with what came back.
    pub fn reply(self, reply: Result<Response<Bytes>, TransportError>, now: Now) -> RenewalStep {
        let Self {
            renewal,
            grant,
            current,
            ..
        } = self;
        renewal.replied(&*grant, current.as_ref(), reply, now)
    }
}

impl Hook {
    /// The token that is held, however old.
    #[must_use]
    pub fn current(&self) -> Option<Token> {
        self.current.clone()
    }

    /// How long the function has.
    #[must_use]
    pub fn limit(&self, now: Now) -> Duration {
        self.renewal.end.saturating_sub(now.mono)
    }

    /// Goes on with its token.
    pub fn replied(self, token: Result<Token, Error>, now: Now) -> RenewalStep {
        self.renewal.hooked(token, now)
    }
}

impl Commit {
    /// Under which key.
    #[must_use]
    pub fn key(&self) -> &CredentialKey {
        &self.renewal.key
    }

    /// What the store must still hold for it to be done.
    #[must_use]
    pub fn expected(&self) -> Option<Generation> {
        self.renewal.seen
    }

    /// What it is to hold; `None` removes what is there.
    #[must_use]
    pub fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// Goes on with what became of it.
    pub fn committed(self, result: Result<store::Commit, StoreError>, now: Now) -> RenewalStep {
        match self.token {
            Some(token) => self.renewal.stored(token, result, now),
            None => self.renewal.removed(result, now),
        }
    }
}

impl Used {
    /// Under which key.
    #[must_use]
    pub fn key(&self) -> &CredentialKey {
        &self.renewal.key
    }

    /// Goes on. Only the order of a listing suffers if it could not be noted.
    pub fn told(self, _: Result<(), StoreError>) -> RenewalStep {
        self.renewal.finish(self.result)
    }
}

impl Release {
    /// What to give back.
    #[must_use]
    pub fn lease(&self) -> store::Lease {
        self.lease.clone()
    }

    /// Goes on. A lease that could not be given back ends by itself.
    pub fn released(self, _: Result<(), StoreError>, now: Now) -> RenewalStep {
        match self.after {
            After::Done(result) => RenewalStep::Done(result),
            After::Begin(renewal) => renewal.begin(now),
            After::Lease(renewal) => RenewalStep::Lease(Lease(renewal)),
        }
    }
}
