//! The requests, seen from outside: what is sent, what is refused, what is read.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

mod bad_input;
mod both_clients;
mod cost;
mod facts;
mod limits;
mod no_injection;
mod paging;
mod playback;
mod playlists;
#[cfg(feature = "deprecated")]
mod recommendations;
mod resource;

#[path = "../support/fixtures.rs"]
mod fixtures;

use spotify_endpoints::{
    AlbumId, ArtistId, AudiobookId, ChapterId, EpisodeId, PlaylistId, ShowId, TrackId,
};

const ALBUM: AlbumId = AlbumId::from_static("4aawyAB9vmqN3uQ7FjRGTy");
const ARTIST: ArtistId = ArtistId::from_static("6sFIWsNpZYqfjUpaCgueju");
const AUDIOBOOK: AudiobookId = AudiobookId::from_static("7iHfbu1YPACw6oZPAFJtqe");
const CHAPTER: ChapterId = ChapterId::from_static("0D5wENdkdwbqlrHoaJ9g29");
const EPISODE: EpisodeId = EpisodeId::from_static("512ojhOuo1ktJprKbVcKyQ");
const PLAYLIST: PlaylistId = PlaylistId::from_static("3cEYpjA9oz9GiPac4AsH4n");
const SHOW: ShowId = ShowId::from_static("38bS44xjbVVZ3No3ByF1dJ");
const TRACK: TrackId = TrackId::from_static("11dFghVXANMlKmJXsNCbNl");
