//! Services of tower as transports.

use std::{
    error::Error as StdError,
    fmt,
    future::poll_fn,
    io,
    ops::ControlFlow,
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

use bytes::{Buf, Bytes};
use http::{Request, Response};
use http_body::Body;
use tower_service::Service;

use super::{
    BodyBuffer, HttpTransport, Limits, Sent, TransportError, TransportErrorKind as Kind,
    find_cause, prepare,
};
use crate::sync::{Mutex, lock};

type BoxError = Box<dyn StdError + Send + Sync>;

/// Sends requests over a [`Service`] of tower: any stack of layers over any client.
///
/// The service is cloned for each attempt. It must follow no redirect, retry nothing and undo no
/// encoding; the call machine and [`BodyBuffer`] do. Its request's body is [`Bytes`]:
/// `tower::ServiceBuilder::map_request` makes of it what the service wants.
///
/// # Limits
/// A service has no timer, so this takes one: a function that gives a future for a time.
/// [`Limits::total`] holds for the attempt, readiness included; [`Limits::idle`] from the call
/// on, before the head and between chunks. Connecting cannot be seen from here: it counts as
/// silence, and [`Limits::connect`] is for the service to keep. The [`Limits`] of the attempt
/// are in the request's extensions.
///
/// # Errors
/// If the service's error is a [`TransportError`], or was caused by one, that is what the
/// attempt comes to. So a service that knows what was never sent says so, with
/// [`Sent::No`]: the call machine may then send again what it may send only once. Without it an
/// `io::Error` of a broken connection is [`Closed`](Kind::Closed), anything else [`Other`](Kind::Other), and
/// either [may have been received](Sent::Maybe). What fails or takes too long in `poll_ready` was
/// never sent, whatever its error says.
///
/// ```
/// # use std::{convert::Infallible, future, pin::pin, task::{Context, Poll, Waker}, time::Duration};
/// # use bytes::Bytes;
/// # use http::{Request, Response};
/// # use http_body_util::Full;
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use spotify_core::{HttpTransport, Limits, Tower};
/// use tower::{ServiceBuilder, service_fn};
///
/// let stack = ServiceBuilder::new()
///     // What a client such as hyper-util's wants: `.map_request(|r| r.map(Full::new))`
///     .service(service_fn(async |_: Request<Bytes>| {
///         Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"{}"))))
///     }));
/// // On tokio: `tokio::time::sleep`.
/// let transport = Tower::new(stack, |_: Duration| future::pending());
/// let request = Request::get("https://api.spotify.com/v1/me").body(Bytes::new())?;
/// assert_eq!(transport.send(request, Limits::new()).await?.body(), "{}");
/// # Ok(())
/// # }
/// # let Poll::Ready(done) = pin!(example()).poll(&mut Context::from_waker(Waker::noop())) else {
/// #     panic!("nothing here waits");
/// # };
/// # done.unwrap();
/// ```
pub struct Tower<S, F> {
    service: Mutex<S>,
    sleep: F,
}

impl<S, F> Tower<S, F> {
    /// Sends over `service`, and waits by `sleep`.
    pub fn new(service: S, sleep: F) -> Self {
        Self {
            service: Mutex::new(service),
            sleep,
        }
    }
}

impl<S, F> fmt::Debug for Tower<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tower").finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl<S, B, F, W> HttpTransport for Tower<S, F>
where
    S: Service<Request<Bytes>, Response = Response<B>> + Clone + Send,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body + Send,
    B::Error: Into<BoxError>,
    F: Fn(Duration) -> W + Send + Sync,
    W: Future<Output = ()> + Send,
{
    async fn send(
        &self,
        mut request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        prepare(&mut request, limits)?;
        request.extensions_mut().insert(limits);
        let method = request.method().clone();
        let mut clock = Clock {
            sleep: &self.sleep,
            total: pin!((self.sleep)(limits.total.min(FOR_EVER))),
            idle: limits.idle.min(FOR_EVER),
        };
        let mut service = lock(&self.service).clone();
        clock
            .ready(poll_fn(|cx| service.poll_ready(cx)))
            .await?
            .map_err(|error| unready(error.into()))?;
        let answer = clock.run(service.call(request)).await?;
        let (head, incoming) = answer
            .map_err(|error| before_head(error.into()))?
            .into_parts();
        let (head, mut incoming) = (Response::from_parts(head, ()), pin!(incoming));
        let mut body = BodyBuffer::new(&method, &head, limits)?;
        loop {
            let frame = poll_fn(|cx| incoming.as_mut().poll_frame(cx));
            let frame = match clock.run(frame).await {
                Ok(Some(Ok(frame))) => frame,
                Ok(None) => break,
                // The status of an error, and its `retry-after`, say more than the rest of a page.
                _ if body.may_end_early() => break,
                Ok(Some(Err(error))) => return Err(within_body(error.into())),
                Err(late) => return Err(late),
            };
            if let Ok(data) = frame.into_data()
                && push(&mut body, data)?.is_break()
            {
                break;
            }
        }
        body.finish(head)
    }

    async fn sleep(&self, delay: Duration) {
        (self.sleep)(delay).await;
    }
}

/// No attempt lasts longer than a day, and timers need not take more.
const FOR_EVER: Duration = Duration::from_secs(24 * 60 * 60);

/// Keeps the limits of one attempt.
struct Clock<'a, F, W> {
    sleep: &'a F,
    total: Pin<&'a mut W>,
    idle: Duration,
}

