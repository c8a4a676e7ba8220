//! Several episodes at once, for the apps that may still ask so.

use crate::{
    EpisodeId, Market,
    macros::endpoint,
    model::{Episode, Items},
};

endpoint! {
    /// Reads several episodes.
    ///
    /// They come in the order of the ids; [`Items::rows`] has a gap where there is no such episode.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{EpisodeId, GetEpisodes};
    ///
    /// const IDS: [EpisodeId; 3] = [
    ///     EpisodeId::from_static("RbxSxUj7FsU0mTVSUBSewS"),
    ///     EpisodeId::from_static("0000000000000000000000"),
    ///     EpisodeId::from_static("HMYJI9Av8Di9lvEtRTGWIS"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/episodes/several.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/episodes", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let episodes = client.send(GetEpisodes::new(IDS))?;
    /// let found: Vec<bool> = episodes.rows().map(|row| row.is_some()).collect();
    /// assert_eq!(found, [true, false, true]);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetEpisodes = GET "/episodes" -> episodes Items<Episode>,
    in Episodes::several,
    reference: "get-multiple-episodes",
    grant: App,
    scopes: Optional ["user-read-playback-position"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /episodes/{id}",
    repeat: Safe,
    cache: Private,
    required: {
        /// The episodes.
        ids: Vec<EpisodeId> in 1..=50,
    },
    optional: {
        /// The country in which they are to be available; a user's own goes before it.
        market: Market,
    },
}
