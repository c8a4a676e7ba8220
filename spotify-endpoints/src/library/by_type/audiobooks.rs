//! Saved audiobooks, for the apps that may still ask for them so.

use crate::{AudiobookId, macros::endpoint};

endpoint! {
    /// Saves audiobooks.
    ///
    /// What is saved already stays so.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AudiobookId, SaveAudiobooks};
    ///
    /// const ID: AudiobookId = AudiobookId::from_static("Jb3DUYTddWlfIJhbSJPPQJ");
    /// # let wire = Replay::new().on("PUT /v1/me/audiobooks?ids=Jb3DUYTddWlfIJhbSJPPQJ", (200, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SaveAudiobooks::new([ID]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SaveAudiobooks = PUT "/me/audiobooks" -> nothing,
    in Library::save_audiobooks,
    reference: "save-audiobooks-user",
    grant: User,
    scopes: ["user-library-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "PUT /me/library",
    repeat: Idempotent,
    cache: Never,
    required: {
        /// The audiobooks.
        ids: Vec<AudiobookId> in 1..=50,
    },
}

endpoint! {
    /// Removes audiobooks from what the user has saved.
    ///
    /// What is not saved stays so.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AudiobookId, RemoveSavedAudiobooks};
    ///
    /// const ID: AudiobookId = AudiobookId::from_static("Jb3DUYTddWlfIJhbSJPPQJ");
    /// # let wire = Replay::new().on("DELETE /v1/me/audiobooks?ids=Jb3DUYTddWlfIJhbSJPPQJ", (200, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(RemoveSavedAudiobooks::new([ID]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    RemoveSavedAudiobooks = DELETE "/me/audiobooks" -> nothing,
    in Library::remove_audiobooks,
    reference: "remove-audiobooks-user",
    grant: User,
    scopes: ["user-library-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "DELETE /me/library",
    repeat: Idempotent,
    cache: Never,
    required: {
        /// The audiobooks.
        ids: Vec<AudiobookId> in 1..=50,
    },
}

endpoint! {
    /// Tells which audiobooks the user has saved.
    ///
    /// The answers come in the order of the ids.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AudiobookId, CheckSavedAudiobooks};
    ///
    /// const IDS: [AudiobookId; 2] = [
    ///     AudiobookId::from_static("Jb3DUYTddWlfIJhbSJPPQJ"),
    ///     AudiobookId::from_static("oKgV1jLMbSSa6dCzaiGEVh"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/contains.json"));
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/audiobooks/contains?ids=Jb3DUYTddWlfIJhbSJPPQJ,oKgV1jLMbSSa6dCzaiGEVh",
    /// #     answer,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let saved = client.send(CheckSavedAudiobooks::new(IDS))?;
    /// assert_eq!(saved.get(&IDS[1]), Some(false));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CheckSavedAudiobooks = GET "/me/audiobooks/contains" -> checked @ids AudiobookId,
    in Library::contains_audiobooks,
    reference: "check-users-saved-audiobooks",
    grant: User,
    scopes: ["user-library-read"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /me/library/contains",
    repeat: Safe,
    cache: Private,
    required: {
        /// The audiobooks.
        ids: Vec<AudiobookId> in 1..=50,
    },
}
