//! Playlists and their rows.

mod cover;
mod details;
mod fields;
mod items;
#[cfg(feature = "deprecated")]
mod of_user;
mod partly;
#[cfg(feature = "deprecated")]
mod tracks;

use crate::{
    AdditionalType, Market, PlaylistId,
    macros::endpoint,
    model::{Image, List, Page, Playlist, SimplifiedPlaylist},
};

pub use self::{
    cover::{Cover, UploadPlaylistCover},
    details::{ChangePlaylistDetails, CreatePlaylist},
    fields::Fields,
    items::{
        AddPlaylistItems, GetPlaylistItems, RemovePlaylistItems, ReorderPlaylistItems,
        ReplacePlaylistItems,
    },
    partly::{GetPlaylistFields, GetPlaylistItemsFields},
};
#[cfg(feature = "deprecated")]
pub use self::{
    of_user::{CreatePlaylistForUser, GetUserPlaylists},
    tracks::{
        AddPlaylistTracks, GetPlaylistTracks, RemovePlaylistTracks, ReorderPlaylistTracks,
        ReplacePlaylistTracks, TrackToRemove,
    },
};

endpoint! {
    /// Reads a playlist, with the first page of its rows.
    ///
    /// Development-mode apps get no rows of playlists that the user neither owns nor may edit, and
    /// nothing at all of Spotify's own.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetPlaylist, PlaylistId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/playlist.development.json"));
    /// # let call = "GET /v1/playlists/noL5dQDmLZgKJklF4o8XMd?additional_types=track,episode";
    /// # let wire = Replay::new().on(call, answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let playlist = client.send(GetPlaylist::new(ID))?;
    /// assert_eq!(playlist.name, "Late Ferry");
    /// assert_eq!(playlist.items.and_then(|rows| rows.total), Some(2));
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
    /// Lists the playlists that the user owns or follows.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetMyPlaylists;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/mine.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me/playlists?limit=3", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetMyPlaylists::new().limit(3))?;
    /// assert_eq!(page.items[0].name, "Café Sin Nombre");
    /// // One of the three cannot be read any more:
    /// assert_eq!((page.items.len(), page.items.row_count()), (2, 3));
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
    /// Lists the cover of a playlist in its sizes, the widest first.
    ///
    /// A cover that the user has set comes in one size, of which width and height are not told. A
    /// playlist without rows has none. The addresses end within a day.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetPlaylistCover, PlaylistId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/cover.json"));
    /// # let wire = Replay::new().on("GET /v1/playlists/noL5dQDmLZgKJklF4o8XMd/images", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let cover = client.send(GetPlaylistCover::new(ID))?;
    /// assert_eq!(cover[0].width, Some(640));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetPlaylistCover = GET "/playlists/{playlist_id}/images" -> json List<Image>,
    in Playlists::cover,
    reference: "get-playlist-cover",
    grant: App,
    scopes: [],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
}
