//! The session of an async client: the renewal's IO, in a flight that all callers share.

use std::{future::poll_fn, pin::pin, sync::Arc, task::Poll, time::Duration};

use super::{
    Session,
    flight::{Flight, Work},
    renewal::{FLIGHT, RenewalStep, STORE},
};
use crate::{
    AccessToken, AuthError, Clock, HttpTransport, TokenStore,
    call::Bearer,
    error::Error,
    store::{StoreError, StoreErrorKind},
    sync::{Mutex, lock},
};

type Outcomes = Result<Bearer, Error>;

/// The token, and the one renewal that is under way.
pub(crate) struct AsyncSession {
    session: Arc<Session>,
    ports: Arc<Ports>,
    flight: Mutex<Option<(Flight<Outcomes>, Duration)>>,
    /// Writing what could not be written when it was had: polled by every call that passes,
    /// waited for by none.
    mending: Mutex<Mending>,
}

#[derive(Default)]
struct Mending {
    flight: Option<Flight<Outcomes>>,
    /// When the next one may begin.
    next: Duration,
}

/// What a renewal needs of the world. Flights own it, never the client.
struct Ports {
    transport: Arc<dyn HttpTransport>,
    store: Arc<dyn TokenStore>,
    clock: Arc<dyn Clock>,
}

impl AsyncSession {
    pub(crate) fn new(
        session: Session,
        transport: Arc<dyn HttpTransport>,
        store: Arc<dyn TokenStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            session: Arc::new(session),
            ports: Arc::new(Ports {
                transport,
                store,
                clock,
            }),
            flight: Mutex::default(),
            mending: Mutex::default(),
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Session> {
        &self.session
    }

    /// A token other than the one refused, within `rest`; `None` when that is over.
    pub(crate) async fn authorize(
        &self,
        rejected: Option<&AccessToken>,
        rest: Duration,
    ) -> Option<Outcomes> {
        if self.session.is_unsaved() && lock(&self.flight).is_none() {
            self.mend_a_little().await;
        }
        if let Some(bearer) = self.session.usable(rejected, self.ports.clock.now()) {
            return Some(Ok(bearer));
        }
        // A token in its last minute is better than none: then the renewal is helped on for a
        // moment, and whoever comes next goes on with it.
        let held = self.session.last_resort(rejected, self.ports.clock.now());
        let patience = if held.is_some() {
            (rest / 4).min(MOMENT)
        } else {
            rest
        };
        let renewed = within(self.renewed(rejected), self.ports.transport.sleep(patience)).await;
        match renewed {
            Some(Ok(bearer)) => Some(Ok(bearer)),
            failed => held.map(Ok).or(failed),
        }
    }

    /// Writes the token that is held to the store, as far as the store lets it.
    pub(crate) async fn keep(&self) {
        self.session.mark_unsaved();
        let step = self.session.mend(&*self.ports.clock);
        // What it comes to shows in the session's state.
        let _ = self.ports.drive(step).await;
    }

    async fn renewed(&self, rejected: Option<&AccessToken>) -> Outcomes {
        let mut tries = 0;
        loop {
            let flight = self.join(rejected);
            let result = flight.clone().wait(Err(AuthError::Panicked.into())).await;
            self.land(&flight);
            let now = self.ports.clock.now();
            tries += 1;
            match self.session.last_resort(rejected, now) {
                Some(bearer) => return Ok(bearer),
                // It began before this token was refused, and brought that very token.
                None if result.is_ok() && tries < 2 => {}
                None => return result.and(Err(AuthError::NothingToRenew.into())),
            }
        }
    }

    /// The renewal under way, or a new one if there is none or it is stuck.
    fn join(&self, rejected: Option<&AccessToken>) -> Flight<Outcomes> {
        let now = self.ports.clock.now().mono;
        let mut slot = lock(&self.flight);
        match &*slot {
            Some((flight, since)) if now.saturating_sub(*since) < FLIGHT => flight.clone(),
            _ => {
                let (session, ports) = (self.session.clone(), self.ports.clone());
                let rejected = rejected.cloned();
                let work: Work<Outcomes> = Box::pin(async move {
                    let step = session.renew(rejected, &*ports.clock);
                    ports.drive(step).await
                });
                let flight = Flight::new(work);
                *slot = Some((flight.clone(), now));
                flight
            }
        }
    }

    fn land(&self, landed: &Flight<Outcomes>) {
        let mut slot = lock(&self.flight);
        if slot.as_ref().is_some_and(|(flight, _)| flight.is(landed)) {
            *slot = None;
        }
    }

    async fn mend_a_little(&self) {
        let now = self.ports.clock.now().mono;
        let flight = {
            let mut mending = lock(&self.mending);
            if now >= mending.next {
                let (session, ports) = (self.session.clone(), self.ports.clone());
                mending.next = now.saturating_add(FLIGHT);
                mending.flight = Some(Flight::new(Box::pin(async move {
                    let step = session.mend(&*ports.clock);
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

impl Ports {
    async fn drive(&self, mut step: RenewalStep) -> Outcomes {
        loop {
            step = match step {
                RenewalStep::Load(s) => {
                    let found = self.stored(self.store.load(s.key())).await;
                    s.loaded(found, self.clock.now())
                }
                RenewalStep::Lease(s) => {
                    let lease = self.stored(self.store.lease(s.key(), s.time())).await;
                    s.leased(lease, self.clock.now())
                }
                RenewalStep::Wait(s) => {
                    self.transport.sleep(s.delay()).await;
                    s.over(self.clock.now())
                }
                RenewalStep::Transmit(s) => {
                    let limits = s.limits(self.clock.now());
                    let reply = self.transport.send(s.request(), limits).await;
                    s.reply(reply, self.clock.now())
                }
                RenewalStep::Commit(s) => {
                    let commit = self.store.commit(s.key(), s.expected(), s.token());
                    let result = self.stored(commit).await;
                    s.committed(result, self.clock.now())
                }
                RenewalStep::Release(s) => {
                    let result = self.stored(self.store.release(s.lease())).await;
                    s.released(result)
                }
                RenewalStep::Done(result) => return result,
            };
        }
    }

    /// One operation of the store, within the time that a store has.
    async fn stored<T>(
        &self,
        operation: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let late = || Err(StoreError::new(StoreErrorKind::Timeout));
        within(operation, self.transport.sleep(STORE))
            .await
            .unwrap_or_else(late)
    }
}

/// The work's outcome, or `None` if the timer is over first.
pub(crate) async fn within<T>(
    work: impl Future<Output = T>,
    timer: impl Future<Output = ()>,
) -> Option<T> {
    let (mut work, mut timer) = (pin!(work), pin!(timer));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(outcome) => Poll::Ready(Some(outcome)),
        Poll::Pending => timer.as_mut().poll(context).map(|()| None),
    })
    .await
}
