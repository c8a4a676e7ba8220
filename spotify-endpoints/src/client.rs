//! The fluent client, written once for every kind of client.

mod bound;
mod listing;

use std::fmt;

pub use bound::Bound;
pub use listing::Listing;
use spotify_core::{Execute, Method, Raw};

use crate::{GetAny, ResolveShortLink, ShortLink, Uri};

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

            /// Sends a request to any path of the Web API, such as `/me/player`: for what this
            /// version does not know.
            ///
            /// See [`Raw`] for what it takes and gives.
            ///
            /// ```
            /// # use spotify_core::{blocking::Client, testing::Replay};
            /// use spotify_core::Method;
            /// use spotify_endpoints::Spotify as _;
            ///
            /// # let wire = Replay::new().on("GET /v1/me/moods?limit=2", r#"{"moods": ["blue"]}"#);
            /// # let client = Client::builder(wire).token("an access token").build()?;
            /// let answer = client.raw(Method::GET, "/me/moods").query("limit", 2).send()?;
            /// let moods: serde_json::Value = answer.json()?;
            /// assert_eq!(moods["moods"][0], "blue");
            /// # Ok::<(), spotify_core::Error>(())
            /// ```
            fn raw(&self, method: Method, path: impl Into<String>) -> Bound<'_, Self, Raw> {
                Bound::new(self, Raw::new(method, path))
            }

            /// Finds out what a short link leads to.
            ///
            /// See [`ResolveShortLink`] for what it takes and gives.
            fn resolve(&self, link: ShortLink) -> Bound<'_, Self, ResolveShortLink> {
                Bound::new(self, ResolveShortLink::new(link))
            }

            /// Reads whatever a URI stands for.
            ///
            /// See [`GetAny`] for what it takes and gives.
            ///
            /// ```
            /// # use spotify_core::{blocking::Client, testing::Replay};
            /// use spotify_endpoints::{Resource, Spotify as _, Uri};
            ///
            /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/artists/artist.development.json"));
            /// # let wire = Replay::new().on("GET /v1/artists/dHwAgfTrc0aPkO4a096TUN", answer);
            /// # let client = Client::builder(wire).token("an access token").build()?;
            /// let uri: Uri = "spotify:artist:dHwAgfTrc0aPkO4a096TUN".parse()?;
            /// assert!(matches!(client.get_any(uri).send()?, Resource::Artist(_)));
            /// # Ok::<(), spotify_core::Error>(())
            /// ```
            fn get_any(&self, uri: impl Into<Uri>) -> Bound<'_, Self, GetAny> {
                Bound::new(self, GetAny::new(uri))
            }
        }

        impl<C: Execute> Spotify for C {}

        $(
            $(#[$doc])*
            ///
            #[doc = concat!("Given by [`Spotify::", stringify!($method), "`].")]
            #[cfg_attr(
                not(feature = "deprecated"),
                allow(dead_code, reason = "all operations of some groups are deprecated")
            )]
            pub struct $name<'c, C>(&'c C);

            #[cfg_attr(
                not(feature = "deprecated"),
                allow(dead_code, reason = "all operations of some groups are deprecated")
            )]
            impl<'c, C> $name<'c, C> {
                pub(crate) fn bind<E>(self, endpoint: E) -> Bound<'c, C, E> {
                    Bound::new(self.0, endpoint)
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
    /// Artists and what they have made.
    artists: Artists,
    /// Audiobooks and their chapters.
    audiobooks: Audiobooks,
    /// What is new and what Spotify puts forward.
    browse: Browse,
    /// The categories of the browse tab.
    categories: Categories,
    /// Chapters of audiobooks.
    chapters: Chapters,
    /// Episodes of shows.
    episodes: Episodes,
    /// Who and what the user follows.
    follow: Follow,
    /// The genres that recommendations can start from.
    genres: Genres,
    /// What the user has saved.
    library: Library,
    /// The countries that Spotify serves.
    markets: Markets,
    /// What the user listens to most.
    personalization: Personalization,
    /// The user's player: what plays, where, and what comes next.
    player: Player,
    /// Playlists and what is in them.
    playlists: Playlists,
    /// The catalogue, by words.
    search: Search,
    /// Shows, that is, podcasts, and their episodes.
    shows: Shows,
    /// Tracks, what they sound like, and what goes with them.
    tracks: Tracks,
    /// Users.
    users: Users,
}
