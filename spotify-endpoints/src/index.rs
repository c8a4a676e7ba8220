//! The list of all operations.

use spotify_core::{Endpoint as _, Meta};

use crate::*;

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
    #[cfg(feature = "deprecated")]
    GetAlbums::META,
    // artists
    GetArtist::META,
    GetArtistAlbums::META,
    #[cfg(feature = "deprecated")]
    GetArtistTopTracks::META,
    #[cfg(feature = "deprecated")]
    GetArtists::META,
    #[cfg(feature = "deprecated")]
    GetRelatedArtists::META,
    // audiobooks
    GetAudiobook::META,
    GetAudiobookChapters::META,
    #[cfg(feature = "deprecated")]
    GetAudiobooks::META,
    // browse
    #[cfg(feature = "deprecated")]
    GetFeaturedPlaylists::META,
    #[cfg(feature = "deprecated")]
    GetNewReleases::META,
    // categories
    #[cfg(feature = "deprecated")]
    GetCategories::META,
    #[cfg(feature = "deprecated")]
    GetCategory::META,
    #[cfg(feature = "deprecated")]
    GetCategoryPlaylists::META,
    // chapters
    GetChapter::META,
    #[cfg(feature = "deprecated")]
    GetChapters::META,
    // episodes
    GetEpisode::META,
    #[cfg(feature = "deprecated")]
    GetEpisodes::META,
    // follow
    #[cfg(feature = "deprecated")]
    CheckFollowedArtists::META,
    #[cfg(feature = "deprecated")]
    CheckFollowedPlaylist::META,
    #[cfg(feature = "deprecated")]
    CheckFollowedUsers::META,
    #[cfg(feature = "deprecated")]
    FollowArtists::META,
    #[cfg(feature = "deprecated")]
    FollowPlaylist::META,
    #[cfg(feature = "deprecated")]
    FollowUsers::META,
    GetFollowedArtists::META,
    #[cfg(feature = "deprecated")]
    UnfollowArtists::META,
    #[cfg(feature = "deprecated")]
    UnfollowPlaylist::META,
    #[cfg(feature = "deprecated")]
    UnfollowUsers::META,
    // genres
    #[cfg(feature = "deprecated")]
    GetGenreSeeds::META,
    // library
    CheckLibrary::META,
    #[cfg(feature = "deprecated")]
    CheckSavedAlbums::META,
    #[cfg(feature = "deprecated")]
    CheckSavedAudiobooks::META,
    #[cfg(feature = "deprecated")]
    CheckSavedEpisodes::META,
    #[cfg(feature = "deprecated")]
    CheckSavedShows::META,
    #[cfg(feature = "deprecated")]
    CheckSavedTracks::META,
    GetSavedAlbums::META,
    GetSavedAudiobooks::META,
    GetSavedEpisodes::META,
    GetSavedShows::META,
    GetSavedTracks::META,
    RemoveFromLibrary::META,
    #[cfg(feature = "deprecated")]
    RemoveSavedAlbums::META,
    #[cfg(feature = "deprecated")]
    RemoveSavedAudiobooks::META,
    #[cfg(feature = "deprecated")]
    RemoveSavedEpisodes::META,
    #[cfg(feature = "deprecated")]
    RemoveSavedShows::META,
    #[cfg(feature = "deprecated")]
    RemoveSavedTracks::META,
    #[cfg(feature = "deprecated")]
    SaveAlbums::META,
    #[cfg(feature = "deprecated")]
    SaveAudiobooks::META,
    #[cfg(feature = "deprecated")]
    SaveEpisodes::META,
    #[cfg(feature = "deprecated")]
    SaveShows::META,
    SaveToLibrary::META,
    #[cfg(feature = "deprecated")]
    SaveTracks::META,
    // markets
    #[cfg(feature = "deprecated")]
    GetMarkets::META,
    // personalization
    GetTopArtists::META,
    GetTopTracks::META,
    // player
    AddToQueue::META,
    GetCurrentlyPlaying::META,
    GetDevices::META,
    GetPlaybackState::META,
    GetQueue::META,
    GetRecentlyPlayed::META,
    PausePlayback::META,
    SeekToPosition::META,
    SetRepeat::META,
    SetShuffle::META,
    SetVolume::META,
    SkipToNext::META,
    SkipToPrevious::META,
    StartPlayback::META,
    TransferPlayback::META,
    // playlists
    AddPlaylistItems::META,
    #[cfg(feature = "deprecated")]
    AddPlaylistTracks::META,
    ChangePlaylistDetails::META,
    CreatePlaylist::META,
    #[cfg(feature = "deprecated")]
    CreatePlaylistForUser::META,
    GetMyPlaylists::META,
    GetPlaylist::META,
    GetPlaylistCover::META,
    GetPlaylistFields::META,
    GetPlaylistItems::META,
    GetPlaylistItemsFields::META,
    #[cfg(feature = "deprecated")]
    GetPlaylistTracks::META,
    #[cfg(feature = "deprecated")]
    GetUserPlaylists::META,
    RemovePlaylistItems::META,
    #[cfg(feature = "deprecated")]
    RemovePlaylistTracks::META,
    ReorderPlaylistItems::META,
    #[cfg(feature = "deprecated")]
    ReorderPlaylistTracks::META,
    ReplacePlaylistItems::META,
    #[cfg(feature = "deprecated")]
    ReplacePlaylistTracks::META,
    UploadPlaylistCover::META,
    // search
    Search::META,
    // shows
    GetShow::META,
    GetShowEpisodes::META,
    #[cfg(feature = "deprecated")]
    GetShows::META,
    // tracks
    #[cfg(feature = "deprecated")]
    GetAudioAnalysis::META,
    #[cfg(feature = "deprecated")]
    GetAudioFeatures::META,
    #[cfg(feature = "deprecated")]
    GetRecommendations::META,
    #[cfg(feature = "deprecated")]
    GetSeveralAudioFeatures::META,
    GetTrack::META,
    #[cfg(feature = "deprecated")]
    GetTracks::META,
    // users
    GetCurrentUser::META,
    #[cfg(feature = "deprecated")]
    GetUser::META,
];
