//! Playlists: lists, reading, making; what changes them is in the folder.

mod cover;
mod edit;
mod fields;

use serde_json::Value;

use super::{Call, Outcome, call::missing, private, resource_not_found};
use crate::mock::{
    catalogue::{DEMO_USER, SPOTIFY, is_id},
    fault::{Answer, Forbidden},
    json::RowKey,
    lock,
    state::{Playlist, State},
};
use fields::Fields;

/// Most rows in a page: more than the documents say.
const MAX_ROWS: usize = 100;

/// Everything below `/playlists/{id}` but its followers.
pub(super) fn route(call: &Call<'_>, method: &str, id: &str, segments: &[&str]) -> Option<Outcome> {
    let key = match segments {
        ["tracks"] => RowKey::Track,
        _ => RowKey::Item,
    };
    let outcome = match (method, segments) {
        ("GET", []) => read(call, id),
        ("PUT", []) => edit::details(call, id),
        ("GET", ["items" | "tracks"]) => rows(call, id, key),
        ("POST", ["items" | "tracks"]) => edit::add(call, id),
        ("PUT", ["items" | "tracks"]) => edit::replace(call, id),
        ("DELETE", ["items" | "tracks"]) => edit::remove(call, id, key),
        ("GET", ["images"]) => cover::read(call, id),
        ("PUT", ["images"]) => cover::upload(call, id),
        _ => return None,
    };
    Some(outcome)
}

/// The user's own list.
pub(super) fn mine(call: &Call<'_>) -> Outcome {
    let user = call.user()?;
    list(call, "/me/playlists", (user != DEMO_USER).then_some(user))
}

/// The list of a user: for the signed-in one the same as [`mine`], for others what is public.
pub(super) fn list_of(call: &Call<'_>, user: &str) -> Outcome {
    let own = call.access.user == Some(user) && user == DEMO_USER;
    let path = format!("/users/{}/playlists", call.shape.escaped(user));
    list(call, &path, (!own).then_some(user))
}

fn list(call: &Call<'_>, path: &str, owner: Option<&str>) -> Outcome {
    let window = call.window(20, 50)?;
    let state = lock(&call.mock.state);
    let all: Vec<Option<&Playlist>> = match owner {
        Some(owner) => state
            .playlists
            .iter()
            .filter(|playlist| playlist.owner == owner && playlist.public == Some(true))
            .map(Some)
            .collect(),
        None => state
            .listed
            .iter()
            .map(|number| number.and_then(|number| state.playlists.get(number)))
            .filter(|playlist| playlist.is_none_or(|playlist| is_readable(call, playlist)))
            .collect(),
    };
    let total = all.len();
    let items = window
        .of(all)
        .map(|playlist| listed(call, playlist))
        .collect();
    let page = call.shape.page(path, &[], total, window, items);
    Ok(private(&page))
}

/// Null for what the app may not see.
fn listed(call: &Call<'_>, playlist: Option<&Playlist>) -> Value {
    playlist
        .filter(|playlist| is_shown(call, playlist))
        .map_or(Value::Null, |playlist| {
            call.shape.simplified_playlist(playlist)
        })
}

pub(super) fn create(call: &Call<'_>) -> Outcome {
    let body = call.body()?;
    let name = body
        .get("name")
        .and_then(Value::as_str)
        .filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| missing("name"))?;
    let flag = |key: &str| body.get(key).and_then(Value::as_bool);
    let public = flag("public").unwrap_or(true);
    let collaborative = flag("collaborative").unwrap_or(false);
    if public || collaborative {
        call.scope("playlist-modify-public")?;
    }
    if !public || collaborative {
        call.scope("playlist-modify-private")?;
    }
    if public && collaborative {
        return Err(edit::public_and_collaborative());
    }
    let mut state = lock(&call.mock.state);
    let number = state.playlists.len();
    let seed = call.mock.catalogue.seed;
    let mut playlist = Playlist::new(seed, number, name.to_owned(), DEMO_USER);
    playlist.public = Some(public);
    playlist.collaborative = collaborative;
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

fn read(call: &Call<'_>, id: &str) -> Outcome {
    let fields = Fields::of(call)?;
    let state = lock(&call.mock.state);
    let playlist = visible(call, &state, id)?;
    let query = call.repeated(&["market", "additional_types"]);
    let json = call.shape.playlist(playlist, &query);
    Ok(private(&fields.pick(json)))
}

fn rows(call: &Call<'_>, id: &str, key: RowKey) -> Outcome {
    if key == RowKey::Item {
        call.user()?;
    }
    let fields = Fields::of(call)?;
    let window = call.window(20, MAX_ROWS)?;
    let state = lock(&call.mock.state);
    let playlist = visible(call, &state, id)?;
    if !call.shape.opens(playlist) {
        return Err(Answer::forbidden(Forbidden::Removed));
    }
    if !is_readable(call, playlist) {
        return Err(Answer::forbidden(Forbidden::Scope));
    }
    let query = call.repeated(&["fields", "market", "additional_types"]);
    let json = call.shape.rows(playlist, key, window, &query);
    Ok(private(&fields.pick(json)))
}

/// Finds a playlist the app may see.
pub(super) fn visible<'s>(
    call: &Call<'_>,
    state: &'s State,
    id: &str,
) -> Result<&'s Playlist, Answer> {
    if !is_id(id) {
        return Err(Answer::error(400, "Invalid base62 id"));
    }
    state
        .playlist(id)
        .filter(|playlist| is_shown(call, playlist))
        .ok_or_else(resource_not_found)
}

/// What Spotify owns is hidden from Development mode, and what is private from apps.
fn is_shown(call: &Call<'_>, playlist: &Playlist) -> bool {
    let editorial = playlist.owner == SPOTIFY;
    let private = playlist.public == Some(false);
    (call.shape.extended || !editorial) && (call.access.user.is_some() || !private)
}

/// Private playlists are for who may read them; of those, the ones of several people have a scope
/// of their own.
pub(super) fn is_readable(call: &Call<'_>, playlist: &Playlist) -> bool {
    let scope = match (playlist.public, playlist.collaborative) {
        (Some(false), true) => "playlist-read-collaborative",
        (Some(false), false) => "playlist-read-private",
        _ => return true,
    };
    call.has(scope)
}
