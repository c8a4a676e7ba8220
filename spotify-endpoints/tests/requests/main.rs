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

use spotify_endpoints::{AlbumId, PlaylistId, TrackId};

const ALBUM: AlbumId = AlbumId::from_static("4aawyAB9vmqN3uQ7FjRGTy");
const PLAYLIST: PlaylistId = PlaylistId::from_static("3cEYpjA9oz9GiPac4AsH4n");
const TRACK: TrackId = TrackId::from_static("11dFghVXANMlKmJXsNCbNl");
