//! What is told to `tracing`, with the feature of that name; without it, nothing.
//!
//! One span a call: the operation, the template of its path, attempts, status and waits. Never
//! a header, a body, a query or a token.

#[cfg(feature = "tracing")]
mod on {
    use std::time::Duration;

    use bytes::Bytes;
    use http::Response;
    use tracing::{Instrument, Span, debug, debug_span, field::Empty, warn};

    use crate::{Drift, Meta, MissingScopes, TransportError, call::WaitReason};

    fn make(meta: &Meta) -> Span {
        debug_span!(
            "spotify.request",
            endpoint = meta.name,
            method = %meta.method,
            path = meta.path,
            attempt = Empty,
            http.status = Empty,
        )
    }

    /// The span of the call; none where nobody listens to it, and never one of the program's.
    fn own() -> Span {
        let current = Span::current();
        let ours = current
            .metadata()
            .is_some_and(|about| about.name() == "spotify.request");
        if ours { current } else { Span::none() }
    }

    pub(crate) fn span<F: Future>(meta: &Meta, call: F) -> impl Future<Output = F::Output> {
        call.instrument(make(meta))
    }

    pub(crate) fn in_span<R>(meta: &Meta, call: impl FnOnce() -> R) -> R {
        make(meta).in_scope(call)
    }

    pub(crate) fn attempt(number: u32) {
        own().record("attempt", number);
        debug!(attempt = number, "sending");
    }

    pub(crate) fn reply(reply: &Result<Response<Bytes>, TransportError>) {
        match reply {
            Ok(response) => {
                let status = response.status().as_u16();
                own().record("http.status", status);
                debug!(
                    http.status = status,
                    bytes = response.body().len(),
                    "answered"
                );
            }
            Err(error) => debug!(kind = ?error.kind(), sent = ?error.sent(), "not answered"),
        }
    }

    pub(crate) fn wait(delay: Duration, reason: WaitReason) {
        let wait_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        match reason {
            WaitReason::RateLimit => warn!(wait_ms, "waiting out a rate limit"),
            WaitReason::Backoff => debug!(wait_ms, "waiting before another attempt"),
        }
    }

    /// Says where an answer could not be read, and not what stood there.
    pub(crate) fn drift(meta: &Meta, drift: &Drift) {
        warn!(
            endpoint = meta.name,
            path = &*drift.path,
            "a part of an answer could not be read"
        );
    }

    pub(crate) fn missing_scopes(found: &MissingScopes) {
        warn!(
            endpoint = found.endpoint.name,
            needed = %found.needed.scopes(),
            held = %found.held,
            missing = %found.missing,
            "the token lacks a scope that the call takes"
        );
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use bytes::Bytes;
    use http::Response;

    use crate::{Drift, Meta, MissingScopes, TransportError, call::WaitReason};

    pub(crate) fn span<F: Future>(_: &Meta, call: F) -> F {
        call
    }

    pub(crate) fn in_span<R>(_: &Meta, call: impl FnOnce() -> R) -> R {
        call()
    }

    pub(crate) fn attempt(_: u32) {}

    pub(crate) fn reply(_: &Result<Response<Bytes>, TransportError>) {}

    pub(crate) fn wait(_: Duration, _: WaitReason) {}

    pub(crate) fn drift(_: &Meta, _: &Drift) {}

    pub(crate) fn missing_scopes(_: &MissingScopes) {}
}

#[cfg(not(feature = "tracing"))]
pub(crate) use off::*;
#[cfg(feature = "tracing")]
pub(crate) use on::*;
