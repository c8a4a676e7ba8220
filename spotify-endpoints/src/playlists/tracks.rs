//! The rows of a playlist by their old name, for the apps that may still use it.

use serde::Serialize;
use spotify_core::{Argument, BuildError, Escaper};

use super::items::some_rows;
use crate::{
    AdditionalType, EpisodeId, Market, PlayableUri, PlaylistId, TrackId,
    macros::endpoint,
    model::{Page, PlaylistItem, SnapshotId},
};

endpoint! {
    /// Lists the rows of a playlist.
    ///
    /// They are tracks, episodes, files on a user's own device, and rows of which the content is
    /// not available any more.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetPlaylistTracks, PlaylistId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("YN8FUiXnMcxKZbxYwfjjZ1");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/items.extended.json"));
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/playlists/YN8FUiXnMcxKZbxYwfjjZ1/tracks?limit=100&additional_types=track,episode",
    /// #     answer,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetPlaylistTracks::new(ID).limit(100))?;
    /// assert!(page.items[2].is_local());
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetPlaylistTracks = GET "/playlists/{playlist_id}/tracks" -> json Page<PlaylistItem>,
    in Playlists::tracks,
    reference: "get-playlists-tracks",
    grant: App,
    scopes: Optional ["playlist-read-private", "playlist-read-collaborative"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /playlists/{playlist_id}/items",
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
        /// service takes 100.
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
    /// Sent twice it adds twice: when it is not known what became of it, the playlist says.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AddPlaylistTracks, PlaylistId, TrackId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("YN8FUiXnMcxKZbxYwfjjZ1");
    /// const TRACK: TrackId = TrackId::from_static("joastix8ZMrasMPd1wxoGH");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/snapshot.json"));
    /// # let wire = Replay::new().on("POST /v1/playlists/YN8FUiXnMcxKZbxYwfjjZ1/tracks", (201, answer));
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// let snapshot = client.send(AddPlaylistTracks::new(ID, [TRACK]))?;
    /// assert_eq!(snapshot.as_str(), "AAAAC2c59c10bddbcf0bff63cba3a66b16c1");
    /// # assert_eq!(wire.requests()[0].body(), r#"{"uris":["spotify:track:joastix8ZMrasMPd1wxoGH"]}"#);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    AddPlaylistTracks = POST "/playlists/{playlist_id}/tracks" -> snapshot_id SnapshotId,
    in Playlists::add_tracks,
    reference: "add-tracks-to-playlist",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "POST /playlists/{playlist_id}/items",
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
    /// use spotify_endpoints::{PlaylistId, ReorderPlaylistTracks};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("YN8FUiXnMcxKZbxYwfjjZ1");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/snapshot.json"));
    /// # let wire = Replay::new().on("PUT /v1/playlists/YN8FUiXnMcxKZbxYwfjjZ1/tracks", answer);
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// // The first row becomes the third:
    /// let snapshot = client.send(ReorderPlaylistTracks::new(ID, 0, 3))?;
    /// assert_eq!(snapshot.as_str(), "AAAAC2c59c10bddbcf0bff63cba3a66b16c1");
    /// # assert_eq!(wire.requests()[0].body(), r#"{"range_start":0,"insert_before":3}"#);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    ReorderPlaylistTracks = PUT "/playlists/{playlist_id}/tracks" -> snapshot_id SnapshotId,
    in Playlists::reorder_tracks,
    reference: "reorder-or-replace-playlists-tracks",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "PUT /playlists/{playlist_id}/items",
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
    /// use spotify_endpoints::{PlayableUri, PlaylistId, ReplacePlaylistTracks};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("YN8FUiXnMcxKZbxYwfjjZ1");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/snapshot.json"));
    /// # let wire = Replay::new().on("PUT /v1/playlists/YN8FUiXnMcxKZbxYwfjjZ1/tracks", answer);
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// let nothing: [PlayableUri; 0] = [];
    /// let snapshot = client.send(ReplacePlaylistTracks::new(ID, nothing))?;
    /// assert_eq!(snapshot.as_str(), "AAAAC2c59c10bddbcf0bff63cba3a66b16c1");
    /// # assert_eq!(wire.requests()[0].body(), r#"{"uris":[]}"#);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    ReplacePlaylistTracks = PUT "/playlists/{playlist_id}/tracks" -> snapshot_id SnapshotId,
    in Playlists::replace_tracks,
    reference: "reorder-or-replace-playlists-tracks",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "PUT /playlists/{playlist_id}/items",
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
    /// Each is removed wherever it stands in the playlist. Places can be given with a version, as
    /// Spotify once took them; it has been seen to ignore them since. Since they may count, this is
    /// never sent again when its fate is unknown.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{PlaylistId, RemovePlaylistTracks, TrackId, TrackToRemove};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("YN8FUiXnMcxKZbxYwfjjZ1");
    /// const TRACK: TrackId = TrackId::from_static("joastix8ZMrasMPd1wxoGH");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/snapshot.json"));
    /// # let wire = Replay::new().always("DELETE /v1/playlists/YN8FUiXnMcxKZbxYwfjjZ1/tracks", answer);
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// let snapshot = client.send(RemovePlaylistTracks::new(ID, [TRACK]))?;
    /// # assert_eq!(
    /// #     wire.requests()[0].body(),
    /// #     r#"{"tracks":[{"uri":"spotify:track:joastix8ZMrasMPd1wxoGH"}]}"#,
    /// # );
    ///
    /// let first = TrackToRemove::from(TRACK).at([0]);
    /// client.send(RemovePlaylistTracks::new(ID, [first]).snapshot_id(snapshot))?;
    /// # assert_eq!(
    /// #     wire.requests()[1].body(),
    /// #     r#"{"tracks":[{"uri":"spotify:track:joastix8ZMrasMPd1wxoGH","positions":[0]}],"snapshot_id":"AAAAC2c59c10bddbcf0bff63cba3a66b16c1"}"#,
    /// # );
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    RemovePlaylistTracks = DELETE "/playlists/{playlist_id}/tracks" -> snapshot_id SnapshotId,
    in Playlists::remove_tracks,
    reference: "remove-tracks-playlist",
    grant: User,
    scopes: Any ["playlist-modify-public", "playlist-modify-private"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "DELETE /playlists/{playlist_id}/items",
    repeat: Once,
    cache: Never,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
    json: {
        /// What to remove.
        tracks: Vec<TrackToRemove> in 1..=100,
    },
    json_optional: {
        /// The version from which to remove it; the newest unless set.
        snapshot_id: SnapshotId,
    },
}

/// A track or an episode to remove from a playlist; made from its id or URI.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct TrackToRemove {
    /// What to remove.
    pub uri: PlayableUri,
    /// From which places, counted from 0; from all unless set. Spotify has been seen to ignore
    /// them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<u32>,
}

impl TrackToRemove {
    /// Removes it from these places only, counted from 0 in the version that the request names.
    #[must_use]
    pub fn at(mut self, positions: impl IntoIterator<Item = u32>) -> Self {
        self.positions = positions.into_iter().collect();
        self
    }
}

impl From<PlayableUri> for TrackToRemove {
    fn from(uri: PlayableUri) -> Self {
        Self {
            uri,
            positions: Vec::new(),
        }
    }
}

impl From<TrackId> for TrackToRemove {
    fn from(id: TrackId) -> Self {
        PlayableUri::from(id).into()
    }
}

impl From<EpisodeId> for TrackToRemove {
    fn from(id: EpisodeId) -> Self {
        PlayableUri::from(id).into()
    }
}

/// Only counted: it goes into a body.
impl Argument for TrackToRemove {
    fn write(&self, out: &mut Escaper<'_>) {
        self.uri.write(out);
    }
}

fn moves_something(request: &ReorderPlaylistTracks) -> Result<(), BuildError> {
    some_rows("ReorderPlaylistTracks", request.range_length)
}
