//! Every fixture is read, written again, and shown in a snapshot; hostile spellings of them are
//! read as well.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unreachable,
    clippy::print_stdout,
    reason = "a test says what it expects"
)]

use std::{fmt::Debug, fs, path::PathBuf};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use spotify_core::{Meta, Method};
use spotify_endpoints::{Markets, decode, model::*};

/// An operation that is only named in errors.
static META: Meta = Meta::new("Fixture", Method::GET, "/fixture");

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures")
}

fn response(json: impl Into<bytes::Bytes>) -> http::Response<bytes::Bytes> {
    http::Response::new(json.into())
}

/// Reads as an operation does.
fn read<T: DeserializeOwned>(json: &str) -> T {
    decode::json(&META, &response(json.to_owned())).unwrap_or_else(|error| panic!("{error}"))
}

/// Takes away what the models do not keep: nulls in objects, keys that Spotify does not describe,
/// and how numbers are spelled.
fn normal(value: Value) -> Value {
    const UNDESCRIBED: [&str; 4] = ["primary_color", "video_thumbnail", "episode", "track"];
    match value {
        Value::Object(map) => map
            .into_iter()
            .filter(|(key, value)| {
                let undescribed = UNDESCRIBED.contains(&key.as_str());
                !value.is_null() && !(undescribed && !(key == "track" && value.is_object()))
            })
            .map(|(key, value)| (key, normal(value)))
            .collect(),
        Value::Array(list) => list.into_iter().map(normal).collect(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 => json!(float),
            _ => Value::Number(number),
        },
        other => other,
    }
}

fn unwrap(value: &Value) -> Value {
    // One key with a list or an object under it is a wrapper, and the models stand inside.
    match value.as_object() {
        Some(map) if map.len() == 1 => map.values().next().cloned().unwrap_or_default(),
        _ => value.clone(),
    }
}

/// Reads a fixture, and checks that nothing is lost in writing it again.
fn fixture<T: DeserializeOwned + Serialize + Debug + PartialEq>(name: &str) -> T {
    let text = fs::read_to_string(folder().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let given = unwrap(&serde_json::from_str(&text).unwrap());
    let model: T =
        serde_json::from_str(&given.to_string()).unwrap_or_else(|e| panic!("{name}: {e}"));
    let written = serde_json::to_value(&model).unwrap();
    assert_eq!(
        normal(written.clone()),
        normal(given.clone()),
        "{name}: lost in writing"
    );
    // From other formats of serde, of which nothing can be borrowed, it is the same.
    assert_eq!(
        serde_json::from_value::<T>(given.clone()).unwrap(),
        model,
        "{name}"
    );
    assert_eq!(
        serde_json::from_value::<T>(written).unwrap(),
        model,
        "{name}"
    );
    assert_eq!(read::<T>(&given.to_string()), model, "{name}");
    model
}

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

/// Every place in a JSON value, but the whole.
fn pointers(value: &Value) -> Vec<String> {
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(i, v)| (i.to_string(), v))
            .collect(),
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for (key, value) in parts {
        all.extend(pointers(value).iter().map(|rest| format!("/{key}{rest}")));
        all.push(format!("/{key}"));
    }
    all
}

fn without(value: &Value, pointer: &str) -> Value {
    let mut value = value.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(map) => drop(map.remove(key)),
        Value::Array(list) => drop(list.remove(key.parse().unwrap())),
        _ => unreachable!(),
    }
    value
}

fn with(value: &Value, pointer: &str, other: Value) -> Value {
    let mut value = value.clone();
    *value.pointer_mut(pointer).unwrap() = other;
    value
}

