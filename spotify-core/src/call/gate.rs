//! What all calls of a client share: the pause that a 429 asks for, and the in-flight limit.

use std::{collections::VecDeque, fmt, sync::Arc, task::Waker, time::Duration};

use crate::{
    Meta, Now, Timestamp,
    error::LimitReason,
    sync::{Mutex, lock},
};

mod place;

pub(crate) use place::{Permit, Place};

/// How long whoever was called to send may take to come. After that those behind may go first: a
/// caller that is alive and never polled holds nobody up.
const GRACE: Duration = Duration::from_millis(50);
/// How long a waiter sleeps at the most before it looks for itself.
const WATCH: Duration = Duration::from_secs(1);

/// Lets calls through: none while Spotify asks to wait, and only so many at once.
///
/// Clones are the same gate. Whoever waits is served in the order of arrival.
#[derive(Clone)]
pub struct RateGate(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    in_flight: usize,
    queue: Option<usize>,
}

#[derive(Default)]
struct State {
    pause: Option<Closed>,
    /// Operations whose own quota is used up: others may still be called.
    quotas: Vec<(&'static str, Closed)>,
    permits: Vec<(u64, Duration)>,
    waiters: VecDeque<Waiter>,
    tickets: u64,
}

struct Waiter {
    ticket: u64,
    waker: Option<Waker>,
    /// Since when there has been a permit for it that it did not take.
    called: Option<Duration>,
}

/// Until when nothing may be sent, by both clocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Closed {
    pub(crate) until: Duration,
    pub(crate) wall: Timestamp,
    pub(crate) reason: LimitReason,
}

impl Closed {
    fn pause(self, now: Now) -> Pause {
        Pause {
            until: self.wall,
            remaining: self.until.saturating_sub(now.mono),
            reason: self.reason,
        }
    }
}

/// A pause that Spotify asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pause {
    /// When it ends.
    pub until: Timestamp,
    /// How long that is from now.
    pub remaining: Duration,
    /// Which limit asked for it.
    pub reason: LimitReason,
}

impl RateGate {
    /// How many calls are in flight at once, unless set otherwise.
    pub const IN_FLIGHT: usize = 16;

    /// Makes a gate that lets so many calls through at once, at least one.
    #[must_use]
    pub fn new(in_flight: usize) -> Self {
        Self::with_queue(in_flight, None)
    }

    /// Makes a gate that also refuses calls when so many wait already.
    #[must_use]
    pub fn with_queue(in_flight: usize, queue: Option<usize>) -> Self {
        let state = Mutex::new(State::default());
        Self(Arc::new(Shared {
            state,
            in_flight: in_flight.max(1),
            queue,
        }))
    }

    /// The pause that holds every call now, if any.
    #[must_use]
    pub fn pause(&self, now: Now) -> Option<Pause> {
        self.closed(now, None).map(|closed| closed.pause(now))
    }

    /// The pause that holds calls of one operation now, if any: that of all calls, or its own
    /// after its quota was used up.
    #[must_use]
    pub fn pause_of(&self, operation: &Meta, now: Now) -> Option<Pause> {
        self.closed(now, Some(operation))
            .map(|closed| closed.pause(now))
    }

