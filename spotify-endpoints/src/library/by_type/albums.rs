//! Saved albums, for the apps that may still ask for them so.

use crate::{AlbumId, macros::endpoint};

endpoint! {
    /// Saves albums.
    ///
    /// What is saved already stays so. Spotify allows 20 ids in an address, though 50 of other kinds.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AlbumId, SaveAlbums};
    ///
    /// const ID: AlbumId = AlbumId::from_static("5knEBEqgjjQ5jbR49iao7k");
    /// # let wire = Replay::new().on("PUT /v1/me/albums?ids=5knEBEqgjjQ5jbR49iao7k", (200, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SaveAlbums::new([ID]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SaveAlbums = PUT "/me/albums" -> nothing,
    in Library::save_albums,
    reference: "save-albums-user",
    grant: User,
    scopes: ["user-library-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "PUT /me/library",
    repeat: Idempotent,
    cache: Never,
    required: {
        /// The albums.
        ids: Vec<AlbumId> in 1..=20,
    },
}

endpoint! {
    /// Removes albums from what the user has saved.
    ///
    /// What is not saved stays so.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AlbumId, RemoveSavedAlbums};
    ///
    /// const ID: AlbumId = AlbumId::from_static("5knEBEqgjjQ5jbR49iao7k");
    /// # let wire = Replay::new().on("DELETE /v1/me/albums?ids=5knEBEqgjjQ5jbR49iao7k", (200, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(RemoveSavedAlbums::new([ID]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    RemoveSavedAlbums = DELETE "/me/albums" -> nothing,
    in Library::remove_albums,
    reference: "remove-albums-user",
    grant: User,
    scopes: ["user-library-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "DELETE /me/library",
    repeat: Idempotent,
    cache: Never,
    required: {
        /// The albums.
        ids: Vec<AlbumId> in 1..=20,
    },
}

endpoint! {
    /// Tells which albums the user has saved.
    ///
    /// The answers come in the order of the ids.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AlbumId, CheckSavedAlbums};
    ///
    /// const IDS: [AlbumId; 2] = [
    ///     AlbumId::from_static("5knEBEqgjjQ5jbR49iao7k"),
    ///     AlbumId::from_static("4ouxPv2Fx0WHStWoY6Clnd"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/contains.json"));
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/albums/contains?ids=5knEBEqgjjQ5jbR49iao7k,4ouxPv2Fx0WHStWoY6Clnd",
    /// #     answer,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let saved = client.send(CheckSavedAlbums::new(IDS))?;
    /// assert_eq!(saved.get(&IDS[1]), Some(false));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CheckSavedAlbums = GET "/me/albums/contains" -> checked @ids AlbumId,
    in Library::contains_albums,
    reference: "check-users-saved-albums",
    grant: User,
    scopes: ["user-library-read"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /me/library/contains",
    repeat: Safe,
    cache: Private,
    required: {
        /// The albums.
        ids: Vec<AlbumId> in 1..=20,
    },
}
