//! What Spotify shows to users who are looking for something.

use super::{Page, SimplifiedPlaylist, Text, object::object};

object! {
    /// Playlists that Spotify features, in general or in a category.
    FeaturedPlaylists via FeaturedPlaylistsSlots "featured playlists";
    {
        /// What stands above them, in the language that was asked for; not always told.
        message: Option<Text>,
        /// The playlists; those that Spotify made itself leave gaps for most apps.
        playlists: Page<SimplifiedPlaylist>,
    }
}
