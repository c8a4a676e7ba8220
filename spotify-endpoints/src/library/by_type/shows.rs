//! Saved shows, for the apps that may still ask for them so.

use crate::{Market, ShowId, macros::endpoint};

endpoint! {
    /// Saves shows.
    ///
    /// What is saved already stays so.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{SaveShows, ShowId};
    ///
    /// const ID: ShowId = ShowId::from_static("pAAYHKRnVFAOUGg9E1ZlSK");
    /// # let wire = Replay::new().on("PUT /v1/me/shows?ids=pAAYHKRnVFAOUGg9E1ZlSK", (200, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SaveShows::new([ID]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SaveShows = PUT "/me/shows" -> nothing,
    in Library::save_shows,
    reference: "save-shows-user",
    grant: User,
    scopes: ["user-library-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "PUT /me/library",
    repeat: Idempotent,
    cache: Never,
    required: {
        /// The shows.
        ids: Vec<ShowId> in 1..=50,
    },
}

endpoint! {
    /// Removes shows from what the user has saved.
    ///
    /// What is not saved stays so.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{RemoveSavedShows, ShowId};
    ///
    /// const ID: ShowId = ShowId::from_static("pAAYHKRnVFAOUGg9E1ZlSK");
    /// # let wire = Replay::new().on("DELETE /v1/me/shows?ids=pAAYHKRnVFAOUGg9E1ZlSK", (200, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(RemoveSavedShows::new([ID]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    RemoveSavedShows = DELETE "/me/shows" -> nothing,
    in Library::remove_shows,
    reference: "remove-shows-user",
    grant: User,
    scopes: ["user-library-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "DELETE /me/library",
    repeat: Idempotent,
    cache: Never,
    required: {
        /// The shows.
        ids: Vec<ShowId> in 1..=50,
    },
    optional: {
        /// The country for which the shows are looked up; a user's own goes before it.
        market: Market,
    },
}

endpoint! {
    /// Tells which shows the user has saved.
    ///
    /// The answers come in the order of the ids.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{CheckSavedShows, ShowId};
    ///
    /// const IDS: [ShowId; 2] = [
    ///     ShowId::from_static("pAAYHKRnVFAOUGg9E1ZlSK"),
    ///     ShowId::from_static("elLFzMXzBzUwNnvtbVTF81"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/contains.json"));
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/shows/contains?ids=pAAYHKRnVFAOUGg9E1ZlSK,elLFzMXzBzUwNnvtbVTF81",
    /// #     answer,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let saved = client.send(CheckSavedShows::new(IDS))?;
    /// assert_eq!(saved.get(&IDS[1]), Some(false));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CheckSavedShows = GET "/me/shows/contains" -> checked @ids ShowId,
    in Library::contains_shows,
    reference: "check-users-saved-shows",
    grant: User,
    scopes: ["user-library-read"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /me/library/contains",
    repeat: Safe,
    cache: Private,
    required: {
        /// The shows.
        ids: Vec<ShowId> in 1..=50,
    },
}
