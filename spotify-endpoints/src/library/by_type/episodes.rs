//! Saved episodes, for the apps that may still ask for them so.

use crate::{EpisodeId, macros::endpoint};

endpoint! {
    /// Saves episodes.
    ///
    /// What is saved already stays so.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{EpisodeId, SaveEpisodes};
    ///
    /// const ID: EpisodeId = EpisodeId::from_static("p8xg3wTt2oMxkKmrN2VAiP");
    /// # let wire = Replay::new().on("PUT /v1/me/episodes?ids=p8xg3wTt2oMxkKmrN2VAiP", (200, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SaveEpisodes::new([ID]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SaveEpisodes = PUT "/me/episodes" -> nothing,
    in Library::save_episodes,
    reference: "save-episodes-user",
    grant: User,
    scopes: ["user-library-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "PUT /me/library",
    repeat: Idempotent,
    cache: Never,
    required: {
        /// The episodes.
        ids: Vec<EpisodeId> in 1..=50,
    },
}

endpoint! {
    /// Removes episodes from what the user has saved.
    ///
    /// What is not saved stays so.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{EpisodeId, RemoveSavedEpisodes};
    ///
    /// const ID: EpisodeId = EpisodeId::from_static("p8xg3wTt2oMxkKmrN2VAiP");
    /// # let wire = Replay::new().on("DELETE /v1/me/episodes?ids=p8xg3wTt2oMxkKmrN2VAiP", (200, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(RemoveSavedEpisodes::new([ID]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    RemoveSavedEpisodes = DELETE "/me/episodes" -> nothing,
    in Library::remove_episodes,
    reference: "remove-episodes-user",
    grant: User,
    scopes: ["user-library-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "DELETE /me/library",
    repeat: Idempotent,
    cache: Never,
    required: {
        /// The episodes.
        ids: Vec<EpisodeId> in 1..=50,
    },
}

endpoint! {
    /// Tells which episodes the user has saved.
    ///
    /// The answers come in the order of the ids.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{CheckSavedEpisodes, EpisodeId};
    ///
    /// const IDS: [EpisodeId; 2] = [
    ///     EpisodeId::from_static("p8xg3wTt2oMxkKmrN2VAiP"),
    ///     EpisodeId::from_static("RbxSxUj7FsU0mTVSUBSewS"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/contains.json"));
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/episodes/contains?ids=p8xg3wTt2oMxkKmrN2VAiP,RbxSxUj7FsU0mTVSUBSewS",
    /// #     answer,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let saved = client.send(CheckSavedEpisodes::new(IDS))?;
    /// assert_eq!(saved.get(&IDS[1]), Some(false));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CheckSavedEpisodes = GET "/me/episodes/contains" -> checked @ids EpisodeId,
    in Library::contains_episodes,
    reference: "check-users-saved-episodes",
    grant: User,
    scopes: ["user-library-read"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /me/library/contains",
    repeat: Safe,
    cache: Private,
    required: {
        /// The episodes.
        ids: Vec<EpisodeId> in 1..=50,
    },
}
