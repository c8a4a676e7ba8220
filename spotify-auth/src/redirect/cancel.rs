//! Ending a wait from another thread.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

/// Ends the wait of a listener from elsewhere. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<(Mutex<bool>, Condvar)>);

impl Cancel {
    /// One that has not been used yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the wait under way, or else the next one.
    pub fn cancel(&self) {
        let (cancelled, bell) = &*self.0;
        *cancelled.lock().unwrap_or_else(PoisonError::into_inner) = true;
        bell.notify_all();
    }

    /// Whether the wait is to end; asked once, it is forgotten.
    pub fn take(&self) -> bool {
        let (cancelled, _) = &*self.0;
        std::mem::take(&mut *cancelled.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Pauses for this long, or until it is cancelled.
    pub fn pause(&self, time: Duration) {
        let (cancelled, bell) = &*self.0;
        let guard = cancelled.lock().unwrap_or_else(PoisonError::into_inner);
        drop(bell.wait_timeout_while(guard, time, |cancelled| !*cancelled));
    }
}
