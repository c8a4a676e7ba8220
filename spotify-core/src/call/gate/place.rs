//! A place in the queue, and the right to be in flight that it leads to.

use std::{fmt, task::Waker, time::Duration};

use super::{GRACE, RateGate, WATCH};
use crate::{Now, sync::lock};

/// How many waiters beyond the free permits are looked at, since each may be one that never
/// comes.
const LOOK: usize = 64;

/// A place in the queue; dropping it leaves the queue.
pub(crate) struct Place {
    pub(super) gate: RateGate,
    pub(super) ticket: u64,
}

impl Place {
    /// Asks to be woken when it may be time to try again.
    pub(crate) fn notify(&self, waker: &Waker) {
        let mut state = lock(&self.gate.0.state);
        let position = state.position(self.ticket);
        if let Some(waiter) = position.and_then(|at| state.waiters.get_mut(at)) {
            match &mut waiter.waker {
                Some(known) => known.clone_from(waker),
                none => *none = Some(waker.clone()),
            }
        }
    }

    /// Takes a permit if it is this place's turn; otherwise says after how long to try again
    /// even if nobody calls.
    pub(crate) fn try_take(&self, now: Now, hold: Duration) -> Result<Permit, Duration> {
        let mut state = lock(&self.gate.0.state);
        state.expire(now);
        let free = self.gate.0.in_flight.saturating_sub(state.permits.len());
        let Some(position) = state.position(self.ticket) else {
            return Err(GRACE);
        };
        if let Some(own) = state.waiters.get_mut(position) {
            own.called = None; // it has come
        }
        if free == 0 {
            let next = state
                .permits
                .iter()
                .map(|(_, end)| *end)
                .min()
                .unwrap_or(now.mono);
            // Sooner if need be: those who were woken may be asleep for good.
            return Err(next.saturating_sub(now.mono).clamp(GRACE, WATCH));
        }
        let (mut ahead, mut retry, mut wakers) = (0, GRACE, Vec::new());
        for (index, waiter) in state.waiters.iter_mut().take(position).enumerate() {
            if ahead == free && index >= free.saturating_add(LOOK) {
                break;
            }
            // Those whose turn it is, and those who were woken for one before.
            if ahead < free || waiter.waker.is_none() {
                waiter.called.get_or_insert(now.mono);
            }
            if ahead == free {
                continue;
            }
            let called = waiter.called.unwrap_or(now.mono);
            let grace = called.saturating_add(GRACE).saturating_sub(now.mono);
            if grace.is_zero() {
                continue; // it was called and did not come
            }
            retry = retry.min(grace);
            wakers.extend(waiter.waker.take());
            ahead += 1;
        }
        let admitted = ahead < free;
        let permit = admitted.then(|| {
            state.waiters.remove(position);
            self.gate.permit(&mut state, now, hold)
        });
        match permit {
            Some(permit) => {
                self.gate.call_next(state);
                wakers.into_iter().for_each(Waker::wake);
                Ok(permit)
            }
            None => {
                drop(state);
                wakers.into_iter().for_each(Waker::wake);
                Err(retry)
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = lock(&self.gate.0.state);
        if let Some(position) = state.position(self.ticket) {
            state.waiters.remove(position);
            self.gate.call_next(state);
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Place({})", self.ticket)
    }
}

/// The right to be in flight; dropping it gives it back.
pub(crate) struct Permit {
    pub(super) gate: RateGate,
    pub(super) id: u64,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = lock(&self.gate.0.state);
        state.permits.retain(|(id, _)| *id != self.id);
        if !state.waiters.is_empty() {
            self.gate.call_next(state);
        }
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Permit({})", self.id)
    }
}
