//! Several albums at once, for the apps that may still ask so.

use crate::{
    AlbumId, Market,
    macros::endpoint,
    model::{Album, Items},
};

endpoint! {
    /// Reads several albums.
    ///
    /// They come in the order of the ids; [`Items::rows`] has a gap where there is no such album.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AlbumId, GetAlbums};
    ///
    /// const IDS: [AlbumId; 3] = [
    ///     AlbumId::from_static("4ouxPv2Fx0WHStWoY6Clnd"),
    ///     AlbumId::from_static("0000000000000000000000"),
    ///     AlbumId::from_static("aWFeOgd23eOp1ARVjVEeNJ"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/albums/several.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/albums", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let albums = client.send(GetAlbums::new(IDS))?;
    /// let found: Vec<bool> = albums.rows().map(|row| row.is_some()).collect();
    /// assert_eq!(found, [true, false, true]);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetAlbums = GET "/albums" -> albums Items<Album>,
    in Albums::several,
    reference: "get-multiple-albums",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /albums/{id}",
    repeat: Safe,
    cache: Shared,
    required: {
        /// The albums.
        ids: Vec<AlbumId> in 1..=20,
    },
    optional: {
        /// The country for which the tracks are looked up; a user's own goes before it.
        market: Market,
    },
}
