//! What changes playlists: their details, and their rows.

use serde_json::{Value, json};

use super::visible;
use crate::mock::{
    api::{Call, Outcome, resource_not_found},
    catalogue::{Kind, NOW},
    fault::Answer,
    json::RowKey,
    lock,
    state::{Content, Playlist, Row},
};

/// Most items in one edit.
const MAX_ITEMS: usize = 100;

pub(super) fn details(call: &Call<'_>, id: &str) -> Outcome {
    let body = call.body()?;
    edit(call, id, |playlist| {
        let flag = |key: &str| body.get(key).and_then(Value::as_bool);
        let public = flag("public").or(playlist.public);
        let collaborative = flag("collaborative").unwrap_or(playlist.collaborative);
        if public == Some(true) && collaborative {
            return Err(public_and_collaborative());
        }
        let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
        if let Some(name) = text("name") {
            playlist.name = name;
        }
        if let Some(description) = text("description") {
            playlist.description = Some(description);
        }
        playlist.public = public;
        playlist.collaborative = collaborative;
        Ok(())
    })?;
    Ok(Answer::empty(200))
}

/// Adds items. URIs in the query win over those in the body.
pub(super) fn add(call: &Call<'_>, id: &str) -> Outcome {
    let body = call.body_or_list("uris")?;
    let rows = new_rows(call, &body)?;
    let position = match call.param("position") {
        Some(text) => Some(
            text.parse()
                .map_err(|_| Answer::error(400, "Invalid position"))?,
        ),
        None => body.get("position").and_then(Value::as_u64),
    };
    let snapshot = edit(call, id, |playlist| {
        let end = playlist.rows.len();
        let at = position.map_or(Some(end), |at| usize::try_from(at).ok());
        let at = at
            .filter(|at| *at <= end)
            .ok_or_else(|| Answer::error(400, "Index out of bounds"))?;
        playlist.rows.splice(at..at, rows);
        Ok(())
    })?;
    Ok(Answer::json(201, &snapshot))
}

/// Replaces all items, or moves a range.
pub(super) fn replace(call: &Call<'_>, id: &str) -> Outcome {
    let body = call.body()?;
    let number = |key: &str| body.get(key).and_then(Value::as_u64).map(|n| n as usize);
    let named = call.param("uris").is_some() || body.get("uris").is_some();
    if named && body.get("range_start").is_some() {
        return Err(Answer::error(400, "Items are either moved or replaced"));
    }
    let snapshot = match (number("range_start"), number("insert_before")) {
        (Some(start), Some(before)) => {
            let length = number("range_length").unwrap_or(1);
            check_snapshot(call, id, &body)?;
            edit(call, id, |playlist| {
                move_rows(&mut playlist.rows, start, length, before)
            })?
        }
        _ => {
            let rows = new_rows(call, &body)?;
            edit(call, id, |playlist| {
                playlist.rows = rows;
                Ok(())
            })?
        }
    };
    Ok(Answer::json(200, &snapshot))
}

fn move_rows(
    rows: &mut Vec<Row>,
    start: usize,
    length: usize,
    before: usize,
) -> Result<(), Answer> {
    let end = start.saturating_add(length);
    if end > rows.len() || before > rows.len() {
        return Err(Answer::error(400, "Index out of bounds"));
    }
    let moved: Vec<Row> = rows.drain(start..end).collect();
    // Where it goes once the moved rows are out; within them nothing changes.
    let at = if before >= end {
        before - length
    } else {
        before.min(start)
    };
    rows.splice(at..at, moved);
    Ok(())
}

/// Removes every row with one of the URIs; positions do not count.
pub(super) fn remove(call: &Call<'_>, id: &str, key: RowKey) -> Outcome {
    let body = call.body()?;
    let uris: Vec<&str> = body
        .get(key.list())
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|item| item.get("uri").and_then(Value::as_str))
        .collect();
    if uris.is_empty() {
        return Err(Answer::error(400, "No uris provided"));
    }
    if uris.len() > MAX_ITEMS {
        return Err(Answer::error(400, "Too many ids requested"));
    }
    check_snapshot(call, id, &body)?;
    let snapshot = edit(call, id, |playlist| {
        let named = |row: &Row| row.content.uri(&call.mock.catalogue);
        playlist
            .rows
            .retain(|row| named(row).is_none_or(|uri| !uris.contains(&uri.as_str())));
        Ok(())
    })?;
    Ok(Answer::json(200, &snapshot))
}

/// Changes one of the user's playlists and gives the new snapshot.
pub(super) fn edit(
    call: &Call<'_>,
    id: &str,
    change: impl FnOnce(&mut Playlist) -> Result<(), Answer>,
) -> Result<Value, Answer> {
    call.any_scope(&["playlist-modify-public", "playlist-modify-private"])?;
    let mut state = lock(&call.mock.state);
    let playlist = visible(call, &state, id)?;
    let scope = match playlist.public {
        Some(true) => "playlist-modify-public",
        _ => "playlist-modify-private",
    };
    call.scope(scope)?;
    if !playlist.is_open() {
        return Err(Answer::error(
            403,
            "You cannot change a playlist you do not own.",
        ));
    }
    let playlist = state
        .playlists
        .iter_mut()
        .find(|playlist| playlist.id == id);
    let playlist = playlist.ok_or_else(resource_not_found)?;
    change(playlist)?;
    playlist.touch();
    Ok(json!({"snapshot_id": playlist.snapshot_id()}))
}

/// A snapshot that is not the playlist's is answered with a 502, oddly.
fn check_snapshot(call: &Call<'_>, id: &str, body: &Value) -> Result<(), Answer> {
    let Some(expected) = body.get("snapshot_id").and_then(Value::as_str) else {
        return Ok(());
    };
    let state = lock(&call.mock.state);
    match visible(call, &state, id)?.snapshot_id() == expected {
        true => Ok(()),
        false => Err(Answer::error(502, "Error while loading resource")),
    }
}

fn new_rows(call: &Call<'_>, body: &Value) -> Result<Vec<Row>, Answer> {
    let uris: Vec<String> = match (call.param("uris"), body.get("uris")) {
        (Some(uris), _) => uris.split(',').map(str::to_owned).collect(),
        (None, Some(Value::Array(uris))) => uris
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => return Err(Answer::error(400, "No uris provided")),
    };
    if uris.len() > MAX_ITEMS {
        return Err(Answer::error(400, "Too many ids requested"));
    }
    uris.iter()
        .map(|uri| {
            let (kind, id) = uri
                .strip_prefix("spotify:")
                .and_then(|uri| uri.split_once(':'))?;
            let content = match (kind, call.mock.catalogue.find(id)?) {
                ("track", (Kind::Track | Kind::Twin, index)) => Content::Track(index),
                ("episode", (Kind::Episode, index)) => Content::Episode(index),
                _ => return None,
            };
            Some(Row::new(content, NOW))
        })
        .collect::<Option<Vec<Row>>>()
        .ok_or_else(|| Answer::error(400, "Invalid track uri"))
}

/// What is open to collaborators is not public.
pub(super) fn public_and_collaborative() -> Answer {
    Answer::error(400, "Collaborative playlists can only be private")
}
