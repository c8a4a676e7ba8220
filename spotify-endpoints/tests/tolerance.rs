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

use fixtures::{load, read};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use spotify_core::drift::{Drift, collect};
use spotify_endpoints::model::*;

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

fn with(value: &Value, pointer: &str, other: Value) -> Value {
    let mut value = value.clone();
    *value.pointer_mut(pointer).unwrap() = other;
    value
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
    let mut reports = 0;
    for pointer in pointers(&given["items"]) {
        let index: usize = pointer.split('/').nth(1).unwrap().parse().unwrap();
        for strange in &strange {
            let other = with(&given, &format!("/items{pointer}"), strange.clone());
            let (page, drifts) = collect(|| read::<Page<T>>(&other.to_string()));
            assert_eq!(page.items.row_count(), rows, "{pointer} = {strange}");
            for (i, (row, before)) in page.items.rows().zip(whole.items.rows()).enumerate() {
                assert!(
                    i == index || row == before,
                    "{pointer} = {strange}: row {i} has changed"
                );
            }
            reports += drifts.len();
            for drift in drifts {
                assert!(drift.path.starts_with(&format!("[{index}]")), "{drift}");
            }
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
    assert!(reports > 100, "{name}: only {reports} were reported");
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
    let (page, drifts) = collect(|| read::<Page<PlaylistItem>>(&bad.to_string()));
    let row = page.items[0].item.as_ref().unwrap();
    assert_eq!(row.as_track().unwrap().album.name, "");
    insta::assert_snapshot!(lines(&drifts), @r#"[0].item.album.name: invalid type: integer `7`, expected a text; left out: 7"#);
    // What cannot be read at all costs its row, which is kept as it came.
    let bad = with(
        &load("playlists/mine.extended.json"),
        "/items/0/id",
        json!("x"),
    );
    let (page, drifts) = collect(|| read::<Page<SimplifiedPlaylist>>(&bad.to_string()));
    let skipped = page.items.skipped().next().unwrap();
    assert_eq!(
        (skipped.index, page.items.rows().next().unwrap()),
        (0, None)
    );
    insta::assert_snapshot!(skipped.error, @r#""x": this id is not 22 letters and digits; a playlist id is wanted: 22 letters and digits, spotify:playlist:<id> or https://open.spotify.com/playlist/<id>"#);
    assert_eq!(drifts.len(), 1);
    assert_eq!(
        (&*drifts[0].path, drifts[0].problem.as_str()),
        ("[0]", &*skipped.error)
    );
    // Inside of other objects it is the same.
    let bad = with(
        &load("albums/album.extended.json"),
        "/tracks/items/1/duration_ms",
        json!("x"),
    );
    let bad = with(&bad, "/artists", json!({"total": 1}));
    let (album, drifts) = collect(|| read::<Album>(&bad.to_string()));
    assert_eq!(
        (
            album.artists.len(),
            album.tracks.unwrap().items[1].duration_ms
        ),
        (0, 0)
    );
    insta::assert_snapshot!(lines(&drifts), @r#"
    [1].duration_ms: invalid type: string "x", expected a number of milliseconds; left out: "x"
    artists: invalid type: map, expected a list; left out: {"total":1}
    "#);
}

fn lines(drifts: &[Drift]) -> String {
    drifts.iter().map(|drift| format!("{drift}\n")).collect()
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
fn n7_null_elements_of_lists_are_counted_and_written_again() {
    for (text, nulls, left) in [
        ("[]", 0, 0),
        ("[null]", 1, 0),
        (r#"[null,"a"]"#, 1, 1),
        (r#"["a",null,null,"b",null]"#, 3, 2),
        (r#"["a","b"]"#, 0, 2),
    ] {
        let list: List<Text> = serde_json::from_str(text).unwrap();
        assert_eq!((list.nulls(), list.len()), (nulls, left), "{text}");
        assert_eq!(serde_json::to_string(&list).unwrap(), text);
        assert_eq!(list == list.iter().cloned().collect(), nulls == 0, "{text}");
        assert_eq!(list.into_vec().len(), left);
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
fn y5_a_text_that_is_none_costs_its_row() {
    // Half of a pair of surrogates stands for no character; a mark of byte order stands in front.
    let text = load("library/saved-tracks.extended.json").to_string();
    let name = format!(
        "\"name\":{}",
        load("library/saved-tracks.extended.json")["items"][1]["track"]["name"]
    );
    let bad = format!("\u{FEFF}{}", text.replace(&name, r#""name":"\ud83d""#));
    let (page, drifts) = collect(|| read::<Page<SavedTrack>>(&bad));
    let whole: Page<SavedTrack> = read(&text);
    assert_eq!(page.items.row_count(), whole.items.row_count());
    assert_eq!(page.items.rows().nth(1).unwrap(), None);
    assert_eq!(page.items.rows().next(), whole.items.rows().next());
    assert_eq!((drifts.len(), &*drifts[0].path), (1, "[1]"));
    assert!(
        drifts[0].problem.as_str().contains("escape"),
        "{}",
        drifts[0]
    );
}

/// What a number says, reckoned on its digits: whole, and as large as 32 bits hold.
fn whole(negative: bool, digits: &str, exponent: i32) -> Option<u32> {
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    let significant = digits.trim_end_matches('0');
    let exponent = exponent + i32::try_from(digits.len() - significant.len()).unwrap();
    if negative || !(0..=12).contains(&exponent) {
        return None;
    }
    let zeros = "0".repeat(usize::try_from(exponent).unwrap());
    format!("{significant}{zeros}").parse().ok()
}

proptest! {
    #[test]
    fn y4_a_number_is_what_it_says_or_an_error(
        negative: bool,
        before in "0|[1-9][0-9]{0,9}",
        after in "[0-9]{0,5}",
        exponent in -12_i32..12,
        spelled: bool,
    ) {
        let sign = if negative { "-" } else { "" };
        let mut text = format!("{sign}{before}");
        let mut shift = 0;
        if !after.is_empty() {
            text += &format!(".{after}");
            shift -= i32::try_from(after.len()).unwrap();
        }
        if spelled {
            text += &format!("E{exponent}");
            shift += exponent;
        }
        let expected = whole(negative, &format!("{before}{after}"), shift);
        let read = serde_json::from_str::<Followers>(&format!(r#"{{"total":{text}}}"#));
        prop_assert_eq!(read.ok().and_then(|followers| followers.total), expected, "{}", text);
    }
}
