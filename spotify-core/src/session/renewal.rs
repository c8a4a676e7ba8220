//! Getting the next token, as a machine.
//!
//! ```text
//!  start ─► Load ─► Lease ─► Load ─► Transmit ─► Commit ─► Release ─► Done
//!             ▲       │ held by another    │ 429, 5xx, lost
//!             └─ Wait ┘                    └─► Wait ─► Transmit
//! ```
//! Whoever refreshes first takes a lease, then looks again: if somebody else has refreshed
//! meanwhile, theirs is taken over. The answer is in the store before any caller may use it. A
//! grant that may be repeated at will (client credentials) takes no lease.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::{
    AccessToken, AuthError, Grant, Now, OAuthError, Reauth, ReauthCause, RefreshToken, Repeat,
    Sent, Token, TransportError,
    call::{Bearer, Jitter, retry_after},
    error::{Error, Outcome, Phase},
    session::{Base, Session, Unsaved, sign_in},
    store::{self, Generation, Record, StoreError, StoreErrorKind},
};

mod refused;
mod stored;

/// How long a lease lasts unless it is given back.
pub(crate) const LEASE: Duration = Duration::from_secs(30);
/// Longest time for one exchange: well within the lease.
pub(super) const EXCHANGE: Duration = Duration::from_secs(10);
/// Longest time for one operation of a store.
pub(crate) const STORE: Duration = Duration::from_secs(2);
/// Most exchanges of a grant that may be repeated, and of one that was certainly never sent.
const ATTEMPTS: u32 = 3;
/// How often an answer is offered to a store that fails.
const WRITES: u32 = 2;
/// Longest time for the whole renewal: a flight older than this is replaced.
pub(crate) const FLIGHT: Duration = Duration::from_secs(30);
/// How long a refresh token lives after the user's consent: six months of 30.4 days.
const CONSENT: Duration = Duration::from_secs(182 * 86_400);

/// A renewal under way; its states are in [`states`].
#[derive(Debug)]
pub struct Renewal {
    session: Arc<Session>,
    grant: Option<Arc<dyn Grant>>,
    rejected: Option<AccessToken>,
    jitter: Jitter,
    end: Duration,
    /// What the store was last seen to hold.
    seen: Option<Generation>,
    /// Whether the store could not be read; only a grant that may be repeated goes on then.
    blind: bool,
    lease: Option<store::Lease>,
    leased: Duration,
    attempts: u32,
    /// Exchanges of which nobody knows what became.
    lost: u32,
    /// What was sent last: the writing in the store that it was, and the refresh token.
    sent: (Option<Generation>, Option<RefreshToken>),
    /// The refusal on account of which the store is looked at once more.
    refusal: Option<OAuthError>,
    writes: u32,
}

/// What a renewal wants next. Each variant takes the one answer it can use.
#[derive(Debug)]
#[must_use = "a renewal that is not driven on never ends"]
pub enum RenewalStep {
    /// What the store holds.
    Load(states::Load),
    /// The right to refresh.
    Lease(states::Lease),
    /// Time.
    Wait(states::Wait),
    /// An exchange with the accounts service.
    Transmit(Box<states::Transmit>),
    /// The answer written to the store.
    Commit(states::Commit),
    /// The right to refresh given back.
    Release(states::Release),
    /// Nothing: this is what it came to.
    Done(Result<Bearer, Error>),
}

pub mod states;

use states::{After, Then};

impl Renewal {
    pub(crate) fn start(
        session: Arc<Session>,
        rejected: Option<AccessToken>,
        seed: u64,
        now: Now,
        end: Duration,
    ) -> RenewalStep {
        match session.grant() {
            Ok(grant) => {
                let orphan = session.take_orphan();
                let mut renewal = Self::new(session, Some(grant), rejected, seed, now);
                renewal.end = end;
                match orphan {
                    Some(lease) => RenewalStep::Release(states::Release {
                        lease,
                        after: After::Load(renewal),
                    }),
                    None => RenewalStep::Load(states::Load(renewal)),
                }
            }
            Err(error) => RenewalStep::Done(Err(error.into())),
        }
    }

