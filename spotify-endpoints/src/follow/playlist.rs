//! Following a playlist, for the apps that may still do it so.

use spotify_core::{Endpoint as _, Scope, ScopeNeeds};

use crate::{PlaylistId, UserId, macros::endpoint};

endpoint! {
    /// Follows a playlist.
    ///
    /// A playlist that is followed already stays so. Apps in Development mode have lost this, as
    /// Spotify announced; it was still seen to work for one of them in October 2026.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{FollowPlaylist, PlaylistId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// # let call = "PUT /v1/playlists/noL5dQDmLZgKJklF4o8XMd/followers";
    /// # let wire = Replay::new().on(call, (200, ""));
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// client.send(FollowPlaylist::new(ID).public(false))?;
    /// # assert_eq!(wire.requests()[0].body(), r#"{"public":false}"#);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    FollowPlaylist = PUT "/playlists/{playlist_id}/followers" -> nothing,
    in Follow::follow_playlist,
    reference: "follow-playlist",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "PUT /me/library",
    repeat: Idempotent,
    cache: Never,
    needs: visibility,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
    json_optional: {
        /// Whether it shows on the user's profile; it does unless set.
        public: bool,
    },
}

endpoint! {
    /// Follows a playlist no longer.
    ///
    /// For a playlist of the user's own this is to delete it; by its id it can be read all the
    /// same. Apps in Development mode have lost this, as Spotify announced; it was still seen to
    /// work for one of them in October 2026.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{PlaylistId, UnfollowPlaylist};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// # let call = "DELETE /v1/playlists/noL5dQDmLZgKJklF4o8XMd/followers";
    /// # let wire = Replay::new().on(call, (200, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(UnfollowPlaylist::new(ID))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    UnfollowPlaylist = DELETE "/playlists/{playlist_id}/followers" -> nothing,
    in Follow::unfollow_playlist,
    reference: "unfollow-playlist",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "DELETE /me/library",
    repeat: Idempotent,
    cache: Never,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
}

endpoint! {
    /// Tells whether the user follows a playlist.
    ///
    /// For a playlist that is private, the scope `playlist-read-private` is needed.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{CheckFollowedPlaylist, PlaylistId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/follow/playlist.extended.json"));
    /// # let call = "GET /v1/playlists/noL5dQDmLZgKJklF4o8XMd/followers/contains";
    /// # let wire = Replay::new().on(call, answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let follows = client.send(CheckFollowedPlaylist::new(ID))?;
    /// assert!(follows);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CheckFollowedPlaylist = GET "/playlists/{playlist_id}/followers/contains" -> one_checked bool,
    in Follow::follows_playlist,
    reference: "check-if-user-follows-playlist",
    grant: User,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /me/library/contains",
    repeat: Safe,
    cache: Private,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
    optional: {
        /// The user whose token it is: Spotify takes no other any more, and does without.
        user_id as "ids": UserId,
    },
}

/// Following in public is a public playlist's scope, whatever the playlist is.
fn visibility(request: &FollowPlaylist) -> ScopeNeeds {
    let public = request.public != Some(false);
    ScopeNeeds::only(FollowPlaylist::META, |scope| {
        public == (*scope == Scope::PlaylistModifyPublic)
    })
}
