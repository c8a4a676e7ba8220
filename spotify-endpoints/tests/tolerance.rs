//! What Spotify should not send and the models read all the same, and what they refuse.
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

use std::fmt::Debug;

use fixtures::{META, load, read, response};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use spotify_endpoints::{decode, model::*};

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
