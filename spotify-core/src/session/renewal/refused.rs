//! What follows when the refresh token is refused.

use super::{ATTEMPTS, CONSENT, Renewal, RenewalStep, states};
use crate::{
    AuthError, Now, OAuthError, Reauth, ReauthCause, Timestamp,
    store::{self, Record, StoreError},
};

impl Renewal {
    /// The refresh token is not good. If the store has another by now, that one may be.
    pub(super) fn refused(
        mut self: Box<Self>,
        refusal: OAuthError,
        record: Option<Record>,
        now: Now,
    ) -> RenewalStep {
        let (generation, refresh) = &self.sent;
        match record {
            Some(theirs)
                if Some(theirs.generation) != *generation && theirs.token.refresh != *refresh =>
            {
                self.session.replace(&theirs, self.stamp, now);
                match self.session.usable(self.rejected.as_ref(), now) {
                    Some(bearer) => self.finish(Ok(bearer)),
                    None if self.attempts < ATTEMPTS => self.transmit(now),
                    None => self.end_of_consent(refusal, now),
                }
            }
            Some(_) => {
                self.refusal = Some(refusal);
                RenewalStep::Commit(states::Commit {
                    renewal: self,
                    token: None,
                })
            }
            None => self.end_of_consent(refusal, now),
        }
    }

    /// Drops what is held: nothing but a new sign-in helps.
    fn end_of_consent(self: Box<Self>, refusal: OAuthError, now: Now) -> RenewalStep {
        let held = self.session.current(self.stamp).and_then(|(held, _)| held);
        let consent = held.and_then(|token| token.authorized_at);
        let over = |moment: Timestamp| moment.saturating_add(CONSENT) <= now.wall;
        let cause = if consent.is_some_and(over) {
            ReauthCause::Expired
        } else if self.lost > 0 {
            ReauthCause::InterruptedRefresh
        } else {
            ReauthCause::Revoked
        };
        let why = Reauth::new(cause, Some(refusal));
        self.session.forget(why.clone(), self.stamp);
        self.finish(Err(why.into()))
    }

    pub(super) fn removed(
        mut self: Box<Self>,
        result: Result<store::Commit, StoreError>,
        now: Now,
    ) -> RenewalStep {
        let Some(refusal) = self.refusal.take() else {
            return self.finish(Err(AuthError::NothingToRenew.into()));
        };
        if let Ok(store::Commit::Conflict(record)) = result {
            // Somebody wrote between the look and the removal: theirs is newer than what was
            // refused, and stays.
            self.seen = record.as_ref().map(|record| record.generation);
            return self.refused(refusal, record, now);
        }
        self.end_of_consent(refusal, now)
    }
}
