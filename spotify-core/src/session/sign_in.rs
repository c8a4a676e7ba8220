//! The exchange that ends a sign-in, apart from sending it.

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};

use super::renewal::EXCHANGE;
use crate::{
    Accounts, AuthError, Limits, Now, SignIn, SignedIn,
    call::retry_after,
    error::{Error, LimitReason, LimitScope, RateLimited},
};

/// Writes the request, if it goes where credentials may go.
pub(crate) fn request(
    exchange: &impl SignIn,
    accounts: &Accounts,
    headers: &HeaderMap,
) -> Result<Request<Bytes>, AuthError> {
    prepare(exchange.request(accounts)?, accounts, headers)
}

/// Checks that a token request goes to the accounts service, and adds the client's headers.
pub(super) fn prepare(
    mut request: Request<Bytes>,
    accounts: &Accounts,
    headers: &HeaderMap,
) -> Result<Request<Bytes>, AuthError> {
    if !accounts.token.is_origin_of(request.uri()) {
        let problem = "it would go to another server than the accounts service";
        return Err(AuthError::Request(problem.into()));
    }
    for (name, value) in headers {
        request.headers_mut().insert(name, value.clone());
    }
    Ok(request)
}

/// What an exchange may cost.
pub(crate) fn limits(limits: Limits) -> Limits {
    limits
        .total(limits.total.min(EXCHANGE))
        .max_body(limits.max_error_body)
}

/// Reads the answer.
pub(crate) fn accept(
    exchange: impl SignIn,
    reply: Response<Bytes>,
    now: Now,
) -> Result<SignedIn, Error> {
    match unusable(&reply) {
        Some(_) if reply.status() == StatusCode::TOO_MANY_REQUESTS => {
            let wait = retry_after(reply.headers(), now.wall).unwrap_or_default();
            Err(limited(wait, now))
        }
        Some(error) => Err(error.into()),
        None => Ok(exchange.reply(reply, now)?),
    }
}

/// Why an answer says nothing about the grant, if so: the service failed, or sent a redirect.
pub(super) fn unusable(reply: &Response<Bytes>) -> Option<AuthError> {
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

pub(super) fn limited(wait: std::time::Duration, now: Now) -> Error {
    Error::RateLimited(RateLimited {
        until: now.wall.saturating_add(wait),
        retry_after: wait,
        reason: LimitReason::Rate,
        scope: LimitScope::Accounts,
        endpoint: None,
    })
}
