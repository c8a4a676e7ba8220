//! What follows when the refresh token is refused.

use super::{ATTEMPTS, CONSENT, Renewal, RenewalStep, states};
use crate::{
    AuthError, Now, OAuthError, Reauth, ReauthCause, Timestamp,
    store::{self, Generation, Record, StoreError},
};

impl Renewal {
    /// The refresh token is not good. If the store has another by now, that one is.
    pub(super) fn refused(
        self: Box<Self>,
        refusal: OAuthError,
        sent: Option<Generation>,
        record: Option<Record>,
        now: Now,
    ) -> RenewalStep {
        match record {
            Some(record) if Some(record.generation) != sent => {
                self.session.replace(&record, now);
                let adopted = self.session.usable(self.rejected.as_ref(), now);
                match adopted {
                    Some(bearer) => self.finish(Ok(bearer)),
                    // Another refresh token than the one refused: it may be good.
                    None if self.attempts < ATTEMPTS => self.transmit(now),
                    None => self.end_of_consent(refusal, now),
                }
            }
            Some(_) => {
                let mut renewal = self;
                renewal.refusal = Some(refusal);
                RenewalStep::Commit(states::Commit {
                    renewal,
                    token: None,
                })
            }
            None => self.end_of_consent(refusal, now),
        }
    }

    /// Drops what is held: nothing but a new sign-in helps.
    fn end_of_consent(self: Box<Self>, refusal: OAuthError, now: Now) -> RenewalStep {
        let consent = self.session.token().and_then(|token| token.authorized_at);
        let over = |moment: Timestamp| moment.saturating_add(CONSENT) <= now.wall;
        let cause = if consent.is_some_and(over) {
            ReauthCause::Expired
        } else if self.lost > 0 {
            ReauthCause::InterruptedRefresh
        } else {
            ReauthCause::Revoked
        };
        let why = Reauth::new(cause, Some(refusal));
        self.session.forget(why.clone());
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
            let sent = self.seen;
            self.seen = record.as_ref().map(|record| record.generation);
            return self.refused(refusal, sent, record, now);
        }
        self.end_of_consent(refusal, now)
    }
}
