//! Waiting out a rate limit, or before another attempt.

use std::time::Duration;

use super::{Call, Step};
use crate::{
    Now,
    error::{Outcome, Phase},
};

/// The machine wants time to pass.
#[derive(Debug)]
pub struct Wait {
    pub(super) call: Box<Call>,
    pub(super) delay: Duration,
    pub(super) reason: WaitReason,
}

/// Why a call waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitReason {
    /// Spotify asked for it.
    RateLimit,
    /// An attempt failed, and the next one is better made a little later.
    Backoff,
}

impl Wait {
    /// How long.
    #[must_use]
    pub const fn delay(&self) -> Duration {
        self.delay
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> WaitReason {
        self.reason
    }

    /// Goes on. The token may have aged meanwhile, so it is asked for again.
    pub fn over(self, now: Now) -> Step {
        if self.call.rest(now).is_zero() {
            return Step::Done(Err(self.call.late(Phase::Wait, Outcome::NotSent)));
        }
        self.call.authorize(None, now)
    }
}
