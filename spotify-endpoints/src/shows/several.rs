//! Several shows at once, for the apps that may still ask so.

use crate::{
    Market, ShowId,
    macros::endpoint,
    model::{Items, SimplifiedShow},
};

endpoint! {
    /// Reads several shows.
    ///
    /// They come in the order of the ids; [`Items::rows`] has a gap where there is no such show.
    /// Their episodes are not told; [`GetShowEpisodes`](crate::GetShowEpisodes) lists them.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ShowId, GetShows};
    ///
    /// const IDS: [ShowId; 3] = [
    ///     ShowId::from_static("elLFzMXzBzUwNnvtbVTF81"),
    ///     ShowId::from_static("0000000000000000000000"),
    ///     ShowId::from_static("kC1nPot4nMoTz1WvwjE0Qs"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/shows/several.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/shows", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let shows = client.send(GetShows::new(IDS))?;
    /// let found: Vec<bool> = shows.rows().map(|row| row.is_some()).collect();
    /// assert_eq!(found, [true, false, true]);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetShows = GET "/shows" -> shows Items<SimplifiedShow>,
    in Shows::several,
    reference: "get-multiple-shows",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /shows/{id}",
    repeat: Safe,
    cache: Shared,
    required: {
        /// The shows.
        ids: Vec<ShowId> in 1..=50,
    },
    optional: {
        /// The country in which they are to be available; a user's own goes before it.
        market: Market,
    },
}
