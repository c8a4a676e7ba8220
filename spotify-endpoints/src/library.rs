//! The user's library.

use crate::{
    LibraryUri, Market,
    macros::endpoint,
    model::{Page, SavedTrack},
};

endpoint! {
    /// Lists the tracks that the user has saved, the latest first.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetSavedTracks;
    ///
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/tracks?limit=1&offset=7",
    /// #     r#"{"items": [{"added_at": "2026-01-02T03:04:05Z", "track": {
    /// #         "id": "11dFghVXANMlKmJXsNCbNl", "name": "Cut To The Feeling",
    /// #         "album": {"id": "0tGPJ0bkWOUmH7MEOR77qc", "name": "Cut To The Feeling"}}}],
    /// #         "total": 8, "limit": 1, "offset": 7, "next": null}"#,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetSavedTracks::new().limit(1).offset(7))?;
    /// assert_eq!(page.items[0].track.name, "Cut To The Feeling");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetSavedTracks = GET "/me/tracks" -> json Page<SavedTrack>,
    in Library::tracks,
    reference: "get-users-saved-tracks",
    grant: User,
    scopes: ["user-library-read"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    optional: {
        /// The country for which the tracks are looked up; a user's own goes before it.
        market: Market,
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}

endpoint! {
    /// Tells which tracks, albums and other things the user has saved or follows.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, CheckLibrary, LibraryUri, TrackId};
    ///
    /// const TRACK: TrackId = TrackId::from_static("11dFghVXANMlKmJXsNCbNl");
    /// const ARTIST: ArtistId = ArtistId::from_static("6sFIWsNpZYqfjUpaCgueju");
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/library/contains?uris=spotify:track:11dFghVXANMlKmJXsNCbNl,\
    /// #      spotify:artist:6sFIWsNpZYqfjUpaCgueju",
    /// #     "[true, false]",
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let has = client.send(CheckLibrary::new([LibraryUri::from(TRACK), ARTIST.into()]))?;
    /// assert_eq!(has.get(&TRACK.into()), Some(true));
    /// assert!(!has.all());
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CheckLibrary = GET "/me/library/contains" -> checked @uris LibraryUri,
    in Library::contains,
    reference: "check-library-contains",
    grant: User,
    scopes: ByUri ["user-library-read", "user-follow-read", "playlist-read-private"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    required: {
        /// What to look for.
        uris: Vec<LibraryUri> in 1..=40,
    },
}

endpoint! {
    /// Saves tracks, albums, episodes, shows and audiobooks, and follows the other kinds.
    ///
    /// Artists, users and playlists are followed. What is saved already stays so. Spotify does not tell of ids that do not exist.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, LibraryUri, SaveToLibrary, TrackId};
    ///
    /// const TRACK: TrackId = TrackId::from_static("11dFghVXANMlKmJXsNCbNl");
    /// const ARTIST: ArtistId = ArtistId::from_static("6sFIWsNpZYqfjUpaCgueju");
    /// # let wire = Replay::new().on(
    /// #     "PUT /v1/me/library?uris=spotify:track:11dFghVXANMlKmJXsNCbNl,\
    /// #      spotify:artist:6sFIWsNpZYqfjUpaCgueju",
    /// #     (200, ""),
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SaveToLibrary::new([LibraryUri::from(TRACK), ARTIST.into()]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SaveToLibrary = PUT "/me/library" -> nothing,
    in Library::save,
    reference: "save-library-items",
    grant: User,
    scopes: ByUri ["user-library-modify", "user-follow-modify", "playlist-modify-public"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    required: {
        /// What to save.
        uris: Vec<LibraryUri> in 1..=40,
    },
}
