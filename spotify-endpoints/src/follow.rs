//! Who and what the user follows.

#[cfg(feature = "deprecated")]
mod artists;
#[cfg(feature = "deprecated")]
mod playlist;
#[cfg(feature = "deprecated")]
mod users;

use crate::{
    macros::endpoint,
    model::{Artist, CursorPage},
};

#[cfg(feature = "deprecated")]
pub use self::{
    artists::{CheckFollowedArtists, FollowArtists, UnfollowArtists},
    playlist::{CheckFollowedPlaylist, FollowPlaylist, UnfollowPlaylist},
    users::{CheckFollowedUsers, FollowUsers, UnfollowUsers},
};

endpoint! {
    /// Lists the artists that the user follows.
    ///
    /// Of the users that somebody follows there is no list.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetFollowedArtists;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/follow/artists.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me/following?type=artist&limit=2", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetFollowedArtists::new().limit(2))?;
    /// assert_eq!(page.items[0].name, "Pelican Arcade");
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
