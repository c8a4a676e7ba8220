//! Every fixture is read, written again, and shown in a snapshot.
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

use std::{fmt::Debug, fs};

use fixtures::{META, fixture, folder, read, response};
use serde_json::json;
use spotify_endpoints::{Markets, decode, model::*};

/// A debug print with short parts on one line, and without the fields that are absent.
fn print(model: &impl Debug) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in format!("{model:#?}")
        .lines()
        .filter(|line| !line.ends_with(": None,"))
    {
        lines.push(line.to_owned());
        if let [.., open, inner, close] = lines.as_slice()
            && open.ends_with('(')
            && inner.ends_with(',')
            && close.trim_start().starts_with(')')
        {
            let joined = [open, inner.trim().trim_end_matches(','), close.trim()].concat();
            lines.truncate(lines.len() - 3);
            lines.push(joined);
        }
    }
    lines.join("\n")
}

macro_rules! fixtures {
    ($($test:ident: $type:ty = $($path:literal)*;)*) => {
        $(#[test]
        fn $test() {
            $(
                let model = fixture::<$type>(concat!($path, ".json"));
                let name = $path.replace('/', "__");
                insta::assert_snapshot!(name, print(&model));
            )*
        })*

        #[test]
        fn every_fixture_is_read() {
            let mut read = vec![$($(concat!($path, ".json")),*),*];
            read.sort_unstable();
            let mut found = Vec::new();
            for area in AREAS {
                for file in fs::read_dir(folder().join(area)).unwrap() {
                    let file = file.unwrap().file_name().into_string().unwrap();
                    found.push(format!("{area}/{file}"));
                }
            }
            found.sort_unstable();
            assert_eq!(found, read);
        }
    };
}

/// The folders of the models that are tested here.
const AREAS: [&str; 14] = [
    "albums",
    "artists",
    "audiobooks",
    "chapters",
    "episodes",
    "follow",
    "library",
    "markets",
    "player",
    "playlists",
    "search",
    "shows",
    "tracks",
    "users",
];

fixtures! {
    n1_albums: Album = "albums/album.extended" "albums/album.development";
    n1_album_tracks: Page<SimplifiedTrack> = "albums/tracks.extended" "albums/tracks.development";
    n1_artists: Artist = "artists/artist.extended" "artists/artist.development";
    n1_artist_albums: Page<SimplifiedAlbum> =
        "artists/albums.extended" "artists/albums.development";
    n7_several_tracks: Items<Track> =
        "artists/top-tracks.extended" "artists/top-tracks.development" "tracks/several.extended";
    n1_audiobooks: Audiobook =
        "audiobooks/audiobook.extended" "audiobooks/audiobook.development";
    n1_chapters: Chapter = "chapters/chapter.extended" "chapters/chapter.development";
    n1_episodes: Episode = "episodes/episode.extended" "episodes/episode.development";
    n1_followed: CursorPage<Artist> = "follow/artists.extended" "follow/artists.development";
    n1_saved_tracks: Page<SavedTrack> =
        "library/saved-tracks.extended" "library/saved-tracks.development";
    n1_saved_albums: Page<SavedAlbum> =
        "library/saved-albums.extended" "library/saved-albums.development";
    n1_saved_shows: Page<SavedShow> = "library/saved-shows.extended";
    n1_saved_episodes: Page<SavedEpisode> = "library/saved-episodes.extended";
    n1_saved_audiobooks: Page<SavedAudiobook> = "library/saved-audiobooks.extended";
    n1_markets: Markets = "markets/markets";
    n1_playback: PlaybackState =
        "player/state.extended" "player/state.development"
        "player/currently-playing.extended" "player/currently-playing.development";
    n1_queues: Queue = "player/queue.extended" "player/queue.development";
    n1_recently_played: CursorPage<PlayHistory> =
        "player/recently-played.extended" "player/recently-played.development"
        "player/recently-played.empty";
    n10_devices: Items<Device> = "player/devices.extended";
    n8_playlist_items: Page<PlaylistItem> =
        "playlists/items.extended" "playlists/items.development";
    n9_playlists: Playlist =
        "playlists/playlist.extended" "playlists/playlist.development"
        "playlists/foreign.development" "playlists/both-names.extended";
    n7_own_playlists: Page<SimplifiedPlaylist> =
        "playlists/mine.extended" "playlists/mine.development";
    n1_snapshots: SnapshotId = "playlists/snapshot";
    n1_search: SearchResult = "search/all.extended" "search/all.development";
    n1_shows: Show = "shows/show.extended" "shows/show.development";
    n7_show_episodes: Page<SimplifiedEpisode> =
        "shows/episodes.extended" "shows/episodes.development";
    n1_tracks: Track =
        "tracks/track.extended" "tracks/track.development" "tracks/relinked.extended"
        "tracks/restricted.extended";
    n1_me: PrivateUser = "users/me.extended" "users/me.development";
    n1_users: PublicUser = "users/user.extended";
}

