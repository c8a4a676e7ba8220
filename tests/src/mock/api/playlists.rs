//! Playlists: reading, editing, following, covers.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{Call, Outcome, private, resource_not_found};
use crate::mock::{
    catalogue::{DEMO_USER, Kind, NOW, SPOTIFY, is_id},
    fault::{Answer, Forbidden},
    json::RowKey,
    lock,
    state::{Content, Playlist, Row, State},
};

/// Most items in one edit.
const MAX_ITEMS: usize = 100;
/// Most bytes of base64 in a cover.
const MAX_COVER: usize = 256 << 10;

pub(super) fn list(call: &Call<'_>) -> Outcome {
    call.user()?;
    let window = call.window(20, 50)?;
    let state = lock(&call.mock.state);
    // Private playlists are listed for who may read them.
    let shown: Vec<Option<&Playlist>> = state
        .listed
        .iter()
        .map(|number| number.and_then(|number| state.playlists.get(number)))
        .filter(|playlist| {
            call.has("playlist-read-private") || playlist.is_none_or(|p| p.public != Some(false))
        })
        .collect();
    let total = shown.len();
    let items = window
        .of(shown)
        .map(|playlist| playlist.map_or(Value::Null, |p| call.shape.simplified_playlist(p)))
        .collect();
    Ok(private(&call.shape.page(
        "/me/playlists",
        &[],
        total,
        window,
        items,
    )))
}

pub(super) fn create(call: &Call<'_>) -> Outcome {
    let body = call.body()?;
    let name = body
        .get("name")
        .and_then(Value::as_str)
        .filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Answer::error(400, "Missing required field: name"))?;
    let flag = |key: &str| body.get(key).and_then(Value::as_bool);
    let public = flag("public").unwrap_or(true);
    call.scope(if public {
        "playlist-modify-public"
    } else {
        "playlist-modify-private"
    })?;
    let mut state = lock(&call.mock.state);
    let number = state.playlists.len();
    let seed = call.mock.catalogue.seed;
    let mut playlist = Playlist::new(seed, number, name.to_owned(), DEMO_USER);
    playlist.public = Some(public);
    playlist.collaborative = flag("collaborative").unwrap_or(false);
    playlist.description = body
        .get("description")
        .and_then(Value::as_str)
        .map(str::to_owned);
    playlist.has_cover = false;
    let json = call.shape.playlist(&playlist, &[]);
    state.playlists.push(playlist);
    state.follow(number);
    Ok(Answer::json(201, &json))
}

pub(super) fn read(call: &Call<'_>, id: &str) -> Outcome {
    let state = lock(&call.mock.state);
    let playlist = visible(call, &state, id)?;
    let query = call.repeated(&["market", "additional_types"]);
    Ok(private(&call.shape.playlist(playlist, &query)))
}

pub(super) fn rows(call: &Call<'_>, id: &str, key: RowKey) -> Outcome {
    let window = call.window(20, MAX_ITEMS)?;
    let state = lock(&call.mock.state);
    let playlist = visible(call, &state, id)?;
    if !call.shape.extended && !playlist.is_open() {
        return Err(Answer::forbidden(Forbidden::Removed));
    }
    let query = call.repeated(&["market", "additional_types"]);
    Ok(private(&call.shape.rows(playlist, key, window, &query)))
}

pub(super) fn details(call: &Call<'_>, id: &str) -> Outcome {
    let body = call.body()?;
    edit(call, id, |playlist| {
        let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
        if let Some(name) = text("name") {
            playlist.name = name;
        }
        if let Some(description) = text("description") {
            playlist.description = Some(description);
        }
        if let Some(public) = body.get("public").and_then(Value::as_bool) {
            playlist.public = Some(public);
        }
        if let Some(collaborative) = body.get("collaborative").and_then(Value::as_bool) {
            playlist.collaborative = collaborative;
        }
        Ok(())
    })?;
    Ok(Answer::empty(200))
}

/// Adds items. URIs in the query win over those in the body.
pub(super) fn add(call: &Call<'_>, id: &str) -> Outcome {
    let body = call.body()?;
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

pub(super) fn cover(call: &Call<'_>, id: &str) -> Outcome {
    let state = lock(&call.mock.state);
    let images = call.shape.playlist_images(visible(call, &state, id)?);
    Ok(private(&if images.is_null() { json!([]) } else { images }))
}

/// Takes a JPEG as base64: no line breaks, at most 256 KB of text.
pub(super) fn upload_cover(call: &Call<'_>, id: &str) -> Outcome {
    call.user()?;
    if !call.has("ugc-image-upload") {
        // Not 403, as for every other scope.
        return Err(Answer::error(401, "Unauthorized."));
    }
    let body = &call.request.body;
    if body.len() > MAX_COVER {
        return Err(Answer::empty(413));
    }
    let jpeg = call
        .request
        .header("content-type")
        .is_some_and(|mime| mime == "image/jpeg")
        && BASE64_STANDARD
            .decode(body)
            .is_ok_and(|image| image.starts_with(b"\xff\xd8\xff"));
    if !jpeg {
        return Err(Answer::error(400, "Invalid image"));
    }
    edit(call, id, |playlist| {
        playlist.has_cover = true;
        playlist.cover += 1;
        Ok(())
    })?;
    Ok(Answer::empty(202))
}

pub(super) fn follow(call: &Call<'_>, id: &str, follow: bool) -> Outcome {
    call.any_scope(&["playlist-modify-public", "playlist-modify-private"])?;
    let mut state = lock(&call.mock.state);
    let number = state.number(id).ok_or_else(resource_not_found)?;
    match follow {
        true => state.follow(number),
        false => state.unfollow(number),
    }
    Ok(Answer::empty(200))
}

/// Finds a playlist the app may see: what Spotify owns is hidden from Development mode.
fn visible<'s>(call: &Call<'_>, state: &'s State, id: &str) -> Result<&'s Playlist, Answer> {
    if !is_id(id) {
        return Err(Answer::error(400, "Invalid base62 id"));
    }
    state
        .playlist(id)
        .filter(|playlist| call.shape.extended || playlist.owner != SPOTIFY)
        .ok_or_else(resource_not_found)
}

/// Changes one of the user's playlists and gives the new snapshot.
fn edit(
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
