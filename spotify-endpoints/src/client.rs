//! The fluent client, written once for every kind of client.

use std::fmt;

use spotify_core::{Endpoint, Execute, Paged, Pager, With};

/// Declares the groups: the method that leads to each, and what it gives.
macro_rules! groups {
    ($($(#[$doc:meta])* $method:ident: $name:ident,)*) => {
        /// The operations by area, on every client.
        ///
        /// Each group has a method for each of its operations, which takes what the operation
        /// cannot do without and gives a [`Bound`] request.
        ///
        /// ```
        /// use spotify_core::{blocking::Client, testing::Replay};
        /// use spotify_endpoints::{AlbumId, Market, Spotify as _};
        ///
        /// const ID: AlbumId = AlbumId::from_static("4aawyAB9vmqN3uQ7FjRGTy");
        /// let wire = Replay::new().on("GET /v1/albums/{id}/tracks", r#"{"items": [], "total": 0}"#);
        /// let client = Client::builder(wire.clone()).token("an access token").build()?;
        ///
        /// let tracks = client.albums().tracks(ID).market(Market::SE).limit(5).send()?;
        /// assert!(tracks.items.is_empty());
        /// assert_eq!(
        ///     wire.log(),
        ///     "GET /v1/albums/4aawyAB9vmqN3uQ7FjRGTy/tracks?market=SE&limit=5\n",
        /// );
        /// # Ok::<(), spotify_core::Error>(())
        /// ```
        pub trait Spotify: Execute + Sized {
            $(
                $(#[$doc])*
                fn $method(&self) -> $name<'_, Self> {
                    $name(self)
                }
            )*
        }

        impl<C: Execute> Spotify for C {}

        $(
            $(#[$doc])*
            ///
            #[doc = concat!("Given by [`Spotify::", stringify!($method), "`].")]
            pub struct $name<'c, C>(&'c C);

            impl<'c, C> $name<'c, C> {
                pub(crate) fn bind<E>(self, endpoint: E) -> Bound<'c, C, E> {
                    Bound { client: self.0, endpoint }
                }
            }

            impl<C> Clone for $name<'_, C> {
                fn clone(&self) -> Self {
                    *self
                }
            }

            impl<C> Copy for $name<'_, C> {}

            impl<C> fmt::Debug for $name<'_, C> {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(stringify!($name))
                }
            }
        )*
    };
}

groups! {
    /// Albums and what is on them.
    albums: Albums,
    /// Artists that the user follows.
    follow: Follow,
    /// What the user has saved.
    library: Library,
    /// What the user listens to most.
    personalization: Personalization,
    /// The user's player: what plays, where, and what comes next.
    player: Player,
    /// Playlists and what is in them.
    playlists: Playlists,
    /// The catalogue, by words.
    search: Search,
    /// Tracks.
    tracks: Tracks,
    /// Users.
    users: Users,
}

/// A request together with the client that will send it.
///
/// An async client's can be awaited as it is; [`send`](Self::send) is for every client. A listing
/// is walked through with [`items`](Self::items).
///
/// Futures, streams and iterators do not borrow the client.
#[must_use = "nothing is sent until it is awaited, or `send` or `items` is called"]
pub struct Bound<'c, C, E> {
    client: &'c C,
    /// The request, as it will be sent.
    pub endpoint: E,
}

impl<'c, C, E> Bound<'c, C, E> {
    /// Adds a query parameter that this version does not know.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// # use spotify_endpoints::Spotify as _;
    /// # let wire = Replay::new().always("POST /v1/me/player/next", (204, ""));
    /// # let client = Client::builder(wire.clone()).token("t").build()?;
    /// client.player().next().with_query("new_thing", "a&b").send()?;
    /// assert_eq!(wire.log(), "POST /v1/me/player/next?new_thing=a%26b\n");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    pub fn with_query(
        self,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Bound<'c, C, With<E>>
    where
        E: Endpoint,
    {
        Bound {
            client: self.client,
            endpoint: self.endpoint.with_query(name, value),
        }
    }

    /// Adds a field to the JSON body that this version does not know, or replaces one.
    pub fn with_field(
        self,
        name: impl Into<String>,
        value: impl Into<serde_json::Value>,
    ) -> Bound<'c, C, With<E>>
    where
        E: Endpoint,
    {
        Bound {
            client: self.client,
            endpoint: self.endpoint.with_field(name, value),
        }
    }

