//! Several artists at once, for the apps that may still ask so.

use crate::{
    ArtistId,
    macros::endpoint,
    model::{Artist, Items},
};

endpoint! {
    /// Reads several artists.
    ///
    /// They come in the order of the ids; [`Items::rows`] has a gap where there is no such artist.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, GetArtists};
    ///
    /// const IDS: [ArtistId; 3] = [
    ///     ArtistId::from_static("e9JLTTYQ2Od62wtwzfdnyN"),
    ///     ArtistId::from_static("0000000000000000000000"),
    ///     ArtistId::from_static("xjf3EUsKwg4rdRfRjH1UFL"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/artists/several.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/artists", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let artists = client.send(GetArtists::new(IDS))?;
    /// let found: Vec<bool> = artists.rows().map(|row| row.is_some()).collect();
    /// assert_eq!(found, [true, false, true]);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetArtists = GET "/artists" -> artists Items<Artist>,
    in Artists::several,
    reference: "get-multiple-artists",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /artists/{id}",
    repeat: Safe,
    cache: Shared,
    required: {
        /// The artists.
        ids: Vec<ArtistId> in 1..=50,
    },
}
