//! A token from the user's function, in the place of an exchange.

use super::{Renewal, RenewalStep, states};
use crate::{Now, Token, error::Error};

impl Renewal {
    pub(super) fn ask(mut self: Box<Self>, current: Option<Token>) -> RenewalStep {
        self.attempts += 1;
        RenewalStep::Hook(states::Hook {
            renewal: self,
            current,
        })
    }

    pub(super) fn hooked(self: Box<Self>, token: Result<Token, Error>, now: Now) -> RenewalStep {
        match token {
            // Without a grant there is nothing that its token could be kept under.
            Ok(token) if self.grant.is_none() => {
                self.session.install(token, None, None, self.stamp, now);
                self.served(now)
            }
            Ok(token) => RenewalStep::Commit(states::Commit {
                renewal: self,
                token: Some(token),
            }),
            Err(error) => self.finish(Err(error)),
        }
    }
}
