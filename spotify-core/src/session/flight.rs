//! One piece of work that everybody who waits for it drives.
//!
//! Whoever is polled polls the work; all are woken when it moves. No lock is held while it is
//! polled, so a waiter that is dropped, or alive and never polled again, delays nobody.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
};

use crate::sync::{Mutex, lock};

/// Work that goes anywhere.
pub(crate) type Work<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A handle on the work; clones are the same work.
pub(crate) struct Flight<T>(Arc<Inner<T>>);

struct Inner<T> {
    state: Mutex<State<T>>,
    waiters: Arc<Waiters>,
}

enum State<T> {
    Idle(Work<T>),
    /// Somebody is polling the work; `late` when others came meanwhile.
    Polling {
        late: bool,
    },
    Done(T),
}

#[derive(Default)]
struct Waiters(Mutex<Registered>);

/// Wakers in the order in which they came, each once.
#[derive(Default)]
struct Registered {
    wakers: Vec<Waker>,
    known: BTreeSet<(usize, usize)>,
    /// Whether they were woken since the work was last polled.
    woken: bool,
}

impl Wake for Waiters {
    fn wake(self: Arc<Self>) {
        let woken = Registered {
            woken: true,
            ..Registered::default()
        };
        let all = std::mem::replace(&mut *lock(&self.0), woken);
        all.wakers.into_iter().for_each(Waker::wake);
    }
}

impl<T> Clone for Flight<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone> Flight<T> {
    pub(crate) fn new(work: Work<T>) -> Self {
        let state = Mutex::new(State::Idle(work));
        Self(Arc::new(Inner {
            state,
            waiters: Arc::default(),
        }))
    }

    /// Whether two handles are on the same work.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Wakes everybody who waits, so that they look whether they still have to.
    pub(crate) fn wake(&self) {
        self.0.waiters.clone().wake();
    }

    /// Drives the work on a bit. If it panics, everybody gets `panicked`.
    pub(crate) fn poll(&self, context: &mut Context<'_>, panicked: &T) -> Poll<T> {
        self.register(context.waker());
        let mut work = {
            let mut state = lock(&self.0.state);
            match std::mem::replace(&mut *state, State::Polling { late: false }) {
                State::Idle(work) => work,
                State::Done(result) => {
                    *state = State::Done(result.clone());
                    return Poll::Ready(result);
                }
                State::Polling { .. } => {
                    *state = State::Polling { late: true };
                    return Poll::Pending;
                }
            }
        };
        lock(&self.0.waiters.0).woken = false;
        let everybody = Waker::from(self.0.waiters.clone());
        let polled = catch_unwind(AssertUnwindSafe(|| {
            work.as_mut().poll(&mut Context::from_waker(&everybody))
        }))
        .unwrap_or_else(|_| Poll::Ready(panicked.clone()));
        match polled {
            Poll::Pending => {
                let before = std::mem::replace(&mut *lock(&self.0.state), State::Idle(work));
                // Whoever came while the work was being polled found it taken. If the work was
                // woken meanwhile as well, they may have missed that, and this waiter may go
                // away now: one of them must poll.
                let missed = lock(&self.0.waiters.0).woken;
                if missed && matches!(before, State::Polling { late: true }) {
                    everybody.wake();
                }
                Poll::Pending
            }
            Poll::Ready(result) => {
                *lock(&self.0.state) = State::Done(result.clone());
                everybody.wake();
                Poll::Ready(result)
            }
        }
    }

    fn register(&self, waker: &Waker) {
        let mut waiters = lock(&self.0.waiters.0);
        // What tells wakers apart, so that thousands of waiters need not be compared in turn.
        let mark = (
            waker.data().addr(),
            std::ptr::from_ref(waker.vtable()).addr(),
        );
        if waiters.known.insert(mark) {
            waiters.wakers.push(waker.clone());
        }
    }
}