    /// Writes what is held and could not be written when it was had.
    pub(crate) fn mend(session: Arc<Session>, seed: u64, now: Now) -> RenewalStep {
        // Without a grant nothing is exchanged: it only looks, and writes.
        RenewalStep::Load(states::Load(Self::new(session, None, None, seed, now)))
    }

    fn new(
        session: Arc<Session>,
        grant: Option<Arc<dyn Grant>>,
        rejected: Option<AccessToken>,
        seed: u64,
        now: Now,
    ) -> Box<Self> {
        Box::new(Self {
            session,
            grant,
            rejected,
            jitter: Jitter::new(seed),
            end: now.mono.saturating_add(FLIGHT),
            seen: None,
            blind: false,
            lease: None,
            leased: now.mono,
            attempts: 0,
            lost: 0,
            sent: (None, None),
            refusal: None,
            writes: 0,
        })
    }

    fn repeat(&self) -> Repeat {
        self.grant
            .as_ref()
            .map_or(Repeat::Once, |grant| grant.repeat())
    }

    fn loaded(
        mut self: Box<Self>,
        found: Result<Option<Record>, StoreError>,
        now: Now,
    ) -> RenewalStep {
        let record = match found {
            Ok(record) => record,
            Err(error) if self.refusal.is_some() || !self.repeat().allowed() => {
                return self.finish(Err(error.into()));
            }
            Err(_) => {
                self.blind = true;
                return self.transmit(now);
            }
        };
        self.seen = record.as_ref().map(|record| record.generation);
        if self.grant.is_none() {
            return self.save(record, now);
        }
        if let Some(refusal) = self.refusal.take() {
            return self.refused(refusal, record, now);
        }
        if let Some(record) = &record {
            self.session.adopt(record, now);
            if let Some(bearer) = self.session.usable(self.rejected.as_ref(), now) {
                return self.finish(Ok(bearer));
            }
        }
        if self.lease.is_some() || self.repeat().allowed() {
            self.transmit(now)
        } else {
            RenewalStep::Lease(states::Lease(self))
        }
    }

    fn leased(
        mut self: Box<Self>,
        lease: Result<Option<store::Lease>, StoreError>,
        now: Now,
    ) -> RenewalStep {
        match lease {
            Ok(Some(lease)) => {
                self.lease = Some(lease);
                self.leased = now.mono;
                RenewalStep::Load(states::Load(self))
            }
            Ok(None) => {
                let some = Duration::from_millis(100);
                let delay = some + self.jitter.up_to(some + some / 2);
                self.wait(delay, Then::Load, now, None)
            }
            Err(error) => self.finish(Err(error.into())),
        }
    }

    fn transmit(mut self: Box<Self>, now: Now) -> RenewalStep {
        let quiet = self.session.quiet(now);
        if !quiet.is_zero() {
            return self.hushed(quiet, now);
        }
        if now.mono.saturating_sub(self.leased) > LEASE / 3
            && let Some(lease) = self.lease.take()
        {
            // Too old to last for another exchange: ask for it anew, and look again.
            return RenewalStep::Release(states::Release {
                lease,
                after: After::Lease(self),
            });
        }
        let Some(grant) = self.grant.clone() else {
            return self.finish(Err(AuthError::NothingToRenew.into()));
        };
        if let Some(why) = self.session.ended() {
            return self.finish(Err(why.into()));
        }
        let (current, generation) = match self.session.token() {
            Some((token, generation)) => (Some(token), generation),
            None => (None, None),
        };
        let request = match grant.request(&self.session.accounts, current.as_ref()) {
            Ok(request) => request,
            Err(AuthError::NothingToRenew) if current.is_none() => {
                return self.finish(Err(Reauth::new(ReauthCause::NotSignedIn, None).into()));
            }
            Err(error) => return self.finish(Err(error.into())),
        };
        let Session {
            accounts, headers, ..
        } = &*self.session;
        let request = match sign_in::prepare(request, accounts, headers) {
            Ok(request) => request,
            Err(error) => return self.finish(Err(error.into())),
        };
        self.sent = (
            generation,
            current.as_ref().and_then(|token| token.refresh.clone()),
        );
        self.attempts += 1;
        RenewalStep::Transmit(Box::new(states::Transmit {
            renewal: self,
            grant,
            current,
            request,
        }))
    }

