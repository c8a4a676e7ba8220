//! What a search has found.

use super::{
    Artist, Page, SimplifiedAlbum, SimplifiedAudiobook, SimplifiedEpisode, SimplifiedPlaylist,
    SimplifiedShow, Track, object::object,
};

object! {
    /// One page of results for each kind that was asked for.
    SearchResult via SearchResultSlots "search results";
    {
        /// Albums.
        albums: Option<Page<SimplifiedAlbum>>,
        /// Artists.
        artists: Option<Page<Artist>>,
        /// Audiobooks.
        audiobooks: Option<Page<SimplifiedAudiobook>>,
        /// Episodes.
        episodes: Option<Page<SimplifiedEpisode>>,
        /// Playlists; those that Spotify made itself leave gaps for most apps.
        playlists: Option<Page<SimplifiedPlaylist>>,
        /// Shows.
        shows: Option<Page<SimplifiedShow>>,
        /// Tracks.
        tracks: Option<Page<Track>>,
    }
}
