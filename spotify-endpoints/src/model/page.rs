//! Parts of longer lists.

use super::{Items, Text, object::object};

object! {
    /// A part of a list that is counted from its beginning.
    Page<T> via PageSlots "a page";
    {
        /// The address that gives this page.
        href: Option<Text>,
        /// The rows.
        items: Items<T>,
        /// How many rows a page has at most.
        limit: Option<u32>,
        /// The address of the next page; absent on the last one. It is never followed.
        next: Option<Text>,
        /// How many rows stand before these.
        offset: Option<u32>,
        /// The address of the page before; absent on the first one.
        previous: Option<Text>,
        /// How many rows there are in all; an estimate in search.
        total: Option<u32>,
    }
}

object! {
    /// A part of a list that goes on from a mark.
    CursorPage<T> via CursorPageSlots "a page";
    {
        /// Where the list goes on; absent when there is nothing.
        cursors: Option<Cursors>,
        /// The address that gives this page.
        href: Option<Text>,
        /// The rows.
        items: Items<T>,
        /// How many rows a page has at most.
        limit: Option<u32>,
        /// The address of the next page; absent on the last one. It is never followed.
        next: Option<Text>,
        /// How many rows there are in all; absent for recently played tracks.
        total: Option<u32>,
    }
}

object! {
    /// Marks to go on from.
    Cursors via CursorsSlots "cursors";
    {
        /// What comes after the page; absent at the end.
        after: Option<Text>,
        /// What comes before the page; only for recently played tracks.
        before: Option<Text>,
    }
}

impl<T> Page<T> {
    /// Whether this is the last page.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        self.next.is_none()
    }
}

impl<T> CursorPage<T> {
    /// Whether this is the last page.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        self.next.is_none()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<T> IntoIterator for CursorPage<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}
