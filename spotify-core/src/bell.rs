//! Waiting on a thread for what wakes tasks.

use std::{
    pin::pin,
    sync::{Arc, PoisonError},
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use crate::sync::{Condvar, Mutex, lock};

/// Wakes a thread.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Mutex<bool>,
    heard: Condvar,
}

impl Bell {
    /// Waits until it is rung, or that long; says whether it was rung.
    pub(crate) fn wait(&self, most: Duration) -> bool {
        let mut rung = lock(&self.rung);
        if !*rung {
            rung = self
                .heard
                .wait_timeout(rung, most)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        std::mem::take(&mut *rung)
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        *lock(&self.rung) = true;
        self.heard.notify_one();
    }
}

/// Drives work to its end on this thread, unless nothing moves it for `most`.
pub(crate) fn wait_for<T>(work: impl Future<Output = T>, most: Duration) -> Option<T> {
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(bell.clone());
    let mut work = pin!(work);
    loop {
        if let Poll::Ready(outcome) = work.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Some(outcome);
        }
        if !bell.wait(most) {
            return None;
        }
    }
}
