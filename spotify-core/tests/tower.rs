//! Services of tower as transports, and the client as a service.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

use std::{
    convert::Infallible,
    error::Error as StdError,
    future::{self, Ready, pending, ready},
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Buf as _, Bytes};
use http::{HeaderMap, Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt as _, Full};
use spotify_core::{
    Client, HttpTransport, Limits, Sent, Tower, TransportError, TransportErrorKind as Kind,
    testing::Replay,
};
use tower::{Service, ServiceBuilder, ServiceExt as _, service_fn, util::ServiceFn};

#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/endpoints.rs"]
mod endpoints;

use block_on::block_on;
use endpoints::Read;

type BoxError = Box<dyn StdError + Send + Sync>;
type Answered<E> = Ready<Result<Response<Frames<E>>, Infallible>>;
type Outcome = Result<Response<Bytes>, TransportError>;

const TOTAL: Duration = Duration::from_secs(3);
const IDLE: Duration = Duration::from_secs(1);

fn limits() -> Limits {
    Limits::new().total(TOTAL).idle(IDLE).max_body(1000)
}

fn post() -> Request<Bytes> {
    let request = Request::post("https://api.spotify.com/v1/me/player/next");
    request.body(Bytes::new()).unwrap()
}

/// A timer of which only one time is ever over, and that at once.
fn only(over: Duration) -> impl Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    move |delay| match delay == over {
        true => Box::pin(ready(())),
        false => Box::pin(pending()),
    }
}

/// What an attempt over a service comes to, if it never has to wait.
fn sent<S, B>(service: S) -> Outcome
where
    S: Service<Request<Bytes>, Response = Response<B>> + Clone + Send,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: http_body::Body + Send,
    B::Error: Into<BoxError>,
{
    block_on(Tower::new(service, only(Duration::MAX)).send(post(), limits()))
}

/// Kind, and whether it was sent.
fn told(outcome: Outcome) -> (Kind, Sent) {
    let error = outcome.unwrap_err();
    (error.kind(), error.sent())
}

fn reset() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}

fn refused() -> TransportError {
    TransportError::new(Kind::Refused, Sent::No)
}

/// A body in frames, of which one may fail, and behind which nothing may come for ever.
struct Frames<E> {
    frames: std::vec::IntoIter<Result<Frame<Bytes>, E>>,
    stalls: bool,
}

impl<E> Unpin for Frames<E> {}

impl<E> http_body::Body for Frames<E> {
    type Data = Bytes;
    type Error = E;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, E>>> {
        match self.frames.next() {
            None if self.stalls => Poll::Pending,
            next => Poll::Ready(next),
        }
    }
}

/// A service of which the answers have this status and these frames.
fn answering<E>(
    status: u16,
    frames: fn() -> Vec<Result<Frame<Bytes>, E>>,
    stalls: bool,
) -> ServiceFn<impl Fn(Request<Bytes>) -> Answered<E> + Clone> {
    service_fn(move |_: Request<Bytes>| {
        let frames = frames().into_iter();
        let answer = Response::builder().status(status);
        ready(Ok(answer.body(Frames { frames, stalls }).unwrap()))
    })
}

fn data<E>(text: &'static str) -> Result<Frame<Bytes>, E> {
    Ok(Frame::data(Bytes::from_static(text.as_bytes())))
}

#[test]
fn a_service_gets_what_a_transport_is_asked_to_send() {
    let seen = Arc::new(Mutex::new(None));
    let service = service_fn({
        let seen = seen.clone();
        move |request: Request<Bytes>| {
            *seen.lock().unwrap() = Some(request);
            ready(Ok::<_, Infallible>(Response::new(Full::new(
                Bytes::from_static(b"ok"),
            ))))
        }
    });
    assert_eq!(sent(service).unwrap().body(), "ok");
    let seen = seen.lock().unwrap().take().unwrap();
    assert_eq!(seen.headers()["content-length"], "0");
    let encoding = seen.headers().get("accept-encoding");
    assert_eq!(encoding.is_some(), cfg!(feature = "gzip"));
    assert_eq!(seen.extensions().get::<Limits>(), Some(&limits()));
}

#[test]
fn r2_what_the_service_knows_of_its_failure_is_believed() {
    let failed = |error: fn() -> BoxError| {
        told(sent(service_fn(move |_| {
            ready(Err::<Response<Full<Bytes>>, _>(error()))
        })))
    };
    for (error, expected) in [
        (
            (|| refused().into()) as fn() -> BoxError,
            (Kind::Refused, Sent::No),
        ),
        (
            || io::Error::other(io::Error::other(refused())).into(),
            (Kind::Refused, Sent::No),
        ),
        (|| reset().into(), (Kind::Closed, Sent::Maybe)),
        (
            || io::Error::from(io::ErrorKind::UnexpectedEof).into(),
            (Kind::Closed, Sent::Maybe),
        ),
        (
            || io::Error::from(io::ErrorKind::InvalidData).into(),
            (Kind::Other, Sent::Maybe),
        ),
        (|| "load shed".into(), (Kind::Other, Sent::Maybe)),
    ] {
        assert_eq!(failed(error), expected, "{}", error());
    }
}

/// A service that does not become ready, as it is told.
#[derive(Clone)]
struct Unready(fn() -> Poll<Result<(), BoxError>>);