    fn replied(
        mut self: Box<Self>,
        grant: &dyn Grant,
        current: Option<&Token>,
        reply: Result<Response<Bytes>, TransportError>,
        now: Now,
    ) -> RenewalStep {
        let response = match reply {
            Ok(response) => response,
            Err(error) => {
                let unsent = error.sent() == Sent::No;
                return self.again(unsent, error.into(), now);
            }
        };
        let status = response.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let asked = retry_after(response.headers(), now.wall);
            let wait = asked.unwrap_or(Duration::from_secs(1));
            self.session.hush(wait, now);
            return self.hushed(wait, now);
        }
        if let Some(failure) = sign_in::unusable(&response) {
            return match status.is_server_error() {
                true => self.again(false, failure.into(), now),
                false => self.finish(Err(failure.into())),
            };
        }
        match grant.accept(current, response, now) {
            Ok(token) => RenewalStep::Commit(states::Commit {
                renewal: self,
                token: Some(token),
            }),
            Err(AuthError::OAuth(refusal))
                if !self.repeat().allowed()
                    && refusal.code == crate::OAuthErrorCode::InvalidGrant =>
            {
                self.refusal = Some(*refusal);
                RenewalStep::Load(states::Load(self))
            }
            Err(error) => self.finish(Err(error.into())),
        }
    }

    /// Another exchange after one that came to nothing, where that is allowed.
    ///
    /// A refresh of which nobody knows what became is sent once more and no oftener: if the
    /// first one was carried out, a server that rotates has another token by now.
    fn again(mut self: Box<Self>, unsent: bool, failure: Error, now: Now) -> RenewalStep {
        if !unsent {
            self.lost += 1;
        }
        let allowed = if unsent || self.repeat().allowed() {
            self.attempts < ATTEMPTS
        } else {
            self.lost < 2 && self.attempts < ATTEMPTS
        };
        if !allowed {
            return self.finish(Err(failure));
        }
        let delay = self
            .session
            .policy
            .pause(self.attempts - 1, &mut self.jitter);
        self.wait(delay, Then::Transmit, now, Some(failure))
    }

    /// The accounts service asks to wait.
    fn hushed(mut self: Box<Self>, wait: Duration, now: Now) -> RenewalStep {
        let rest = self.end.saturating_sub(now.mono);
        if wait > self.session.policy.patience || wait >= rest || self.attempts >= ATTEMPTS {
            return self.finish(Err(sign_in::limited(wait, now)));
        }
        let spread = self.jitter.up_to((wait / 10).min(Duration::from_secs(1)));
        self.wait(wait.saturating_add(spread), Then::Transmit, now, None)
    }

    fn wait(
        self: Box<Self>,
        delay: Duration,
        then: Then,
        now: Now,
        failure: Option<Error>,
    ) -> RenewalStep {
        if now.mono.saturating_add(delay) >= self.end {
            return match then {
                Then::Commit(token) => {
                    let why = StoreErrorKind::Unavailable;
                    let unsaved = Unsaved {
                        why,
                        base: Base::Was(self.seen),
                    };
                    self.session.install(token, None, Some(unsaved), now);
                    let bearer = self.session.last_resort(self.rejected.as_ref(), now);
                    self.finish(bearer.ok_or_else(|| AuthError::NothingToRenew.into()))
                }
                Then::Load | Then::Transmit => {
                    self.finish(Err(failure.unwrap_or(Error::Deadline {
                        phase: Phase::Authorize,
                        outcome: Outcome::NotSent,
                        deadline: FLIGHT,
                        endpoint: None,
                    })))
                }
            };
        }
        RenewalStep::Wait(states::Wait {
            renewal: self,
            delay,
            then,
        })
    }

    fn finish(mut self: Box<Self>, result: Result<Bearer, Error>) -> RenewalStep {
        match self.lease.take() {
            Some(lease) => RenewalStep::Release(states::Release {
                lease,
                after: After::Done(result),
            }),
            None => RenewalStep::Done(result),
        }
    }
}

/// Whoever goes away with the lease in hand leaves it for the next one to give back.
impl Drop for Renewal {
    fn drop(&mut self) {
        if let Some(lease) = self.lease.take() {
            self.session.orphan(lease);
        }
    }
}
