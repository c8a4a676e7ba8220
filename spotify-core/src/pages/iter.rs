//! The pager's blocking driver: an iterator.

use super::{Paged, Pager};
use crate::{blocking::Client, error::Error};

/// Gives what `view` takes out of a pager whose pages a client fetches, one after the other.
pub(crate) struct PageIter<E: Paged, T> {
    client: Client,
    pager: Pager<E>,
    view: fn(&mut Pager<E>) -> Option<T>,
    failed: Option<Error>,
}

impl<E: Paged, T> PageIter<E, T> {
    pub(crate) fn new(
        client: Client,
        pager: Pager<E>,
        view: fn(&mut Pager<E>) -> Option<T>,
    ) -> Self {
        Self {
            client,
            pager,
            view,
            failed: None,
        }
    }

    /// Fetches one page; `false` when there is none.
    fn fetch(&mut self) -> Result<bool, Error> {
        let Some((ticket, request)) = self.pager.fetch()? else {
            return Ok(false);
        };
        let page = self.client.send(request)?;
        self.pager.accept(ticket, page)?;
        Ok(true)
    }
}

impl<E: Paged, T> Iterator for PageIter<E, T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = (self.view)(&mut self.pager) {
                return Some(Ok(item));
            }
            if let Some(error) = self.failed.take() {
                return Some(Err(error));
            }
            match self.fetch() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    self.pager.stop();
                    self.failed = Some(error);
                }
            }
        }
    }
}
