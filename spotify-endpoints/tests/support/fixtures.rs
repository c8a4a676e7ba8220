//! The fixtures of the models, and how they are read.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::{fmt::Debug, fs, path::PathBuf};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use spotify_core::{Meta, Method};
use spotify_endpoints::decode;

/// An operation that is only named in errors.
pub(crate) static META: Meta = Meta::new("Fixture", Method::GET, "/fixture");

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures")
}

pub(crate) fn response(json: impl Into<bytes::Bytes>) -> http::Response<bytes::Bytes> {
    http::Response::new(json.into())
}

/// Reads as an operation does.
pub(crate) fn read<T: DeserializeOwned>(json: &str) -> T {
    decode::json(&META, &response(json.to_owned())).unwrap_or_else(|error| panic!("{error}"))
}

/// Takes away what the models do not keep: nulls in objects, keys that Spotify does not describe,
/// and how numbers are spelled.
pub(crate) fn normal(value: Value) -> Value {
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

pub(crate) fn unwrap(value: &Value) -> Value {
    // One key with a list or an object under it is a wrapper, and the models stand inside.
    match value.as_object() {
        Some(map) if map.len() == 1 => map.values().next().cloned().unwrap_or_default(),
        _ => value.clone(),
    }
}

/// Reads a fixture, and checks that nothing is lost in writing it again.
pub(crate) fn fixture<T: DeserializeOwned + Serialize + Debug + PartialEq>(name: &str) -> T {
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

/// A fixture as it stands in its file, without its wrapper.
pub(crate) fn load(name: &str) -> Value {
    let text = fs::read_to_string(folder().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    unwrap(&serde_json::from_str(&text).unwrap())
}

/// The text of a fixture, by its name without `.json`.
pub(crate) fn text(name: &str) -> String {
    let path = folder().join(format!("{name}.json"));
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// A fixture, wrapper and all, by its name without `.json`.
pub(crate) fn load_whole(name: &str) -> Value {
    serde_json::from_str(&text(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}