#[test]
fn n8_rows_of_every_kind() {
    for tier in ["extended", "development"] {
        let page: Page<PlaylistItem> = fixture(&format!("playlists/items.{tier}.json"));
        let items: Vec<_> = page.items.iter().map(|row| row.item.as_ref()).collect();
        let [track, episode, local, hybrid, gone, ..] = items.as_slice() else {
            panic!()
        };
        assert!(matches!(track, Some(PlayableItem::Track(track)) if track.id.is_some()));
        assert!(matches!(episode, Some(PlayableItem::Episode(episode)) if episode.show.is_some()));
        assert!(matches!(local, Some(PlayableItem::Local(track)) if track.id.is_none()));
        assert!(matches!(hybrid, Some(PlayableItem::EpisodeAsTrack(track)) if track.id.is_none()));
        assert!(gone.is_none());
        let uris: Vec<_> = [track, episode, local, hybrid]
            .map(|item| item.unwrap().playable_uri().map(|uri| uri.kind().as_str()))
            .into();
        assert_eq!(
            uris,
            [Some("track"), Some("episode"), None, Some("episode")]
        );
        assert!(page.items[2].is_local() && !page.items[0].is_local());
        assert_eq!(local.unwrap().duration().unwrap().as_secs(), 188);
    }
}

