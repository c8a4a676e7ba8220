//! What a renewal does to what is held.
//!
//! Each of these does nothing if another token or grant was set since the renewal began.

use std::time::Duration;

use super::{Account, Base, Cell, Held, Session, Stamp, Unsaved};
use crate::{
    AccessToken, Lease, Now, Reauth, Token,
    store::{Generation, Record},
    sync::{MutexGuard, lock},
};

impl Session {
    /// What is held, for a renewal that is still about it.
    fn cell_at(&self, stamp: Stamp) -> Option<MutexGuard<'_, Cell>> {
        let cell = lock(&self.cell);
        (cell.stamp.epoch == stamp.epoch && cell.holding).then_some(cell)
    }

    /// Notes that the token that is held is to be written, whatever the store holds.
    pub(crate) fn mark_unsaved(&self) {
        let mut cell = lock(&self.cell);
        if cell.held.is_some() {
            cell.unsaved = Some(Unsaved::ANYHOW);
        }
    }

    /// Whether the token that is held has yet to be written to the store.
    pub(crate) fn is_unsaved(&self) -> bool {
        lock(&self.cell).unsaved.is_some()
    }

    /// The token that has yet to be written, and what the store must hold for that.
    pub(super) fn unsaved(&self, stamp: Stamp) -> Option<(Token, Base)> {
        let cell = self.cell_at(stamp)?;
        Some((cell.held.as_ref()?.token.clone(), cell.unsaved?.base))
    }

    /// The token that is held, if any, and the writing in the store that it is; `None` if it no
    /// longer is the renewal's business.
    pub(super) fn current(&self, stamp: Stamp) -> Option<(Option<Token>, Option<Generation>)> {
        let cell = self.cell_at(stamp)?;
        Some(match &cell.held {
            Some(held) => (Some(held.token.clone()), held.generation),
            None => (None, None),
        })
    }

    /// Takes over what the store holds, if it is news; says whether it was.
    pub(super) fn adopt(&self, record: &Record, stamp: Stamp, now: Now) -> bool {
        let Some(mut cell) = self.cell_at(stamp) else {
            return false;
        };
        let theirs = Held::new(record.token.clone(), Some(record.generation), now);
        let news = match &cell.held {
            None => cell.account != Account::Fresh,
            // Given by hand, or not yet written: it wins over what is stored, while it lasts.
            Some(held) if held.generation.is_none() => {
                !held.good(Duration::ZERO, now) && theirs.good(cell.margin(), now)
            }
            Some(held) => held.generation != theirs.generation,
        };
        if news {
            let old = cell.hold(theirs);
            cell.unsaved = None;
            drop(cell);
            self.tell_updated(old, record.token.clone());
        }
        news
    }

    /// Whether what the store holds could be used right away.
    pub(super) fn would_do(
        &self,
        record: &Record,
        rejected: Option<&AccessToken>,
        now: Now,
    ) -> bool {
        let cell = lock(&self.cell);
        let fresh = cell.account == Account::Fresh;
        !fresh
            && rejected != Some(&record.token.access)
            && Held::new(record.token.clone(), None, now).good(cell.margin(), now)
    }

    /// Takes over what the store holds, whatever is held.
    pub(super) fn replace(&self, record: &Record, stamp: Stamp, now: Now) {
        let generation = Some(record.generation);
        self.install(record.token.clone(), generation, None, stamp, now);
    }

    /// Holds a token: the writing in the store that it is, or why it could not be written.
    pub(super) fn install(
        &self,
        token: Token,
        generation: Option<Generation>,
        unsaved: Option<Unsaved>,
        stamp: Stamp,
        now: Now,
    ) {
        let Some(mut cell) = self.cell_at(stamp) else {
            return;
        };
        let (generation, unsaved) = if cell.stamp.shelf == stamp.shelf {
            (generation, unsaved)
        } else {
            // It went to a store that has been replaced since: the new one must have it too.
            (None, Some(Unsaved::ANYHOW))
        };
        cell.unsaved = unsaved;
        let old = cell.hold(Held::new(token.clone(), generation, now));
        drop(cell);
        self.tell_updated(old, token);
    }

    /// Notes that a token has been written after all, if it still is the one that is held.
    pub(super) fn saved(&self, token: &Token, generation: Option<Generation>, stamp: Stamp) {
        if let Some(mut cell) = self.cell_at(stamp)
            && cell.stamp.shelf == stamp.shelf
            && let Some(held) = cell.held.as_mut().filter(|held| held.token == *token)
        {
            held.generation = generation;
            cell.unsaved = None;
        }
    }

    /// Gives up writing the token that is held: the store has gone on without it.
    pub(super) fn keep_unsaved(&self, stamp: Stamp) {
        if let Some(mut cell) = self.cell_at(stamp)
            && cell.stamp.shelf == stamp.shelf
        {
            cell.unsaved = None;
        }
    }

    /// Drops the token, and remembers why nothing but a new sign-in helps.
    pub(super) fn forget(&self, why: Reauth, stamp: Stamp) {
        if let Some(mut cell) = self.cell_at(stamp) {
            cell.held = None;
            cell.unsaved = None;
            cell.ended = Some(why);
        }
    }

    /// Why there is no token any more, if there is none.
    pub(super) fn ended(&self) -> Option<Reauth> {
        let cell = lock(&self.cell);
        cell.ended.clone().filter(|_| cell.held.is_none())
    }

    /// Notes whether a renewal is under way that nobody waits for.
    pub(super) fn set_chores(&self, chores: bool) {
        lock(&self.cell).chores = chores;
    }

    pub(super) fn has_chores(&self) -> bool {
        lock(&self.cell).chores
    }

    /// Keeps the lease of a renewal that went away before its end.
    pub(super) fn orphan(&self, lease: Lease) {
        lock(&self.cell).orphan = Some(lease);
    }

    /// The lease that such a renewal has left behind.
    pub(super) fn take_orphan(&self) -> Option<Lease> {
        lock(&self.cell).orphan.take()
    }

    pub(super) fn quiet(&self, now: Now) -> Duration {
        lock(&self.cell)
            .quiet
            .map_or(Duration::ZERO, |until| until.saturating_sub(now.mono))
    }

    pub(super) fn hush(&self, wait: Duration, now: Now) {
        let until = now.mono.saturating_add(wait);
        let mut cell = lock(&self.cell);
        cell.quiet = cell.quiet.max(Some(until));
    }
}
