//! The session of an async client: the renewal's IO, in a flight that all callers share.

use std::{future::poll_fn, sync::Arc, task::Poll, time::Duration};

use super::{
    Errand, Hook, Session, Stamp,
    flight::{Flight, Work},
    renewal::FLIGHT,
};
use crate::{
    AccessToken, AuthError, Clock, HttpTransport, MemoryStore, Token, TokenStore,
    call::Bearer,
    error::Error,
    sync::{Mutex, lock},
};

mod ports;

pub(crate) use ports::within;
use ports::{Parts, Ports};

type Outcomes = Result<Bearer, Error>;

/// The token, and the one renewal that is under way.
pub(crate) struct AsyncSession {
    session: Arc<Session>,
    transport: Arc<dyn HttpTransport>,
    clock: Arc<dyn Clock>,
    /// What may be replaced while the client is in use.
    parts: Mutex<Parts>,
    flight: Mutex<Option<Underway>>,
    /// Writing what could not be written when it was had: polled by every call that passes,
    /// waited for by none.
    mending: Mutex<Mending>,
}

/// A renewal that callers wait for.
#[derive(Clone)]
struct Underway {
    flight: Flight<Outcomes>,
    since: Duration,
    /// What was held when it began.
    stamp: Stamp,
    /// Whether it may end in an exchange.
    exchange: bool,
}

#[derive(Default)]
struct Mending {
    flight: Option<Flight<Outcomes>>,
    /// When the next one may begin.
    next: Duration,
    /// Renewals that nobody waits for any more: their answers belong to the store all the same.
    left: Vec<Flight<Outcomes>>,
}

