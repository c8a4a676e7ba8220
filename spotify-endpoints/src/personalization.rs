//! What the user listens to most.

use crate::{
    TimeRange,
    macros::endpoint,
    model::{Artist, Page},
};

endpoint! {
    /// Lists the artists that the user listens to most.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetTopArtists, TimeRange};
    ///
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/top/artists?time_range=short_term",
    /// #     r#"{"items": [{"id": "6sFIWsNpZYqfjUpaCgueju", "name": "Carly Rae Jepsen"}],
    /// #         "total": 1, "limit": 20, "offset": 0, "next": null}"#,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetTopArtists::new().time_range(TimeRange::ShortTerm))?;
    /// assert_eq!(page.items[0].name, "Carly Rae Jepsen");
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
