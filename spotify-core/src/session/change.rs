//! What the owner of a client changes about its session while it is in use.

use super::{Base, Credentials, Held, MARGIN, Rules, Session, Source, credentials::check_token};
use crate::{BuildError, Now, SignedIn, Token, sync::lock};

impl Session {
    /// Holds this token from now on.
    pub(crate) fn set_token(&self, token: Token, now: Now) -> Result<(), BuildError> {
        let old = {
            let mut cell = lock(&self.cell);
            if !cell.holding {
                return Err(not_holding("token"));
            }
            check_token(&cell.source, &token)?;
            let old = cell.clear();
            cell.hold(Held::new(token.clone(), None, now));
            old
        };
        self.tell_updated(old, token);
        Ok(())
    }

    /// Begins anew with these.
    pub(crate) fn set_credentials(
        &self,
        credentials: Credentials,
        now: Now,
    ) -> Result<(), BuildError> {
        credentials.check()?;
        let new = credentials.token.clone();
        let old = {
            let mut cell = lock(&self.cell);
            if !cell.holding && new.is_some() {
                return Err(not_holding("token"));
            }
            cell.begin(credentials, now)
        };
        if let Some(new) = new {
            self.tell_updated(old, new);
        }
        Ok(())
    }

    /// Goes on with what a sign-in gave, for the account that was named, if one was.
    pub(crate) fn signed_in(&self, signed_in: SignedIn, now: Now) {
        let SignedIn { token, grant } = signed_in;
        let old = {
            let mut cell = lock(&self.cell);
            if !cell.holding {
                return;
            }
            let old = cell.clear();
            let account = cell.key.account.take();
            cell.source = Source::Grant(grant);
            cell.key = cell.source.key(account.as_deref());
            cell.hold(Held::new(token.clone(), None, now));
            old
        };
        self.tell_updated(old, token);
    }

    /// A session of its own for a token that is not held: what it is renewed to changes nothing
    /// here.
    pub(super) fn apart(&self, token: Token, now: Now) -> Self {
        let (source, hooked) = {
            let cell = lock(&self.cell);
            (cell.source.clone(), cell.hooked)
        };
        let rules = Rules {
            accounts: self.accounts.clone(),
            headers: self.headers.clone(),
            policy: self.policy.clone(),
            margin: MARGIN,
            automatic: true,
            holding: true,
            hooked,
        };
        Self::new(Credentials::of(source).token(token), rules, now)
    }

    /// Switches renewal without being asked to on or off.
    pub(crate) fn set_automatic(&self, automatic: bool) {
        lock(&self.cell).automatic = automatic;
    }

    /// Switches holding on or off; off wipes what is held.
    pub(crate) fn set_holding(&self, holding: bool) {
        let wiped = {
            let mut cell = lock(&self.cell);
            cell.holding = holding;
            if holding { None } else { cell.clear() }
        };
        drop(wiped);
    }

    /// Notes whether a function of the user's renews tokens.
    pub(super) fn set_hooked(&self, hooked: bool) {
        lock(&self.cell).hooked = hooked;
    }

    /// Notes that the store is another one: what is held stays, and is no writing in it.
    pub(super) fn reshelve(&self) {
        let mut cell = lock(&self.cell);
        cell.stamp.shelf += 1;
        cell.orphan = None;
        if cell.held.is_none() {
            cell.ended = None;
        }
        if let Some(held) = &mut cell.held {
            held.generation = None;
        }
        if let Some(unsaved) = &mut cell.unsaved {
            unsaved.base = Base::Any;
        }
    }
}

fn not_holding(setting: &'static str) -> BuildError {
    let problem = "holding is off: give the call its own token, or switch holding on first";
    BuildError::setting(setting, problem)
}
