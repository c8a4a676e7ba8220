//! What follows when the refresh token is refused.

use super::{CONSENT, Renewal, RenewalStep, states};
use crate::{
    AuthError, Now, OAuthError, Reauth, ReauthCause, Timestamp,
    error::Error,
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
            None => {
                let failed = self.end_of_consent_error(refusal, now);
                self.session.forget();
                self.finish(Err(failed))
            }
        }
    }

    fn end_of_consent(self: Box<Self>, refusal: OAuthError, now: Now) -> RenewalStep {
        let failed = self.end_of_consent_error(refusal, now);
        self.finish(Err(failed))
    }

    fn end_of_consent_error(&self, refusal: OAuthError, now: Now) -> Error {
        let consent = self.session.token().and_then(|token| token.authorized_at);
        let cause = if consent
            .is_some_and(|moment: Timestamp| moment.saturating_add(CONSENT) <= now.wall)
        {
            ReauthCause::Expired
        } else if self.lost > 0 {
            ReauthCause::InterruptedRefresh
        } else {
            ReauthCause::Revoked
        };
        Reauth::new(cause, Some(refusal)).into()
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
        let failed = self.end_of_consent_error(refusal, now);
        self.session.forget();
        self.finish(Err(failed))
    }
}
