//! A renewal's IO, on the caller's thread.

use std::{sync::Arc, time::Duration};

use super::Outcomes;
use crate::{
    AuthError, BlockingTokenStore, BlockingTransport, Clock, MemoryStore, OnThread, TokenStore,
    bell::wait_for,
    session::{
        Hook,
        renewal::{RenewalStep, STORE},
    },
    store::{StoreError, StoreErrorKind},
};

/// What may be replaced while the client is in use.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) store: Arc<dyn BlockingTokenStore>,
    /// The same store, on threads of its own: a caller does not hang with it.
    threads: Arc<dyn TokenStore>,
    pub(super) hook: Option<Hook>,
}

impl Parts {
    /// With a store, or one in memory, which needs no threads.
    pub(super) fn new(
        store: Option<Arc<dyn BlockingTokenStore>>,
        hook: Option<Hook>,
        clock: &Arc<dyn Clock>,
    ) -> Self {
        match store {
            Some(store) => Self {
                threads: Arc::new(OnThread::new(store.clone())),
                store,
                hook,
            },
            None => {
                let store = Arc::new(MemoryStore::with_clock(clock.clone()));
                Self {
                    threads: store.clone(),
                    store,
                    hook,
                }
            }
        }
    }
}

/// What a renewal needs of the world.
pub(super) struct Ports<'a> {
    pub(super) transport: &'a dyn BlockingTransport,
    pub(super) clock: &'a dyn Clock,
    pub(super) parts: &'a Parts,
    /// When the caller's time is over.
    pub(super) end: Duration,
}

impl Ports<'_> {
    pub(super) fn drive(&self, mut step: RenewalStep) -> Outcomes {
        let Parts { threads, hook, .. } = self.parts;
        loop {
            step = match step {
                RenewalStep::List(s) => {
                    let keys = self.stored(threads.list(&s.filter()));
                    s.listed(keys, self.clock.now())
                }
                RenewalStep::Load(s) => {
                    let found = self.stored(threads.load(s.key()));
                    s.loaded(found, self.clock.now())
                }
                RenewalStep::Lease(s) => {
                    let lease = self.stored(threads.lease(s.key(), s.time()));
                    s.leased(lease, self.clock.now())
                }
                RenewalStep::Wait(s) => {
                    self.transport.sleep(s.delay());
                    s.over(self.clock.now())
                }
                RenewalStep::Transmit(s) => {
                    let limits = s.limits(self.clock.now());
                    let reply = self.transport.send(s.request(), limits);
                    s.reply(reply, self.clock.now())
                }
                RenewalStep::Hook(s) => {
                    let token = match hook {
                        Some(hook) => hook.ask_now(s.current()),
                        None => Err(AuthError::NothingToRenew.into()),
                    };
                    s.replied(token, self.clock.now())
                }
                RenewalStep::Commit(s) => {
                    let commit = threads.commit(s.key(), s.expected(), s.token());
                    let result = self.stored(commit);
                    s.committed(result, self.clock.now())
                }
                RenewalStep::Used(s) => {
                    let result = self.stored(threads.used(s.key()));
                    s.told(result)
                }
                RenewalStep::Release(s) => {
                    let result = self.stored(threads.release(s.lease()));
                    s.released(result, self.clock.now())
                }
                RenewalStep::Done(result) => return result,
            };
        }
    }

    /// One operation of the store, within the time that a store has and the caller has left.
    fn stored<T>(
        &self,
        operation: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let rest = self.end.saturating_sub(self.clock.now().mono);
        let late = || Err(StoreError::new(StoreErrorKind::Timeout));
        wait_for(operation, STORE.min(rest)).unwrap_or_else(late)
    }
}
