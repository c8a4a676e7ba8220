//! Writing to the store: the answer to a refresh, or a token that could not be written before.

use std::time::Duration;

use http::StatusCode;

use super::{Renewal, RenewalStep, Task, Then, WRITES, states};
use crate::{
    AuthError, Now, Token,
    session::{Base, Unsaved},
    store::{self, Record, StoreError},
};

impl Renewal {
    pub(super) fn stored(
        mut self: Box<Self>,
        token: Token,
        result: Result<store::Commit, StoreError>,
        now: Now,
    ) -> RenewalStep {
        if self.task == Task::Mend {
            return self.mended(&token, result, now);
        }
        self.writes += 1;
        let again = self.writes < WRITES;
        match result {
            Ok(store::Commit::Done(generation)) => {
                self.session
                    .install(token, generation, None, self.stamp, now);
            }
            // Somebody else wrote: the lease lapsed, or an earlier answer of ours was written
            // late. What is good stands.
            Ok(store::Commit::Conflict(Some(theirs)))
                if self.session.would_do(&theirs, self.rejected.as_ref(), now) =>
            {
                self.session.replace(&theirs, self.stamp, now);
            }
            // What is there is what this token came of, so this one is newer.
            Ok(store::Commit::Conflict(Some(theirs)))
                if again && theirs.token.refresh == self.sent.1 =>
            {
                self.seen = Some(theirs.generation);
                return RenewalStep::Commit(states::Commit {
                    renewal: self,
                    token: Some(token),
                });
            }
            // Nobody can say which is newer, or it was removed on purpose: this one serves in
            // memory. If it turns out to be refused, the stored one is tried.
            Ok(store::Commit::Conflict(_)) => {
                self.session.install(token, None, None, self.stamp, now);
            }
            Err(error) if again && !self.blind => {
                let pause = Duration::from_millis(100);
                return self.wait(pause, Then::Commit(token), now, Some(error.into()));
            }
            Err(error) => {
                let unsaved = Unsaved {
                    why: error.kind(),
                    base: Base::Was(self.seen),
                };
                self.session
                    .install(token, None, Some(unsaved), self.stamp, now);
            }
        }
        self.served(now)
    }

    /// Ends with what is held by now.
    pub(super) fn served(self: Box<Self>, now: Now) -> RenewalStep {
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
        match (self.session.unsaved(self.stamp), record) {
            (Some((token, _)), Some(record)) if record.token == token => {
                self.session
                    .saved(&token, Some(record.generation), self.stamp);
            }
            (Some((token, base)), _) if base == Base::Any || base == Base::Was(self.seen) => {
                return RenewalStep::Commit(states::Commit {
                    renewal: self,
                    token: Some(token),
                });
            }
            (Some(_), Some(theirs)) if self.session.would_do(&theirs, None, now) => {
                self.session.replace(&theirs, self.stamp, now);
            }
            // Removed by somebody, or replaced by what cannot be told to be older.
            (Some(_), _) => self.session.keep_unsaved(self.stamp),
            (None, _) => {}
        }
        self.done_mending(now)
    }

    fn mended(
        self: Box<Self>,
        token: &Token,
        result: Result<store::Commit, StoreError>,
        now: Now,
    ) -> RenewalStep {
        if let Ok(store::Commit::Done(generation)) = result {
            self.session.saved(token, generation, self.stamp);
        }
        // Otherwise it stays to be written, and the next one looks again.
        self.done_mending(now)
    }

    fn done_mending(self: Box<Self>, now: Now) -> RenewalStep {
        let bearer = self.session.last_resort(None, now);
        self.finish(bearer.ok_or_else(|| AuthError::NothingToRenew.into()))
    }
}
