//! A handler that blocks, awaited: it runs on a thread of its own, under any runtime or none.

use std::{
    fmt,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
    thread,
};

use super::{
    AsyncRedirectHandler, AuthorizationRequest, Callback, Cancel, RedirectError, RedirectHandler,
};

/// Makes an [`AsyncRedirectHandler`] of a handler that blocks.
///
/// Each sign-in runs on a thread of its own. Whoever drops the future cancels a listener, which
/// gives its port back; a prompt goes on waiting for its line, for nothing ends the reading of
/// standard input.
///
/// ```no_run
/// # async fn sign_in(asking: spotify_auth::Asking) -> Result<(), spotify_core::Error> {
/// use spotify_auth::redirect::{OnThread, Paste};
///
/// let exchange = asking.through_async(&mut OnThread::new(Paste::new())).await?;
/// # Ok(())
/// # }
/// ```
pub struct OnThread<H> {
    handler: Arc<Mutex<H>>,
    cancel: Option<Cancel>,
}

impl<H: RedirectHandler + Send + 'static> OnThread<H> {
    /// Takes the handler.
    #[must_use]
    pub fn new(handler: H) -> Self {
        Self {
            cancel: handler.cancel(),
            handler: Arc::new(Mutex::new(handler)),
        }
    }

    fn start(&self, request: AuthorizationRequest) -> Result<Answer, RedirectError> {
        let answer = Answer {
            slot: Arc::default(),
            cancel: self.cancel.clone(),
        };
        let (slot, cancel) = (Arc::clone(&answer.slot), self.cancel.clone());
        let handler = Arc::clone(&self.handler);
        thread::Builder::new()
            .name("spotify-redirect".to_owned())
            .spawn(move || {
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    let mut handler = handler.lock().unwrap_or_else(PoisonError::into_inner);
                    handler.handle(&request)
                }));
                let panicked = |_| Err(RedirectError::handler("it panicked"));
                finish(&slot, cancel, outcome.unwrap_or_else(panicked));
            })
            .map_err(RedirectError::io(
                "starting a thread for the redirect handler",
            ))?;
        Ok(answer)
    }
}

impl<H> fmt::Debug for OnThread<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnThread").finish_non_exhaustive()
    }
}

impl<H: RedirectHandler + Send + 'static> AsyncRedirectHandler for OnThread<H> {
    fn handle(
        &mut self,
        request: AuthorizationRequest,
    ) -> impl Future<Output = Result<Callback, RedirectError>> + Send {
        let answer = self.start(request);
        async { answer?.await }
    }
}

/// What the thread leaves and the future takes.
#[derive(Default)]
struct Slot {
    outcome: Option<Result<Callback, RedirectError>>,
    waker: Option<Waker>,
    /// The future was dropped; the cancellation is meant for this wait.
    abandoned: bool,
}

struct Answer {
    slot: Arc<Mutex<Slot>>,
    cancel: Option<Cancel>,
}

impl Future for Answer {
    type Output = Result<Callback, RedirectError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        match slot.outcome.take() {
            Some(outcome) => {
                drop(slot);
                self.get_mut().cancel = None;
                Poll::Ready(outcome)
            }
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let (None, Some(cancel)) = (&slot.outcome, &self.cancel) {
            slot.abandoned = true;
            cancel.cancel();
        }
    }
}

fn finish(slot: &Mutex<Slot>, cancel: Option<Cancel>, outcome: Result<Callback, RedirectError>) {
    let waker = {
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let (true, Some(cancel)) = (slot.abandoned, cancel) {
            // If it came too late for this wait, it must not end the next.
            cancel.take();
        }
        slot.outcome = Some(outcome);
        slot.waker.take()
    };
    if let Some(waker) = waker {
        waker.wake();
    }
}