    /// How many calls are in flight now.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        lock(&self.0.state).permits.len()
    }

    /// How many calls wait for their turn now.
    #[must_use]
    pub fn waiting(&self) -> usize {
        lock(&self.0.state).waiters.len()
    }

    /// What holds a call of this operation, the longer where there are two.
    pub(crate) fn closed(&self, now: Now, operation: Option<&Meta>) -> Option<Closed> {
        let mut state = lock(&self.0.state);
        if state.pause.is_none() && state.quotas.is_empty() {
            return None;
        }
        state.pause = state.pause.filter(|closed| closed.until > now.mono);
        state.quotas.retain(|(_, closed)| closed.until > now.mono);
        let own =
            operation.and_then(|meta| state.quotas.iter().find(|(name, _)| *name == meta.name));
        own.map(|(_, closed)| *closed)
            .into_iter()
            .chain(state.pause)
            .max_by_key(|c| c.until)
    }

    /// Closes for at least `wait`; a pause that ends later stays.
    ///
    /// A rate limit closes for all. A quota closes for the operation that met it: Spotify counts
    /// it by groups of operations and does not say which.
    pub(crate) fn close(
        &self,
        now: Now,
        wait: Duration,
        reason: LimitReason,
        operation: &Meta,
    ) -> Closed {
        let until = now.mono.saturating_add(wait);
        let closed = Closed {
            until,
            wall: now.wall.saturating_add(wait),
            reason,
        };
        let mut state = lock(&self.0.state);
        if reason == LimitReason::Quota {
            match state
                .quotas
                .iter_mut()
                .find(|(name, _)| *name == operation.name)
            {
                Some((_, held)) if held.until >= until => {}
                Some((_, held)) => *held = closed,
                None => state.quotas.push((operation.name, closed)),
            }
        } else if state.pause.is_none_or(|held| held.until < until) {
            state.pause = Some(closed);
        }
        closed
    }

    /// Takes a permit at once, if nobody waits and one is free.
    pub(crate) fn try_take(&self, now: Now, hold: Duration) -> Option<Permit> {
        let mut state = lock(&self.0.state);
        state.expire(now);
        let free = state.waiters.is_empty() && state.permits.len() < self.0.in_flight;
        free.then(|| self.permit(&mut state, now, hold))
    }

    /// Joins the queue; the number of those who wait is the error when it is full.
    pub(crate) fn join(&self) -> Result<Place, usize> {
        let mut state = lock(&self.0.state);
        let waiting = state.waiters.len();
        if self.0.queue.is_some_and(|most| waiting >= most) {
            return Err(waiting);
        }
        let ticket = state.ticket();
        state.waiters.push_back(Waiter {
            ticket,
            waker: None,
            called: None,
        });
        Ok(Place {
            gate: self.clone(),
            ticket,
        })
    }

    fn permit(&self, state: &mut State, now: Now, hold: Duration) -> Permit {
        let id = state.ticket();
        state.permits.push((id, now.mono.saturating_add(hold)));
        Permit {
            gate: self.clone(),
            id,
        }
    }

    /// Wakes those for whom there is a permit, and one more that sees whether they come.
    fn call_next(&self, mut state: impl std::ops::DerefMut<Target = State>) {
        let free = self.0.in_flight.saturating_sub(state.permits.len());
        let called = if free == 0 { 0 } else { free.saturating_add(1) };
        let wakers: Vec<Waker> = state
            .waiters
            .iter_mut()
            .filter_map(|waiter| waiter.waker.take())
            .take(called)
            .collect();
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl Default for RateGate {
    fn default() -> Self {
        Self::new(Self::IN_FLIGHT)
    }
}

impl fmt::Debug for RateGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateGate")
            .field("in_flight", &self.in_flight())
            .field("waiting", &self.waiting())
            .finish()
    }
}

impl State {
    fn ticket(&mut self) -> u64 {
        self.tickets += 1;
        self.tickets
    }

    /// Forgets permits that are older than the attempt they were for may be.
    fn expire(&mut self, now: Now) {
        self.permits.retain(|(_, end)| *end > now.mono);
    }

