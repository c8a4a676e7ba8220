//! A renewal's IO.

use std::{future::poll_fn, pin::pin, sync::Arc, task::Poll};

use super::Outcomes;
use crate::{
    AccessToken, AuthError, Clock, HttpTransport, TokenStore,
    session::{
        Hook, Session, Stamp,
        renewal::{FLIGHT, RenewalStep, STORE},
    },
    store::{StoreError, StoreErrorKind},
};

/// What may be replaced while the client is in use.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) store: Arc<dyn TokenStore>,
    pub(super) hook: Option<Hook>,
}

/// What a renewal needs of the world. Flights own it, never the client.
pub(super) struct Ports {
    pub(super) session: Arc<Session>,
    pub(super) transport: Arc<dyn HttpTransport>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) parts: Parts,
    /// What was held, and which store it was, when these were taken.
    pub(super) stamp: Stamp,
}

impl Ports {
    /// The whole of a renewal.
    pub(super) async fn renew(&self, rejected: Option<AccessToken>, exchange: bool) -> Outcomes {
        if rejected.is_none() {
            self.session.announce(false, self.clock.now());
            // A listener may have set another token.
            if let Some(bearer) = self.session.usable(None, self.clock.now()) {
                return Ok(bearer);
            }
        }
        let clock = &*self.clock;
        let step = self
            .session
            .renew_within(rejected, exchange, self.stamp, clock, FLIGHT);
        self.drive(step).await
    }

    pub(super) async fn drive(&self, mut step: RenewalStep) -> Outcomes {
        let Parts { store, hook } = &self.parts;
        loop {
            step = match step {
                RenewalStep::List(s) => {
                    let keys = self.stored(store.list(&s.filter())).await;
                    s.listed(keys, self.clock.now())
                }
                RenewalStep::Load(s) => {
                    let found = self.stored(store.load(s.key())).await;
                    s.loaded(found, self.clock.now())
                }
                RenewalStep::Lease(s) => {
                    let lease = self.stored(store.lease(s.key(), s.time())).await;
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
                RenewalStep::Hook(s) => {
                    let limit = self.transport.sleep(s.limit(self.clock.now()));
                    let token = match hook {
                        Some(hook) => within(hook.ask(s.current()), limit).await,
                        None => Some(Err(AuthError::NothingToRenew.into())),
                    };
                    let late = || Err(AuthError::Hook("it did not answer in time".into()).into());
                    s.replied(token.unwrap_or_else(late), self.clock.now())
                }
                RenewalStep::Commit(s) => {
                    let commit = store.commit(s.key(), s.expected(), s.token());
                    let result = self.stored(commit).await;
                    s.committed(result, self.clock.now())
                }
                RenewalStep::Used(s) => {
                    let result = self.stored(store.used(s.key())).await;
                    s.told(result)
                }
                RenewalStep::Release(s) => {
                    let result = self.stored(store.release(s.lease())).await;
                    s.released(result, self.clock.now())
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
