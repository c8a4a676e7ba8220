//! What the two kinds of client have in common.

use std::pin::Pin;

use futures_core::Stream;

use crate::{
    Client, Endpoint, blocking,
    error::Error,
    pages::{PageIter, PageStream, Paged, Pager},
};

/// A future that goes anywhere.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A stream that goes anywhere.
pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

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
    type Items<T: Send + 'static> = BoxStream<Result<T, Error>>;

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
        Box::pin(PageStream::new(self.clone(), pager, view))
    }
}

impl Execute for blocking::Client {
    type Output<R: Send + 'static> = Result<R, Error>;
    type Items<T: Send + 'static> = Box<dyn Iterator<Item = Result<T, Error>> + Send>;

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
        Box::new(PageIter::new(self.clone(), pager, view))
    }
}
