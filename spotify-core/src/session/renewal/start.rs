//! How a renewal begins.

use std::{sync::Arc, time::Duration};

use super::{FLIGHT, Renewal, RenewalStep, Task, states, states::After};
use crate::{
    AccessToken, AuthError, Now, Repeat,
    call::Jitter,
    session::{Account, Session, Source, Stamp},
    sync::lock,
};

impl Renewal {
    /// Begins to get another token than the one refused; without `exchange`, one that the store
    /// has.
    pub(crate) fn start(
        session: Arc<Session>,
        rejected: Option<AccessToken>,
        exchange: bool,
        stamp: Stamp,
        seed: u64,
        now: Now,
        end: Duration,
    ) -> RenewalStep {
        let task = if exchange { Task::Exchange } else { Task::Look };
        let orphan = session.take_orphan();
        let mut renewal = Self::new(session, task, stamp, seed, now);
        renewal.rejected = rejected;
        renewal.end = end;
        match orphan {
            Some(lease) => RenewalStep::Release(states::Release {
                lease,
                after: After::Begin(renewal),
            }),
            None => renewal.begin(now),
        }
    }

    /// Writes what is held and could not be written when it was had.
    pub(crate) fn mend(session: Arc<Session>, stamp: Stamp, seed: u64, now: Now) -> RenewalStep {
        RenewalStep::Load(states::Load(Self::new(
            session,
            Task::Mend,
            stamp,
            seed,
            now,
        )))
    }

    fn new(session: Arc<Session>, task: Task, stamp: Stamp, seed: u64, now: Now) -> Box<Self> {
        let (grant, hooked, key) = {
            let cell = lock(&session.cell);
            let grant = match &cell.source {
                Source::Grant(grant) => Some(grant.clone()),
                Source::Anonymous | Source::Bare => None,
            };
            (grant, cell.hooked, cell.key.clone())
        };
        Box::new(Self {
            session,
            task,
            grant,
            hooked,
            key,
            stamp,
            rejected: None,
            jitter: Jitter::new(seed),
            end: now.mono.saturating_add(FLIGHT),
            seen: None,
            blind: false,
            lease: None,
            leased: now.mono,
            attempts: 0,
            lost: 0,
            sent: (None, None),
            refusal: None,
            writes: 0,
            used: false,
        })
    }

    /// The first look, once nothing is in the way of it.
    pub(super) fn begin(self: Box<Self>, now: Now) -> RenewalStep {
        match &self.grant {
            None if self.hooked && self.task == Task::Exchange => self.transmit(now),
            None => self.finish(Err(AuthError::NothingToRenew.into())),
            Some(_) if self.looks_for_account() => RenewalStep::List(states::List(self)),
            Some(_) => RenewalStep::Load(states::Load(self)),
        }
    }

    /// Whether the account that was used last is to be found first. A token that is held belongs
    /// to an account that nobody knows: what it comes to must not be written over another's.
    fn looks_for_account(&self) -> bool {
        let cell = lock(&self.session.cell);
        cell.account == Account::Unknown && cell.held.is_none()
    }

    /// What may be done when nobody knows what became of an exchange.
    pub(super) fn repeat(&self) -> Repeat {
        self.grant
            .as_ref()
            .map_or(Repeat::Once, |grant| grant.repeat())
    }
}
