//! How much the models hold and how often reading them allocates, so that a later field does not
//! undo their layout unseen.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

use std::{fs, path::PathBuf};

use serde::de::DeserializeOwned;
use spotify_endpoints::{
    AlbumId, ContextUri, IdError, Market, Markets, PlayableUri, TrackId, Uri, UserId, model::*,
};

fn fixture(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/fixtures")
        .join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn sizes() {
    macro_rules! table {
        ($($type:ty)*) => {
            [$((stringify!($type), size_of::<$type>())),*]
                .map(|(name, size)| format!("{name:32}{size:4}\n"))
                .concat()
        };
    }
    insta::assert_snapshot!(table! {
        AlbumId Option<TrackId> UserId IdError Uri PlayableUri ContextUri Market Markets
        Text List<Text> List<Image> List<SimplifiedArtist> Items<Track> Image ImageUrl ReleaseDate
        AlbumType ExternalIds Restrictions
        SimplifiedArtist SimplifiedAlbum SimplifiedTrack SimplifiedEpisode SimplifiedShow
        SimplifiedPlaylist SimplifiedAudiobook
        Artist Album Track Episode Show Playlist Audiobook
        SavedTrack PlaylistItem PlayableItem PlayHistory PlaybackState Device
        Page<Track> CursorPage<Artist> PrivateUser SearchResult
    });
}

/// Reads, and tells how often that allocated, and how many bytes it held at most and at the end.
fn measure<T: DeserializeOwned>(name: &str) -> (T, allocation_counter::AllocationInfo) {
    let json = fixture(name);
    let mut model = None;
    let info = allocation_counter::measure(|| model = Some(serde_json::from_str::<T>(&json)));
    (
        model
            .unwrap()
            .unwrap_or_else(|error| panic!("{name}: {error}")),
        info,
    )
}

#[test]
fn m2_few_allocations() {
    let mut table = String::new();
    let mut row = |name: &str, info: allocation_counter::AllocationInfo| {
        let line = format!(
            "{name:36}{:4}{:8}{:8}\n",
            info.count_total, info.bytes_current, info.bytes_max
        );
        table.push_str(&line);
    };
    let name = "tracks/track.extended.json";
    let (_, info) = measure::<Track>(name);
    assert!(
        info.count_total <= 6,
        "a track takes {} allocations",
        info.count_total
    );
    row(name, info);
    for name in [
        "library/saved-tracks.extended.json",
        "library/saved-tracks.development.json",
    ] {
        let (page, info) = measure::<Page<SavedTrack>>(name);
        let most = 6 * page.items.len() as u64 + 4;
        assert!(
            info.count_total <= most,
            "{name} takes {} allocations",
            info.count_total
        );
        row(name, info);
    }
    for name in [
        "playlists/items.extended.json",
        "playlists/items.development.json",
    ] {
        let (page, info) = measure::<Page<PlaylistItem>>(name);
        let most = 8 * page.items.len() as u64 + 5;
        assert!(
            info.count_total <= most,
            "{name} takes {} allocations",
            info.count_total
        );
        row(name, info);
    }
    let (_, info) = measure::<Album>("albums/album.extended.json");
    row("albums/album.extended.json", info);
    let (_, info) = measure::<SearchResult>("search/all.extended.json");
    row("search/all.extended.json", info);
    let (_, info) = measure::<PlaybackState>("player/state.extended.json");
    row("player/state.extended.json", info);
    insta::assert_snapshot!(table);
}

#[test]
fn ids_and_uris_do_not_allocate() {
    let link = "https://open.spotify.com/intl-pt/track/6rqhFgbbKwnb9MLmUQDhG6?si=0123456789abcdef";
    let info = allocation_counter::measure(|| {
        let id: TrackId = link.parse().unwrap();
        let uri: Uri = link.parse().unwrap();
        assert_eq!(uri, id.into());
        assert_eq!(
            serde_json::from_str::<TrackId>("\"6rqhFgbbKwnb9MLmUQDhG6\"").unwrap(),
            id
        );
    });
    assert_eq!(info.count_total, 0);
}
