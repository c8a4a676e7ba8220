//! The session of a blocking client: one caller renews, the others wait for it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError},
    time::Duration,
};

use super::{
    Session,
    renewal::{FLIGHT, RenewalStep},
};
use crate::{
    AccessToken, AuthError, BlockingTokenStore, BlockingTransport, Clock,
    call::Bearer,
    error::Error,
    sync::{Condvar, Mutex, lock},
};

type Outcomes = Result<Bearer, Error>;

/// The token, and the one renewal that is under way.
pub(crate) struct BlockingSession {
    session: Arc<Session>,
    transport: Arc<dyn BlockingTransport>,
    store: Arc<dyn BlockingTokenStore>,
    clock: Arc<dyn Clock>,
    turn: Mutex<Turn>,
    landed: Condvar,
    mended: Mutex<Option<Duration>>,
}

#[derive(Default)]
struct Turn {
    /// The renewal that somebody drives, and since when.
    leader: Option<(u64, Duration)>,
    count: u64,
    /// What the last one came to.
    last: Option<(u64, Outcomes)>,
}

impl BlockingSession {
    pub(crate) fn new(
        session: Session,
        transport: Arc<dyn BlockingTransport>,
        store: Arc<dyn BlockingTokenStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            session: Arc::new(session),
            transport,
            store,
            clock,
            turn: Mutex::default(),
            landed: Condvar::new(),
            mended: Mutex::default(),
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Session> {
        &self.session
    }

    /// A token other than the one refused, within `rest`; `None` when that is over.
    pub(crate) fn authorize(
        &self,
        rejected: Option<&AccessToken>,
        rest: Duration,
    ) -> Option<Outcomes> {
        if self.session.is_unsaved() {
            self.mend();
        }
        let start = self.clock.now();
        if let Some(bearer) = self.session.usable(rejected, start) {
            return Some(Ok(bearer));
        }
        let end = start.mono.saturating_add(rest);
        for _ in 0..2 {
            let failed = match self.lead_or_follow(rejected, end) {
                Some(Ok(_)) => None,
                Some(Err(error)) => Some(Err(error)),
                None => return self.session.last_resort(rejected, self.clock.now()).map(Ok),
            };
            if let Some(bearer) = self.session.last_resort(rejected, self.clock.now()) {
                return Some(Ok(bearer));
            }
            if failed.is_some() {
                return failed;
            }
            // It began before this token was refused, and brought that very token.
        }
        Some(Err(AuthError::NothingToRenew.into()))
    }

    /// Writes the token that is held to the store, as far as the store lets it.
    pub(crate) fn keep(&self) {
        self.session.mark_unsaved();
        self.mend();
    }

    fn lead_or_follow(&self, rejected: Option<&AccessToken>, end: Duration) -> Option<Outcomes> {
        let mut turn = lock(&self.turn);
        loop {
            let now = self.clock.now().mono;
            let Some((followed, since)) = turn.leader else {
                break;
            };
            let stuck = since.saturating_add(FLIGHT);
            if stuck <= now {
                break;
            }
            let wait = end.min(stuck).saturating_sub(now);
            if wait.is_zero() {
                return None;
            }
            turn = self
                .landed
                .wait_timeout(turn, wait)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
            if let Some((id, result)) = &turn.last
                && *id == followed
            {
                return Some(result.clone());
            }
        }
        // Between the look and the lock somebody may have landed.
        if let Some(bearer) = self.session.usable(rejected, self.clock.now()) {
            return Some(Ok(bearer));
        }
        let now = self.clock.now();
        let mut rest = end.saturating_sub(now.mono);
        if self.session.last_resort(rejected, now).is_some() {
            rest /= 2; // so that there is time left to use the token that is held
        }
        turn.count += 1;
        let own = turn.count;
        turn.leader = Some((own, self.clock.now().mono));
        drop(turn);
        let result = catch_unwind(AssertUnwindSafe(|| {
            self.drive(
                self.session
                    .renew_within(rejected.cloned(), &*self.clock, rest),
            )
        }))
        .unwrap_or_else(|_| Err(AuthError::Panicked.into()));
        let mut turn = lock(&self.turn);
        if turn.leader.is_some_and(|(id, _)| id == own) {
            turn.leader = None;
        }
        turn.last = Some((own, result.clone()));
        drop(turn);
        self.landed.notify_all();
        Some(result)
    }

    /// Writes what could not be written when it was had; one caller a second tries.
    fn mend(&self) {
        let now = self.clock.now().mono;
        {
            let mut tried = lock(&self.mended);
            if tried.is_some_and(|at| now < at.saturating_add(Duration::from_secs(1))) {
                return;
            }
            *tried = Some(now);
        }
        // What it comes to shows in the session's state.
        let _ = self.drive(self.session.mend(&*self.clock));
    }

    fn drive(&self, mut step: RenewalStep) -> Outcomes {
        loop {
            step = match step {
                RenewalStep::Load(s) => {
                    let found = self.store.load(s.key());
                    s.loaded(found, self.clock.now())
                }
                RenewalStep::Lease(s) => {
                    let lease = self.store.lease(s.key(), s.time());
                    s.leased(lease, self.clock.now())
                }
                RenewalStep::Wait(s) => {
                    self.transport.sleep(s.delay());
                    s.over(self.clock.now())
                }
                RenewalStep::Transmit(s) => {
                    let reply = self.transport.send(s.request(), s.limits(self.clock.now()));
                    s.reply(reply, self.clock.now())
                }
                RenewalStep::Commit(s) => {
                    let result = self.store.commit(s.key(), s.expected(), s.token());
                    s.committed(result, self.clock.now())
                }
                RenewalStep::Release(s) => {
                    let result = self.store.release(s.lease());
                    s.released(result)
                }
                RenewalStep::Done(result) => return result,
            };
        }
    }
}
