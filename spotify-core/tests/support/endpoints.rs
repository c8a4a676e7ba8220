//! Operations of a made-up API, one for each class of repetition.
#![allow(dead_code, reason = "each test takes what it needs")]

use bytes::Bytes;
use http::Response;
use spotify_core::{
    DecodeError, Endpoint, GrantNeeded, Meta, Method, More, PageLink, Paged, Repeat, Scope,
    ScopeMode, Split, Target, decode,
};

macro_rules! operation {
    ($(#[$doc:meta])* $name:ident = $method:ident $path:literal, $repeat:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub(crate) struct $name;

        impl Endpoint for $name {
            type Response = String;
            const META: &'static Meta = &Meta::new(stringify!($name), Method::$method, $path)
                .repeat(Repeat::$repeat)
                .grant(GrantNeeded::User)
                .scopes(&[Scope::UserLibraryModify], ScopeMode::All);

            fn target(&self, target: &mut Target) {
                target.path(Self::META.path, &[]);
            }

            fn decode(&self, response: Response<Bytes>) -> Result<String, DecodeError> {
                Ok(String::from_utf8_lossy(response.body()).into_owned())
            }
        }
    };
}

operation!(
    /// Reads.
    Read = GET "/thing", Safe
);
operation!(
    /// Writes what may be written again.
    Write = PUT "/thing", Idempotent
);
operation!(
    /// Adds, which must not be done twice.
    Add = POST "/thing", Once
);

/// A listing with offsets.
#[derive(Debug, Clone, Default)]
pub(crate) struct List {
    /// Where its page begins.
    pub(crate) offset: u32,
}

/// A page of [`List`].
#[derive(Debug, Clone, serde::Deserialize)]
pub(crate) struct Page {
    /// Its rows; a null stands for one that cannot be read.
    pub(crate) items: Vec<Option<u32>>,
    /// The link to the next page.
    pub(crate) next: Option<String>,
    /// How many there are.
    pub(crate) total: Option<u32>,
}

impl Endpoint for List {
    type Response = Page;
    const META: &'static Meta = &Meta::new("List", Method::GET, "/list").repeat(Repeat::Safe);

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
        target.query("offset", &self.offset);
    }

    fn decode(&self, response: Response<Bytes>) -> Result<Page, DecodeError> {
        decode::json(Self::META, &response)
    }
}

impl Paged for List {
    type Item = u32;

    fn split(&self, page: Page) -> Split<Self> {
        let rows = page.items.len() as u32;
        let items = (0..)
            .zip(page.items)
            .filter_map(|(at, row)| Some((at, row?)))
            .collect();
        let link = page.next.as_deref().map(PageLink::new);
        Split {
            items,
            rows,
            more: More::At {
                link,
                total: page.total,
            },
        }
    }

    fn at(&self, offset: u32) -> Self {
        Self { offset }
    }

    fn offset(&self) -> u32 {
        self.offset
    }
}
