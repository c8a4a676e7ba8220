//! How long all of it may take.

use std::time::Duration;

use spotify_core::{Clock, SystemClock};

use crate::redirect::Cancel;

/// The moment at which waiting ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    end: Duration,
    timeout: Duration,
}

impl Deadline {
    pub(super) fn after(timeout: Duration) -> Self {
        Self {
            end: SystemClock.now().mono.saturating_add(timeout),
            timeout,
        }
    }

    /// How long it was at first.
    pub(super) const fn timeout(self) -> Duration {
        self.timeout
    }

    /// The time that is left, if any.
    pub(super) fn left(self) -> Option<Duration> {
        let left = self.end.saturating_sub(SystemClock.now().mono);
        (!left.is_zero()).then_some(left)
    }

    /// Waits for a moment, or until it is cancelled; says whether there is time left after it.
    pub(super) fn pause(self, moment: Duration, cancel: &Cancel) -> bool {
        if let Some(left) = self.left() {
            cancel.pause(moment.min(left));
        }
        self.left().is_some()
    }
}
