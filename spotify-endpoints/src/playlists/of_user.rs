//! The playlists of a named user, for the apps that may still ask for them.

use spotify_core::{Body, BuildError, ScopeNeeds};

use super::details::Details;
use crate::{
    UserId,
    macros::endpoint,
    model::{Page, Playlist, SimplifiedPlaylist},
};

endpoint! {
    /// Lists the playlists that a user owns or follows.
    ///
    /// Of other users these are the public ones. What is there in its place tells of the user
    /// whose token is used, and of no other.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetUserPlaylists, UserId};
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/of-user.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/users/kiosk/playlists", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetUserPlaylists::new(UserId::new("kiosk")?))?;
    /// assert_eq!(page.items[0].name, "Salt on the Window");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetUserPlaylists = GET "/users/{user_id}/playlists" -> json Page<SimplifiedPlaylist>,
    in Playlists::of_user,
    reference: "get-list-users-playlists",
    grant: App,
    scopes: Optional ["playlist-read-private", "playlist-read-collaborative"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /me/playlists",
    repeat: Safe,
    cache: Private,
    path: {
        /// The user.
        user_id: UserId,
    },
    optional: {
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32 in 0..=100_000,
    },
}

endpoint! {
    /// Makes an empty playlist for the user whose token is used, and answers with it.
    ///
    /// It is public unless set otherwise. A collaborative one is private, since Spotify has no
    /// public ones that others may edit: `public` is then sent as well, and it takes both scopes.
    ///
    /// # Errors
    /// One that is both public and collaborative is refused before anything is sent.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{CreatePlaylistForUser, UserId};
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/created.extended.json"));
    /// # let wire = Replay::new().on("POST /v1/users/vinterlund.ada/playlists", (201, answer));
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// let ada = UserId::new("vinterlund.ada")?;
    /// let playlist = client.send(CreatePlaylistForUser::new(ada, "Late Ferry").public(false))?;
    /// assert_eq!(playlist.name, "Late Ferry");
    /// # assert_eq!(wire.requests()[0].body(), r#"{"name":"Late Ferry","public":false}"#);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CreatePlaylistForUser = POST "/users/{user_id}/playlists" -> json Playlist,
    in Playlists::create_for_user,
    reference: "create-playlist-for-user",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "POST /me/playlists",
    repeat: Once,
    cache: Never,
    needs: visibility,
    check: may_be_made,
    body: made,
    path: {
        /// The user, who is the one whose token is used.
        user_id: UserId,
    },
    json: {
        /// The name; another playlist may have the same.
        name: String,
    },
    json_optional: {
        /// Whether it shows on the user's profile.
        public: bool,
        /// Whether others may edit it.
        collaborative: bool,
        /// The description.
        description: String,
    },
}

impl CreatePlaylistForUser {
    fn details(&self) -> Details<'_> {
        Details {
            name: Some(&self.name),
            public: self.public,
            collaborative: self.collaborative,
            description: self.description.as_deref(),
        }
    }
}

fn may_be_made(request: &CreatePlaylistForUser) -> Result<(), BuildError> {
    request.details().check::<CreatePlaylistForUser>()
}

fn made(request: &CreatePlaylistForUser) -> Result<Body, BuildError> {
    request.details().body()
}

fn visibility(request: &CreatePlaylistForUser) -> ScopeNeeds {
    request.details().needs::<CreatePlaylistForUser>()
}
