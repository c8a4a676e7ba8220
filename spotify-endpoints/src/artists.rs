//! Artists and what they have made.

#[cfg(feature = "deprecated")]
mod related;
#[cfg(feature = "deprecated")]
mod several;
#[cfg(feature = "deprecated")]
mod top_tracks;

use crate::{
    ArtistId, Market,
    macros::endpoint,
    model::{AlbumGroup, Artist, Page, SimplifiedAlbum},
};

#[cfg(feature = "deprecated")]
pub use {related::*, several::*, top_tracks::*};

endpoint! {
    /// Reads an artist.
    ///
    /// Development-mode apps get neither genres nor followers nor popularity.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, GetArtist};
    ///
    /// const ID: ArtistId = ArtistId::from_static("dHwAgfTrc0aPkO4a096TUN");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/artists/artist.development.json"));
    /// # let wire = Replay::new().on("GET /v1/artists/dHwAgfTrc0aPkO4a096TUN", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let artist = client.send(GetArtist::new(ID))?;
    /// assert_eq!(artist.name, "Señor Compás");
    /// assert!(artist.genres.is_absent());
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetArtist = GET "/artists/{id}" -> json Artist,
    in Artists::get,
    reference: "get-an-artist",
    grant: App,
    scopes: [],
    access: Everyone,
    repeat: Safe,
    cache: Shared,
    path: {
        /// The artist.
        id: ArtistId,
    },
}

endpoint! {
    /// Lists the albums of an artist.
    ///
    /// Development-mode apps are not told which group an album is of, so ask for one group at a
    /// time where that matters. They get 10 rows a page at most, and are refused with `Invalid
    /// limit` above that, though Spotify has not announced it.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, GetArtistAlbums, model::AlbumGroup};
    ///
    /// const ID: ArtistId = ArtistId::from_static("dHwAgfTrc0aPkO4a096TUN");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/artists/albums.development.json"));
    /// # let wire = Replay::new().on("GET /v1/artists/dHwAgfTrc0aPkO4a096TUN/albums?include_groups=album,single&limit=10", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let groups = [AlbumGroup::Album, AlbumGroup::Single];
    /// let page = client.send(GetArtistAlbums::new(ID).include_groups(groups).limit(10))?;
    /// assert_eq!(page.items[1].name, "Salt on the Window");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetArtistAlbums = GET "/artists/{id}/albums" -> json Page<SimplifiedAlbum>,
    in Artists::albums,
    reference: "get-an-artists-albums",
    grant: App,
    scopes: [],
    access: Everyone,
    repeat: Safe,
    cache: Shared,
    path: {
        /// The artist.
        id: ArtistId,
    },
    optional: {
        /// Which groups of albums to list; all of them unless set.
        include_groups: Vec<AlbumGroup> in 1..=4,
        /// The country in which they are to be available; a user's own goes before it.
        market: Market,
        /// How many rows a page has at most; 20 unless set, 5 for development-mode apps.
        limit: u32 in 1..=50 development 1..=10,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}
