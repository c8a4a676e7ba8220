//! Episodes of shows.

#[cfg(feature = "deprecated")]
mod several;

use crate::{EpisodeId, Market, macros::endpoint, model::Episode};

#[cfg(feature = "deprecated")]
pub use several::*;

endpoint! {
    /// Reads an episode, with the show that it is of.
    ///
    /// With the scope `user-read-playback-position` it tells how far the user has listened. With
    /// an app's own token, name a country: without one nothing counts as available.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{EpisodeId, GetEpisode, Market};
    ///
    /// const ID: EpisodeId = EpisodeId::from_static("p8xg3wTt2oMxkKmrN2VAiP");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/episodes/episode.development.json"));
    /// # let wire = Replay::new().on("GET /v1/episodes/p8xg3wTt2oMxkKmrN2VAiP?market=SE", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let episode = client.send(GetEpisode::new(ID).market(Market::SE))?;
    /// assert_eq!(episode.show.unwrap().name, "Landing by Landing");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetEpisode = GET "/episodes/{id}" -> json Episode,
    in Episodes::get,
    reference: "get-an-episode",
    grant: App,
    scopes: Optional ["user-read-playback-position"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    path: {
        /// The episode.
        id: EpisodeId,
    },
    optional: {
        /// The country in which it is to be available; a user's own goes before it.
        market: Market,
    },
}
