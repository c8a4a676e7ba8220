//! Getting the next token, as a machine.
//!
//! ```text
//!  start ─► [List] ─► Load ─► Lease ─► Load ─► Transmit ─► Commit ─► Release ─► Done
//!                      ▲       │ held by another    │ 429, 5xx, lost
//!                      └─ Wait ┘                    └─► Wait ─► Transmit
//! ```
//! Whoever refreshes first takes a lease, then looks again: if somebody else has refreshed
//! meanwhile, theirs is taken over. The answer is in the store before any caller may use it. A
//! grant that may be repeated at will (client credentials) takes no lease. Where no account was
//! named, `List` finds the one that was used last; where a function of the user's renews tokens,
//! `Hook` stands in the place of `Transmit`.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::{
    AccessToken, AuthError, CredentialKey, Grant, Now, OAuthError, Reauth, ReauthCause,
    RefreshToken, Sent, Token, TransportError,
    call::{Bearer, Jitter, retry_after},
    error::Error,
    session::{Session, Stamp, sign_in},
    store::{self, Generation, Record, StoreError},
};

mod account;
mod hooked;
mod pause;
mod refused;
mod start;
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
pub(super) const CONSENT: Duration = Duration::from_secs(182 * 86_400);

/// A renewal under way; its states are in [`states`].
#[derive(Debug)]
pub struct Renewal {
    session: Arc<Session>,
    task: Task,
    grant: Option<Arc<dyn Grant>>,
    /// Whether a function of the user's is asked instead of the grant.
    hooked: bool,
    key: CredentialKey,
    stamp: Stamp,
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
    /// Whether a token of the store was taken for use, and the store does not know yet.
    used: bool,
}

/// What a renewal is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    /// Another token.
    Exchange,
    /// What the store holds by now, and no exchange.
    Look,
    /// Writing what is held and could not be written when it was had.
    Mend,
}

/// What a renewal wants next. Each variant takes the one answer it can use.
#[derive(Debug)]
#[must_use = "a renewal that is not driven on never ends"]
pub enum RenewalStep {
    /// The keys under which the store holds something.
    List(states::List),
    /// What the store holds.
    Load(states::Load),
    /// The right to refresh.
    Lease(states::Lease),
    /// Time.
    Wait(states::Wait),
    /// An exchange with the accounts service.
    Transmit(Box<states::Transmit>),
    /// A token from the user's function.
    Hook(states::Hook),
    /// The answer written to the store.
    Commit(states::Commit),
    /// The store told that what it holds is in use.
    Used(states::Used),
    /// The right to refresh given back.
    Release(states::Release),
    /// Nothing: this is what it came to.
    Done(Result<Bearer, Error>),
}

pub mod states;

use states::{After, Then};

impl Renewal {
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
        if self.task == Task::Mend {
            return self.save(record, now);
        }
        if let Some(refusal) = self.refusal.take() {
            return self.refused(refusal, record, now);
        }
        if let Some(record) = &record {
            self.used |= self.session.adopt(record, self.stamp, now);
            if let Some(bearer) = self.session.usable(self.rejected.as_ref(), now) {
                return self.finish(Ok(bearer));
            }
        }
        if self.task == Task::Look {
            return self.looked(now);
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
                if lease.interrupted {
                    // Its holder may have sent the refresh token, and nobody has the answer.
                    self.lost = self.lost.max(1);
                }
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

    /// Ends without an exchange.
    fn looked(self: Box<Self>, now: Now) -> RenewalStep {
        let served = self.session.last_resort(self.rejected.as_ref(), now);
        let none = match self.session.current(self.stamp) {
            Some((Some(_), _)) => AuthError::Expired,
            _ => AuthError::NoToken,
        };
        self.finish(served.ok_or_else(|| none.into()))
    }

    fn transmit(mut self: Box<Self>, now: Now) -> RenewalStep {
        if self.task == Task::Look {
            return self.looked(now);
        }
        let quiet = self.session.quiet(now);
        if !quiet.is_zero() && !self.hooked {
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
        // What another token or grant was set for since must not be sent any more.
        let Some((current, generation)) = self.session.current(self.stamp) else {
            return self.finish(Err(AuthError::NothingToRenew.into()));
        };
        if self.hooked {
            self.sent = (
                generation,
                current.as_ref().and_then(|token| token.refresh.clone()),
            );
            return self.ask(current);
        }
        let Some(grant) = self.grant.clone() else {
            return self.finish(Err(AuthError::NothingToRenew.into()));
        };
        if let Some(why) = self.session.ended() {
            return self.finish(Err(why.into()));
        }
        let request = match grant.request(&self.session.accounts, current.as_ref()) {
            Ok(request) => request,
            Err(AuthError::NothingToRenew) if current.is_none() => {
                return self.finish(Err(Reauth::new(ReauthCause::NotSignedIn, None).into()));
            }
            Err(error) => return self.finish(Err(error.into())),
        };
        let (accounts, headers, _) = self.session.terms();
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

    fn finish(mut self: Box<Self>, result: Result<Bearer, Error>) -> RenewalStep {
        if std::mem::take(&mut self.used) && result.is_ok() {
            return RenewalStep::Used(states::Used {
                renewal: self,
                result,
            });
        }
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
