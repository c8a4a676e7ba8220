//! Albums.

#[cfg(feature = "deprecated")]
mod several;

use crate::{
    AlbumId, Market,
    macros::endpoint,
    model::{Album, Page, SimplifiedTrack},
};

#[cfg(feature = "deprecated")]
pub use several::*;

endpoint! {
    /// Reads an album, with the first page of its tracks.
    ///
    /// That page has 50 rows at most; [`GetAlbumTracks`] lists them all. Development-mode apps get
    /// neither label nor popularity.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AlbumId, GetAlbum, Market};
    ///
    /// const ID: AlbumId = AlbumId::from_static("5knEBEqgjjQ5jbR49iao7k");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/albums/album.development.json"));
    /// # let wire = Replay::new().on("GET /v1/albums/5knEBEqgjjQ5jbR49iao7k?market=SE", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let album = client.send(GetAlbum::new(ID).market(Market::SE))?;
    /// assert_eq!(album.name, "Borrowed Umbrella");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetAlbum = GET "/albums/{id}" -> json Album,
    in Albums::get,
    reference: "get-an-album",
    grant: App,
    scopes: [],
    access: Everyone,
    repeat: Safe,
    cache: Shared,
    path: {
        /// The album.
        id: AlbumId,
    },
    optional: {
        /// The country for which the tracks are looked up; a user's own goes before it.
        market: Market,
    },
}

endpoint! {
    /// Lists the tracks of an album.
    ///
    /// They come disc by disc, in the order of the album.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AlbumId, GetAlbumTracks};
    ///
    /// const ID: AlbumId = AlbumId::from_static("d505ZKQeWoBWDWfzbsKsP5");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/albums/tracks.development.json"));
    /// # let wire = Replay::new().on("GET /v1/albums/d505ZKQeWoBWDWfzbsKsP5/tracks?limit=2&offset=2", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetAlbumTracks::new(ID).limit(2).offset(2))?;
    /// assert_eq!(page.items[0].name, "Tin Roof Radio");
    /// assert!(!page.is_last());
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetAlbumTracks = GET "/albums/{id}/tracks" -> json Page<SimplifiedTrack>,
    in Albums::tracks,
    reference: "get-an-albums-tracks",
    grant: App,
    scopes: [],
    access: Everyone,
    repeat: Safe,
    cache: Shared,
    path: {
        /// The album.
        id: AlbumId,
    },
    optional: {
        /// The country for which the tracks are looked up; a user's own goes before it.
        market: Market,
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}