    pub(crate) fn map(self, change: impl FnOnce(E) -> E) -> Self {
        Self {
            client: self.client,
            endpoint: change(self.endpoint),
        }
    }
}

impl<C: Execute, E: Endpoint + 'static> Bound<'_, C, E>
where
    E::Response: 'static,
{
    /// Sends the request: an async client gives the future of the answer, a blocking one the
    /// answer.
    ///
    /// # Errors
    /// [`Error`](spotify_core::Error), by how far the call got.
    pub fn send(self) -> C::Output<E::Response> {
        self.client.execute(self.endpoint)
    }
}

impl<'c, C: Execute, E: Paged + 'static> Bound<'c, C, E>
where
    E::Response: 'static,
{
    /// Walks through the listing from here to its end, item by item: an async client gives a
    /// stream, a blocking one an iterator, of results.
    ///
    /// Rows that are null or cannot be read are left out. After an error nothing more comes.
    ///
    /// ```
    /// use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::Spotify as _;
    ///
    /// let wire = Replay::new()
    ///     .on("GET /v1/me/playlists?limit=2", r#"{
    ///         "items": [
    ///             null,
    ///             {"id": "3cEYpjA9oz9GiPac4AsH4n", "name": "First", "owner": {"id": "ana"}}
    ///         ],
    ///         "total": 3, "limit": 2, "offset": 0,
    ///         "next": "https://api.spotify.com/v1/me/playlists?offset=2&limit=2"
    ///     }"#)
    ///     .on("GET /v1/me/playlists?limit=2&offset=2", r#"{
    ///         "items": [{"id": "1AVZz0mBuGbCEoNRQdYQju", "name": "Last", "owner": {"id": "ana"}}],
    ///         "total": 3, "limit": 2, "offset": 2, "next": null
    ///     }"#);
    /// let client = Client::builder(wire).token("an access token").build()?;
    ///
    /// let mut names = Vec::new();
    /// for playlist in client.playlists().mine().limit(2).items() {
    ///     names.push(playlist?.name.to_string());
    /// }
    /// assert_eq!(names, ["First", "Last"]);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    pub fn items(self) -> C::Items<E::Item> {
        self.listing().items()
    }

    /// Walks through the listing as [`items`](Self::items) does, with the place of each item in
    /// the whole listing; rows without an item are counted.
    pub fn indexed(self) -> C::Items<(u32, E::Item)> {
        self.listing().indexed()
    }

    /// Walks through the listing page by page.
    pub fn pages(self) -> C::Items<Vec<E::Item>> {
        self.listing().pages()
    }

    /// Fetches several pages at once, where the listing says how long it is.
    pub fn window(self, pages: u32) -> Listing<'c, C, E> {
        self.listing().window(pages)
    }

    /// Fetches so many pages at most, and fails rather than leave the rest out unsaid.
    pub fn max_pages(self, pages: u32) -> Listing<'c, C, E> {
        self.listing().max_pages(pages)
    }

    fn listing(self) -> Listing<'c, C, E> {
        Listing {
            client: self.client,
            pager: Pager::new(self.endpoint),
        }
    }
}

/// Awaiting it is sending it, wherever what the client gives is a future.
impl<C, E> IntoFuture for Bound<'_, C, E>
where
    C: Execute,
    E: Endpoint + 'static,
    E::Response: 'static,
    C::Output<E::Response>: Future,
{
    type Output = <C::Output<E::Response> as Future>::Output;
    type IntoFuture = C::Output<E::Response>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<C, E: Clone> Clone for Bound<'_, C, E> {
    fn clone(&self) -> Self {
        Self {
            client: self.client,
            endpoint: self.endpoint.clone(),
        }
    }
}

impl<C, E: fmt::Debug> fmt::Debug for Bound<'_, C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bound")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// A listing together with the client that will walk through it.
///
/// Given by [`Bound::window`] and [`Bound::max_pages`].
#[must_use = "nothing is sent until `items`, `indexed` or `pages` is called"]
pub struct Listing<'c, C, E: Paged> {
    client: &'c C,
    pager: Pager<E>,
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

    /// Walks through the listing item by item, as [`Bound::items`] does.
    pub fn items(self) -> C::Items<E::Item> {
        self.client.walk(self.pager, Pager::pop)
    }

    /// Walks through the listing item by item, with places, as [`Bound::indexed`] does.
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
