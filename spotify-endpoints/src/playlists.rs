//! Playlists and their rows.

mod cover;

use crate::{
    AdditionalType, Market, PlayableUri, PlaylistId,
    macros::endpoint,
    model::{Page, Playlist, PlaylistItem, SimplifiedPlaylist, SnapshotId},
};

pub use cover::{Cover, UploadPlaylistCover};

endpoint! {
    /// Reads a playlist, with the first page of its rows.
    ///
    /// Development-mode apps get no rows of playlists that the user neither owns nor may edit.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetPlaylist, PlaylistId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("3cEYpjA9oz9GiPac4AsH4n");
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/playlists/3cEYpjA9oz9GiPac4AsH4n?additional_types=track,episode",
    /// #     r#"{"id": "3cEYpjA9oz9GiPac4AsH4n", "name": "Road Trip", "owner": {"id": "ana"}}"#,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let playlist = client.send(GetPlaylist::new(ID))?;
    /// assert_eq!(playlist.name, "Road Trip");
    /// assert!(playlist.items.is_none());
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetPlaylist = GET "/playlists/{playlist_id}" -> json Playlist,
    in Playlists::get,
    reference: "get-playlist",
    grant: App,
    scopes: [],
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
        /// What the caller can handle; both unless set. Without episodes, they come in the shape
        /// of tracks.
        additional_types: Vec<AdditionalType> in 1..=2
            = vec![AdditionalType::Track, AdditionalType::Episode],
    },
}

endpoint! {
    /// Lists the rows of a playlist.
    ///
    /// They are tracks, episodes, files on a user's own device, and rows of which the content is
    /// not available any more. Development-mode apps are refused, unless the user owns the playlist or may edit it.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetPlaylistItems, PlaylistId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("3cEYpjA9oz9GiPac4AsH4n");
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/playlists/3cEYpjA9oz9GiPac4AsH4n/items?limit=50&additional_types=track,episode",
    /// #     r#"{"items": [{"is_local": false, "item": null}], "total": 1, "next": null}"#,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetPlaylistItems::new(ID).limit(50))?;
    /// assert!(page.items[0].item.is_none());
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
    /// Lists the playlists that the user owns or follows.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetMyPlaylists;
    ///
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/playlists",
    /// #     r#"{"items": [null, {"id": "3cEYpjA9oz9GiPac4AsH4n", "name": "Road Trip",
    /// #         "owner": {"id": "ana"}}], "total": 2, "next": null}"#,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetMyPlaylists::new())?;
    /// assert_eq!(page.items[0].name, "Road Trip");
    /// assert_eq!(page.items.row_count(), 2);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetMyPlaylists = GET "/me/playlists" -> json Page<SimplifiedPlaylist>,
    in Playlists::mine,
    reference: "get-a-list-of-current-users-playlists",
    grant: User,
    scopes: Optional ["playlist-read-private", "playlist-read-collaborative"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    optional: {
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32 in 0..=100_000,
    },
}

endpoint! {
    /// Adds tracks and episodes to a playlist.
    ///
    /// Sent twice it adds twice: when it is not known what became of it, the playlist says.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AddPlaylistItems, PlaylistId, TrackId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("3cEYpjA9oz9GiPac4AsH4n");
    /// const TRACK: TrackId = TrackId::from_static("11dFghVXANMlKmJXsNCbNl");
    /// # let wire = Replay::new().on(
    /// #     "POST /v1/playlists/3cEYpjA9oz9GiPac4AsH4n/items",
    /// #     (201, r#"{"snapshot_id": "AAAAB8C+GjVHq8v4vzStbL6AUYzo1cDV"}"#),
    /// # );
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// let snapshot = client.send(AddPlaylistItems::new(ID, [TRACK]).position(0))?;
    /// assert_eq!(snapshot.as_str(), "AAAAB8C+GjVHq8v4vzStbL6AUYzo1cDV");
    /// # assert_eq!(
    /// #     wire.requests()[0].body(),
    /// #     r#"{"uris":["spotify:track:11dFghVXANMlKmJXsNCbNl"],"position":0}"#,
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