impl AsyncSession {
    pub(crate) fn new(
        session: Session,
        transport: Arc<dyn HttpTransport>,
        store: Arc<dyn TokenStore>,
        hook: Option<Hook>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            session: Arc::new(session),
            transport,
            clock,
            parts: Mutex::new(Parts { store, hook }),
            flight: Mutex::default(),
            mending: Mutex::default(),
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Session> {
        &self.session
    }

    pub(crate) fn store(&self) -> Arc<dyn TokenStore> {
        lock(&self.parts).store.clone()
    }

    pub(crate) fn set_store(&self, store: Arc<dyn TokenStore>) {
        let mut parts = lock(&self.parts);
        let old = std::mem::replace(&mut parts.store, store);
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

    fn ports(&self) -> Arc<Ports> {
        let parts = lock(&self.parts);
        Arc::new(Ports {
            session: self.session.clone(),
            transport: self.transport.clone(),
            clock: self.clock.clone(),
            stamp: self.session.stamp(),
            parts: parts.clone(),
        })
    }

    /// Lets nobody wait any longer for a renewal of what is no longer held. Its answer is
    /// written to the store by the calls that pass.
    pub(crate) fn supersede(&self) {
        let Some(old) = lock(&self.flight).take() else {
            return;
        };
        self.leave(old.flight.clone());
        old.flight.wake();
    }

    /// Leaves a renewal to the calls that pass.
    fn leave(&self, flight: Flight<Outcomes>) {
        let mut mending = lock(&self.mending);
        mending.left.push(flight);
        self.session.set_chores(true);
    }

    /// A token other than the one refused, within `rest`; `None` when that is over.
    pub(crate) async fn authorize(
        &self,
        rejected: Option<&AccessToken>,
        rest: Duration,
    ) -> Option<Outcomes> {
        if self.session.has_chores() {
            self.help().await;
        }
        if self.session.is_unsaved() && lock(&self.flight).is_none() {
            self.mend_a_little().await;
        }
        if let Some(bearer) = self.session.usable(rejected, self.clock.now()) {
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
        // A token in its last minute is better than none: then the renewal is helped on for a
        // moment, and whoever comes next goes on with it.
        let held = self.session.last_resort(rejected, self.clock.now());
        let patience = if held.is_some() {
            (rest / 4).min(MOMENT)
        } else {
            rest
        };
        let renewed = self.renewed(rejected, exchange);
        match within(renewed, self.transport.sleep(patience)).await {
            Some(Ok(bearer)) => Some(Ok(bearer)),
            failed => held.map(Ok).or(failed),
        }
    }

    /// Another token than the one that is held, within `rest`; `None` when that is over.
    pub(crate) async fn renew(&self, rest: Duration) -> Option<Outcomes> {
        if !self.session.is_holding() {
            return Some(Err(AuthError::NoToken.into()));
        }
        let held = self.session.token().map(|token| token.access);
        let renewed = self.renewed(held.as_ref(), true);
        within(renewed, self.transport.sleep(rest)).await
    }

    /// What is held or stored, within `rest`; `None` when that is over.
    pub(crate) async fn look(&self, rest: Duration) -> Option<Outcomes> {
        if let Some(bearer) = self.session.usable(None, self.clock.now()) {
            return Some(Ok(bearer));
        }
        within(self.renewed(None, false), self.transport.sleep(rest)).await
    }

    /// The same session for a token that is not held: nothing that it does shows here.
    pub(crate) fn apart(&self, token: Token) -> Self {
        let session = self.session.apart(token, self.clock.now());
        let store = Arc::new(MemoryStore::with_clock(self.clock.clone()));
        let hook = lock(&self.parts).hook.clone();
        let (transport, clock) = (self.transport.clone(), self.clock.clone());
        Self::new(session, transport, store, hook, clock)
    }

    /// Writes the token that is held to the store, as far as the store lets it.
    pub(crate) async fn keep(&self) {
        self.session.mark_unsaved();
        let ports = self.ports();
        let step = self.session.mend(ports.stamp, &*self.clock);
        // What it comes to shows in the session's state.
        let _ = ports.drive(step).await;
    }

    async fn renewed(&self, rejected: Option<&AccessToken>, exchange: bool) -> Outcomes {
        let panicked = Err(AuthError::Panicked.into());
        let mut tries = 0;
        loop {
            let under = self.join(rejected, exchange);
            let result = poll_fn(|context| match under.flight.poll(context, &panicked) {
                Poll::Ready(result) => Poll::Ready(Some(result)),
                // Looked at after the waker is known, so that no change is missed.
                Poll::Pending if self.session.is_current(under.stamp) => Poll::Pending,
                Poll::Pending => Poll::Ready(None),
            })
            .await;
            if result.is_some() {
                self.land(&under.flight);
            }
            let served = self.session.last_resort(rejected, self.clock.now());
            tries += 1;
            match (served, result) {
                (Some(bearer), _) => return Ok(bearer),
                // Another token or grant was set meanwhile.
                (None, _) if tries < CHANGES && !self.session.is_current(under.stamp) => {}
                // It began before this token was refused, and brought that very token.
                (None, Some(Ok(_))) if tries < 2 => {}
                (None, Some(Err(error))) => return Err(error),
                (None, _) => return Err(AuthError::NothingToRenew.into()),
            }
        }
    }

    /// The renewal under way, or a new one if there is none, it is stuck, or it is about another
    /// token.
    fn join(&self, rejected: Option<&AccessToken>, exchange: bool) -> Underway {
        let now = self.clock.now().mono;
        let ports = self.ports();
        let mut slot = lock(&self.flight);
        if let Some(under) = &*slot
            && now.saturating_sub(under.since) < FLIGHT
            && under.stamp.epoch == ports.stamp.epoch
            && (under.exchange || !exchange)
        {
            return under.clone();
        }
        let stamp = ports.stamp;
        let rejected = rejected.cloned();
        let work: Work<Outcomes> = Box::pin(async move { ports.renew(rejected, exchange).await });
        let under = Underway {
            flight: Flight::new(work),
            since: now,
            stamp,
            exchange,
        };
        let old = slot.replace(under.clone());
        drop(slot);
        if let Some(old) = old.filter(|old| now.saturating_sub(old.since) < FLIGHT) {
            self.leave(old.flight);
        }
        under
    }

    fn land(&self, landed: &Flight<Outcomes>) {
        let mut slot = lock(&self.flight);
        if slot.as_ref().is_some_and(|under| under.flight.is(landed)) {
            *slot = None;
        }
    }

    /// Drives on a bit what nobody waits for.
    async fn help(&self) {
        let left = std::mem::take(&mut lock(&self.mending).left);
        let panicked = Err(AuthError::Panicked.into());
        let mut going = Vec::new();
        // Each is polled once, so this never waits.
        for flight in left {
            if !poll_fn(|context| Poll::Ready(flight.poll(context, &panicked).is_ready())).await {
                going.push(flight);
            }
        }
        let mut mending = lock(&self.mending);
        mending.left.append(&mut going);
        if mending.left.is_empty() {
            self.session.set_chores(false);
        }
    }

    async fn mend_a_little(&self) {
        let now = self.clock.now().mono;
        let flight = {
            let mut mending = lock(&self.mending);
            if now >= mending.next {
                let ports = self.ports();
                mending.next = now.saturating_add(FLIGHT);
                mending.flight = Some(Flight::new(Box::pin(async move {
                    let step = ports.session.mend(ports.stamp, &*ports.clock);
                    ports.drive(step).await
                })));
            }
            mending.flight.clone()
        };
        let Some(flight) = flight else { return };
        let panicked = Err(AuthError::Panicked.into());
        // Polled once: whoever passes lends a hand, and nobody waits.
        if poll_fn(|context| Poll::Ready(flight.poll(context, &panicked).is_ready())).await {
            let mut mending = lock(&self.mending);
            mending.flight = None;
            mending.next = now.saturating_add(RETRY);
        }
    }
}

/// How long a call that has a token waits for a newer one.
const MOMENT: Duration = Duration::from_secs(2);
/// How long after one attempt to write comes the next.
const RETRY: Duration = Duration::from_secs(1);
/// How often a caller that waits begins anew because another token or grant was set.
const CHANGES: u32 = 8;
