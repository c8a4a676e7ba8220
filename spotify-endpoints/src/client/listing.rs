//! A listing together with its client.

use std::fmt;

use spotify_core::{Execute, Paged, Pager};

/// A listing together with the client that will walk through it.
///
/// Given by [`Bound::window`](super::Bound::window) and [`Bound::max_pages`](super::Bound::max_pages).
#[must_use = "nothing is sent until `items`, `indexed` or `pages` is called"]
pub struct Listing<'c, C, E: Paged> {
    client: &'c C,
    pager: Pager<E>,
}

impl<'c, C, E: Paged> Listing<'c, C, E> {
    pub(crate) fn new(client: &'c C, pager: Pager<E>) -> Self {
        Self { client, pager }
    }
}

impl<C: Execute, E: Paged + 'static> Listing<'_, C, E>
where
    E::Response: 'static,
{
    /// Sets how many pages may be under way at once; 1 unless set, at least 1.
    ///
    /// More than one takes effect when the first page has said how many items there are. A
    /// listing with cursors, and a blocking client, fetch one page at a time.
    pub fn window(mut self, pages: u32) -> Self {
        self.pager = self.pager.window(pages);
        self
    }

    /// Sets how many pages are fetched at most; a listing that has more ends with an error.
    pub fn max_pages(mut self, pages: u32) -> Self {
        self.pager = self.pager.max_pages(pages);
        self
    }

    /// Walks through the listing item by item, as [`Bound::items`](super::Bound::items) does.
    pub fn items(self) -> C::Items<E::Item> {
        self.client.walk(self.pager, Pager::pop)
    }

    /// Walks through the listing item by item, with places, as [`Bound::indexed`](super::Bound::indexed) does.
    pub fn indexed(self) -> C::Items<(u32, E::Item)> {
        self.client.walk(self.pager, Pager::pop_indexed)
    }

    /// Walks through the listing page by page.
    pub fn pages(self) -> C::Items<Vec<E::Item>> {
        self.client.walk(self.pager, Pager::pop_page)
    }
}

impl<C, E: Paged + fmt::Debug> fmt::Debug for Listing<'_, C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listing")
            .field("pager", &self.pager)
            .finish_non_exhaustive()
    }
}
