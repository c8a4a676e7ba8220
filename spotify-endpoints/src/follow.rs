//! Artists and users that are followed.

use crate::{
    macros::endpoint,
    model::{Artist, CursorPage},
};

endpoint! {
    /// Lists the artists that the user follows.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetFollowedArtists;
    ///
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/following?type=artist&limit=1",
    /// #     r#"{"artists": {"items": [{"id": "6sFIWsNpZYqfjUpaCgueju", "name": "Carly Rae Jepsen"}],
    /// #         "next": "https://api.spotify.com/v1/me/following?type=artist&limit=1&after=6sFIWsNpZYqfjUpaCgueju",
    /// #         "cursors": {"after": "6sFIWsNpZYqfjUpaCgueju"}, "total": 2}}"#,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetFollowedArtists::new().limit(1))?;
    /// assert_eq!(page.items[0].name, "Carly Rae Jepsen");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetFollowedArtists = GET "/me/following" -> artists CursorPage<Artist>,
    in Follow::artists,
    reference: "get-followed",
    grant: User,
    scopes: ["user-follow-read"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    fixed: {
        "type": "artist",
    },
    optional: {
        /// The cursor of the page before.
        after: String,
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
    },
}
