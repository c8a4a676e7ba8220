//! The pager's async driver: a stream, without a spawned task.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use super::{Paged, Pager, Ticket};
use crate::{Client, Endpoint, error::Error, execute::BoxFuture};

/// Gives what `view` takes out of a pager whose pages a client fetches.
pub(crate) struct PageStream<E: Paged, T> {
    client: Client,
    pager: Pager<E>,
    view: fn(&mut Pager<E>) -> Option<T>,
    under_way: Vec<(Ticket, Fetch<E>)>,
    /// The first page in order that failed; those before it still come.
    failed: Option<(Ticket, Error)>,
}

/// One page being fetched.
type Fetch<E> = BoxFuture<Result<<E as Endpoint>::Response, Error>>;

impl<E: Paged, T> PageStream<E, T> {
    pub(crate) fn new(
        client: Client,
        pager: Pager<E>,
        view: fn(&mut Pager<E>) -> Option<T>,
    ) -> Self {
        Self {
            client,
            pager,
            view,
            under_way: Vec::new(),
            failed: None,
        }
    }

    /// Asks for no more. Pages before the one that failed are waited for.
    fn fail(&mut self, at: Ticket, error: Error) {
        if self
            .failed
            .as_ref()
            .is_none_or(|(first, _)| at.page < first.page)
        {
            self.failed = Some((at, error));
        }
        let first = self
            .failed
            .as_ref()
            .map_or(at.page, |(first, _)| first.page);
        self.under_way.retain(|(ticket, _)| ticket.page < first);
    }

    /// Starts what may be started.
    fn fetch(&mut self) -> Result<(), Error>
    where
        E: 'static,
        E::Response: 'static,
    {
        while let Some((ticket, request)) = self.pager.fetch()? {
            let client = self.client.clone();
            let page = Box::pin(async move { client.send(request).await });
            self.under_way.push((ticket, page));
        }
        Ok(())
    }
}

// Nothing in it is pinned in place: futures are boxed.
impl<E: Paged, T> Unpin for PageStream<E, T> {}

impl<E, T> Stream for PageStream<E, T>
where
    E: Paged + 'static,
    E::Response: 'static,
{
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if this.failed.is_none()
                && let Err(error) = this.fetch()
            {
                this.pager.stop();
                this.under_way.clear();
                this.failed = Some((Ticket { plan: 0, page: 0 }, error));
            }
            if let Some(item) = (this.view)(&mut this.pager) {
                return Poll::Ready(Some(Ok(item)));
            }
            if this.under_way.is_empty()
                && let Some((_, error)) = this.failed.take()
            {
                this.pager.stop();
                return Poll::Ready(Some(Err(error)));
            }
            if this.under_way.is_empty() {
                return Poll::Ready(None);
            }
            let mut arrived = Vec::new();
            this.under_way
                .retain_mut(|(ticket, page)| match page.as_mut().poll(context) {
                    Poll::Ready(result) => {
                        arrived.push((*ticket, result));
                        false
                    }
                    Poll::Pending => true,
                });
            if arrived.is_empty() {
                return Poll::Pending;
            }
            for (ticket, result) in arrived {
                if !this.pager.wants(ticket) {
                    continue;
                }
                match result.and_then(|page| Ok(this.pager.accept(ticket, page)?)) {
                    Ok(()) => {}
                    Err(error) => this.fail(ticket, error),
                }
            }
            this.under_way
                .retain(|(ticket, _)| this.pager.wants(*ticket));
        }
    }
}
