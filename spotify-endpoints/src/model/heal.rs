//! Reading an answer that cannot be read as it is: what is wrong is taken for null, and reported.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};
use spotify_core::drift::{Drift, collect, report};

/// Why a text cannot be read, and where.
pub(crate) type Failure = serde_path_to_error::Error<serde_json::Error>;

/// How many places of one object may be wrong; beyond that it is something else.
const MOST: usize = 64;

/// Reads JSON text. What of it cannot be read is taken for null, if that helps, and reported.
///
/// What is required and not there takes the object around it along, and so on outwards. Reads as
/// many times as there are places that are wrong, so it is for texts that cannot be read at once.
pub(crate) fn heal<T: DeserializeOwned>(json: &str) -> Result<T, Failure> {
    let mut failure = match attempt(json) {
        Ok(read) => return Ok(read),
        Err(failure) => failure,
    };
    let Ok(mut value) = serde_json::from_str::<Value>(json) else {
        return Err(failure);
    };
    let mut drifts: Vec<(Drift, Failure)> = Vec::new();
    while drifts.len() < MOST {
        let Some((path, taken)) = nullify(&mut value, failure.path()) else {
            // What was taken away and then missed is what is wrong.
            let problem = problem(&failure);
            let missed = |drift: &&(Drift, Failure)| {
                problem.contains(&format!("missing field `{}`", drift.0.path))
            };
            let cause = drifts.iter().position(|drift| missed(&drift));
            return Err(match cause {
                Some(at) => drifts.swap_remove(at).1,
                None => failure,
            });
        };
        // What stood inside of it is gone with it.
        drifts.retain(|(drift, _)| !drift.path.starts_with(&*path));
        let drift = Drift::new(path, &problem(&failure), &taken.to_string());
        match attempt(&value.to_string()) {
            Ok(read) => {
                let drifts = drifts.into_iter().map(|(drift, _)| drift);
                drifts.chain([drift]).for_each(report);
                return Ok(read);
            }
            Err(next) => drifts.push((drift, std::mem::replace(&mut failure, next))),
        }
    }
    Err(failure)
}

/// Reads a part of an answer in this way, and says in its reports where it stands: `[17]`, `item`.
pub(crate) fn heal_at<T: DeserializeOwned>(place: &str, json: &str) -> Result<T, Failure> {
    let (part, drifts) = collect(|| heal(json));
    for drift in drifts {
        let inside = if drift.path.starts_with('[') { "" } else { "." };
        let path = format!("{place}{inside}{}", drift.path);
        report(Drift::new(
            path,
            drift.problem.as_str(),
            drift.json.as_str(),
        ));
    }
    part
}

/// What is wrong, without line and column: they count within a part of the answer.
pub(crate) fn problem(failure: &Failure) -> String {
    let text = failure.inner().to_string();
    match text.rsplit_once(" at line ") {
        Some((problem, _)) => problem.to_owned(),
        None => text,
    }
}

/// Reads once; what is reported counts only if it succeeds.
fn attempt<T: DeserializeOwned>(json: &str) -> Result<T, Failure> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let (read, drifts) = collect(|| serde_path_to_error::deserialize(&mut deserializer));
    if read.is_ok() {
        drifts.into_iter().for_each(report);
    }
    read
}

/// Takes away what stands at a place, or around it if there is nothing to take away; gives the
/// place and what was there. The whole is never taken away.
fn nullify(value: &mut Value, path: &Path) -> Option<(String, Value)> {
    let segments: Vec<&Segment> = path.iter().collect();
    for end in (1..=segments.len()).rev() {
        let inner = segments.get(..end)?;
        if let Some(place) = find(value, inner)
            && !place.is_null()
        {
            return Some((name(inner), place.take()));
        }
    }
    None
}

fn find<'a>(value: &'a mut Value, path: &[&Segment]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |value, segment| match segment {
        Segment::Seq { index } => value.get_mut(index),
        Segment::Map { key } => value.get_mut(key.as_str()),
        Segment::Enum { .. } | Segment::Unknown => None,
    })
}

/// Writes a place as in `items[17].item.album`.
fn name(path: &[&Segment]) -> String {
    let mut text = String::new();
    for segment in path {
        if let (Segment::Map { .. }, false) = (segment, text.is_empty()) {
            text.push('.');
        }
        text.push_str(&segment.to_string());
    }
    text
}
