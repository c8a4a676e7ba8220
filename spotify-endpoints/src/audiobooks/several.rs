//! Several audiobooks at once, for the apps that may still ask so.

use crate::{
    AudiobookId, Market,
    macros::endpoint,
    model::{Audiobook, Items},
};

endpoint! {
    /// Reads several audiobooks.
    ///
    /// They come in the order of the ids; [`Items::rows`] has a gap where there is no such audiobook.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AudiobookId, GetAudiobooks};
    ///
    /// const IDS: [AudiobookId; 3] = [
    ///     AudiobookId::from_static("oKgV1jLMbSSa6dCzaiGEVh"),
    ///     AudiobookId::from_static("0000000000000000000000"),
    ///     AudiobookId::from_static("g5J20uILCzPmNdltr4i9Uy"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/audiobooks/several.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/audiobooks", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let audiobooks = client.send(GetAudiobooks::new(IDS))?;
    /// let found: Vec<bool> = audiobooks.rows().map(|row| row.is_some()).collect();
    /// assert_eq!(found, [true, false, true]);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetAudiobooks = GET "/audiobooks" -> audiobooks Items<Audiobook>,
    in Audiobooks::several,
    reference: "get-multiple-audiobooks",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /audiobooks/{id}",
    repeat: Safe,
    cache: Private,
    required: {
        /// The audiobooks.
        ids: Vec<AudiobookId> in 1..=50,
    },
    optional: {
        /// The country in which they are to be available; a user's own goes before it.
        market: Market,
    },
}
