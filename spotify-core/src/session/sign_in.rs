//! The rules for requests that carry credentials, and what both kinds of client share of a
//! sign-in that they drive.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};

use super::renewal::EXCHANGE;
use crate::{
    Accounts, AuthError, BlockingTransport, Clock, HttpTransport, Limits, Now, SignIn, SignInStep,
    SignedIn, TransportError,
    call::retry_after,
    error::{Error, LimitReason, LimitScope, Outcome, Phase, RateLimited},
};

/// What a client's sign-in needs of it.
#[derive(Clone, Copy)]
pub(crate) struct Terms<'a> {
    pub(crate) accounts: &'a Accounts,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) limits: Limits,
    pub(crate) clock: &'a dyn Clock,
}

impl Terms<'_> {
    /// Carries a sign-in out, for an async client.
    pub(crate) async fn drive(
        self,
        transport: &dyn HttpTransport,
        sign_in: impl SignIn,
    ) -> Result<SignedIn, Error> {
        let (rules, mut step) = self.start(sign_in);
        loop {
            step = match step {
                SignInStep::Transmit(s) => {
                    let (request, limits) = rules.transmit(s.request(), self.clock.now())?;
                    let reply = transport.send(request, limits).await;
                    s.reply(reply, self.clock.now())
                }
                SignInStep::Wait(s) => {
                    transport
                        .sleep(rules.wait(s.delay(), self.clock.now())?)
                        .await;
                    s.over(self.clock.now())
                }
                SignInStep::Done(result) => return result,
            };
        }
    }

    /// The same for a blocking client.
    pub(crate) fn drive_blocking(
        self,
        transport: &dyn BlockingTransport,
        sign_in: impl SignIn,
    ) -> Result<SignedIn, Error> {
        let (rules, mut step) = self.start(sign_in);
        loop {
            step = match step {
                SignInStep::Transmit(s) => {
                    let (request, limits) = rules.transmit(s.request(), self.clock.now())?;
                    let reply = transport.send(request, limits);
                    s.reply(reply, self.clock.now())
                }
                SignInStep::Wait(s) => {
                    transport.sleep(rules.wait(s.delay(), self.clock.now())?);
                    s.over(self.clock.now())
                }
                SignInStep::Done(result) => return result,
            };
        }
    }

    fn start(&self, sign_in: impl SignIn) -> (Rules<'_>, SignInStep) {
        let (now, longest) = (self.clock.now(), sign_in.longest());
        let rules = Rules {
            terms: *self,
            longest,
            end: now.mono.saturating_add(longest),
        };
        (rules, sign_in.start(self.accounts, now))
    }
}

/// What one sign-in may do, and until when.
struct Rules<'a> {
    terms: Terms<'a>,
    longest: Duration,
    end: Duration,
}

impl Rules<'_> {
    /// Makes a request ready to be sent, and says what its exchange may cost.
    fn transmit(
        &self,
        request: Request<Bytes>,
        now: Now,
    ) -> Result<(Request<Bytes>, Limits), Error> {
        let rest = self.rest(Phase::Transmit, now)?;
        let page = request.method() == Method::GET;
        let may_go = may_go(&request, self.terms.accounts);
        let request = admit(request, may_go, self.terms.headers)?;
        let mut own = limits(self.terms.limits);
        if page {
            // A page for people is larger than a token. It is looked at for its status only.
            own = own.max_body(self.terms.limits.max_body);
        }
        Ok((request, own.total(own.total.min(rest))))
    }

    /// How long to wait, if there is time for it.
    fn wait(&self, delay: Duration, now: Now) -> Result<Duration, Error> {
        if delay >= self.rest(Phase::Wait, now)? {
            return Err(self.late(Phase::Wait));
        }
        Ok(delay)
    }

    fn rest(&self, phase: Phase, now: Now) -> Result<Duration, Error> {
        let rest = self.end.saturating_sub(now.mono);
        if rest.is_zero() {
            return Err(self.late(phase));
        }
        Ok(rest)
    }

    fn late(&self, phase: Phase) -> Error {
        Error::Deadline {
            phase,
            outcome: Outcome::NotSent,
            deadline: self.longest,
            endpoint: None,
        }
    }
}

/// Checks that a token request goes to the accounts service, and adds the client's headers.
pub(super) fn prepare(
    request: Request<Bytes>,
    accounts: &Accounts,
    headers: &HeaderMap,
) -> Result<Request<Bytes>, AuthError> {
    let may_go = accounts.token.is_origin_of(request.uri());
    admit(request, may_go, headers)
}

/// Whether a request may go where it would go: cookies to the origin at which users sign in,
/// everything else to that of the token endpoint or of the device endpoint that was named.
fn may_go(request: &Request<Bytes>, accounts: &Accounts) -> bool {
    let uri = request.uri();
    if request.headers().contains_key(header::COOKIE) {
        return accounts.authorize.is_origin_of(uri);
    }
    let device = accounts.device.as_ref();
    accounts.token.is_origin_of(uri) || device.is_some_and(|url| url.is_origin_of(uri))
}

fn admit(
    mut request: Request<Bytes>,
    may_go: bool,
    headers: &HeaderMap,
) -> Result<Request<Bytes>, AuthError> {
    if !may_go {
        let problem = "it would go to another server than the accounts service";
        return Err(AuthError::Request(problem.into()));
    }
    for (name, value) in headers {
        request.headers_mut().insert(name, value.clone());
    }
    Ok(request)
}

/// What an exchange may cost.
pub(super) fn limits(limits: Limits) -> Limits {
    limits
        .total(limits.total.min(EXCHANGE))
        .max_body(limits.max_error_body)
}

/// The answer to an exchange, unless it was lost or the service failed.
pub(crate) fn answered(
    reply: Result<Response<Bytes>, TransportError>,
    now: Now,
) -> Result<Response<Bytes>, Error> {
    let reply = reply?;
    match unusable(&reply) {
        Some(_) if reply.status() == StatusCode::TOO_MANY_REQUESTS => {
            let wait = retry_after(reply.headers(), now.wall).unwrap_or_default();
            Err(limited(wait, now))
        }
        Some(error) if !reply.status().is_redirection() => Err(error.into()),
        _ => Ok(reply),
    }
}

/// Why an answer says nothing about the grant, if so: the service failed, or sent a redirect.
pub(crate) fn unusable(reply: &Response<Bytes>) -> Option<AuthError> {
    let status = reply.status();
    let problem = if status.is_redirection() {
        "a redirect, which is never followed"
    } else if status.is_server_error() {
        "a failure of the service itself"
    } else if status == StatusCode::TOO_MANY_REQUESTS {
        "a request to wait"
    } else {
        return None;
    };
    Some(AuthError::Unexpected {
        status,
        problem: problem.into(),
    })
}

pub(super) fn limited(wait: Duration, now: Now) -> Error {
    Error::RateLimited(RateLimited {
        until: now.wall.saturating_add(wait),
        retry_after: wait,
        reason: LimitReason::Rate,
        scope: LimitScope::Accounts,
        endpoint: None,
    })
}
