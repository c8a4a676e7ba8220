//! A transport as the suite drives it: one way for both kinds.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use spotify_core::{
    BlockingTransport, Client, Endpoint, Error, HttpTransport, Limits, Sent, TransportError,
    TransportErrorKind, blocking, testing::ManualClock,
};

use super::setting::Setting;

/// A future that is run to its end where it stands.
pub type LocalFuture<'f> = Pin<Box<dyn Future<Output = ()> + Send + 'f>>;

/// Runs a future to its end; may be called from several threads at once.
pub type BlockOn = Arc<dyn for<'f> Fn(LocalFuture<'f>) + Send + Sync>;

pub(crate) type Outcome = Result<Response<Bytes>, TransportError>;

/// A transport of either kind, driven from a thread that waits.
#[derive(Clone)]
pub(crate) enum Wire {
    Async(Arc<dyn HttpTransport>, BlockOn),
    Blocking(Arc<dyn BlockingTransport>),
}

impl Wire {
    /// Sends one request over the port.
    pub(crate) fn send(&self, request: Request<Bytes>, limits: Limits) -> Outcome {
        match self {
            Self::Async(transport, block_on) => {
                run(block_on, transport.send(request, limits)).unwrap_or_else(|| Err(unfinished()))
            }
            Self::Blocking(transport) => transport.send(request, limits),
        }
    }

    /// Makes a client over the transport.
    pub(crate) fn client(&self, setting: &Setting) -> Result<Caller, Error> {
        let watch = Arc::new(Watch::new(setting.skips_waits()));
        let kind = match self {
            Self::Async(transport, block_on) => {
                let watched = Watched {
                    inner: transport.clone(),
                    watch: watch.clone(),
                };
                let client = setting.apply(Client::builder(watched), &watch).build()?;
                Kind::Async(client, transport.clone(), block_on.clone())
            }
            Self::Blocking(transport) => {
                let watched = Watched {
                    inner: transport.clone(),
                    watch: watch.clone(),
                };
                let builder = blocking::Client::builder(watched);
                let setting = setting.ending_by_deadline();
                Kind::Blocking(setting.apply(builder, &watch).build()?)
            }
        };
        Ok(Caller {
            kind,
            watch,
            over_tls: setting.over_tls(),
        })
    }
}

/// A client of either kind, driven from a thread that waits.
pub(crate) struct Caller {
    kind: Kind,
    watch: Arc<Watch>,
    over_tls: bool,
}

enum Kind {
    Async(Client, Arc<dyn HttpTransport>, BlockOn),
    Blocking(blocking::Client),
}

impl Caller {
    /// Carries out one operation.
    pub(crate) fn call<E: Endpoint>(&self, operation: E) -> Result<E::Response, Error> {
        match &self.kind {
            Kind::Async(client, _, block_on) => {
                run(block_on, client.send(operation)).unwrap_or_else(|| Err(unfinished().into()))
            }
            Kind::Blocking(client) => client.send(operation),
        }
    }

    /// Carries out one operation, and gives it up after a while if it has not come to an end:
    /// the async kind drops the call. The blocking kind can only wait for its deadline, which is
    /// [`Setting::patience`].
    pub(crate) fn give_up<E: Endpoint>(&self, operation: E, after: Duration) -> bool {
        match &self.kind {
            Kind::Async(client, transport, block_on) => {
                let race = async {
                    let (mut call, mut timer) =
                        (pin!(client.send(operation)), pin!(transport.sleep(after)));
                    poll_fn(|context| match call.as_mut().poll(context) {
                        Poll::Ready(_) => Poll::Ready(false),
                        Poll::Pending => timer.as_mut().poll(context).map(|()| true),
                    })
                    .await
                };
                run(block_on, race).unwrap_or(false)
            }
            Kind::Blocking(client) => {
                matches!(client.send(operation), Err(Error::Deadline { .. }))
            }
        }
    }

    /// Whether its calls go over TLS.
    pub(crate) fn over_tls(&self) -> bool {
        self.over_tls
    }

    /// What passed between the client and its transport.
    pub(crate) fn watch(&self) -> &Watch {
        &self.watch
    }
}

fn run<T: Send>(block_on: &BlockOn, future: impl Future<Output = T> + Send) -> Option<T> {
    let mut slot = None;
    block_on(Box::pin(async { slot = Some(future.await) }));
    slot
}

fn unfinished() -> TransportError {
    TransportError::new(TransportErrorKind::Other, Sent::Maybe)
        .because("the runtime did not run the future to its end")
}

/// What passed between a client and its transport.
pub(crate) struct Watch {
    clock: Option<ManualClock>,
    in_flight: AtomicUsize,
    most: AtomicUsize,
    events: Mutex<Vec<Event>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    Sent,
    Waited(Duration),
}

impl Watch {
    fn new(skips_waits: bool) -> Self {
        Self {
            clock: skips_waits.then(ManualClock::new),
            in_flight: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            events: Mutex::default(),
        }
    }

    /// The clock that waits move on, where they are skipped.
    pub(crate) fn clock(&self) -> Option<&ManualClock> {
        self.clock.as_ref()
    }

    /// The most requests that were under way at once.
    pub(crate) fn most_in_flight(&self) -> usize {
        self.most.load(SeqCst)
    }

    /// What happened so far.
    pub(crate) fn events(&self) -> Vec<Event> {
        self.locked().clone()
    }

    fn locked(&self) -> MutexGuard<'_, Vec<Event>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sending(&self) -> Sending<'_> {
        self.locked().push(Event::Sent);
        let now = self.in_flight.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(now, SeqCst);
        Sending(self)
    }

    /// Whether a wait is over as soon as it has begun.
    fn skip(&self, delay: Duration) -> bool {
        let Some(clock) = &self.clock else {
            return false;
        };
        self.locked().push(Event::Waited(delay));
        clock.advance(delay);
        true
    }
}

struct Sending<'w>(&'w Watch);

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, SeqCst);
    }
}

/// A transport of which every use is noted, and whose waits may be skipped.
struct Watched<T: ?Sized> {
    inner: Arc<T>,
    watch: Arc<Watch>,
}

#[async_trait::async_trait]
impl HttpTransport for Watched<dyn HttpTransport> {
    async fn send(&self, request: Request<Bytes>, limits: Limits) -> Outcome {
        let _sending = self.watch.sending();
        self.inner.send(request, limits).await
    }

    async fn sleep(&self, delay: Duration) {
        if !self.watch.skip(delay) {
            self.inner.sleep(delay).await;
        }
    }
}

impl BlockingTransport for Watched<dyn BlockingTransport> {
    fn send(&self, request: Request<Bytes>, limits: Limits) -> Outcome {
        let _sending = self.watch.sending();
        self.inner.send(request, limits)
    }

    fn sleep(&self, delay: Duration) {
        if !self.watch.skip(delay) {
            self.inner.sleep(delay);
        }
    }
}
