//! The rows of a playlist.

use serde::Serialize;
use spotify_core::{Body, BuildError};

use crate::{
    AdditionalType, Market, PlayableUri, PlaylistId,
    macros::endpoint,
    model::{Page, PlaylistItem, SnapshotId},
    request,
};

endpoint! {
    /// Lists the rows of a playlist.
    ///
    /// They are tracks, episodes, files on a user's own device, and rows of which the content is
    /// not available any more. Development-mode apps are refused, unless the user owns the
    /// playlist or may edit it.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetPlaylistItems, PlaylistId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/items.development.json"));
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/playlists/noL5dQDmLZgKJklF4o8XMd/items?limit=50&additional_types=track,episode",
    /// #     answer,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetPlaylistItems::new(ID).limit(50))?;
    /// assert!(page.items[2].is_local());
    /// assert!(page.items[4].item.is_none());
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetPlaylistItems = GET "/playlists/{playlist_id}/items" -> json Page<PlaylistItem>,
    in Playlists::items,
    reference: "get-playlists-items",
    grant: User,
    scopes: Optional ["playlist-read-private", "playlist-read-collaborative"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
    optional: {
        /// The country for which the rows are looked up; a user's own goes before it.
        market: Market,
        /// How many rows a page has at most; 20 unless set. Spotify's reference allows 50, the
        /// service has been seen to take 100.
        limit: u32 in 1..=100,
        /// How many rows to leave out before the first.
        offset: u32,
        /// What the caller can handle; both unless set. Without episodes, they come in the shape
        /// of tracks.
        additional_types: Vec<AdditionalType> in 1..=2
            = vec![AdditionalType::Track, AdditionalType::Episode],
    },
}

endpoint! {
    /// Adds tracks and episodes to a playlist, and answers with its new version.
    ///
    /// Sent twice it adds twice: when it is not known what became of it, the playlist says. A
    /// playlist holds 10,000 rows.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AddPlaylistItems, PlaylistId, TrackId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// const TRACK: TrackId = TrackId::from_static("joastix8ZMrasMPd1wxoGH");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/snapshot.json"));
    /// # let wire = Replay::new().on("POST /v1/playlists/noL5dQDmLZgKJklF4o8XMd/items", (201, answer));
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// let snapshot = client.send(AddPlaylistItems::new(ID, [TRACK]).position(0))?;
    /// assert_eq!(snapshot.as_str(), "AAAAC2c59c10bddbcf0bff63cba3a66b16c1");
    /// # assert_eq!(
    /// #     wire.requests()[0].body(),
    /// #     r#"{"uris":["spotify:track:joastix8ZMrasMPd1wxoGH"],"position":0}"#,
    /// # );
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    AddPlaylistItems = POST "/playlists/{playlist_id}/items" -> snapshot_id SnapshotId,
    in Playlists::add_items,
    reference: "add-items-to-playlist",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: Everyone,
    repeat: Once,
    cache: Never,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
    json: {
        /// What to add, in order.
        uris: Vec<PlayableUri> in 1..=100,
    },
    json_optional: {
        /// Before which row to put it, counted from 0; at the end unless set.
        position: u32,
    },
}

endpoint! {
    /// Moves rows of a playlist to another place in it, and answers with its new version.
    ///
    /// Places are counted as they are before the move. Sent twice it moves twice, perhaps other
    /// rows: when it is not known what became of it, the playlist says.
    ///
    /// # Errors
    /// To move no rows is refused before anything is sent.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{PlaylistId, ReorderPlaylistItems};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/snapshot.json"));
    /// # let wire = Replay::new().on("PUT /v1/playlists/noL5dQDmLZgKJklF4o8XMd/items", answer);
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// // The two rows from the sixth on become the first:
    /// let snapshot = client.send(ReorderPlaylistItems::new(ID, 5, 0).range_length(2))?;
    /// assert_eq!(snapshot.as_str(), "AAAAC2c59c10bddbcf0bff63cba3a66b16c1");
    /// # assert_eq!(
    /// #     wire.requests()[0].body(),
    /// #     r#"{"range_start":5,"insert_before":0,"range_length":2}"#,
    /// # );
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    ReorderPlaylistItems = PUT "/playlists/{playlist_id}/items" -> snapshot_id SnapshotId,
    in Playlists::reorder_items,
    reference: "reorder-or-replace-playlists-items",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: Everyone,
    repeat: Once,
    cache: Never,
    check: moves_something,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
    json: {
        /// The place of the first row to move, counted from 0.
        range_start: u32,
        /// Before which row to put it, counted from 0; to put it at the end, how many there are.
        insert_before: u32,
    },
    json_optional: {
        /// How many rows to move; one unless set.
        range_length: u32,
        /// The version in which the places were counted; the newest unless set.
        snapshot_id: SnapshotId,
    },
}

endpoint! {
    /// Replaces all rows of a playlist, and answers with its new version.
    ///
    /// With none, the playlist is cleared. For more than 100, replace with the first 100 and add
    /// the rest.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{PlaylistId, ReplacePlaylistItems, TrackId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// const TRACK: TrackId = TrackId::from_static("joastix8ZMrasMPd1wxoGH");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/snapshot.json"));
    /// # let wire = Replay::new().on("PUT /v1/playlists/noL5dQDmLZgKJklF4o8XMd/items", answer);
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// let snapshot = client.send(ReplacePlaylistItems::new(ID, [TRACK]))?;
    /// assert_eq!(snapshot.as_str(), "AAAAC2c59c10bddbcf0bff63cba3a66b16c1");
    /// # assert_eq!(wire.requests()[0].body(), r#"{"uris":["spotify:track:joastix8ZMrasMPd1wxoGH"]}"#);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    ReplacePlaylistItems = PUT "/playlists/{playlist_id}/items" -> snapshot_id SnapshotId,
    in Playlists::replace_items,
    reference: "reorder-or-replace-playlists-items",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
    json: {
        /// What to put in their place, in order.
        uris: Vec<PlayableUri> in 0..=100,
    },
}

endpoint! {
    /// Removes tracks and episodes from a playlist, and answers with its new version.
    ///
    /// Each is removed wherever it stands in the playlist. A track that stands in for another is
    /// removed by the id of that other:
    /// [`Track::original_id`](crate::model::Track::original_id).
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{PlaylistId, RemovePlaylistItems, TrackId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// const TRACK: TrackId = TrackId::from_static("joastix8ZMrasMPd1wxoGH");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/snapshot.json"));
    /// # let wire = Replay::new().on("DELETE /v1/playlists/noL5dQDmLZgKJklF4o8XMd/items", answer);
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// let snapshot = client.send(RemovePlaylistItems::new(ID, [TRACK]))?;
    /// assert_eq!(snapshot.as_str(), "AAAAC2c59c10bddbcf0bff63cba3a66b16c1");
    /// # assert_eq!(
    /// #     wire.requests()[0].body(),
    /// #     r#"{"items":[{"uri":"spotify:track:joastix8ZMrasMPd1wxoGH"}]}"#,
    /// # );
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    RemovePlaylistItems = DELETE "/playlists/{playlist_id}/items" -> snapshot_id SnapshotId,
    in Playlists::remove_items,
    reference: "remove-items-playlist",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    body: removed,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
    json: {
        /// What to remove.
        uris as "items": Vec<PlayableUri> in 1..=100,
    },
    json_optional: {
        /// The version from which to remove it; the newest unless set.
        snapshot_id: SnapshotId,
    },
}

/// Refuses to move no rows; the operation has two names.
pub(super) fn some_rows(
    endpoint: &'static str,
    range_length: Option<u32>,
) -> Result<(), BuildError> {
    match range_length {
        Some(0) => Err(BuildError::invalid(
            endpoint,
            "range_length",
            "0 rows are none to move; give at least 1, or leave it out to move one",
        )),
        _ => Ok(()),
    }
}

fn moves_something(request: &ReorderPlaylistItems) -> Result<(), BuildError> {
    some_rows("ReorderPlaylistItems", request.range_length)
}

fn removed(request: &RemovePlaylistItems) -> Result<Body, BuildError> {
    #[derive(Serialize)]
    struct Row<'a> {
        uri: &'a PlayableUri,
    }
    let rows: Vec<Row<'_>> = request.uris.iter().map(|uri| Row { uri }).collect();
    request::object(|fields| {
        fields.put("items", &rows)?;
        match &request.snapshot_id {
            Some(snapshot) => fields.put("snapshot_id", snapshot),
            None => Ok(()),
        }
    })
}
