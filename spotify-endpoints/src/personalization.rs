//! What the user listens to most.

use crate::{
    TimeRange,
    macros::endpoint,
    model::{Artist, Page, Track},
};

endpoint! {
    /// Lists the artists that the user listens to most, those most listened to first.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetTopArtists, TimeRange};
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/personalization/top-artists.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me/top/artists?time_range=short_term", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetTopArtists::new().time_range(TimeRange::ShortTerm))?;
    /// assert_eq!(page.items[0].name, "Lantern Choir");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetTopArtists = GET "/me/top/artists" -> json Page<Artist>,
    in Personalization::top_artists,
    reference: "get-users-top-artists-and-tracks",
    grant: User,
    scopes: ["user-top-read"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    optional: {
        /// Over how long a time it is counted; about six months unless set.
        time_range: TimeRange,
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}

endpoint! {
    /// Lists the tracks that the user listens to most, those most listened to first.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetTopTracks, TimeRange};
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/personalization/top-tracks.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me/top/tracks?time_range=long_term", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetTopTracks::new().time_range(TimeRange::LongTerm))?;
    /// assert_eq!(page.items[0].name, "Borrowed Umbrella");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetTopTracks = GET "/me/top/tracks" -> json Page<Track>,
    in Personalization::top_tracks,
    reference: "get-users-top-artists-and-tracks",
    grant: User,
    scopes: ["user-top-read"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    optional: {
        /// Over how long a time it is counted; about six months unless set.
        time_range: TimeRange,
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}
