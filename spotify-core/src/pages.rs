//! Listings that come in pages, as a machine.
//!
//! The [`Pager`] says which pages to fetch now, takes them in whatever order they come, and
//! gives items in theirs. Page links are never followed as they are given: only their offset is
//! read, and the next request is built anew.

use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    vec,
};

use crate::{BaseUrl, Endpoint, Excerpt, error::PagingError};

mod iter;
mod link;
mod stream;

pub(crate) use iter::PageIter;
pub use link::PageLink;
pub(crate) use stream::PageStream;

/// An operation whose answer is one page of a listing.
pub trait Paged: Endpoint + Clone {
    /// What the listing is of.
    type Item: Send;

    /// Takes a page apart: its rows, and where the next page is.
    fn split(&self, page: Self::Response) -> Split<Self>;

    /// The same request for the page at an offset; where a cursor leads, the request itself.
    #[must_use]
    fn at(&self, offset: u32) -> Self;

    /// The offset at which this request's own page begins.
    fn offset(&self) -> u32 {
        0
    }
}

/// A page, taken apart.
#[derive(Debug)]
pub struct Split<E: Paged> {
    /// The rows that could be read, each with its place in the page.
    ///
    /// Places matter where rows are missing: a page of 50 with a null in it holds 49 items and
    /// still ends at 50.
    pub items: Vec<(u32, E::Item)>,
    /// How many rows the page had, read or not.
    pub rows: u32,
    /// Where the next page is.
    pub more: More<E>,
}

/// Where the next page is.
#[derive(Debug)]
pub enum More<E> {
    /// Nowhere: this was the last.
    End,
    /// At an offset.
    At {
        /// The link that says so; `None` where the server gave none, and only the total says
        /// that there is more.
        link: Option<PageLink>,
        /// How many items there are, if the server said so.
        total: Option<u32>,
    },
    /// Behind a cursor.
    Next {
        /// The request that gets it.
        request: E,
        /// The cursor, to tell one that comes again.
        cursor: Box<str>,
        /// The link, if there was one.
        link: Option<PageLink>,
    },
}

/// Names a page that is being fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket {
    plan: u32,
    page: u32,
}

/// Walks through a listing, without IO.
///
/// Items come in order, each with its place in the whole listing. If the listing changes while
/// it is walked through, items can come twice or be left out: that is how offsets are.
pub struct Pager<E: Paged> {
    first: E,
    window: u32,
    max_pages: u32,
    origins: Vec<BaseUrl>,
    /// Grows whenever pages under way have turned out to be the wrong ones.
    plan: u32,
    issued: u32,
    due: u32,
    /// Where the pages under way begin, the one that is due first.
    under_way: VecDeque<u32>,
    early: BTreeMap<u32, Split<E>>,
    ready: VecDeque<vec::IntoIter<(u32, E::Item)>>,
    next: Next<E>,
    cursors: HashSet<u64>,
    /// How many rows a cursor's listing has had.
    rows: u32,
    empty: u32,
    fetched: u32,
}

/// Which page to ask for next.
enum Next<E> {
    /// The one that the request names.
    First,
    /// The one at this offset; what is behind it nobody has said.
    Offset(u32),
    /// The one at this offset, and so on to the total: the server said how many there are, and
    /// how many it gives at once.
    Planned { offset: u32, step: u32, total: u32 },
    /// The one behind a cursor.
    Cursor(E),
    /// That which a page under way will name.
    Awaited,
    /// None.
    End,
}

/// How many empty pages in a row that name a next one are believed.
const MAX_EMPTY: u32 = 2;

impl<E: Paged> Pager<E> {
    /// Begins at the page that `first` asks for.
    #[must_use]
    pub fn new(first: E) -> Self {
        Self {
            first,
            window: 1,
            max_pages: 1_000_000,
            origins: vec![BaseUrl::default()],
            plan: 0,
            issued: 0,
            due: 0,
            under_way: VecDeque::new(),
            early: BTreeMap::new(),
            ready: VecDeque::new(),
            next: Next::First,
            cursors: HashSet::new(),
            rows: 0,
            empty: 0,
            fetched: 0,
        }
    }

    /// Sets how many pages may be under way at once; 1 unless set, at least 1.
    ///
    /// More than one takes effect when the first page has said how many items there are; a
    /// cursor's listing is walked through one page at a time.
    #[must_use]
    pub fn window(mut self, pages: u32) -> Self {
        self.window = pages.max(1);
        self
    }

    /// Sets how many pages are fetched at most; 1,000,000 unless set.
    #[must_use]
    pub fn max_pages(mut self, pages: u32) -> Self {
        self.max_pages = pages;
        self
    }

    /// Lets page links name this server as well as Spotify's own.
    #[must_use]
    pub fn trust(mut self, base: &BaseUrl) -> Self {
        self.origins.push(base.clone());
        self
    }

    /// The next page to fetch; `None` when enough are under way, or there is none.
    ///
    /// # Errors
    /// [`PagingError::TooMany`] when there are more pages than it is willing to fetch.
    pub fn fetch(&mut self) -> Result<Option<(Ticket, E)>, PagingError> {
        let under_way = u32::try_from(self.under_way.len()).unwrap_or(u32::MAX);
        if under_way >= self.window || matches!(self.next, Next::End | Next::Awaited) {
            return Ok(None);
        }
        if self.fetched >= self.max_pages {
            if under_way > 0 {
                return Ok(None); // what was asked for comes first
            }
            self.stop();
            return Err(PagingError::TooMany {
                limit: self.max_pages,
            });
        }
        let (offset, request) = match std::mem::replace(&mut self.next, Next::Awaited) {
            Next::First => (self.first.offset(), self.first.clone()),
            Next::Offset(offset) => (offset, self.first.at(offset)),
            Next::Cursor(request) => (self.rows, request),
            Next::Planned {
                offset,
                step,
                total,
            } => {
                if let Some(after) = offset.checked_add(step).filter(|after| *after < total) {
                    self.next = Next::Planned {
                        offset: after,
                        step,
                        total,
                    };
                }
                (offset, self.first.at(offset))
            }
            Next::Awaited | Next::End => return Ok(None),
        };
        let ticket = Ticket {
            plan: self.plan,
            page: self.issued,
        };
        self.issued = self.issued.wrapping_add(1);
        self.fetched += 1;
        self.under_way.push_back(offset);
        Ok(Some((ticket, request)))
    }

