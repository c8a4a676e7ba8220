//! The blocking client: the same dozen lines, without `await`.

use std::{fmt, sync::Arc, task::Waker};

use bytes::Bytes;
use http::Response;

use crate::{
    BlockingTokenStore, BlockingTransport, Endpoint,
    bell::Bell,
    builder::Builder,
    call::{Admit, Call, Pause, Step},
    error::Error,
    session::{BlockingSession, SessionState},
    shared::{Carries, Shared},
    trace,
    transport::Routing,
};

mod tokens;

pub use tokens::WeakClient;

/// Calls the Web API on the caller's thread.
///
/// Clones share the token, the pause that a 429 asks for, and the in-flight limit, and may be
/// used from several threads at once.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    /// What authorizes the calls of this handle.
    carries: Carries,
}

struct Inner {
    shared: Shared,
    transport: Arc<dyn BlockingTransport>,
    session: BlockingSession,
}

/// Sends requests below certain URLs over other transports.
///
/// ```
/// use spotify_core::{blocking::{Client, Routes}, testing::Replay};
///
/// let player = Replay::new();
/// let transport =
///     Routes::new(Replay::new()).route("https://api.spotify.com/v1/me/player", player)?;
/// let client = Client::builder(transport).token("an access token").build()?;
/// # Ok::<(), spotify_core::Error>(())
/// ```
///
/// See [`Routes`](crate::Routes) for what fits.
pub type Routes = Routing<dyn BlockingTransport>;

/// Puts a blocking [`Client`] together.
pub type ClientBuilder = Builder<dyn BlockingTransport, dyn BlockingTokenStore>;

impl Client {
    /// Begins to put a client together.
    pub fn builder(transport: impl BlockingTransport + 'static) -> ClientBuilder {
        Builder::new(Arc::new(transport))
    }

    pub(crate) fn from_parts(
        shared: Shared,
        transport: Arc<dyn BlockingTransport>,
        session: BlockingSession,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                shared,
                transport,
                session,
            }),
            carries: Carries::Held,
        }
    }

    /// Carries out one operation.
    ///
    /// # Errors
    /// [`Error`], by how far the call got.
    pub fn send<E: Endpoint>(&self, endpoint: E) -> Result<E::Response, Error> {
        let Inner {
            shared, session, ..
        } = &*self.inner;
        let call = shared.call(&endpoint, session.shared(), &self.carries)?;
        let response = trace::in_span(endpoint.meta(), || self.drive(call))?;
        shared.read(&endpoint, response)
    }

    /// What is known of the session, without any secret.
    #[must_use]
    pub fn session(&self) -> SessionState {
        self.inner
            .session
            .shared()
            .state(self.inner.shared.clock.now())
    }

    /// The pause that holds every call now, if Spotify asked for one.
    #[must_use]
    pub fn pause(&self) -> Option<Pause> {
        self.inner.shared.gate.pause(self.inner.shared.clock.now())
    }

    pub(crate) fn base(&self) -> &crate::BaseUrl {
        &self.inner.shared.base
    }

    fn drive(&self, call: Call) -> Result<Response<Bytes>, Error> {
        let Inner {
            shared,
            transport,
            session,
        } = &*self.inner;
        let mut now = shared.clock.now();
        let mut step = call.start(now);
        loop {
            // The clocks are read again after whatever takes time, and only then.
            step = match step {
                Step::Authorize(s) => match session.shared().ready(s.rejected(), now) {
                    Some(bearer) => s.provide(Ok(bearer), now),
                    None => {
                        let bearer = session.authorize(s.rejected(), s.rest(now));
                        now = shared.clock.now();
                        match bearer {
                            Some(bearer) => s.provide(bearer, now),
                            None => s.expired(),
                        }
                    }
                },
                Step::Wait(s) => {
                    trace::wait(s.delay(), s.reason());
                    transport.sleep(s.delay());
                    now = shared.clock.now();
                    s.over(now)
                }
                Step::Admit(s) => match s.try_admit(now) {
                    Ok(step) => step,
                    Err(s) => {
                        let step = self.queue(s);
                        now = shared.clock.now();
                        step
                    }
                },
                Step::Transmit(s) => {
                    trace::attempt(s.attempt());
                    let reply = transport.send(s.request(), s.limits(now));
                    trace::reply(&reply);
                    now = shared.clock.now();
                    s.reply(reply, now)
                }
                Step::Done(result) => return result,
            }
        }
    }

    /// Waits for the turn: until called, or until it is time to look again.
    fn queue(&self, mut admit: Admit) -> Step {
        let bell = Arc::new(Bell::default());
        let waker = Waker::from(bell.clone());
        loop {
            admit.notify(&waker);
            admit = match admit.try_admit(self.inner.shared.clock.now()) {
                Ok(step) => return step,
                Err(admit) => admit,
            };
            bell.wait(admit.retry());
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.inner.shared.base)
            .field("session", &self.session())
            .finish_non_exhaustive()
    }
}

/// What a blocking client gives of a listing: an iterator.
#[must_use = "a listing is fetched only as far as it is taken"]
pub struct Items<T>(Box<dyn Iterator<Item = Result<T, Error>> + Send>);

impl<T> Items<T> {
    pub(crate) fn new(items: impl Iterator<Item = Result<T, Error>> + Send + 'static) -> Self {
        Self(Box::new(items))
    }

    /// All of them.
    ///
    /// # Errors
    /// The error of the call that fetched the page; what came before it is lost.
    pub fn try_collect(self) -> Result<Vec<T>, Error> {
        self.collect()
    }
}

impl<T> Iterator for Items<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}
