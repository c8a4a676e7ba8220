//! What the two kinds of client have in common.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use crate::{
    Client, Endpoint, blocking,
    error::Error,
    pages::{PageIter, PageStream, Paged, Pager},
};

/// A future that goes anywhere.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What an async client gives of a listing: a stream that goes anywhere.
///
/// It is a [`Stream`] for the combinators of a library of your choice, and for a plain loop it
/// has methods of its own.
///
/// ```no_run
/// # async fn f(mut items: spotify_core::Items<u32>) -> Result<(), spotify_core::Error> {
/// while let Some(item) = items.try_next().await? {
///     println!("{item}");
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a listing is fetched only as far as it is polled"]
pub struct Items<T>(Pin<Box<dyn Stream<Item = Result<T, Error>> + Send>>);

impl<T> Items<T> {
    fn new(stream: impl Stream<Item = Result<T, Error>> + Send + 'static) -> Self {
        Self(Box::pin(stream))
    }

    /// The next one; `None` at the end. Safe to drop and call again.
    ///
    /// # Errors
    /// The error of the call that fetched the page, after everything that came before it.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| self.0.as_mut().poll_next(context))
            .await
            .transpose()
    }

    /// All of them.
    ///
    /// # Errors
    /// As [`try_next`](Self::try_next); what came before the error is lost.
    pub async fn try_collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(one) = self.try_next().await? {
            all.push(one);
        }
        Ok(all)
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.as_mut().poll_next(context)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}

/// Carries out operations: the async client answers with a future, the blocking one with the
/// result. Code that is generic over it is written once for both.
///
/// Nothing borrows the client, so futures and streams can be spawned and kept.
pub trait Execute {
    /// What carrying out an operation gives.
    type Output<R: Send + 'static>;
    /// What walking through a listing gives.
    type Items<T: Send + 'static>;

    /// Carries out one operation.
    fn execute<E>(&self, endpoint: E) -> Self::Output<E::Response>
    where
        E: Endpoint + 'static,
        E::Response: 'static;

    /// Walks through a listing, giving what `view` takes out of the pager: items with
    /// [`Pager::pop`], items with their places with [`Pager::pop_indexed`], or whole pages with
    /// [`Pager::pop_page`].
    ///
    /// After an error nothing more comes; what was read before it comes first.
    fn walk<E, T>(&self, pager: Pager<E>, view: fn(&mut Pager<E>) -> Option<T>) -> Self::Items<T>
    where
        E: Paged + 'static,
        E::Response: 'static,
        T: Send + 'static;
}

impl Execute for Client {
    type Output<R: Send + 'static> = BoxFuture<Result<R, Error>>;
    type Items<T: Send + 'static> = Items<T>;

    fn execute<E>(&self, endpoint: E) -> Self::Output<E::Response>
    where
        E: Endpoint + 'static,
        E::Response: 'static,
    {
        let client = self.clone();
        Box::pin(async move { client.send(endpoint).await })
    }

    fn walk<E, T>(&self, pager: Pager<E>, view: fn(&mut Pager<E>) -> Option<T>) -> Self::Items<T>
    where
        E: Paged + 'static,
        E::Response: 'static,
        T: Send + 'static,
    {
        let pager = pager.trust(self.base());
        Items::new(PageStream::new(self.clone(), pager, view))
    }
}

impl Execute for blocking::Client {
    type Output<R: Send + 'static> = Result<R, Error>;
    type Items<T: Send + 'static> = blocking::Items<T>;

    fn execute<E>(&self, endpoint: E) -> Self::Output<E::Response>
    where
        E: Endpoint + 'static,
        E::Response: 'static,
    {
        self.send(endpoint)
    }

    fn walk<E, T>(&self, pager: Pager<E>, view: fn(&mut Pager<E>) -> Option<T>) -> Self::Items<T>
    where
        E: Paged + 'static,
        E::Response: 'static,
        T: Send + 'static,
    {
        let pager = pager.trust(self.base());
        blocking::Items::new(PageIter::new(self.clone(), pager, view))
    }
}
