//! The five fields that go together, in their usual form and order: four follow from the id.

use super::{Identity, Links};
use crate::{id::Id, model::codec::Cursor};

impl<'a> Cursor<'a> {
    /// Goes past the five fields, the last ones of an object, and the object's end; `between` goes
    /// past what stands between `id` and `type`.
    #[inline]
    pub(crate) fn linked<T: Identity, R>(
        &mut self,
        between: impl FnOnce(&mut Self) -> Option<R>,
    ) -> Option<(T, Links<T>, R)> {
        let url = self
            .key("\"external_urls\"")?
            .past("{")?
            .key("\"spotify\"")?;
        let url = url.past("\"")?.go_on(T::Id::URL)?;
        let id = T::Id::start_of(url.rest())?;
        url.go_on(id)?.go_on("\"")?.past("}")?.past(",")?;
        self.key("\"href\"")?.behind(T::Id::HREF, id)?;
        self.past(",")?.key("\"id\"")?.behind("", id)?;
        let rest = between(self)?;
        let kind = self.past(",")?.key("\"type\"")?;
        kind.behind(T::Id::KIND.as_str(), "")?.past(",")?;
        self.key("\"uri\"")?.behind(T::Id::URI, id)?.past("}")?;
        // Where nobody is named, the addresses end early and follow from nothing.
        let id = T::wrap(Some(T::Id::from_bare(id).ok()?))?;
        Some((id, Links::DERIVED, rest))
    }

    #[inline(always)]
    fn behind(&mut self, prefix: &str, id: &str) -> Option<&mut Self> {
        self.past("\"")?.go_on(prefix)?.go_on(id)?.go_on("\"")
    }
}
