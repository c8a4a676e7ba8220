//! The session of a blocking client: one caller renews, the others wait for it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError},
    time::Duration,
};

use super::{
    Errand, Hook, Session, Stamp,
    renewal::{FLIGHT, RenewalStep},
};
use crate::{
    AccessToken, AuthError, BlockingTokenStore, BlockingTransport, Clock, Token,
    call::Bearer,
    error::Error,
    sync::{Condvar, Mutex, lock},
};

mod ports;

use ports::{Parts, Ports};

type Outcomes = Result<Bearer, Error>;

/// The token, and the one renewal that is under way.
pub(crate) struct BlockingSession {
    session: Arc<Session>,
    transport: Arc<dyn BlockingTransport>,
    clock: Arc<dyn Clock>,
    /// What may be replaced while the client is in use.
    parts: Mutex<Parts>,
    turn: Mutex<Turn>,
    landed: Condvar,
    mended: Mutex<Option<Duration>>,
}

#[derive(Default)]
struct Turn {
    /// The renewal that somebody drives.
    leader: Option<Leader>,
    count: u64,
    /// What the last one came to.
    last: Option<(u64, Outcomes)>,
}

#[derive(Clone, Copy)]
struct Leader {
    id: u64,
    since: Duration,
    /// What was held when it began.
    stamp: Stamp,
    /// Whether it may end in an exchange.
    exchange: bool,
}

/// What came of waiting for a renewal.
enum Landing {
    /// This.
    Came(Outcomes),
    /// Another token or grant was set meanwhile.
    Superseded,
    /// Nothing in time.
    Late,
}

