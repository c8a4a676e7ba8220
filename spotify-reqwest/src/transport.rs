//! [`Reqwest`]: the transport.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{Request, Response, Uri, uri::Scheme};
use spotify_core::{
    BodyBuffer, HttpTransport, Limits, Sent, TransportError, TransportErrorKind as Kind,
    transport::prepare,
};

use crate::{attempt::Clock, failure};

/// Sends requests over [reqwest](https://docs.rs/reqwest), on tokio.
///
/// Connections are kept and shared; a clone shares them too. All limits of a call hold for that
/// call alone: connecting is bounded by [`Limits::connect`], and what fails in it was
/// [certainly never sent](Sent::No). A call that waits for an HTTP/2 connection that another
/// call is making waits as long as that other call may.
///
/// Dropping the future of a call closes its connection (HTTP/1.1) or its stream (HTTP/2).
///
/// reqwest adds `accept: */*` to a request that names nothing else; that cannot be turned off.
#[derive(Clone)]
pub struct Reqwest {
    client: reqwest::Client,
    /// Made elsewhere: it may follow redirects.
    foreign: bool,
}

impl Reqwest {
    /// Takes a client that is there already.
    ///
    /// It must neither follow redirects nor repeat requests, which reqwest does unless told not
    /// to: `redirect(reqwest::redirect::Policy::none())` and `retry(reqwest::retry::never())`.
    /// An answer from another URL than the one asked is
    /// [`Redirected`](Kind::Redirected); whether such a client repeats requests cannot be seen.
    ///
    /// The client's own `connect_timeout` holds in place of [`Limits::connect`], and time runs
    /// out while connecting as [`Sent::Maybe`]. A request over `https` needs a client that can
    /// do TLS.
    #[must_use]
    pub fn from_client(client: reqwest::Client) -> Self {
        Self {
            client,
            foreign: true,
        }
    }

    /// Takes a client that [`ReqwestBuilder`](crate::ReqwestBuilder) has made.
    pub(crate) fn own(client: reqwest::Client) -> Self {
        Self {
            client,
            foreign: false,
        }
    }

    /// Refuses what a build without TLS cannot send.
    fn check(&self, target: &Uri) -> Result<(), TransportError> {
        let tls = cfg!(any(feature = "rustls", feature = "native-tls")) || self.foreign;
        if !tls && target.scheme() == Some(&Scheme::HTTPS) {
            return Err(TransportError::new(Kind::Tls, Sent::No)
                .because("spotify-reqwest is built without TLS: turn its feature `rustls` on"));
        }
        Ok(())
    }
}

impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client's own form would show proxies and default headers.
        f.debug_struct("Reqwest")
            .field("foreign", &self.foreign)
            .finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl HttpTransport for Reqwest {
    async fn send(
        &self,
        mut request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        prepare(&mut request, limits)?;
        self.check(request.uri())?;
        let method = request.method().clone();
        let request = reqwest::Request::try_from(request).map_err(failure::before_head)?;
        let asked = self.foreign.then(|| request.url().clone());
        let mut clock = Clock::start(limits);
        let response = clock.run(self.client.execute(request)).await?;
        let mut response = response.map_err(failure::before_head)?;
        if asked.is_some_and(|asked| asked != *response.url()) {
            return Err(TransportError::new(Kind::Redirected, Sent::Maybe));
        }
        let mut head = Response::new(());
        *head.status_mut() = response.status();
        *head.version_mut() = response.version();
        *head.headers_mut() = std::mem::take(response.headers_mut());
        let mut body = BodyBuffer::new(&method, &head, limits)?;
        loop {
            let chunk = match clock.run(response.chunk()).await {
                Ok(Ok(Some(chunk))) => chunk,
                Ok(Ok(None)) => break,
                // The status of an error, and its `retry-after`, say more than the rest of a page.
                _ if body.may_end_early() => break,
                Ok(Err(error)) => return Err(failure::within_body(error)),
                Err(late) => return Err(late),
            };
            if body.push(&chunk)?.is_break() {
                break;
            }
        }
        body.finish(head)
    }

    async fn sleep(&self, delay: Duration) {
        tokio::time::sleep(delay).await;
    }
}
