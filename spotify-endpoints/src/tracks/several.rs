//! Several tracks at once, for the apps that may still ask so.

use crate::{
    Market, TrackId,
    macros::endpoint,
    model::{Items, Track},
};

endpoint! {
    /// Reads several tracks.
    ///
    /// They come in the order of the ids; [`Items::rows`] has a gap where there is no such track.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetTracks, TrackId};
    ///
    /// const IDS: [TrackId; 3] = [
    ///     TrackId::from_static("RlGIszoHzuY0q7xSS5asQo"),
    ///     TrackId::from_static("0000000000000000000000"),
    ///     TrackId::from_static("vgZicYwE3hPSqLRSk9kMmb"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/tracks/several.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/tracks", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let tracks = client.send(GetTracks::new(IDS))?;
    /// let found: Vec<bool> = tracks.rows().map(|row| row.is_some()).collect();
    /// assert_eq!(found, [true, false, true]);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetTracks = GET "/tracks" -> tracks Items<Track>,
    in Tracks::several,
    reference: "get-several-tracks",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /tracks/{id}",
    repeat: Safe,
    cache: Shared,
    required: {
        /// The tracks.
        ids: Vec<TrackId> in 1..=50,
    },
    optional: {
        /// The country for which the tracks are looked up; a user's own goes before it.
        market: Market,
    },
}
