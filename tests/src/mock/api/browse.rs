//! Browsing: new releases, categories, and the playlists of the editors.

use serde_json::{Value, json};

use super::{Call, Outcome, resource_not_found};
use crate::mock::{catalogue::SPOTIFY, fault::Answer, lock};

pub(super) fn route(call: &Call<'_>, method: &str, segments: &[&str]) -> Option<Outcome> {
    let outcome = match (method, segments) {
        ("GET", ["new-releases"]) => new_releases(call),
        ("GET", ["featured-playlists"]) => featured(call),
        ("GET", ["categories"]) => categories(call),
        ("GET", ["categories", id]) => category(call, id),
        ("GET", ["categories", id, "playlists"]) => category_playlists(call, id),
        _ => return None,
    };
    Some(outcome)
}

fn new_releases(call: &Call<'_>) -> Outcome {
    let window = call.window(20, 50)?;
    let albums = call.mock.catalogue.new_releases();
    let total = albums.len();
    let items = window
        .of(albums)
        .map(|album| call.shape.simplified_album(album))
        .collect();
    let path = "/browse/new-releases";
    let page = call.shape.page(path, &[], total, window, items);
    Ok(Answer::json(200, &json!({"albums": page})))
}

fn featured(call: &Call<'_>) -> Outcome {
    let playlists = playlists(call, "/browse/featured-playlists", 0)?;
    let message = "Tests that pass at dawn";
    Ok(Answer::json(
        200,
        &json!({"message": message, "playlists": playlists}),
    ))
}

fn categories(call: &Call<'_>) -> Outcome {
    let window = call.window(20, 50)?;
    let categories = call.mock.catalogue.categories();
    let total = categories.len();
    let items = window
        .of(categories)
        .map(|(id, name)| call.shape.category(&id, name))
        .collect();
    let query = call.repeated(&["locale"]);
    let path = "/browse/categories";
    let page = call.shape.page(path, &query, total, window, items);
    Ok(Answer::json(200, &json!({"categories": page})))
}

fn category(call: &Call<'_>, id: &str) -> Outcome {
    let (_, name) = find(call, id)?;
    Ok(Answer::json(200, &call.shape.category(id, name)))
}

fn category_playlists(call: &Call<'_>, id: &str) -> Outcome {
    let (place, name) = find(call, id)?;
    let path = format!("/browse/categories/{id}/playlists");
    let playlists = playlists(call, &path, place)?;
    Ok(Answer::json(
        200,
        &json!({"message": name, "playlists": playlists}),
    ))
}

/// The place and the name of a category.
fn find(call: &Call<'_>, id: &str) -> Result<(usize, &'static str), Answer> {
    let categories = call.mock.catalogue.categories().into_iter().enumerate();
    let mut known = categories.filter(|(_, (known, _))| known == id);
    let (place, (_, name)) = known.next().ok_or_else(resource_not_found)?;
    Ok((place, name))
}

/// A page of what Spotify's editors made, in another order for each place. The second is null.
fn playlists(call: &Call<'_>, path: &str, place: usize) -> Result<Value, Answer> {
    let window = call.window(20, 50)?;
    let state = lock(&call.mock.state);
    let mut playlists: Vec<Value> = state
        .playlists
        .iter()
        .filter(|playlist| playlist.owner == SPOTIFY)
        .map(|playlist| call.shape.simplified_playlist(playlist))
        .collect();
    let turn = place % playlists.len().max(1);
    playlists.rotate_left(turn);
    playlists.insert(1.min(playlists.len()), Value::Null);
    let total = playlists.len();
    let items = window.of(playlists).collect();
    let query = call.repeated(&["locale"]);
    Ok(call.shape.page(path, &query, total, window, items))
}
