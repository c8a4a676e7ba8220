//! Following: artists, users, playlists.

use serde_json::{Value, json};

use super::{
    Call, Outcome,
    call::{missing, well_formed},
    library, playlists, private, resource_not_found,
};
use crate::mock::{
    catalogue::{DEMO_USER, Kind, is_id},
    fault::{Answer, Forbidden},
    lock,
    state::Shelf,
};

/// Most ids in one request.
const MAX_IDS: usize = 50;

/// Artists and users: `/me/following`.
pub(super) fn route(call: &Call<'_>, method: &str, segments: &[&str]) -> Option<Outcome> {
    let outcome = match (method, segments) {
        ("GET", []) => followed(call),
        ("PUT", []) => change(call, true),
        ("DELETE", []) => change(call, false),
        ("GET", ["contains"]) => contains(call),
        _ => return None,
    };
    Some(outcome)
}

/// Followers of a playlist: `/playlists/{id}/followers`.
pub(super) fn playlist(
    call: &Call<'_>,
    method: &str,
    id: &str,
    segments: &[&str],
) -> Option<Outcome> {
    let outcome = match (method, segments) {
        ("PUT", []) => follow_playlist(call, id, true),
        ("DELETE", []) => follow_playlist(call, id, false),
        ("GET", ["contains"]) => follows_playlist(call, id),
        _ => return None,
    };
    Some(outcome)
}

/// A page of artists with a cursor, wrapped once.
fn followed(call: &Call<'_>) -> Outcome {
    call.scope("user-follow-read")?;
    match kind(call)? {
        Shelf::Artists => {}
        _ => return Err(Answer::error(400, "Invalid type: user")),
    }
    let limit = call.limit(20, 50)?;
    let after = call.param("after");
    let state = lock(&call.mock.state);
    // In the order of the ids, so that a cursor stays good whatever is followed meanwhile.
    let mut known: Vec<(&str, usize)> = state
        .library
        .shelf(Shelf::Artists)
        .iter()
        .filter_map(|saved| match call.mock.catalogue.find(&saved.id)? {
            (Kind::Artist, index) => Some((saved.id.as_str(), index)),
            _ => None,
        })
        .collect();
    known.sort_unstable();
    let total = known.len();
    known.retain(|(id, _)| after.as_deref().is_none_or(|after| *id > after));
    let more = known.len() > limit;
    known.truncate(limit);
    let cursor = known.last().filter(|_| more).map(|(id, _)| *id);
    let items: Vec<Value> = known
        .iter()
        .map(|(_, index)| call.shape.artist(*index))
        .collect();
    let link = |after: Option<&str>| {
        let after = after
            .map(|after| format!("&after={after}"))
            .unwrap_or_default();
        format!(
            "{}/me/following?type=artist&limit={limit}{after}",
            call.shape.base
        )
    };
    Ok(private(&json!({"artists": {
        "cursors": {"after": cursor},
        "href": link(after.as_deref()),
        "items": items,
        "limit": limit,
        "next": cursor.map(|cursor| link(Some(cursor))),
        "total": total,
    }})))
}

/// Takes ids from the query or the body; the kind stands in the query all the same.
fn change(call: &Call<'_>, follow: bool) -> Outcome {
    call.scope("user-follow-modify")?;
    let shelf = kind(call)?;
    let ids = match call.param("ids") {
        Some(ids) => ids.split(',').map(str::to_owned).collect(),
        None => match call.body()?.get("ids") {
            Some(Value::Array(ids)) => ids
                .iter()
                .map(|id| id.as_str().unwrap_or_default().to_owned())
                .collect(),
            _ => return Err(missing("ids")),
        },
    };
    let ids = checked(shelf, ids)?;
    let mut state = lock(&call.mock.state);
    for id in ids {
        library::set(call, &mut state, shelf, &id, follow);
    }
    Ok(Answer::empty(204))
}

fn contains(call: &Call<'_>) -> Outcome {
    call.scope("user-follow-read")?;
    let shelf = kind(call)?;
    let ids = call.param("ids").ok_or_else(|| missing("ids"))?;
    let ids = checked(shelf, ids.split(',').map(str::to_owned).collect())?;
    let state = lock(&call.mock.state);
    let found: Vec<bool> = ids.iter().map(|id| state.library.has(shelf, id)).collect();
    Ok(private(&json!(found)))
}

/// Reads `type`: whom it is about.
fn kind(call: &Call<'_>) -> Result<Shelf, Answer> {
    let kind = call.param("type").ok_or_else(|| missing("type"))?;
    Shelf::of_word(&kind)
        .filter(|shelf| shelf.is_followed())
        .ok_or_else(|| Answer::error(400, &format!("Invalid type: {kind}")))
}

/// The ids of users are free text.
fn checked(shelf: Shelf, ids: Vec<String>) -> Result<Vec<String>, Answer> {
    if shelf == Shelf::Artists {
        return well_formed(ids, MAX_IDS);
    }
    match (ids.len(), ids.iter().any(|id| id.trim().is_empty())) {
        (..=MAX_IDS, false) => Ok(ids),
        (..=MAX_IDS, true) => Err(Answer::error(400, "Invalid username")),
        _ => Err(Answer::error(400, "Too many ids requested")),
    }
}

fn follow_playlist(call: &Call<'_>, id: &str, follow: bool) -> Outcome {
    call.any_scope(&["playlist-modify-public", "playlist-modify-private"])?;
    if !is_id(id) {
        return Err(Answer::error(400, "Invalid base62 id"));
    }
    let mut state = lock(&call.mock.state);
    let number = state.number(id).ok_or_else(resource_not_found)?;
    match follow {
        true => state.follow(number),
        false => state.unfollow(number),
    }
    Ok(Answer::empty(200))
}

/// Tells of the signed-in user only, whom `ids` may name.
fn follows_playlist(call: &Call<'_>, id: &str) -> Outcome {
    call.user()?;
    let asked = call.param("ids");
    if asked.as_ref().is_some_and(|ids| ids.contains(',')) {
        return Err(Answer::error(400, "Too many ids requested"));
    }
    let state = lock(&call.mock.state);
    let playlist = playlists::visible(call, &state, id)?;
    if !playlists::is_readable(call, playlist) {
        return Err(Answer::forbidden(Forbidden::Scope));
    }
    let own = asked.is_none_or(|user| user == DEMO_USER);
    Ok(private(&json!([own && state.follows(id)])))
}
