//! Answers that others have recorded over the years.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unreachable,
    clippy::print_stdout,
    reason = "a test says what it expects"
)]

#[path = "support/fixtures.rs"]
mod fixtures;

use std::{fmt::Debug, fs, path::PathBuf};

use fixtures::{META, response};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use spotify_core::drift::collect;
use spotify_endpoints::{decode, model::*};

/// Answers that others have recorded, if they are beside the project: each one is read.
#[test]
fn recorded_answers() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/recorded");
    let Ok(index) = fs::read_to_string(folder.join("index.json")) else {
        println!("skipped: there are no recorded answers in ../shared/data/recorded");
        return;
    };
    let index: Value = serde_json::from_str(&index).unwrap();
    let (mut count, mut failures) = (0, Vec::new());
    for entry in index.as_array().unwrap() {
        let [file, model] = ["file", "model"].map(|key| entry[key].as_str().unwrap());
        // Those that were made up are shorter than anything Spotify would send.
        let real = entry["looks_real"] != json!(false);
        let text = fs::read_to_string(folder.join(file)).unwrap();
        macro_rules! one {
            ($type:ty) => {
                one!(decode::json, $type)
            };
            ($decode:path, $type:ty) => {{
                count += 1;
                let (read, drifts) = collect(|| $decode(&META, &response(text)));
                match read as Result<$type, _> {
                    Ok(model) => {
                        if real && !drifts.is_empty() {
                            failures.push(format!("{file} ({model:?}): {drifts:?}"));
                        }
                        check(file, &model, &mut failures);
                    }
                    Err(error) => failures.push(format!("{file} ({model}): {error}")),
                }
            }};
        }
        match model {
            "Album" => one!(Album),
            "Artist" => one!(Artist),
            "AudioAnalysis" => one!(AudioAnalysis),
            "AudioFeatures" => one!(AudioFeatures),
            "AudioFeatures[]" => one!(decode::audio_features, Items<AudioFeatures>),
            "Category" => one!(Category),
            "CurrentlyPlaying" | "PlaybackState" => one!(PlaybackState),
            "CursorPage<PlayHistory>" => one!(CursorPage<PlayHistory>),
            "Devices" => one!(decode::devices, Items<Device>),
            "Episode" => one!(Episode),
            "FeaturedPlaylists" => one!(FeaturedPlaylists),
            "GenreSeeds" => one!(decode::genres, List<Text>),
            "FollowedArtists" => one!(decode::artists, CursorPage<Artist>),
            "Page<Category>" => one!(decode::categories, Page<Category>),
            "Page<Artist>" => one!(Page<Artist>),
            "Page<PlaylistTrack>" => one!(Page<PlaylistItem>),
            "Page<SavedAlbum>" => one!(Page<SavedAlbum>),
            "Page<SavedEpisode>" => one!(Page<SavedEpisode>),
            "Page<SavedShow>" => one!(Page<SavedShow>),
            "Page<SavedTrack>" => one!(Page<SavedTrack>),
            "Page<SimplifiedAlbum>" => one!(Page<SimplifiedAlbum>),
            "Page<SimplifiedEpisode>" => one!(Page<SimplifiedEpisode>),
            "Page<SimplifiedPlaylist>" => one!(Page<SimplifiedPlaylist>),
            "Page<SimplifiedTrack>" => one!(Page<SimplifiedTrack>),
            "Page<Track>" => one!(Page<Track>),
            "Playlist" => one!(Playlist),
            "PrivateUser" => one!(PrivateUser),
            "PublicUser" => one!(PublicUser),
            "Queue" => one!(Queue),
            "Recommendations" => one!(Recommendations),
            "Show" => one!(Show),
            "SimplifiedEpisode" => one!(SimplifiedEpisode),
            "SimplifiedPlaylist" => one!(SimplifiedPlaylist),
            // The only one is what a track was replaced from.
            "SimplifiedTrack" => one!(LinkedTrack),
            "SnapshotId" => one!(decode::snapshot_id, SnapshotId),
            "Track" => one!(Track),
            "Vec<Artist>" => one!(Items<Artist>),
            "Vec<Image>" => one!(Items<Image>),
            "albums[]" => one!(decode::albums, Items<Album>),
            "artists[]" => one!(decode::artists, Items<Artist>),
            "episodes[]" => one!(decode::episodes, Items<Episode>),
            "shows[]" => one!(decode::shows, Items<SimplifiedShow>),
            "tracks[]" => one!(decode::tracks, Items<Track>),
            _ if model.starts_with("Search(") => one!(SearchResult),
            _ => {}
        }
    }
    println!("{count} recorded answers read");
    assert!(count > 100, "only {count} recorded answers");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What was read is written and read again as the same.
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    file: &str,
    model: &T,
    failures: &mut Vec<String>,
) {
    let written = serde_json::to_string(model).unwrap();
    match decode::json::<T>(&META, &response(written)) {
        Ok(again) if again == *model => {}
        Ok(_) => failures.push(format!("{file}: it changes in writing")),
        Err(error) => failures.push(format!("{file}: cannot be read again: {error}")),
    }
}
