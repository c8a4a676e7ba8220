//! Shows, that is, podcasts, and their episodes.

#[cfg(feature = "deprecated")]
mod several;

use crate::{
    Market, ShowId,
    macros::endpoint,
    model::{Page, Show, SimplifiedEpisode},
};

#[cfg(feature = "deprecated")]
pub use several::*;

endpoint! {
    /// Reads a show, with the first page of its episodes.
    ///
    /// With an app's own token, name a country: without one nothing counts as available.
    /// Development-mode apps are not told the publisher.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetShow, Market, ShowId};
    ///
    /// const ID: ShowId = ShowId::from_static("pAAYHKRnVFAOUGg9E1ZlSK");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/shows/show.development.json"));
    /// # let wire = Replay::new().on("GET /v1/shows/pAAYHKRnVFAOUGg9E1ZlSK?market=SE", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let show = client.send(GetShow::new(ID).market(Market::SE))?;
    /// assert_eq!(show.name, "Landing by Landing");
    /// assert_eq!(show.total_episodes, Some(83));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetShow = GET "/shows/{id}" -> json Show,
    in Shows::get,
    reference: "get-a-show",
    grant: App,
    scopes: Optional ["user-read-playback-position"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    path: {
        /// The show.
        id: ShowId,
    },
    optional: {
        /// The country in which it is to be available; a user's own goes before it.
        market: Market,
    },
}

endpoint! {
    /// Lists the episodes of a show.
    ///
    /// Rows that Spotify answers with null are gaps: they count in the total and are left out when
    /// the listing is walked through. With the scope `user-read-playback-position` each episode
    /// tells how far the user has listened.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetShowEpisodes, ShowId};
    ///
    /// const ID: ShowId = ShowId::from_static("pAAYHKRnVFAOUGg9E1ZlSK");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/shows/episodes.development.json"));
    /// # let wire = Replay::new().on("GET /v1/shows/pAAYHKRnVFAOUGg9E1ZlSK/episodes?limit=2&offset=2", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetShowEpisodes::new(ID).limit(2).offset(2))?;
    /// assert_eq!(page.items[0].name, "Spiral");
    /// assert_eq!((page.items.len(), page.items.row_count()), (1, 2));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetShowEpisodes = GET "/shows/{id}/episodes" -> json Page<SimplifiedEpisode>,
    in Shows::episodes,
    reference: "get-a-shows-episodes",
    grant: App,
    scopes: Optional ["user-read-playback-position"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    path: {
        /// The show.
        id: ShowId,
    },
    optional: {
        /// The country in which they are to be available; a user's own goes before it.
        market: Market,
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}
