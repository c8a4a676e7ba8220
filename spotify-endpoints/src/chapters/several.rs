//! Several chapters at once, for the apps that may still ask so.

use crate::{
    ChapterId, Market,
    macros::endpoint,
    model::{Chapter, Items},
};

endpoint! {
    /// Reads several chapters.
    ///
    /// They come in the order of the ids; [`Items::rows`] has a gap where there is no such chapter.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ChapterId, GetChapters};
    ///
    /// const IDS: [ChapterId; 3] = [
    ///     ChapterId::from_static("Ge90Vu3vtPEEdeOjzVX0kJ"),
    ///     ChapterId::from_static("0000000000000000000000"),
    ///     ChapterId::from_static("8q0pjNtvGftAWFIWFbso5N"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/chapters/several.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/chapters", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let chapters = client.send(GetChapters::new(IDS))?;
    /// let found: Vec<bool> = chapters.rows().map(|row| row.is_some()).collect();
    /// assert_eq!(found, [true, false, true]);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetChapters = GET "/chapters" -> chapters Items<Chapter>,
    in Chapters::several,
    reference: "get-several-chapters",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /chapters/{id}",
    repeat: Safe,
    cache: Private,
    required: {
        /// The chapters.
        ids: Vec<ChapterId> in 1..=50,
    },
    optional: {
        /// The country in which they are to be available; a user's own goes before it.
        market: Market,
    },
}
