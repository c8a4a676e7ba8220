//! The library kind by kind, for the apps that may still write to it so.

mod albums;
mod audiobooks;
mod episodes;
mod shows;
mod tracks;

pub use self::{
    albums::{CheckSavedAlbums, RemoveSavedAlbums, SaveAlbums},
    audiobooks::{CheckSavedAudiobooks, RemoveSavedAudiobooks, SaveAudiobooks},
    episodes::{CheckSavedEpisodes, RemoveSavedEpisodes, SaveEpisodes},
    shows::{CheckSavedShows, RemoveSavedShows, SaveShows},
    tracks::{CheckSavedTracks, RemoveSavedTracks, SaveTracks, TimestampedTrack},
};
