//! Writing to the store: the answer to a refresh, or a token that could not be written before.

use std::time::Duration;

use http::StatusCode;

use super::{Renewal, RenewalStep, Then, WRITES, states};
use crate::{
    AuthError, Now, Token,
    store::{self, Record, StoreError},
};

impl Renewal {
    pub(super) fn stored(
        mut self: Box<Self>,
        token: Token,
        result: Result<store::Commit, StoreError>,
        now: Now,
    ) -> RenewalStep {
        match result {
            Ok(store::Commit::Done(generation)) => self.session.install(token, Ok(generation), now),
            Ok(store::Commit::Conflict(record)) => {
                // The lease lapsed and somebody else wrote. Theirs stands; if it is of no use
                // (or was removed on purpose), this one serves in memory.
                self.seen = record.as_ref().map(|record| record.generation);
                self.session.install(token, Ok(self.seen), now);
                let rejected = self.rejected.as_ref();
                if let Some(theirs) = record.filter(|r| self.session.would_do(r, rejected, now)) {
                    self.session.replace(&theirs, now);
                }
            }
            Err(error) => {
                self.writes += 1;
                if self.writes < WRITES && !self.blind {
                    let pause = Duration::from_millis(100);
                    return self.wait(pause, Then::Commit(token), now, Some(error.into()));
                }
                self.session.install(token, Err(error.kind()), now);
            }
        }
        let bearer = self.session.last_resort(self.rejected.as_ref(), now);
        let result = bearer.ok_or_else(|| {
            let problem = "the token that came is already over, or the one just refused";
            AuthError::Unexpected {
                status: StatusCode::OK,
                problem: problem.into(),
            }
            .into()
        });
        self.finish(result)
    }

    /// The second half of mending: offers what is held, unless the store has moved on.
    pub(super) fn save(self: Box<Self>, record: Option<Record>, now: Now) -> RenewalStep {
        let held = self.session.token().filter(|_| self.session.is_unsaved());
        match (held, record) {
            (Some(token), Some(record)) if record.token == token => {
                self.session.saved(Some(record.generation));
                let bearer = self.session.last_resort(None, now);
                self.finish(bearer.ok_or_else(|| AuthError::NothingToRenew.into()))
            }
            (Some(token), _) => RenewalStep::Commit(states::Commit {
                renewal: self,
                token: Some(token),
            }),
            (None, _) => self.finish(Err(AuthError::NothingToRenew.into())),
        }
    }
}
