//! [`Ureq`]: the transport over ureq.

use std::{fmt, io::Read as _, time::Duration};

use bytes::Bytes;
use http::{Method, Request, Response, header};
use spotify_core::{
    BlockingTransport, BodyBuffer, Limits, Sent, TransportError, TransportErrorKind as Kind,
    transport::prepare,
};
use ureq::{Agent, AsSendBody, Body, ResponseExt as _};

mod connect;
mod failure;
mod settings;

pub use settings::UreqBuilder;

/// Sends requests over [ureq](https://docs.rs/ureq) on the caller's thread.
///
/// Connections are kept and shared; a clone shares them too. It speaks HTTP/1.1. All limits of
/// a call hold for that call alone: connecting is bounded by [`Limits::connect`], and what fails
/// in it was [certainly never sent](Sent::No).
///
/// # Logs
/// ureq has logs of its own, and some of them hold what it sends: at `TRACE` the target
/// `ureq_proto::util` writes out every byte, tokens among them, and at `DEBUG` the target
/// `ureq::run` shows where a redirect leads, which in a sign-in by cookies is a code. Neither has
/// a setting. A program that logs at these levels leaves them out, as with the filter
/// `trace,ureq_proto=info,ureq=info`.
#[derive(Clone)]
pub struct Ureq {
    agent: Agent,
    /// Made elsewhere: its connections and names are its own business.
    foreign: bool,
}

impl Ureq {
    /// Takes an agent that is there already.
    ///
    /// What a transport must not do is turned off for every request: redirects, statuses as
    /// errors. Whether a request may have left is known less often than with an agent of this
    /// crate: failures of TLS and most of names count as [`Sent::Maybe`], and looking a name up
    /// may take [`Limits::connect`] beside what connecting takes.
    #[must_use]
    pub fn from_agent(agent: Agent) -> Self {
        Self {
            agent,
            foreign: true,
        }
    }

    /// Takes an agent that [`UreqBuilder`] has made.
    fn own(agent: Agent) -> Self {
        Self {
            agent,
            foreign: false,
        }
    }

    fn exchange<B: AsSendBody>(
        &self,
        request: Request<B>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let method = request.method().clone();
        let asked = self.foreign.then(|| request.uri().clone());
        let request = self
            .agent
            .configure_request(request)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .accept_encoding("") // it stands among the request's own headers
            .timeout_global(some(limits.total))
            .timeout_resolve(if self.foreign { some(limits.connect) } else { None })
            .timeout_connect(some(limits.connect))
            .timeout_per_read(some(limits.idle))
            .build();
        let response = self.agent.run(request).map_err(failure::before_head)?;
        if asked.is_some_and(|asked| asked != *response.get_uri()) {
            return Err(TransportError::new(Kind::Redirected, Sent::Maybe));
        }
        let (head, incoming) = response.into_parts();
        read(&method, Response::from_parts(head, ()), incoming, limits)
    }
}

impl fmt::Debug for Ureq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ureq")
            .field("foreign", &self.foreign)
            .finish_non_exhaustive()
    }
}

impl BlockingTransport for Ureq {
    fn send(
        &self,
        mut request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        prepare(&mut request, limits)?;
        let (head, body) = request.into_parts();
        if body.is_empty() && !head.headers.contains_key(header::CONTENT_LENGTH) {
            self.exchange(Request::from_parts(head, ()), limits)
        } else {
            self.exchange(Request::from_parts(head, &*body), limits)
        }
    }
}

fn read(
    method: &Method,
    head: Response<()>,
    mut incoming: Body,
    limits: Limits,
) -> Result<Response<Bytes>, TransportError> {
    let mut body = BodyBuffer::new(method, &head, limits)?;
    let mut reader = incoming.as_reader();
    let mut chunk = [0; 16 << 10];
    loop {
        let length = match reader.read(&mut chunk) {
            Ok(length) => length,
            // The status of an error, and its `retry-after`, say more than the rest of a page.
            Err(_) if body.may_end_early() => break,
            Err(error) => return Err(failure::within_body(error)),
        };
        let Some(chunk) = chunk.get(..length).filter(|chunk| !chunk.is_empty()) else {
            break;
        };
        if body.push(chunk)?.is_break() {
            break;
        }
    }
    body.finish(head)
}

// ureq adds durations to instants unchecked, and takes none for a second. "For ever" is a day.
fn some(limit: Duration) -> Option<Duration> {
    Some(limit.clamp(Duration::from_millis(1), Duration::from_secs(24 * 60 * 60)))
}
