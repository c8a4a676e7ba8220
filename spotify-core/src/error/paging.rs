//! Listings whose pages make no sense together.

/// The pages of a listing make no sense together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PagingError {
    /// The next page begins where an earlier one did: following it would never end.
    #[error("the page after {position} begins at or before it, so the listing would never end")]
    Repeated {
        /// The offset or the cursor where it turns back.
        position: Box<str>,
    },
    /// There are more pages than the pager is willing to fetch.
    #[error("more than {limit} pages; set a higher limit with `max_pages` if that is right")]
    TooMany {
        /// How many it is willing to fetch.
        limit: u32,
    },
    /// Several pages in a row hold nothing and still name a next one.
    #[error("{pages} empty pages in a row that name a next one")]
    Empty {
        /// How many.
        pages: u32,
    },
    /// The link to the next page leads to another server. It was not followed.
    #[error("the link to the next page leads to another server, {origin:?}")]
    Foreign {
        /// Where it leads: scheme and host, without user or password.
        origin: Box<str>,
    },
    /// The link to the next page cannot be read.
    #[error("the link to the next page cannot be read: {problem}")]
    Link {
        /// What is wrong with it.
        problem: &'static str,
    },
}
