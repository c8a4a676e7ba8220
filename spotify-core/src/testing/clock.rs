//! Time by hand.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use crate::{Clock, Now, Timestamp};

/// A clock that moves when it is told to.
#[derive(Debug, Clone, Default)]
pub struct ManualClock(Arc<Mutex<(Now, u64)>>);

impl ManualClock {
    /// Stands at 2026-11-22T12:00:00Z.
    #[must_use]
    pub fn new() -> Self {
        Self::at(Timestamp::from_secs(1_795_348_800))
    }

    /// Stands at a moment.
    #[must_use]
    pub fn at(wall: Timestamp) -> Self {
        Self(Arc::new(Mutex::new((
            Now {
                wall,
                mono: Duration::ZERO,
            },
            0,
        ))))
    }

    /// Moves both clocks on.
    pub fn advance(&self, by: Duration) {
        let mut held = self.held();
        held.0.wall = held.0.wall.saturating_add(by);
        held.0.mono = held.0.mono.saturating_add(by);
    }

    /// Sets the wall clock, as a person or a time service does; the monotonic one stays.
    pub fn set_wall(&self, wall: Timestamp) {
        self.held().0.wall = wall;
    }

    fn held(&self) -> std::sync::MutexGuard<'_, (Now, u64)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Now {
        self.held().0
    }

    /// Counts, so that what is random elsewhere is the same in every run.
    fn seed(&self) -> u64 {
        let mut held = self.held();
        held.1 += 1;
        held.1
    }
}
