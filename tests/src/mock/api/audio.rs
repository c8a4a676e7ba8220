//! Audio features and audio analysis of tracks.

use serde_json::{Value, json};

use super::{Call, Outcome, resource_not_found};
use crate::mock::{
    catalogue::{Kind, Sound},
    fault::Answer,
};

/// Most ids in one request.
const MAX_IDS: usize = 100;

pub(super) fn route(call: &Call<'_>, method: &str, segments: &[&str]) -> Option<Outcome> {
    let outcome = match (method, segments) {
        ("GET", ["audio-features"]) => several(call),
        ("GET", ["audio-features", id]) => features(call, id),
        ("GET", ["audio-analysis", id]) => analysis(call, id),
        _ => return None,
    };
    Some(outcome)
}

/// Several at once, null for each track that is not there or that nobody has listened to.
fn several(call: &Call<'_>) -> Outcome {
    let features: Vec<Value> = call
        .ids(MAX_IDS)?
        .iter()
        .map(|id| match find(call, id) {
            Ok((track, sound)) => call.shape.audio_features(track, &sound),
            Err(_) => Value::Null,
        })
        .collect();
    Ok(Answer::json(200, &json!({"audio_features": features})))
}

fn features(call: &Call<'_>, id: &str) -> Outcome {
    let (track, sound) = find(call, id)?;
    Ok(Answer::json(200, &call.shape.audio_features(track, &sound)))
}

fn analysis(call: &Call<'_>, id: &str) -> Outcome {
    let (track, sound) = find(call, id)?;
    Ok(Answer::json(200, &call.shape.audio_analysis(track, &sound)))
}

fn find(call: &Call<'_>, id: &str) -> Result<(usize, Sound), Answer> {
    let track = call.find(id, Kind::Track)?;
    let sound = call.mock.catalogue.sound(track);
    Ok((track, sound.ok_or_else(resource_not_found)?))
}
