//! What a user has saved.

use spotify_core::Timestamp;

use super::{Album, Audiobook, Episode, SimplifiedShow, Track, object::object};

object! {
    /// A saved track.
    SavedTrack via SavedTrackSlots "a saved track";
    {
        /// When it was saved.
        added_at: Option<Timestamp>,
        /// The track.
        track: Track,
    }
}

object! {
    /// A saved album.
    SavedAlbum via SavedAlbumSlots "a saved album";
    {
        /// When it was saved.
        added_at: Option<Timestamp>,
        /// The album.
        album: Album,
    }
}

object! {
    /// A saved episode.
    SavedEpisode via SavedEpisodeSlots "a saved episode";
    {
        /// When it was saved.
        added_at: Option<Timestamp>,
        /// The episode.
        episode: Episode,
    }
}

object! {
    /// A saved show.
    SavedShow via SavedShowSlots "a saved show";
    {
        /// When it was saved.
        added_at: Option<Timestamp>,
        /// The show.
        show: SimplifiedShow,
    }
}

object! {
    /// A saved audiobook.
    SavedAudiobook via SavedAudiobookSlots "a saved audiobook";
    {
        /// When it was saved.
        added_at: Option<Timestamp>,
        /// The audiobook.
        audiobook: Audiobook,
    }
}