impl BlockingSession {
    pub(crate) fn new(
        session: Session,
        transport: Arc<dyn BlockingTransport>,
        store: Option<Arc<dyn BlockingTokenStore>>,
        hook: Option<Hook>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let parts = Parts::new(store, hook, &clock);
        Self {
            session: Arc::new(session),
            transport,
            clock,
            parts: Mutex::new(parts),
            turn: Mutex::default(),
            landed: Condvar::new(),
            mended: Mutex::default(),
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Session> {
        &self.session
    }

    pub(crate) fn store(&self) -> Arc<dyn BlockingTokenStore> {
        lock(&self.parts).store.clone()
    }

    pub(crate) fn set_store(&self, store: Arc<dyn BlockingTokenStore>) {
        let mut parts = lock(&self.parts);
        let new = Parts::new(Some(store), parts.hook.clone(), &self.clock);
        let old = std::mem::replace(&mut *parts, new);
        self.session.reshelve();
        drop(parts);
        drop(old);
    }

    pub(crate) fn set_hook(&self, hook: Option<Hook>) {
        let mut parts = lock(&self.parts);
        self.session.set_hooked(hook.is_some());
        let old = std::mem::replace(&mut parts.hook, hook);
        drop(parts);
        drop(old);
    }

    /// What may be replaced, and what was held when it was taken.
    fn parts(&self) -> (Parts, Stamp) {
        let parts = lock(&self.parts);
        (parts.clone(), self.session.stamp())
    }

    /// Lets nobody wait any longer for a renewal of what is no longer held. Whoever drives it
    /// writes its answer to the store.
    pub(crate) fn supersede(&self) {
        // With the lock for a moment: nobody is between the look and the wait then.
        drop(lock(&self.turn));
        self.landed.notify_all();
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
        let exchange = match self.session.errand(rejected) {
            Errand::Renew => true,
            Errand::Look => false,
            Errand::Nothing(why) => {
                self.session.announce(false, self.clock.now());
                let set = self.session.usable(rejected, self.clock.now());
                return Some(set.ok_or_else(|| why.into()));
            }
        };
        self.renewed(rejected, exchange, start.mono.saturating_add(rest))
    }

    /// Another token than the one that is held, within `rest`; `None` when that is over.
    pub(crate) fn renew(&self, rest: Duration) -> Option<Outcomes> {
        if !self.session.is_holding() {
            return Some(Err(AuthError::NoToken.into()));
        }
        let held = self.session.token().map(|token| token.access);
        let end = self.clock.now().mono.saturating_add(rest);
        self.renewed(held.as_ref(), true, end)
    }

    /// What is held or stored, within `rest`; `None` when that is over.
    pub(crate) fn look(&self, rest: Duration) -> Option<Outcomes> {
        if let Some(bearer) = self.session.usable(None, self.clock.now()) {
            return Some(Ok(bearer));
        }
        let end = self.clock.now().mono.saturating_add(rest);
        self.renewed(None, false, end)
    }

    /// The same session for a token that is not held: nothing that it does shows here.
    pub(crate) fn apart(&self, token: Token) -> Self {
        let session = self.session.apart(token, self.clock.now());
        let hook = lock(&self.parts).hook.clone();
        let (transport, clock) = (self.transport.clone(), self.clock.clone());
        Self::new(session, transport, None, hook, clock)
    }

    /// Writes the token that is held to the store, as far as the store lets it.
    pub(crate) fn keep(&self) {
        self.session.mark_unsaved();
        self.mend_now();
    }

    fn renewed(
        &self,
        rejected: Option<&AccessToken>,
        exchange: bool,
        end: Duration,
    ) -> Option<Outcomes> {
        let (mut tries, mut changes) = (0, 0);
        loop {
            let stamp = self.session.stamp();
            let landing = self.lead_or_follow(rejected, exchange, end);
            if let Some(bearer) = self.session.last_resort(rejected, self.clock.now()) {
                return Some(Ok(bearer));
            }
            match landing {
                Landing::Late => return None,
                // Another token or grant was set meanwhile.
                _ if changes < CHANGES && !self.session.is_current(stamp) => changes += 1,
                // It began before this token was refused, and brought that very token.
                Landing::Came(Ok(_)) if tries < 1 => tries += 1,
                Landing::Came(Err(error)) => return Some(Err(error)),
                _ => return Some(Err(AuthError::NothingToRenew.into())),
            }
        }
    }

    fn lead_or_follow(
        &self,
        rejected: Option<&AccessToken>,
        exchange: bool,
        end: Duration,
    ) -> Landing {
        let mut turn = lock(&self.turn);
        loop {
            let now = self.clock.now().mono;
            let Some(leader) = turn.leader else {
                break;
            };
            let stuck = leader.since.saturating_add(FLIGHT);
            let ours = self.session.is_current(leader.stamp) && (leader.exchange || !exchange);
            if stuck <= now || !ours {
                break;
            }
            let wait = end.min(stuck).saturating_sub(now);
            if wait.is_zero() {
                return Landing::Late;
            }
            turn = self
                .landed
                .wait_timeout(turn, wait)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
            if let Some((id, result)) = &turn.last
                && *id == leader.id
            {
                return Landing::Came(result.clone());
            }
            if !self.session.is_current(leader.stamp) {
                return Landing::Superseded;
            }
        }
        // Between the look and the lock somebody may have landed.
        if let Some(bearer) = self.session.usable(rejected, self.clock.now()) {
            return Landing::Came(Ok(bearer));
        }
        let now = self.clock.now();
        let mut rest = end.saturating_sub(now.mono);
        if self.session.last_resort(rejected, now).is_some() {
            rest /= 2; // so that there is time left to use the token that is held
        }
        let (parts, stamp) = self.parts();
        turn.count += 1;
        let id = turn.count;
        turn.leader = Some(Leader {
            id,
            since: now.mono,
            stamp,
            exchange,
        });
        drop(turn);
        let work = || self.lead(&parts, rejected, exchange, stamp, rest);
        let result = catch_unwind(AssertUnwindSafe(work))
            .unwrap_or_else(|_| Err(AuthError::Panicked.into()));
        let mut turn = lock(&self.turn);
        if turn.leader.is_some_and(|leader| leader.id == id) {
            turn.leader = None;
        }
        turn.last = Some((id, result.clone()));
        drop(turn);
        self.landed.notify_all();
        Landing::Came(result)
    }

    /// The whole of a renewal.
    fn lead(
        &self,
        parts: &Parts,
        rejected: Option<&AccessToken>,
        exchange: bool,
        stamp: Stamp,
        rest: Duration,
    ) -> Outcomes {
        if rejected.is_none() {
            self.session.announce(false, self.clock.now());
            // A listener may have set another token.
            if let Some(bearer) = self.session.usable(None, self.clock.now()) {
                return Ok(bearer);
            }
        }
        let (rejected, clock) = (rejected.cloned(), &*self.clock);
        let step = self
            .session
            .renew_within(rejected, exchange, stamp, clock, rest);
        self.drive(parts, step, rest)
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
        self.mend_now();
    }

    fn mend_now(&self) {
        // What it comes to shows in the session's state.
        let (parts, stamp) = self.parts();
        let step = self.session.mend(stamp, &*self.clock);
        let _ = self.drive(&parts, step, FLIGHT);
    }

    fn drive(&self, parts: &Parts, step: RenewalStep, rest: Duration) -> Outcomes {
        let ports = Ports {
            transport: &*self.transport,
            clock: &*self.clock,
            parts,
            end: self.clock.now().mono.saturating_add(rest),
        };
        ports.drive(step)
    }
}

/// How often a caller that waits begins anew because another token or grant was set.
const CHANGES: u32 = 8;
