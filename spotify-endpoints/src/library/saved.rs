//! What the user has saved, kind by kind.

use crate::{
    Market,
    macros::endpoint,
    model::{Page, SavedAlbum, SavedAudiobook, SavedEpisode, SavedShow, SavedTrack},
};

endpoint! {
    /// Lists the tracks that the user has saved, the latest first.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetSavedTracks;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/saved-tracks.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me/tracks?limit=2", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetSavedTracks::new().limit(2))?;
    /// assert_eq!(page.items[0].track.name, "The Long Platform");
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
    /// Lists the albums that the user has saved, each with the first page of its tracks.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetSavedAlbums;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/saved-albums.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me/albums?limit=1", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetSavedAlbums::new().limit(1))?;
    /// assert_eq!(page.items[0].album.name, "Borrowed Umbrella");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetSavedAlbums = GET "/me/albums" -> json Page<SavedAlbum>,
    in Library::albums,
    reference: "get-users-saved-albums",
    grant: User,
    scopes: ["user-library-read"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    optional: {
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
        /// The country for which the albums are looked up; a user's own goes before it.
        market: Market,
    },
}

endpoint! {
    /// Lists the shows that the user has saved.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetSavedShows;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/saved-shows.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me/shows?limit=1", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetSavedShows::new().limit(1))?;
    /// assert_eq!(page.items[0].show.name, "Landing by Landing");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetSavedShows = GET "/me/shows" -> json Page<SavedShow>,
    in Library::shows,
    reference: "get-users-saved-shows",
    grant: User,
    scopes: ["user-library-read"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    optional: {
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}

endpoint! {
    /// Lists the episodes that the user has saved.
    ///
    /// How far the user has listened is told only with the scope `user-read-playback-position`.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetSavedEpisodes;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/saved-episodes.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me/episodes?limit=1", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetSavedEpisodes::new().limit(1))?;
    /// assert_eq!(page.items[0].episode.name, "Spiral");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetSavedEpisodes = GET "/me/episodes" -> json Page<SavedEpisode>,
    in Library::episodes,
    reference: "get-users-saved-episodes",
    grant: User,
    scopes: FirstRequired ["user-library-read", "user-read-playback-position"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    optional: {
        /// The country for which the episodes are looked up; a user's own goes before it.
        market: Market,
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}

endpoint! {
    /// Lists the audiobooks that the user has saved.
    ///
    /// Audiobooks exist in a few English-speaking countries only. Elsewhere the rows are gaps,
    /// which [`Items::row_count`](crate::model::Items::row_count) counts.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetSavedAudiobooks;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/saved-audiobooks.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/me/audiobooks?limit=2", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetSavedAudiobooks::new().limit(2))?;
    /// assert_eq!(page.items[0].audiobook.name, "Letters from the Ferry");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetSavedAudiobooks = GET "/me/audiobooks" -> json Page<SavedAudiobook>,
    in Library::audiobooks,
    reference: "get-users-saved-audiobooks",
    grant: User,
    scopes: ["user-library-read"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    optional: {
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}
