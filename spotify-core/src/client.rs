//! The async client: a dozen lines that drive the machine.

use std::{fmt, future::poll_fn, sync::Arc, task::Poll};

use bytes::Bytes;
use http::Response;

use crate::{
    Endpoint, HttpTransport, TokenStore,
    builder::Builder,
    call::{Admit, Call, Pause, Step},
    error::Error,
    session::{AsyncSession, SessionState},
    shared::{Carries, Shared},
    trace,
};

#[cfg(feature = "tower")]
mod service;
mod tokens;

pub use tokens::WeakClient;

/// Calls the Web API, on any async runtime.
///
/// Clones share the token, the pause that a 429 asks for, and the in-flight limit; cloning is
/// cheap. Dropping the future of a call gives the call up and leaves nothing behind; a renewal
/// of the token that it had begun is finished by whoever needs it next.
///
/// ```
/// use spotify_core::{Client, testing::Replay};
///
/// let client = Client::builder(Replay::new()).token("an access token").build()?;
/// let same = client.clone();
/// # Ok::<(), spotify_core::BuildError>(())
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    /// What authorizes the calls of this handle.
    carries: Carries,
}

struct Inner {
    shared: Shared,
    transport: Arc<dyn HttpTransport>,
    session: AsyncSession,
}

/// Puts an async [`Client`] together.
pub type ClientBuilder = Builder<dyn HttpTransport, dyn TokenStore>;

impl Client {
    /// Begins to put a client together.
    pub fn builder(transport: impl HttpTransport + 'static) -> ClientBuilder {
        Builder::new(Arc::new(transport))
    }

    pub(crate) fn from_parts(
        shared: Shared,
        transport: Arc<dyn HttpTransport>,
        session: AsyncSession,
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
    pub async fn send<E: Endpoint>(&self, endpoint: E) -> Result<E::Response, Error> {
        let Inner {
            shared, session, ..
        } = &*self.inner;
        let call = shared.call(&endpoint, session.shared(), &self.carries)?;
        let response = trace::span(endpoint.meta(), self.drive(call)).await?;
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

    async fn drive(&self, call: Call) -> Result<Response<Bytes>, Error> {
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
                        let bearer = session.authorize(s.rejected(), s.rest(now)).await;
                        now = shared.clock.now();
                        match bearer {
                            Some(bearer) => s.provide(bearer, now),
                            None => s.expired(),
                        }
                    }
                },
                Step::Wait(s) => {
                    trace::wait(s.delay(), s.reason());
                    transport.sleep(s.delay()).await;
                    now = shared.clock.now();
                    s.over(now)
                }
                Step::Admit(s) => match s.try_admit(now) {
                    Ok(step) => step,
                    Err(s) => {
                        let step = self.queue(s).await;
                        now = shared.clock.now();
                        step
                    }
                },
                Step::Transmit(s) => {
                    trace::attempt(s.attempt());
                    // Not through the pointer's own implementation, which would box the future again.
                    let reply = (**transport).send(s.request(), s.limits(now)).await;
                    trace::reply(&reply);
                    now = shared.clock.now();
                    s.reply(reply, now)
                }
                Step::Done(result) => return result,
            }
        }
    }

    /// Waits for the turn: until called, or until it is time to look again.
    async fn queue(&self, admit: Admit) -> Step {
        let Inner {
            shared, transport, ..
        } = &*self.inner;
        let mut waiting = Some(admit);
        let mut timer = None;
        poll_fn(|context| {
            let Some(admit) = waiting.take() else {
                return Poll::Pending;
            };
            admit.notify(context.waker());
            let now = shared.clock.now();
            let admit = match admit.try_admit(now) {
                Ok(step) => return Poll::Ready(step),
                Err(admit) => admit,
            };
            let due = now.mono.saturating_add(admit.retry());
            if timer.as_ref().is_none_or(|(end, _)| *end > due) {
                timer = Some((due, transport.sleep(admit.retry())));
            }
            waiting = Some(admit);
            if let Some((_, sleep)) = &mut timer
                && sleep.as_mut().poll(context).is_ready()
            {
                timer = None;
                context.waker().wake_by_ref();
            }
            Poll::Pending
        })
        .await
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
