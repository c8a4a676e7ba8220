//! Albums.

use crate::{
    AlbumId, Market,
    macros::endpoint,
    model::{Album, Page, SimplifiedTrack},
};

endpoint! {
    /// Reads an album, with the first page of its tracks.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AlbumId, GetAlbum, Market};
    ///
    /// const ID: AlbumId = AlbumId::from_static("4aawyAB9vmqN3uQ7FjRGTy");
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/albums/4aawyAB9vmqN3uQ7FjRGTy?market=SE",
    /// #     r#"{"id": "4aawyAB9vmqN3uQ7FjRGTy", "name": "Global Warming"}"#,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let album = client.send(GetAlbum::new(ID).market(Market::SE))?;
    /// assert_eq!(album.name, "Global Warming");
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
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AlbumId, GetAlbumTracks};
    ///
    /// const ID: AlbumId = AlbumId::from_static("4aawyAB9vmqN3uQ7FjRGTy");
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/albums/4aawyAB9vmqN3uQ7FjRGTy/tracks?limit=50",
    /// #     r#"{"items": [{"id": "6OmhkSOpvYBokMKQxpIGx2", "name": "Feel This Moment"}],
    /// #         "total": 1, "limit": 50, "offset": 0, "next": null}"#,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetAlbumTracks::new(ID).limit(50))?;
    /// assert_eq!(page.items[0].name, "Feel This Moment");
    /// assert!(page.is_last());
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
