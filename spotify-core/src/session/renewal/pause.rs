//! When a renewal waits, and when it gives up instead.

use std::time::Duration;

use super::{ATTEMPTS, FLIGHT, Renewal, RenewalStep, Then, states};
use crate::{
    AuthError, Now,
    error::{Error, Outcome, Phase},
    session::{Base, Unsaved, sign_in},
    store::StoreErrorKind,
};

impl Renewal {
    /// Another exchange after one that came to nothing, where that is allowed.
    ///
    /// A refresh of which nobody knows what became is sent once more and no oftener: if the
    /// first one was carried out, a server that rotates has another token by now.
    pub(super) fn again(
        mut self: Box<Self>,
        unsent: bool,
        failure: Error,
        now: Now,
    ) -> RenewalStep {
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
    pub(super) fn hushed(mut self: Box<Self>, wait: Duration, now: Now) -> RenewalStep {
        let rest = self.end.saturating_sub(now.mono);
        if wait > self.session.policy.patience || wait >= rest || self.attempts >= ATTEMPTS {
            return self.finish(Err(sign_in::limited(wait, now)));
        }
        let spread = self.jitter.up_to((wait / 10).min(Duration::from_secs(1)));
        self.wait(wait.saturating_add(spread), Then::Transmit, now, None)
    }

    pub(super) fn wait(
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
                    self.session
                        .install(token, None, Some(unsaved), self.stamp, now);
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
}