#[test]
fn what_follows_from_the_id_is_not_kept() {
    let id = "6rqhFgbbKwnb9MLmUQDhG6";
    let track: LinkedTrack = read(&format!(r#"{{"id":"{id}"}}"#));
    assert_eq!(
        track.uri().unwrap().to_string(),
        format!("spotify:track:{id}")
    );
    assert_eq!(
        track.href().unwrap(),
        format!("https://api.spotify.com/v1/tracks/{id}")
    );
    assert_eq!(
        track.url().unwrap(),
        format!("https://open.spotify.com/track/{id}")
    );
    assert_eq!(serde_json::to_value(&track).unwrap(), json!({"id": id}));
    // An id of something else is not taken for one of a track.
    let other = json!({"id": id, "type": "episode", "uri": format!("spotify:episode:{id}"),
        "href": "https://elsewhere.example", "external_urls": {"other": "x", "spotify": "y"}});
    let track: LinkedTrack = read(&other.to_string());
    assert_eq!(track.id, None);
    assert_eq!(track.href().unwrap(), "https://elsewhere.example");
    assert_eq!(track.url().unwrap(), "y");
    assert_eq!(serde_json::to_value(&track).unwrap(), other);
    // Users are percent-encoded in addresses.
    let user: PublicUser = read(r#"{"id":"a#b c"}"#);
    assert_eq!(user.href(), "https://api.spotify.com/v1/users/a%23b%20c");
    assert_eq!(user.uri().to_string(), "spotify:user:a%23b%20c");
}

#[test]
fn pictures_by_size() {
    let artist: Artist = fixture("artists/artist.extended.json");
    assert_eq!(artist.images.at_least(2000).unwrap().width, Some(640));
    let album: Album = fixture("albums/album.extended.json");
    let width = |pixels| album.images.at_least(pixels).unwrap().width;
    assert_eq!(
        [width(0), width(64), width(65), width(641)],
        [Some(64), Some(64), Some(300), Some(640)]
    );
    assert_eq!(List::<Image>::absent().at_least(1), None);
    for url in [
        "https://i.scdn.co/image/AB67616d0000b273a84592a0803325f967f9bfc6",
        "https://i.scdn.co/image/ab",
        "",
    ] {
        assert_eq!(ImageUrl::from(url).to_string(), url);
    }
    assert_eq!(album.artists.joined(), "Lantern Choir, Mossbridge");
}

#[test]
fn d23_relinked_tracks_know_their_original() {
    let track: Track = fixture("tracks/relinked.extended.json");
    assert_eq!(track.original_id(), track.linked_from.as_ref().unwrap().id);
    assert_ne!(track.original_id(), track.id);
    assert!(track.is_playable());
    let track: Track = fixture("tracks/restricted.extended.json");
    assert_eq!(track.original_id(), track.id);
    assert!(!track.is_playable());
}

#[test]
fn wrappers_come_off() {
    let text = fs::read_to_string(folder().join("tracks/several.extended.json")).unwrap();
    let tracks: Items<Track> = decode::tracks(&META, &response(text)).unwrap();
    assert_eq!(
        tracks.rows().map(|row| row.is_some()).collect::<Vec<_>>(),
        [true, false, true]
    );
    let text = fs::read_to_string(folder().join("follow/artists.extended.json")).unwrap();
    let page: CursorPage<Artist> = decode::artists(&META, &response(text)).unwrap();
    assert_eq!(page.items.len(), 2);
    let error = decode::artists::<CursorPage<Artist>>(&META, &response("{}")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Fixture: unexpected answer: missing field `artists` at line 1 column 2"
    );
    let error = decode::json::<Track>(&META, &response("")).unwrap_err();
    assert!(error.is_empty_body());
    assert_eq!(
        decode::maybe::<PlaybackState>(&META, &response("")).unwrap(),
        None
    );
    let error = decode::json::<Page<Track>>(&META, &response(r#"{"items":7}"#)).unwrap_err();
    assert_eq!(&*error.path, "items");
}

#[test]
fn n11_release_dates_keep_their_precision() {
    for (text, date, year, month, day) in [
        ("1981", ReleaseDate::Year(1981), Some(1981), None, None),
        (
            "1981-12",
            ReleaseDate::Month(1981, 12),
            Some(1981),
            Some(12),
            None,
        ),
        (
            "1981-12-15",
            ReleaseDate::Day(1981, 12, 15),
            Some(1981),
            Some(12),
            Some(15),
        ),
        ("0000", ReleaseDate::Year(0), None, None, None),
        ("0000-00-00", ReleaseDate::Day(0, 0, 0), None, None, None),
        (
            "1981-13",
            ReleaseDate::Other("1981-13".into()),
            None,
            None,
            None,
        ),
        (
            "2023-01-01T10:00",
            ReleaseDate::Other("2023-01-01T10:00".into()),
            None,
            None,
            None,
        ),
        ("+981", ReleaseDate::Other("+981".into()), None, None, None),
    ] {
        let read = ReleaseDate::from(text);
        assert_eq!(read, date);
        assert_eq!(read.to_string(), text);
        assert_eq!(
            (read.year(), read.month(), read.day()),
            (year, month, day),
            "{text}"
        );
    }
    let album: SimplifiedAlbum =
        read(r#"{"name":"a","release_date":"","release_date_precision":null}"#);
    assert_eq!(
        (album.release_date, album.release_date_precision),
        (None, None)
    );
}
