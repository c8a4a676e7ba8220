//! Asking, again and again, whether the person has entered the code.

use std::{fmt, time::Duration};

use bytes::Bytes;
use spotify_core::{
    Accounts, AuthError, Error, Flow, Now, OAuthErrorCode, Scopes, SignIn, SignInStep, SignedIn,
    Timestamp, TransportError,
};

use super::{DeviceAuthorization, DeviceCode, answer::Granted};
use crate::{App, Refresh, TokenGrant, TokenRequest, token_response::Answer};

/// RFC 8628, section 3.5: by how much `slow_down` makes the interval longer.
const SLOWER: Duration = Duration::from_secs(5);

/// A sign-in whose person has yet to enter the code elsewhere.
///
/// [`SignIn`] waits for that. By hand: [`delay`](Self::delay), [`request`](Self::request),
/// [`reply`](Self::reply), and again with what that gives.
#[must_use]
pub struct DevicePending {
    app: App,
    scopes: Scopes,
    code: DeviceCode,
    user_code: Box<str>,
    verification_uri: Box<str>,
    verification_uri_complete: Option<Box<str>>,
    interval: Duration,
    lifetime: Duration,
    /// When the code is over, by both clocks.
    end: Now,
    /// Before this the service is not asked, by the monotonic clock.
    next: Duration,
}

/// What came of asking.
#[derive(Debug)]
pub enum DevicePoll {
    /// The person has not entered the code yet: wait, and ask again.
    Pending(Box<DevicePending>),
    /// The first token.
    SignedIn(SignedIn),
}

impl DevicePending {
    pub(super) fn new(way: DeviceAuthorization, granted: Granted, now: Now) -> Self {
        let lifetime = granted.lifetime.min(way.patience);
        Self {
            app: way.app,
            scopes: way.scopes,
            code: granted.device_code,
            user_code: granted.user_code,
            verification_uri: granted.verification_uri,
            verification_uri_complete: granted.verification_uri_complete,
            interval: granted.interval,
            lifetime,
            end: Now {
                wall: now.wall.saturating_add(lifetime),
                mono: now.mono.saturating_add(lifetime),
            },
            next: now.mono.saturating_add(granted.interval),
        }
    }

    /// `user_code`: what the person is to enter.
    #[must_use]
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// `verification_uri`: where; short enough to be typed.
    #[must_use]
    pub fn verification_uri(&self) -> &str {
        &self.verification_uri
    }

    /// `verification_uri_complete`: the same with the code in it, for a link or a QR code. Show
    /// the code as well: the person compares it.
    #[must_use]
    pub fn verification_uri_complete(&self) -> Option<&str> {
        self.verification_uri_complete.as_deref()
    }

    /// Until when the code is good.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.end.wall
    }

    /// How long to wait between two questions.
    #[must_use]
    pub const fn interval(&self) -> Duration {
        self.interval
    }

    /// How long to wait before the next question.
    ///
    /// # Errors
    /// [`AuthError::CodeExpired`] when the code is over before that.
    pub fn delay(&self, now: Now) -> Result<Duration, AuthError> {
        if self.end.mono <= self.next.max(now.mono) {
            return Err(AuthError::CodeExpired);
        }
        Ok(self.next.saturating_sub(now.mono))
    }

    /// What the next question sends.
    #[must_use]
    pub fn token_request(&self) -> TokenRequest {
        let device_code = self.code.clone();
        TokenRequest::new(&self.app, TokenGrant::DeviceCode { device_code })
    }

    /// Writes the next question.
    ///
    /// # Errors
    /// [`AuthError::Request`] when it cannot be written.
    pub fn request(&self, accounts: &Accounts) -> Result<http::Request<Bytes>, AuthError> {
        self.token_request().to_http(accounts)
    }

    /// Reads what came back. A lost answer, a 429 and a failure of the service cost nothing but
    /// time: the next question waits longer.
    ///
    /// # Errors
    /// [`AuthError::OAuth`] when the person said no (`access_denied`), when the service says that
    /// the code is over (`expired_token`), and for any other refusal; [`Error`] for an answer
    /// that is no token.
    pub fn reply(
        self,
        reply: Result<http::Response<Bytes>, TransportError>,
        now: Now,
    ) -> Result<DevicePoll, Error> {
        let doubled = self.interval.saturating_mul(2);
        let reply = match reply.map_err(Error::from) {
            Ok(reply) => reply,
            Err(error) if error.is_retryable() => return Ok(self.again(doubled, now)),
            Err(error) => return Err(error),
        };
        let status = reply.status();
        if status.is_server_error() || status == http::StatusCode::TOO_MANY_REQUESTS {
            let asked = retry_after(&reply).unwrap_or_default();
            return Ok(self.again(doubled.max(asked), now));
        }
        let refusal = match Answer::read(&reply, &self.token_request()) {
            Ok(answer) => {
                let token = answer.into_first_token(self.scopes, now);
                let grant = Refresh::after(self.app, Flow::Device);
                return Ok(DevicePoll::SignedIn(SignedIn::new(token, grant)));
            }
            Err(error) => error,
        };
        let AuthError::OAuth(error) = &refusal else {
            return Err(refusal.into());
        };
        match error.code {
            OAuthErrorCode::AuthorizationPending => {
                let interval = self.interval;
                Ok(self.again(interval, now))
            }
            OAuthErrorCode::SlowDown => {
                let interval = self.interval.saturating_add(SLOWER);
                Ok(self.again(interval, now))
            }
            _ => Err(refusal.into()),
        }
    }

    fn again(mut self, interval: Duration, now: Now) -> DevicePoll {
        self.interval = interval;
        self.next = now.mono.saturating_add(interval);
        DevicePoll::Pending(Box::new(self))
    }

    fn ask(self, accounts: Accounts) -> SignInStep {
        let request = match self.request(&accounts) {
            Ok(request) => request,
            Err(error) => return SignInStep::failed(error),
        };
        SignInStep::transmit(request, move |reply, now| match self.reply(reply, now) {
            Ok(DevicePoll::Pending(pending)) => pending.start(&accounts, now),
            Ok(DevicePoll::SignedIn(signed_in)) => SignInStep::done(signed_in),
            Err(error) => SignInStep::failed(error),
        })
    }
}

impl SignIn for DevicePending {
    fn start(self, accounts: &Accounts, now: Now) -> SignInStep {
        match self.delay(now) {
            Ok(delay) => {
                let accounts = accounts.clone();
                SignInStep::wait(delay, move |_| self.ask(accounts))
            }
            Err(error) => SignInStep::failed(error),
        }
    }

    fn longest(&self) -> Duration {
        // The last question may begin just before the code is over.
        self.lifetime.saturating_add(Duration::from_secs(60))
    }
}

impl fmt::Debug for DevicePending {
    /// Shows no code: who has the user code can have it confirmed for another account.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevicePending")
            .field("verification_uri", &self.verification_uri)
            .field("interval", &self.interval)
            .field("expires_at", &self.end.wall)
            .finish_non_exhaustive()
    }
}

fn retry_after(reply: &http::Response<Bytes>) -> Option<Duration> {
    let text = reply.headers().get(http::header::RETRY_AFTER)?.to_str();
    text.ok()?.trim().parse().ok().map(Duration::from_secs)
}