    /// Takes a page that was fetched, in any order.
    ///
    /// # Errors
    /// [`PagingError`] when the listing would never end, or a link leads elsewhere. What came
    /// before can still be taken out.
    pub fn accept(&mut self, ticket: Ticket, page: E::Response) -> Result<(), PagingError> {
        if !self.wants(ticket) {
            return Ok(()); // it was asked for before the server gave another number of rows
        }
        self.early.insert(ticket.page, self.first.split(page));
        while let Some(split) = self.early.remove(&self.due) {
            if let Err(error) = self.take(split) {
                self.stop();
                return Err(error);
            }
        }
        Ok(())
    }

    /// Whether a page under way is still of use; if not, it may be given up.
    #[must_use]
    pub fn wants(&self, ticket: Ticket) -> bool {
        ticket.plan == self.plan
    }

    /// The next item, if it has come.
    pub fn pop(&mut self) -> Option<E::Item> {
        self.pop_indexed().map(|(_, item)| item)
    }

    /// The next item with its place in the whole listing, if it has come. A listing with cursors
    /// counts from 0.
    pub fn pop_indexed(&mut self) -> Option<(u32, E::Item)> {
        loop {
            if let Some(item) = self.ready.front_mut()?.next() {
                return Some(item);
            }
            self.ready.pop_front();
        }
    }

    /// The items of the next page, if it has come.
    pub fn pop_page(&mut self) -> Option<Vec<E::Item>> {
        Some(self.ready.pop_front()?.map(|(_, item)| item).collect())
    }

    /// Asks for nothing more.
    pub fn stop(&mut self) {
        self.replan(Next::End);
    }

    /// Forgets the pages under way and goes on elsewhere.
    fn replan(&mut self, next: Next<E>) {
        self.plan = self.plan.wrapping_add(1);
        self.due = self.issued;
        self.under_way.clear();
        self.early.clear();
        self.next = next;
    }

    /// Takes the page that is due.
    fn take(&mut self, split: Split<E>) -> Result<(), PagingError> {
        let Split { items, rows, more } = split;
        let offset = self.under_way.pop_front().unwrap_or(0);
        self.due = self.due.wrapping_add(1);
        self.rows = self.rows.saturating_add(rows);
        let placed = items
            .into_iter()
            .map(|(place, item)| (offset.saturating_add(place), item));
        self.ready.push_back(placed.collect::<Vec<_>>().into_iter());
        self.empty = if rows == 0 { self.empty + 1 } else { 0 };
        if self.empty >= MAX_EMPTY && !matches!(more, More::End) {
            return Err(PagingError::Empty { pages: self.empty });
        }
        match more {
            More::End => self.replan(Next::End),
            More::Next {
                request,
                cursor,
                link,
            } => {
                self.offset_of(link)?;
                let mut hasher = DefaultHasher::new();
                cursor.hash(&mut hasher);
                if !self.cursors.insert(hasher.finish()) {
                    let position = Excerpt::new(&cursor).as_str().into();
                    return Err(PagingError::Repeated { position });
                }
                self.next = Next::Cursor(request);
            }
            More::At { link, total } => {
                let linked = link.is_some();
                let behind = offset.checked_add(rows);
                let Some(next) = self.offset_of(link)?.or(behind) else {
                    self.replan(Next::End);
                    return Ok(());
                };
                if !linked && total.is_none_or(|total| next >= total) {
                    self.replan(Next::End);
                } else if next <= offset {
                    let position = offset.to_string().into();
                    return Err(PagingError::Repeated { position });
                } else {
                    self.go_on(next, next - offset, total);
                }
            }
        }
        Ok(())
    }

    /// Goes on at `next`, where pages hold `step` rows.
    fn go_on(&mut self, next: u32, step: u32, total: Option<u32>) {
        let planned = match (total, self.window) {
            (Some(total), 2..) if next < total => Next::Planned {
                offset: next,
                step,
                total,
            },
            _ => Next::Offset(next),
        };
        match (self.under_way.front(), &mut self.next) {
            // The page that is due next is the one that this page names.
            (Some(due), ahead) if *due == next => {
                if let (Next::Planned { total: known, .. }, Some(total)) = (ahead, total) {
                    *known = total;
                }
            }
            // The server gives another number of rows than it did: what is under way would
            // leave some out.
            (Some(_), _) => self.replan(planned),
            (None, Next::Planned { offset, .. }) if *offset == next => {}
            (None, _) => self.next = planned,
        }
    }

    /// The offset that a link names, if it leads to a server that it may lead to.
    fn offset_of(&self, link: Option<PageLink>) -> Result<Option<u32>, PagingError> {
        link.map_or(Ok(None), |link| link.offset(&self.origins))
    }
}

impl<E: Paged + fmt::Debug> fmt::Debug for Pager<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("first", &self.first)
            .field("fetched", &self.fetched)
            .field("under_way", &self.under_way)
            .finish_non_exhaustive()
    }
}