fn load(name: &str) -> Value {
    let text = fs::read_to_string(folder().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    unwrap(&serde_json::from_str(&text).unwrap())
}

/// Which places of a fixture cannot be null or absent. All others can be empty as well, but for
/// objects with such places in them.
fn required<T: DeserializeOwned>(name: &str) -> Vec<String> {
    let given = load(name);
    let reads = |value: Value| serde_json::from_value::<T>(value).is_ok();
    // What is playable and empty is of an unknown type, which only an operation takes.
    let carefully = |value: Value| decode::json::<T>(&META, &response(value.to_string())).is_ok();
    let mut required = Vec::new();
    // What stands inside of an object comes before it.
    for pointer in pointers(&given) {
        let null = reads(with(&given, &pointer, Value::Null));
        assert_eq!(
            null,
            reads(without(&given, &pointer)),
            "{name}{pointer}: null is not absent"
        );
        let empty = match given.pointer(&pointer) {
            Some(Value::Object(_)) => json!({}),
            Some(Value::Array(_)) => json!([]),
            Some(Value::String(_)) => json!(""),
            _ => Value::Null,
        };
        let within = format!("{pointer}/");
        if !null {
            required.push(pointer);
        } else if !required
            .iter()
            .any(|inner: &String| inner.starts_with(&within))
        {
            assert!(
                carefully(with(&given, &pointer, empty)),
                "{name}{pointer} cannot be empty"
            );
        }
    }
    let part = |part| {
        if str::parse::<u8>(part).is_ok() {
            "*"
        } else {
            part
        }
    };
    let mut patterns: Vec<String> = required
        .iter()
        .map(|pointer| pointer.split('/').map(part).collect::<Vec<_>>().join("/"))
        .collect();
    patterns.sort_unstable();
    patterns.dedup();
    patterns
}

#[test]
fn y7_what_is_required_is_known() {
    let mut text = String::new();
    macro_rules! list {
        ($($name:literal $type:ty),* $(,)?) => {$(
            text.push_str(concat!(stringify!($type), "\n"));
            for tier in ["extended", "development"] {
                let required = required::<$type>(&format!("{}.{tier}.json", $name)).join(" ");
                text.push_str(&format!("  {tier}: {required}\n"));
            }
        )*};
    }
    list! {
        "albums/album" Album,
        "artists/albums" Page<SimplifiedAlbum>,
        "artists/artist" Artist,
        "audiobooks/audiobook" Audiobook,
        "chapters/chapter" Chapter,
        "episodes/episode" Episode,
        "follow/artists" CursorPage<Artist>,
        "library/saved-tracks" Page<SavedTrack>,
        "player/queue" Queue,
        "player/recently-played" CursorPage<PlayHistory>,
        "player/state" PlaybackState,
        "playlists/items" Page<PlaylistItem>,
        "playlists/mine" Page<SimplifiedPlaylist>,
        "playlists/playlist" Playlist,
        "search/all" SearchResult,
        "shows/show" Show,
        "tracks/track" Track,
        "users/me" PrivateUser,
    }
    insta::assert_snapshot!(text);
}

/// Whatever stands in a row, the other rows are read, and the row is reported or there.
fn survives<T: DeserializeOwned + Serialize + Debug + PartialEq>(name: &str) {
    let given = load(name);
    let rows = given["items"].as_array().unwrap().len();
    let whole: Page<T> = read(&given.to_string());
    let strange = [
        json!("x"),
        json!(-1.5),
        json!(true),
        json!([[]]),
        json!({"type": {}}),
    ];
    let mut skips = 0;
    for pointer in pointers(&given["items"]) {
        let index: usize = pointer.split('/').nth(1).unwrap().parse().unwrap();
        for strange in &strange {
            let other = with(&given, &format!("/items{pointer}"), strange.clone());
            let page: Page<T> = read(&other.to_string());
            assert_eq!(page.items.row_count(), rows, "{pointer} = {strange}");
            for (i, (row, before)) in page.items.rows().zip(whole.items.rows()).enumerate() {
                assert!(
                    i == index || row == before,
                    "{pointer} = {strange}: row {i} has changed"
                );
            }
            skips += page.items.skipped().count();
            for skipped in page.items.skipped() {
                assert_eq!(skipped.index, index);
                assert!(!skipped.error.is_empty());
                assert_eq!(
                    serde_json::from_str::<Value>(&skipped.json).unwrap(),
                    other["items"][index]
                );
            }
            let written = serde_json::to_string(&page).unwrap();
            assert_eq!(read::<Page<T>>(&written), page, "{pointer} = {strange}");
        }
    }
    assert!(skips > 100, "{name}: only {skips} rows were skipped");
}

#[test]
fn y7_a_bad_row_costs_itself() {
    survives::<SavedTrack>("library/saved-tracks.development.json");
    survives::<PlaylistItem>("playlists/items.development.json");
    survives::<SimplifiedPlaylist>("playlists/mine.extended.json");
}

#[test]
fn y7_the_report_names_the_place() {
    let bad = with(
        &load("playlists/items.extended.json"),
        "/items/0/track/album/name",
        json!(7),
    );
    let page: Page<PlaylistItem> = read(&bad.to_string());
    let skipped = page.items.skipped().next().unwrap();
    assert_eq!(skipped.index, 0);
    insta::assert_snapshot!(skipped.error, @"track: album.name: invalid type: integer `7`, expected a text at line 1 column 907");
    let rows: Vec<_> = page.items.rows().map(|row| row.is_some()).collect();
    assert_eq!(rows, [false, true, true, true, true, true, true]);
    assert_eq!(
        page.items
            .clone()
            .into_rows()
            .filter(Option::is_some)
            .count(),
        page.items.len()
    );
    let mut report = String::new();
    // Inside of other objects it is the same.
    let bad = with(
        &load("albums/album.extended.json"),
        "/tracks/items/1/duration_ms",
        json!("x"),
    );
    let album: Album = read(&bad.to_string());
    for skipped in album.tracks.unwrap().items.skipped() {
        report.push_str(&format!("{}: {}\n", skipped.index, skipped.error));
    }
    insta::assert_snapshot!(report, @r#"1: duration_ms: invalid type: string "x", expected a number of milliseconds at line 1 column 407"#);
}

#[test]
fn y6_unknown_kinds_of_items_are_kept() {
    let lecture = json!({"type": "lecture", "name": "On Glue", "artists": "nobody", "big": 1});
    let bad = with(
        &load("playlists/items.development.json"),
        "/items/1/item",
        lecture.clone(),
    );
    let page: Page<PlaylistItem> = read(&bad.to_string());
    assert_eq!(page.items.skipped().count(), 0);
    let item = page.items[1].item.as_ref().unwrap();
    assert_eq!(item, &PlayableItem::Unknown(lecture.clone()));
    assert_eq!(
        (item.name(), item.uri(), item.is_playable()),
        (Some("On Glue"), None, false)
    );
    assert_eq!(serde_json::to_value(item).unwrap(), lecture);
    let state: PlaybackState = read(&json!({"item": lecture}).to_string());
    assert_eq!(state.item.unwrap(), PlayableItem::Unknown(lecture));
}

#[test]
fn y6_unknown_enum_values_and_keys() {
    let device: Device = read(r#"{"id":null,"name":"n","type":"Fridge","new":{"x":[1,"]"]}}"#);
    assert_eq!(device.kind, Some(DeviceType::Other("Fridge".into())));
    assert!(
        serde_json::to_string(&device)
            .unwrap()
            .contains(r#""type":"Fridge""#)
    );
    for (text, kind) in [
        ("tv", DeviceType::Tv),
        ("TV", DeviceType::Tv),
        ("stb", DeviceType::Stb),
    ] {
        assert_eq!(DeviceType::from(text), kind);
    }
    assert_eq!(AlbumType::from("EP"), AlbumType::Ep);
    // Unknown keys do not matter wherever they stand.
    let given = load("playlists/items.extended.json");
    let plain: Page<PlaylistItem> = read(&given.to_string());
    for pointer in pointers(&given) {
        let mut other = given.clone();
        if let Some(Value::Object(map)) = other.pointer_mut(&pointer)
            && !pointer.ends_with("external_urls")
            && !pointer.ends_with("external_ids")
        {
            map.insert("zz_new".into(), json!([{"type": "track"}, null]));
            assert_eq!(
                read::<Page<PlaylistItem>>(&other.to_string()),
                plain,
                "{pointer}"
            );
        }
    }
}

#[test]
fn y4_numbers_never_change() {
    let total = |n: &str| {
        serde_json::from_str::<Followers>(&format!(r#"{{"href":null,"total":{n}}}"#))
            .map(|followers| followers.total)
            .ok()
    };
    for (text, number) in [
        ("7", 7),
        ("2.3E7", 23_000_000),
        ("2.3024383E7", 23_024_383),
        ("640.0", 640),
        ("-0", 0),
        ("-0.0", 0),
        ("4294967295", u32::MAX),
        ("4294967295.0", u32::MAX),
        ("1e0", 1),
    ] {
        assert_eq!(total(text), Some(Some(number)), "{text}");
    }
    for text in [
        "-1",
        "4294967296",
        "1.5",
        "18446744073709551616",
        "1e400",
        "NaN",
        "Infinity",
        "\"7\"",
        "true",
        "[7]",
        "1e19",
        "-1e3",
    ] {
        assert_eq!(total(text), None, "{text}");
    }
    let duration = |value: &str| {
        let json = format!(r#"{{"name":"n","album":{{"name":"a"}},"duration_ms":{value}}}"#);
        serde_json::from_str::<Track>(&json)
            .map(|track| track.duration_ms)
            .ok()
    };
    for text in [
        "188000",
        "188000.0",
        r#"{"totalMilliseconds":188000,"x":1}"#,
    ] {
        assert_eq!(duration(text), Some(188_000), "{text}");
    }
    assert_eq!(duration("null"), Some(0));
    for text in ["-1", "{}", "\"188000\"", r#"{"totalMilliseconds":"1"}"#] {
        assert_eq!(duration(text), None, "{text}");
    }
}

#[test]
fn y5_duplicate_keys_the_last_that_is_not_null_wins() {
    let row: PlaylistItem = read(
        r#"{"item":{"type":"track","name":"a","album":{"name":"x"}},
            "track":{"type":"track","name":"b","album":{"name":"x"}},"item":null}"#,
    );
    assert_eq!(row.item.as_ref().and_then(PlayableItem::name), Some("b"));
    let track: LinkedTrack =
        read(r#"{"id":"6rqhFgbbKwnb9MLmUQDhG6","id":null,"uri":"u","uri":"v"}"#);
    assert_eq!(track.id.unwrap().as_str(), "6rqhFgbbKwnb9MLmUQDhG6");
    let error = serde_json::from_str::<Followers>(r#"{"total":"\ud800"}"#).unwrap_err();
    assert!(error.is_data() || error.is_syntax());
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
                match $decode(&META, &response(text)) as Result<$type, _> {
                    Ok(model) => check(file, &model, real, &mut failures),
                    Err(error) => failures.push(format!("{file} ({model}): {error}")),
                }
            }};
        }
        match model {
            "Album" => one!(Album),
            "Artist" => one!(Artist),
            "CurrentlyPlaying" | "PlaybackState" => one!(PlaybackState),
            "CursorPage<PlayHistory>" => one!(CursorPage<PlayHistory>),
            "Devices" => one!(decode::devices, Items<Device>),
            "Episode" => one!(Episode),
            "FollowedArtists" => one!(decode::artists, CursorPage<Artist>),
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

/// No row was lost, and what was read is written and read again as the same.
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    file: &str,
    model: &T,
    real: bool,
    failures: &mut Vec<String>,
) {
    if real && format!("{model:?}").contains("Skipped {") {
        failures.push(format!("{file}: a row was skipped: {model:?}"));
    }
    let written = serde_json::to_string(model).unwrap();
    match decode::json::<T>(&META, &response(written)) {
        Ok(again) if again == *model => {}
        Ok(_) => failures.push(format!("{file}: it changes in writing")),
        Err(error) => failures.push(format!("{file}: cannot be read again: {error}")),
    }
}