    fn position(&self, ticket: u64) -> Option<usize> {
        self.waiters
            .binary_search_by_key(&ticket, |waiter| waiter.ticket)
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Method;

    const HOLD: Duration = Duration::from_secs(30);

    fn at(millis: u64) -> Now {
        Now {
            wall: Timestamp::EPOCH,
            mono: Duration::from_millis(millis),
        }
    }

    #[test]
    fn c1_first_come_first_served_and_never_more_than_the_limit() {
        let gate = RateGate::new(2);
        let held = [
            gate.try_take(at(0), HOLD).unwrap(),
            gate.try_take(at(0), HOLD).unwrap(),
        ];
        assert!(gate.try_take(at(0), HOLD).is_none());
        let (a, b) = (gate.join().unwrap(), gate.join().unwrap());
        assert!(a.try_take(at(0), HOLD).is_err() && b.try_take(at(0), HOLD).is_err());
        drop(held);
        let _b = b.try_take(at(1), HOLD).unwrap(); // two are free, one is ahead
        let _a = a.try_take(at(1), HOLD).unwrap();
        assert_eq!((gate.in_flight(), gate.waiting()), (2, 0));
        assert!(gate.try_take(at(1), HOLD).is_none());
    }

    #[test]
    fn a_waiter_that_never_comes_holds_nobody_up() {
        let gate = RateGate::new(1);
        let held = gate.try_take(at(0), HOLD).unwrap();
        let (absent, second) = (gate.join().unwrap(), gate.join().unwrap());
        drop(held);
        let retry = second.try_take(at(10), HOLD).unwrap_err();
        assert_eq!(retry, GRACE);
        let permit = second.try_take(at(60), HOLD).unwrap();
        drop(permit);
        drop(absent.try_take(at(70), HOLD).unwrap());
    }

    #[test]
    fn waiters_that_never_come_do_not_swallow_the_call_to_others() {
        use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
        struct Count(AtomicU32);
        impl std::task::Wake for Count {
            fn wake(self: Arc<Self>) {
                self.0.fetch_add(1, SeqCst);
            }
        }
        let gate = RateGate::new(1);
        let held = gate.try_take(at(0), HOLD).unwrap();
        let silent = [gate.join().unwrap(), gate.join().unwrap()];
        let live = gate.join().unwrap();
        for place in &silent {
            place.notify(Waker::noop());
            assert!(place.try_take(at(0), HOLD).is_err());
        }
        let count = Arc::new(Count(AtomicU32::new(0)));
        live.notify(&Waker::from(count.clone()));
        // Nobody has to wait for the oldest permit's end to look again.
        assert_eq!(live.try_take(at(0), HOLD).unwrap_err(), WATCH);
        drop(held);
        assert!(
            live.try_take(at(10), HOLD).is_err(),
            "those ahead have a moment"
        );
        drop(live.try_take(at(70), HOLD).unwrap());
    }

    #[test]
    fn a_permit_older_than_its_attempt_no_longer_counts() {
        let gate = RateGate::new(1);
        let forgotten = gate.try_take(at(0), HOLD).unwrap();
        let place = gate.join().unwrap();
        assert_eq!(place.try_take(at(1_000), HOLD).unwrap_err(), WATCH);
        let _permit = place.try_take(at(30_000), HOLD).unwrap();
        drop(forgotten); // gives back nothing that it does not have
        assert_eq!(gate.in_flight(), 1);
    }

    #[test]
    fn r12_what_is_dropped_leaves_nothing_behind() {
        let gate = RateGate::new(1);
        let permit = gate.try_take(at(0), HOLD).unwrap();
        let places: Vec<Place> = (0..100).map(|_| gate.join().unwrap()).collect();
        drop(places);
        drop(permit);
        assert_eq!((gate.in_flight(), gate.waiting()), (0, 0));
    }

    #[test]
    fn c2_a_full_queue_refuses() {
        let gate = RateGate::with_queue(1, Some(1));
        let _place = gate.join().unwrap();
        assert_eq!(gate.join().unwrap_err(), 1);
    }

    #[test]
    fn r8_a_shorter_pause_never_shortens_a_longer_one() {
        const A: Meta = Meta::new("A", Method::GET, "/a");
        const B: Meta = Meta::new("B", Method::GET, "/b");
        let gate = RateGate::default();
        gate.close(at(0), Duration::from_secs(20), LimitReason::Rate, &A);
        gate.close(at(0), Duration::from_secs(1), LimitReason::Rate, &B);
        assert_eq!(
            gate.pause(at(1_000)).unwrap().remaining,
            Duration::from_secs(19)
        );
        assert_eq!(gate.pause_of(&B, at(1_000)), gate.pause(at(1_000)));
        assert_eq!(gate.pause(at(20_000)), None);
    }

    #[test]
    fn a_quota_holds_the_operation_that_met_it() {
        const A: Meta = Meta::new("A", Method::GET, "/a");
        const B: Meta = Meta::new("B", Method::GET, "/b");
        let gate = RateGate::default();
        gate.close(at(0), Duration::from_secs(48_925), LimitReason::Quota, &A);
        gate.close(at(0), Duration::from_secs(1), LimitReason::Quota, &A);
        let pause = gate.pause_of(&A, at(1_000)).unwrap();
        assert_eq!(pause.remaining, Duration::from_secs(48_924));
        assert_eq!(pause.reason, LimitReason::Quota);
        assert_eq!(gate.pause_of(&B, at(1_000)), None);
        assert_eq!(gate.pause_of(&A, at(48_925_000)), None);
    }
}