impl Service<Request<Bytes>> for Unready {
    type Response = Response<Full<Bytes>>;
    type Error = BoxError;
    type Future = Ready<Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        (self.0)()
    }

    fn call(&mut self, _: Request<Bytes>) -> Self::Future {
        ready(Ok(Response::default()))
    }
}

#[test]
fn r2_a_service_that_is_not_ready_has_sent_nothing() {
    for (unready, kind) in [
        (
            (|| Poll::Ready(Err("closed".into()))) as fn() -> _,
            Kind::Other,
        ),
        (|| Poll::Ready(Err(reset().into())), Kind::Other),
        (|| Poll::Ready(Err(refused().into())), Kind::Refused),
        (
            || Poll::Ready(Err(TransportError::new(Kind::Tls, Sent::Maybe).into())),
            Kind::Tls,
        ),
    ] {
        assert_eq!(told(sent(Unready(unready))), (kind, Sent::No));
    }
    let never = || Tower::new(Unready(|| Poll::Pending), only(TOTAL));
    let outcome = block_on(never().send(post(), limits()));
    assert_eq!(told(outcome), (Kind::Timeout, Sent::No));
    let outcome = block_on(never().send(post(), limits().total(Duration::ZERO)));
    assert_eq!(told(outcome), (Kind::Timeout, Sent::No));
}

#[test]
fn y11_time_is_kept_before_the_head_and_within_the_body() {
    let silent = service_fn(|_| pending::<Result<Response<Full<Bytes>>, Infallible>>());
    let stalled = |status| answering(status, || vec![data::<Infallible>("ab")], true);
    for (over, kind) in [(TOTAL, Kind::Timeout), (IDLE, Kind::Idle)] {
        let outcome = block_on(Tower::new(silent, only(over)).send(post(), limits()));
        assert_eq!(told(outcome), (kind, Sent::Maybe));
        let outcome = block_on(Tower::new(stalled(200), only(over)).send(post(), limits()));
        assert_eq!(told(outcome), (kind, Sent::Maybe));
        // An error is known by its head.
        let answer = block_on(Tower::new(stalled(503), only(over)).send(post(), limits()));
        let answer = answer.unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.body(), "ab");
    }
}

/// What an attempt comes to of which the answer has this status and these frames.
fn answered<E: Into<BoxError> + Send + 'static>(
    status: u16,
    frames: fn() -> Vec<Result<Frame<Bytes>, E>>,
) -> Outcome {
    sent(answering(status, frames, false))
}

#[test]
fn y1_y10_bodies_are_read_under_the_limits() {
    let whole: fn() -> Vec<Result<_, Infallible>> = || {
        let trailers = Ok(Frame::trailers(HeaderMap::new()));
        vec![data("one "), data(""), data("two"), trailers]
    };
    assert_eq!(answered(200, whole).unwrap().body(), "one two");

    let chained = sent(service_fn(|_| {
        let text = Full::new(Bytes::from_static(b"ne "));
        let text = text.map_frame(|f| f.map_data(|d| Bytes::from_static(b"o").chain(d)));
        ready(Ok::<_, Infallible>(Response::new(text)))
    }));
    assert_eq!(chained.unwrap().body(), "one ");

    let large: fn() -> Vec<Result<_, Infallible>> =
        || vec![Ok(Frame::data(Bytes::from(vec![b'x'; 1001])))];
    assert_eq!(
        told(answered(200, large)),
        (Kind::BodyTooLarge, Sent::Maybe)
    );

    let broken = || vec![data("half"), Err(reset())];
    assert_eq!(told(answered(200, broken)), (Kind::Incomplete, Sent::Maybe));
    assert_eq!(answered(429, broken).unwrap().body(), "half");

    // The head has come, so the request was received, whatever the error says.
    let liar = || vec![data("half"), Err(refused())];
    assert_eq!(told(answered(200, liar)), (Kind::Refused, Sent::Maybe));
}

#[test]
fn a_tower_shows_nothing_and_sleeps_as_it_was_told() {
    let slept = Arc::new(Mutex::new(Vec::new()));
    let noted = slept.clone();
    let tower = Tower::new(Unready(|| Poll::Pending), move |delay| {
        noted.lock().unwrap().push(delay);
        future::ready(())
    });
    block_on(tower.sleep(IDLE));
    assert_eq!(*slept.lock().unwrap(), [IDLE]);
    assert_eq!(format!("{tower:?}"), "Tower { .. }");
}

#[test]
fn the_client_is_a_service_by_value_and_by_reference() {
    let wire = Replay::new().always("GET /v1/thing", "{}");
    let client = Client::builder(wire.clone()).token("t").build().unwrap();
    let layered = ServiceBuilder::new()
        .map_response(|answer: String| answer.len())
        .service(client.clone());
    assert_eq!(block_on(layered.oneshot(Read)).unwrap(), 2);
    assert_eq!(block_on((&client).oneshot(Read)).unwrap(), "{}");
    assert_eq!(wire.requests().len(), 2);
}

#[test]
fn a_client_over_a_service_is_a_service() {
    let service = service_fn(|request: Request<Bytes>| {
        let token = request.headers()["authorization"].as_bytes();
        let token = Bytes::copy_from_slice(token);
        ready(Ok::<_, Infallible>(Response::new(Full::new(token))))
    });
    let transport = Tower::new(service, only(Duration::MAX));
    let client = Client::builder(transport).token("t").build().unwrap();
    assert_eq!(block_on(client.oneshot(Read)).unwrap(), "Bearer t");
}
