//! The genres that recommendations can start from, for the apps that may still ask for them.

use crate::{
    macros::endpoint,
    model::{List, Text},
};

endpoint! {
    /// Lists the genres that recommendations can start from.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetGenreSeeds;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/genres/seeds.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/recommendations/available-genre-seeds", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let genres = client.send(GetGenreSeeds::new())?;
    /// assert_eq!(genres[1], "chamber-folk");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetGenreSeeds = GET "/recommendations/available-genre-seeds" -> genres List<Text>,
    in Genres::seeds,
    reference: "get-recommendation-genres",
    grant: App,
    scopes: [],
    access: ClosedSince("2024-11-27"),
    deprecated: "2024-11-27",
    repeat: Safe,
    cache: Shared,
}
