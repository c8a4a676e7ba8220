//! One fuzz target for each model: whatever comes in, it is read or refused; it is the same by
//! whichever way it is read; and what was read comes out of writing and reading again as the same.
//! And one for each thing that authorization reads.
//!
//! The target is named by the variable `TARGET`. Started by `cargo xtask fuzz`.
#![no_main]
#![forbid(unsafe_code)]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a fuzz target ends by panicking"
)]

mod auth;
mod store;

use std::{env, fmt::Debug, sync::LazyLock};

use libfuzzer_sys::fuzz_target;
use serde::{Serialize, de::DeserializeOwned};
use spotify_core::{Meta, Method};
use spotify_endpoints::{Markets, decode, model::*};

static META: Meta = Meta::new("Fuzz", Method::GET, "/fuzz");

/// Something that is read.
trait Target {
    /// Reads it, and checks what came out.
    fn check(data: &[u8]);
}

impl<T: DeserializeOwned + Serialize + PartialEq + Debug> Target for T {
    /// Reads as an operation does.
    fn check(data: &[u8]) {
        let read = |bytes: Vec<u8>| decode::json::<T>(&META, &http::Response::new(bytes.into()));
        let Ok(model) = read(data.to_vec()) else {
            return;
        };
        // What serde reads by itself, an operation reads as the same, by whatever shorter way.
        if let Ok(plain) = serde_json::from_slice::<T>(data) {
            assert_eq!(plain, model);
        }
        let written = serde_json::to_vec(&model).unwrap();
        let again = read(written).unwrap_or_else(|error| panic!("{error}\nwas: {model:?}"));
        assert_eq!(again, model);
    }
}

macro_rules! targets {
    ($($name:literal: $type:ty,)*) => {
        /// The names of the targets, one to a line of the help of `cargo xtask fuzz`.
        const NAMES: &[&str] = &[$($name),*];

        fn target(name: &str) -> Option<fn(&[u8])> {
            Some(match name {
                $($name => <$type as Target>::check,)*
                _ => return None,
            })
        }
    };
}

targets! {
    "album": Album,
    "album-tracks": Page<SimplifiedTrack>,
    "artist": Artist,
    "artist-albums": Page<SimplifiedAlbum>,
    "audio-analysis": AudioAnalysis,
    "audio-features": AudioFeatures,
    "audiobook": Audiobook,
    "callback": auth::Callback,
    "category": Category,
    "chapter": Chapter,
    "devices": Items<Device>,
    "dotenv": auth::Dotenv,
    "episode": Episode,
    "featured-playlists": FeaturedPlaylists,
    "followed": CursorPage<Artist>,
    "ini": auth::Ini,
    "markets": Markets,
    "me": PrivateUser,
    "playback": PlaybackState,
    "playlist": Playlist,
    "playlist-items": Page<PlaylistItem>,
    "playlists": Page<SimplifiedPlaylist>,
    "queue": Queue,
    "recently-played": CursorPage<PlayHistory>,
    "recommendations": Recommendations,
    "saved-albums": Page<SavedAlbum>,
    "saved-audiobooks": Page<SavedAudiobook>,
    "saved-episodes": Page<SavedEpisode>,
    "saved-shows": Page<SavedShow>,
    "saved-tracks": Page<SavedTrack>,
    "search": SearchResult,
    "show": Show,
    "show-episodes": Page<SimplifiedEpisode>,
    "snapshot": SnapshotId,
    "store-file": store::StoreFile,
    "token-answer": auth::TokenAnswer,
    "token-file": store::TokenFile,
    "track": Track,
    "tracks": Items<Track>,
    "user": PublicUser,
}

fuzz_target!(|data: &[u8]| {
    static TARGET: LazyLock<fn(&[u8])> = LazyLock::new(|| {
        let name = env::var("TARGET").unwrap_or_default();
        target(&name).unwrap_or_else(|| panic!("TARGET names no target; there are {NAMES:?}"))
    });
    TARGET(data);
});
