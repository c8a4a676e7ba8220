//! The list of all operations.

use spotify_core::{Endpoint as _, Meta};

#[cfg(feature = "deprecated")]
use crate::GetTracks;
use crate::{
    AddPlaylistItems, CheckLibrary, GetAlbum, GetAlbumTracks, GetCurrentUser, GetFollowedArtists,
    GetMyPlaylists, GetPlaybackState, GetPlaylist, GetPlaylistItems, GetRecentlyPlayed,
    GetSavedTracks, GetTopArtists, GetTrack, SaveToLibrary, Search, SkipToNext, StartPlayback,
    UploadPlaylistCover,
};

/// What is known about every operation of this crate, by area and name.
///
/// ```
/// use spotify_endpoints::ENDPOINTS;
///
/// let search = ENDPOINTS.iter().find(|meta| meta.name == "Search").unwrap();
/// assert_eq!(search.param("limit").unwrap().development, Some((1, 10)));
/// ```
pub const ENDPOINTS: &[&Meta] = &[
    // albums
    GetAlbum::META,
    GetAlbumTracks::META,
    // follow
    GetFollowedArtists::META,
    // library
    CheckLibrary::META,
    GetSavedTracks::META,
    SaveToLibrary::META,
    // personalization
    GetTopArtists::META,
    // player
    GetPlaybackState::META,
    GetRecentlyPlayed::META,
    SkipToNext::META,
    StartPlayback::META,
    // playlists
    AddPlaylistItems::META,
    GetMyPlaylists::META,
    GetPlaylist::META,
    GetPlaylistItems::META,
    UploadPlaylistCover::META,
    // search
    Search::META,
    // tracks
    GetTrack::META,
    #[cfg(feature = "deprecated")]
    GetTracks::META,
    // users
    GetCurrentUser::META,
];
