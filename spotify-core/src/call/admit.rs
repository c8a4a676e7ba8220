//! Waiting for a turn among the client's other calls.

use std::{task::Waker, time::Duration};

use super::{Call, Step, Transmit, gate::Place};
use crate::{
    Now,
    error::{Error, Outcome, Phase},
};

/// The machine wants a turn among the client's other calls.
#[derive(Debug)]
pub struct Admit {
    pub(super) call: Box<Call>,
    pub(super) place: Option<Place>,
    pub(super) retry: Duration,
}

impl Admit {
    /// Asks for the turn. If it is not there yet the state comes back: try again when the waker
    /// given to [`notify`](Self::notify) is woken, and at the latest after
    /// [`retry`](Self::retry).
    ///
    /// # Errors
    /// The state itself, when it has to wait on.
    pub fn try_admit(mut self, now: Now) -> Result<Step, Self> {
        if self.call.rest(now).is_zero() {
            return Ok(Step::Done(Err(self
                .call
                .late(Phase::Queue, Outcome::NotSent))));
        }
        if let Some(closed) = self.call.gate.closed(now, Some(self.call.meta)) {
            return Ok(self.call.pause(closed, None, now));
        }
        let hold = self.call.policy.limits.total;
        let taken = match &self.place {
            Some(place) => place.try_take(now, hold),
            None => self.call.gate.try_take(now, hold).ok_or(Duration::ZERO),
        };
        match taken {
            Ok(permit) => {
                self.call.attempt += 1;
                Ok(Step::Transmit(Transmit {
                    call: self.call,
                    permit,
                }))
            }
            Err(retry) if self.place.is_some() => {
                self.retry = retry.min(self.call.rest(now));
                Err(self)
            }
            Err(_) => match self.call.gate.join() {
                Ok(place) => {
                    self.place = Some(place);
                    self.try_admit(now)
                }
                Err(waiting) => Ok(Step::Done(Err(Error::Overloaded { waiting }))),
            },
        }
    }

    /// Asks to be woken when it may be this call's turn.
    pub fn notify(&self, waker: &Waker) {
        if let Some(place) = &self.place {
            place.notify(waker);
        }
    }

    /// After how long to try again even if nobody wakes.
    #[must_use]
    pub const fn retry(&self) -> Duration {
        self.retry
    }
}
