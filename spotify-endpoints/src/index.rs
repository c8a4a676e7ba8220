//! The list of all operations.

use spotify_core::{Endpoint as _, Meta};

use crate::{
    AddPlaylistItems, CheckLibrary, GetAlbum, GetAlbumTracks, GetArtist, GetArtistAlbums,
    GetAudiobook, GetAudiobookChapters, GetChapter, GetCurrentUser, GetEpisode, GetFollowedArtists,
    GetMyPlaylists, GetPlaybackState, GetPlaylist, GetPlaylistItems, GetRecentlyPlayed,
    GetSavedTracks, GetShow, GetShowEpisodes, GetTopArtists, GetTrack, SaveToLibrary, Search,
    SkipToNext, StartPlayback, UploadPlaylistCover,
};
#[cfg(feature = "deprecated")]
use crate::{
    GetAlbums, GetArtistTopTracks, GetArtists, GetAudioAnalysis, GetAudioFeatures, GetAudiobooks,
    GetCategories, GetCategory, GetCategoryPlaylists, GetChapters, GetEpisodes,
    GetFeaturedPlaylists, GetGenreSeeds, GetMarkets, GetNewReleases, GetRecommendations,
    GetRelatedArtists, GetSeveralAudioFeatures, GetShows, GetTracks,
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
    GetFollowedArtists::META,
    // genres
    #[cfg(feature = "deprecated")]
    GetGenreSeeds::META,
    // library
    CheckLibrary::META,
    GetSavedTracks::META,
    SaveToLibrary::META,
    // markets
    #[cfg(feature = "deprecated")]
    GetMarkets::META,
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
];