impl<F: Fn(Duration) -> W, W: Future<Output = ()>> Clock<'_, F, W> {
    /// Waits until the service takes the request, unless time runs out.
    async fn ready<T: Future>(&mut self, ready: T) -> Result<T::Output, TransportError> {
        let mut ready = pin!(ready);
        poll_fn(|cx| match ready.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Ok(output)),
            Poll::Pending => {
                let late = TransportError::new(Kind::Timeout, Sent::No);
                self.total.as_mut().poll(cx).map(|()| Err(late))
            }
        })
        .await
    }

    /// Waits for a step of the exchange, unless time runs out or nothing comes.
    async fn run<T: Future>(&mut self, step: T) -> Result<T::Output, TransportError> {
        let (mut step, mut silence) = (pin!(step), pin!(None));
        poll_fn(|cx| {
            if let Poll::Ready(output) = step.as_mut().poll(cx) {
                return Poll::Ready(Ok(output));
            }
            if self.total.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Err(TransportError::new(Kind::Timeout, Sent::Maybe)));
            }
            // Only now: a step that does not wait sets no timer.
            if silence.is_none() {
                silence.set(Some((self.sleep)(self.idle)));
            }
            let silent = || Err(TransportError::new(Kind::Idle, Sent::Maybe));
            match silence.as_mut().as_pin_mut() {
                Some(silence) => silence.poll(cx).map(|()| silent()),
                None => Poll::Pending,
            }
        })
        .await
    }
}

fn push(body: &mut BodyBuffer, mut data: impl Buf) -> Result<ControlFlow<()>, TransportError> {
    while data.has_remaining() {
        let chunk = data.chunk();
        let length = chunk.len();
        if body.push(chunk)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        data.advance(length);
    }
    Ok(ControlFlow::Continue(()))
}

/// The service did not take the request.
fn unready(error: BoxError) -> TransportError {
    match find_cause::<TransportError>(&*error) {
        Some(told) if told.sent() == Sent::No => told.clone(),
        Some(told) => TransportError::new(told.kind(), Sent::No).because(error),
        None => TransportError::new(Kind::Other, Sent::No).because(error),
    }
}

/// There was no answer.
fn before_head(error: BoxError) -> TransportError {
    if let Some(told) = find_cause::<TransportError>(&*error) {
        return told.clone();
    }
    let gone = find_cause::<io::Error>(&*error).is_some_and(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::BrokenPipe
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::NotConnected
                | io::ErrorKind::UnexpectedEof
        )
    });
    let kind = if gone { Kind::Closed } else { Kind::Other };
    TransportError::new(kind, Sent::Maybe).because(error)
}

/// The answer began but did not end, so the request was received.
fn within_body(error: BoxError) -> TransportError {
    match find_cause::<TransportError>(&*error) {
        Some(told) => told.clone().perhaps(),
        None => TransportError::new(Kind::Incomplete, Sent::Maybe).because(error),
    }
}
