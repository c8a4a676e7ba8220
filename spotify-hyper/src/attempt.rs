//! The clock of one attempt, and the bound on its connecting.
//!
//! hyper's pool does not tell its connector for which request it connects, so a connector
//! cannot be handed the limits of a call. But it is *called* while that very call is being
//! polled: for the length of each poll [`Clock::run`] leaves a ticket in a thread-local,
//! [`Bounded`] takes its bound from it, and notes there that it is at work: silence does not
//! count meanwhile.

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use http::Uri;
use hyper::rt::{Sleep, Timer};
use spotify_core::{Limits, Sent, TransportError, TransportErrorKind as Kind};
use tower_service::Service;

use crate::failure::{BoxError, Unsent};

/// A timer as all parts of a transport share it.
pub(crate) type SharedTimer = Arc<dyn Timer + Send + Sync>;

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
pub(crate) struct Clock<'t> {
    timer: &'t SharedTimer,
    sleep: Pin<Box<dyn Sleep>>,
    idle: Duration,
    /// From when on silence counts.
    quiet: Instant,
    ticket: Ticket,
}

impl<'t> Clock<'t> {
    /// Starts to count.
    pub(crate) fn start(timer: &'t SharedTimer, limits: Limits) -> Self {
        let now = timer.now();
        let end = later(now, limits.total);
        let idle = limits.idle.max(Duration::from_millis(1)); // or the timer would ring for ever
        let sleep = timer.sleep_until(end.min(later(now, idle)));
        let ticket = Ticket {
            connect: limits.connect,
            end,
            connecting: false,
        };
        Self {
            timer,
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
                self.quiet = self.timer.now();
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
            let now = self.timer.now();
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
            self.timer
                .reset(&mut self.sleep, self.ticket.end.min(silence));
        }
    }
}

/// Bounds the whole of a connector (name, TCP, TLS), which makes "never sent" knowable.
#[derive(Clone)]
pub(crate) struct Bounded<C> {
    connector: C,
    timer: SharedTimer,
}

impl<C> Bounded<C> {
    pub(crate) fn new(connector: C, timer: SharedTimer) -> Self {
        Self { connector, timer }
    }
}

impl<C> Service<Uri> for Bounded<C>
where
    C: Service<Uri>,
    C::Response: 'static,
    C::Error: Into<BoxError>,
    C::Future: Send + 'static,
{
    type Response = C::Response;
    type Error = Unsent;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, Unsent>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Unsent>> {
        self.connector
            .poll_ready(cx)
            .map_err(|error| Unsent::from_connector(error.into()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let ticket = TICKET.get();
        let connect = ticket.map_or(const { Limits::new().connect }, |ticket| ticket.connect);
        let own = later(self.timer.now(), connect);
        let (until, late) = match ticket {
            Some(ticket) if ticket.end <= own => (ticket.end, Kind::Timeout),
            _ => (own, Kind::Connect),
        };
        let connecting = self.connector.call(target);
        let timer = Arc::clone(&self.timer);
        Box::pin(async move {
            let mut connecting = pin!(connecting);
            let mut sleep = timer.sleep_until(until);
            poll_fn(|cx| {
                if let Poll::Ready(done) = connecting.as_mut().poll(cx) {
                    return Poll::Ready(done.map_err(|e| Unsent::from_connector(e.into())));
                }
                TICKET.set(TICKET.get().map(|ticket| Ticket {
                    connecting: true,
                    ..ticket
                }));
                sleep.as_mut().poll(cx).map(|()| Err(Unsent::late(late)))
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
