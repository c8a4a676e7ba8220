//! The renewal of a token, which an event loop drives beside its calls.

use std::time::Duration;

use spotify_core::{
    AuthError, BlockingTokenStore as _, Error, MemoryStore, Now,
    call::Bearer,
    session::{RenewalStep, states},
};

use super::exchange::Exchange;

/// What the renewal waits for.
pub(crate) enum Renewal {
    /// A moment.
    Time(states::Wait, Duration),
    /// The accounts service.
    Server(Box<states::Transmit>, Box<Exchange>),
    /// Nothing any more: every call that waits for a token gets this.
    Done(Result<Bearer, Error>),
}

impl Renewal {
    /// Sees whether what the renewal waits for has come.
    pub(crate) fn look(self, store: &MemoryStore, now: Now) -> Self {
        let step = match self {
            Self::Time(s, end) if end <= now.mono => s.over(now),
            Self::Server(s, mut exchange) => match exchange.poll(now.mono) {
                Some(reply) => s.reply(reply, now),
                None => return Self::Server(s, exchange),
            },
            waiting => return waiting,
        };
        Self::take(step, store, now)
    }

    /// Does what the machine wants, as far as that needs no waiting. A store in memory needs
    /// none; a slower one would be asked on a thread, and waited for like the server.
    pub(crate) fn take(mut step: RenewalStep, store: &MemoryStore, now: Now) -> Self {
        loop {
            step = match step {
                RenewalStep::List(s) => {
                    let keys = store.list(&s.filter());
                    s.listed(keys, now)
                }
                RenewalStep::Load(s) => {
                    let found = store.load(s.key());
                    s.loaded(found, now)
                }
                RenewalStep::Lease(s) => {
                    let lease = store.lease(s.key(), s.time());
                    s.leased(lease, now)
                }
                RenewalStep::Wait(s) => {
                    let end = now.mono.saturating_add(s.delay());
                    return Self::Time(s, end);
                }
                RenewalStep::Transmit(s) => {
                    match Exchange::begin(&s.request(), s.limits(now), now.mono) {
                        Ok(exchange) => return Self::Server(s, exchange),
                        Err(error) => s.reply(Err(error), now),
                    }
                }
                RenewalStep::Hook(s) => s.replied(Err(AuthError::NothingToRenew.into()), now),
                RenewalStep::Commit(s) => {
                    let commit = store.commit(s.key(), s.expected(), s.token());
                    s.committed(commit, now)
                }
                RenewalStep::Used(s) => {
                    let used = store.used(s.key());
                    s.told(used)
                }
                RenewalStep::Release(s) => {
                    let released = store.release(s.lease());
                    s.released(released, now)
                }
                RenewalStep::Done(result) => return Self::Done(result),
            };
        }
    }
}
