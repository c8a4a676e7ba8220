//! The clock of one attempt, and the bound on its connecting.
//!
//! reqwest has one connect timeout for all calls, and does not tell its connector for which
//! request it connects. But the connector is *called* while that very call is being polled: for
//! the length of each poll [`Clock::run`] leaves a ticket in a thread-local, [`Bounded`] takes
//! its bound from it, and notes there that it is at work: silence does not count meanwhile.

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use spotify_core::{Limits, Sent, TransportError, TransportErrorKind as Kind};
use tokio::time::{Instant, Sleep, sleep_until};
use tower_layer::Layer;
use tower_service::Service;

use crate::failure::{BoxError, Unsent};

thread_local! {
    static TICKET: Cell<Option<Ticket>> = const { Cell::new(None) };
}

/// What the call that is being polled tells its connector, and the other way round.
#[derive(Clone, Copy)]
struct Ticket {
    /// Longest time for connecting.
    connect: Duration,
    /// When the attempt is over.
    end: Instant,
    /// Whether the call was found to wait for its connector, the last time it was polled.
    connecting: bool,
}

/// Watches one attempt with a single timer.
pub(crate) struct Clock {
    sleep: Pin<Box<Sleep>>,
    idle: Duration,
    /// From when on silence counts.
    quiet: Instant,
    ticket: Ticket,
}

impl Clock {
    /// Starts to count.
    pub(crate) fn start(limits: Limits) -> Self {
        let now = Instant::now();
        let end = later(now, limits.total);
        let idle = limits.idle.max(Duration::from_millis(1)); // or the timer would ring for ever
        let sleep = Box::pin(sleep_until(end.min(later(now, idle))));
        let ticket = Ticket {
            connect: limits.connect,
            end,
            connecting: false,
        };
        Self {
            sleep,
            idle,
            quiet: now,
            ticket,
        }
    }

    /// Waits for a step of the attempt, unless time runs out.
    pub(crate) async fn run<F: Future>(&mut self, step: F) -> Result<F::Output, TransportError> {
        let mut step = pin!(step);
        poll_fn(|cx| {
            let was_connecting = std::mem::take(&mut self.ticket.connecting);
            let outer = TICKET.replace(Some(self.ticket));
            let polled = step.as_mut().poll(cx);
            self.ticket = TICKET.replace(outer).unwrap_or(self.ticket);
            // Connected, or handed the connection of another call while connecting.
            if polled.is_ready() || (was_connecting && !self.ticket.connecting) {
                self.quiet = Instant::now();
            }
            match polled {
                Poll::Ready(output) => Poll::Ready(Ok(output)),
                Poll::Pending => self.poll_over(cx).map(Err),
            }
        })
        .await
    }

    // The timer is set again only when it rings: a step that ends moves no timer.
    fn poll_over(&mut self, cx: &mut Context<'_>) -> Poll<TransportError> {
        loop {
            ready!(self.sleep.as_mut().poll(cx));
            let now = Instant::now();
            if self.ticket.connecting {
                self.quiet = now;
            }
            let silence = later(self.quiet, self.idle);
            if now >= self.ticket.end {
                return Poll::Ready(TransportError::new(Kind::Timeout, Sent::Maybe));
            }
            if now >= silence {
                return Poll::Ready(TransportError::new(Kind::Idle, Sent::Maybe));
            }
            self.sleep.as_mut().reset(self.ticket.end.min(silence));
        }
    }
}

/// Bounds the whole of reqwest's connector (name, TCP, TLS), which makes "never sent" knowable.
#[derive(Clone)]
pub(crate) struct Bound;

impl<C> Layer<C> for Bound {
    type Service = Bounded<C>;

    fn layer(&self, connector: C) -> Bounded<C> {
        Bounded(Arc::new(connector))
    }
}

/// A connector that [`Bound`] bounds.
///
/// reqwest clones its connector several times for every request, connecting or not; what stands
/// under a layer is boxed, so that each clone allocates. Hence the `Arc`.
pub(crate) struct Bounded<C>(Arc<C>);

impl<C> Clone for Bounded<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<C, R> Service<R> for Bounded<C>
where
    C: Service<R, Error = BoxError> + Clone + Send + Sync + 'static,
    C::Response: 'static,
    C::Future: Send + 'static,
    R: Send + 'static,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(())) // `call` waits
    }

    fn call(&mut self, target: R) -> Self::Future {
        let ticket = TICKET.get();
        let connect = ticket.map_or(const { Limits::new().connect }, |ticket| ticket.connect);
        let own = later(Instant::now(), connect);
        let (until, late) = match ticket {
            Some(ticket) if ticket.end <= own => (ticket.end, Kind::Timeout),
            _ => (own, Kind::Connect),
        };
        let mut connector = C::clone(&self.0);
        Box::pin(async move {
            let mut connecting = pin!(async {
                poll_fn(|cx| connector.poll_ready(cx)).await?;
                connector.call(target).await
            });
            let mut sleep = pin!(sleep_until(until));
            poll_fn(|cx| {
                if let Poll::Ready(done) = connecting.as_mut().poll(cx) {
                    return Poll::Ready(done.map_err(|error| Unsent::because(error).into()));
                }
                TICKET.set(TICKET.get().map(|ticket| Ticket {
                    connecting: true,
                    ..ticket
                }));
                sleep
                    .as_mut()
                    .poll(cx)
                    .map(|()| Err(Unsent::late(late).into()))
            })
            .await
        })
    }
}

// "For ever" is a day: no attempt lasts that long, and no clock overflows by it.
fn later(moment: Instant, by: Duration) -> Instant {
    const FOR_EVER: Duration = Duration::from_secs(24 * 60 * 60);
    moment.checked_add(by.min(FOR_EVER)).unwrap_or(moment)
}
