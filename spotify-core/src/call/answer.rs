//! What follows from an answer, or from there being none.

use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};

use super::{Call, Rejected, Step, retry_after};
use crate::{
    Now, Sent, TransportError, TransportErrorKind,
    error::{ApiError, Error, LimitReason, LimitScope, Outcome, Phase, RateLimited, Reason},
};

impl Call {
    pub(super) fn answered(mut self: Box<Self>, response: Response<Bytes>, now: Now) -> Step {
        let status = response.status();
        let redirect = status.is_redirection() && self.meta.redirects;
        if status.is_success() || status == StatusCode::NOT_MODIFIED || redirect {
            return Step::Done(Ok(response));
        }
        let mut answer = ApiError::read(self.meta, &response);
        answer.retry_after = retry_after(response.headers(), now.wall);
        answer.needs = self.needs;
        answer.granted = self
            .bearer
            .as_ref()
            .and_then(|bearer| bearer.scopes().cloned());
        if status == StatusCode::TOO_MANY_REQUESTS {
            return self.limited(answer, now);
        }
        if status == StatusCode::UNAUTHORIZED
            && !self.renewed
            && let Some(bearer) = self.bearer.take()
        {
            self.renewed = true;
            // The attempt was refused before anything was done, and another token is another try.
            self.attempt = self.attempt.saturating_sub(1);
            let rejected = Rejected {
                token: bearer.token().clone(),
                answer: Box::new(answer),
            };
            return self.authorize(Some(rejected), now);
        }
        self.unsure |= status.is_server_error();
        let asked = answer.retry_after.unwrap_or_default();
        let listed = self.policy.statuses.contains(&status);
        let failure = Error::from(answer);
        match (listed, self.meta.repeat.allowed()) {
            (true, true) if asked <= self.policy.patience => self.retry(asked, failure, now),
            // A gateway's 5xx says nothing about what the server behind it did.
            (_, false) if status.is_server_error() => Step::Done(Err(self.unknown(failure))),
            _ => Step::Done(Err(failure)),
        }
    }

    /// 429: every call of the client waits, this one included, or it is too long to wait.
    fn limited(mut self: Box<Self>, answer: ApiError, now: Now) -> Step {
        let reason = match answer.reason {
            Some(Reason::QuotaExceeded) => LimitReason::Quota,
            _ => LimitReason::Rate,
        };
        let wait = answer.retry_after.unwrap_or_else(|| {
            // Nothing was said; a second is the shortest that Spotify is known to ask for.
            Duration::from_secs(1) + self.policy.pause(self.attempt, &mut self.jitter)
        });
        let closed = self.gate.close(now, wait, reason, self.meta);
        if self.attempt < self.policy.attempts {
            return self.pause(closed, Some(&answer), now);
        }
        let scope = match reason {
            LimitReason::Quota => LimitScope::DeveloperAccount,
            LimitReason::Rate => LimitScope::App,
        };
        Step::Done(Err(Error::RateLimited(RateLimited {
            until: closed.wall,
            retry_after: wait,
            reason,
            scope,
            endpoint: Some(self.meta),
        })))
    }

    pub(super) fn failed(mut self: Box<Self>, error: TransportError, now: Now) -> Step {
        use TransportErrorKind as Kind;
        let error = error.at(self.meta);
        if error.kind() == Kind::Unprepared {
            return Step::Done(Err(error.into()));
        }
        let unsent = error.sent() == Sent::No;
        let error = if self.unsure { error.perhaps() } else { error };
        self.unsure |= !unsent;
        let hopeless = matches!(
            error.kind(),
            Kind::BodyTooLarge | Kind::Redirected | Kind::Encoding
        );
        let failure = if self.rest(now).is_zero() && error.kind() == Kind::Timeout {
            let outcome = if unsent {
                Outcome::NotSent
            } else {
                Outcome::Unknown
            };
            self.late(Phase::Transmit, outcome)
        } else {
            Error::from(error)
        };
        if unsent || (self.meta.repeat.allowed() && !hopeless) {
            self.retry(Duration::ZERO, failure, now)
        } else {
            Step::Done(Err(self.unknown(failure)))
        }
    }
}
