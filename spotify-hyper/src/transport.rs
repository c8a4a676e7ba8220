//! [`Hyper`]: the transport.

use std::{fmt, pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response, Uri, uri::Scheme};
use http_body_util::{BodyExt as _, Full};
use hyper::rt::{Executor, Read, Timer, Write};
use hyper_util::client::legacy::{Builder, Client, ResponseFuture, connect::Connection};
use spotify_core::{
    BodyBuffer, HttpTransport, Limits, Sent, TransportError, TransportErrorKind as Kind,
    transport::prepare,
};
use tower_service::Service;

use crate::{
    attempt::{Bounded, Clock, SharedTimer},
    failure::{self, BoxError},
};

/// Sends requests over [hyper](https://hyper.rs) and its connection pool.
///
/// Connections are kept and shared; a clone shares them too. HTTP/2 is spoken where the server
/// offers it in the TLS handshake. All limits of a call hold for that call alone: connecting is
/// bounded by [`Limits::connect`], and what fails in it was [certainly never sent](Sent::No). A
/// call that waits for an HTTP/2 connection that another call is making waits as long as that
/// other call may.
///
/// Dropping the future of a call closes its connection (HTTP/1.1) or its stream (HTTP/2).
#[derive(Clone)]
pub struct Hyper {
    pool: Arc<dyn Pool>,
    timer: SharedTimer,
    https: bool,
}

impl Hyper {
    /// Runs over any connector, executor and timer: the way to other runtimes than tokio.
    ///
    /// The connector is called with the target (`https://api.spotify.com`) and makes the whole
    /// connection, TLS included; it says by [`Connection::connected`] whether HTTP/2 was agreed
    /// on. What it fails with counts as `Tls` where it contains a rustls error, as `Connect`
    /// otherwise, and as never sent.
    pub fn from_parts<C, E, T>(connector: C, executor: E, timer: T) -> Self
    where
        C: Service<Uri> + Clone + Send + Sync + 'static,
        C::Response: Connection + Read + Write + Unpin + Send + 'static,
        C::Error: Into<BoxError>,
        C::Future: Send + 'static,
        E: Executor<Pin<Box<dyn Future<Output = ()> + Send>>> + Clone + Send + Sync + 'static,
        T: Timer + Clone + Send + Sync + 'static,
    {
        let mut library = Client::builder(executor);
        library.timer(timer.clone()).pool_timer(timer.clone());
        Self::assemble(&mut library, connector, Arc::new(timer), true)
    }

    /// `https`: whether the connector can make TLS connections.
    pub(crate) fn assemble<C>(
        library: &mut Builder,
        connector: C,
        timer: SharedTimer,
        https: bool,
    ) -> Self
    where
        C: Service<Uri> + Clone + Send + Sync + 'static,
        C::Response: Connection + Read + Write + Unpin + Send + 'static,
        C::Error: Into<BoxError>,
        C::Future: Send + 'static,
    {
        let connector = Bounded::new(connector, Arc::clone(&timer));
        let pool: Client<_, Full<Bytes>> = library.set_host(true).build(connector);
        Self {
            pool: Arc::new(pool),
            timer,
            https,
        }
    }

    /// Refuses what a build without TLS cannot send.
    fn check(&self, target: &Uri) -> Result<(), TransportError> {
        if !self.https && target.scheme() == Some(&Scheme::HTTPS) {
            return Err(TransportError::new(Kind::Tls, Sent::No)
                .because("spotify-hyper is built without TLS: turn its feature `rustls` on"));
        }
        Ok(())
    }
}

impl fmt::Debug for Hyper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hyper")
            .field("https", &self.https)
            .finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl HttpTransport for Hyper {
    async fn send(
        &self,
        mut request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        prepare(&mut request, limits)?;
        self.check(request.uri())?;
        let method = request.method().clone();
        let mut clock = Clock::start(&self.timer, limits);
        let response = self.pool.request(request.map(Full::new));
        let response = clock.run(response).await?.map_err(failure::before_head)?;
        let (head, mut incoming) = response.into_parts();
        let head = Response::from_parts(head, ());
        let mut body = BodyBuffer::new(&method, &head, limits)?;
        loop {
            let frame = match clock.run(incoming.frame()).await {
                Ok(Some(Ok(frame))) => frame,
                Ok(None) => break,
                // The status of an error, and its `retry-after`, say more than the rest of a page.
                _ if body.may_end_early() => break,
                Ok(Some(Err(error))) => return Err(failure::within_body(error)),
                Err(late) => return Err(late),
            };
            if let Some(chunk) = frame.data_ref()
                && body.push(chunk)?.is_break()
            {
                break;
            }
        }
        body.finish(head)
    }

    async fn sleep(&self, delay: Duration) {
        self.timer.sleep(delay).await;
    }
}

/// hyper-util's client without its connector's type.
trait Pool: Send + Sync {
    fn request(&self, request: Request<Full<Bytes>>) -> ResponseFuture;
}

impl<C> Pool for Client<Bounded<C>, Full<Bytes>>
where
    C: Service<Uri> + Clone + Send + Sync + 'static,
    C::Response: Connection + Read + Write + Unpin + Send + 'static,
    C::Error: Into<BoxError>,
    C::Future: Send + 'static,
{
    fn request(&self, request: Request<Full<Bytes>>) -> ResponseFuture {
        Client::request(self, request)
    }
}
