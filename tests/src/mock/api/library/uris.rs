//! `/me/library`: saving and following anything by its URI.

use percent_encoding::percent_decode_str;
use serde_json::json;

use super::{has, lacks_scope, set};
use crate::mock::{
    api::{Call, Outcome, call::missing, private},
    catalogue::is_id,
    fault::Answer,
    lock,
    state::Shelf,
};

/// Most URIs in one request.
const MAX_URIS: usize = 40;

/// What a URI stands for: something on a shelf, or a playlist if there is none.
type Thing = (Option<Shelf>, String);

/// Saves or removes. What is well-formed and unknown is taken without a word.
pub(super) fn change(call: &Call<'_>, save: bool) -> Outcome {
    let playlists = ["playlist-modify-public", "playlist-modify-private"];
    let things = things(call, &playlists, "modify")?;
    let mut state = lock(&call.mock.state);
    // The last one ends up first, as with single calls.
    for (shelf, id) in things {
        match (shelf, state.number(&id)) {
            (Some(shelf), _) => set(call, &mut state, shelf, &id, save),
            (None, Some(number)) if save => state.follow(number),
            (None, Some(number)) => state.unfollow(number),
            (None, None) => {}
        }
    }
    Ok(Answer::empty(200))
}

pub(super) fn contains(call: &Call<'_>) -> Outcome {
    let things = things(call, &["playlist-read-private"], "read")?;
    let state = lock(&call.mock.state);
    let found = things.iter().map(|(shelf, id)| match shelf {
        Some(shelf) => has(call, &state, *shelf, id),
        None => Ok(state.follows(id)),
    });
    let found: Vec<bool> = found.collect::<Result<_, _>>()?;
    Ok(private(&json!(found)))
}

/// Reads `uris` from the query (a body does not count) and checks the scope each kind needs.
fn things(call: &Call<'_>, playlist_scopes: &[&str], verb: &str) -> Result<Vec<Thing>, Answer> {
    call.user()?;
    let uris = call.param("uris").ok_or_else(|| missing("uris"))?;
    let uris: Vec<&str> = uris.split(',').collect();
    if uris.len() > MAX_URIS {
        return Err(Answer::error(400, "Too many uris requested"));
    }
    let things = uris
        .into_iter()
        .map(parse)
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Answer::error(400, "Invalid Spotify URI"))?;
    for (shelf, _) in &things {
        match shelf {
            Some(shelf) => super::permit(call, *shelf, verb)?,
            None if playlist_scopes.iter().any(|scope| call.has(scope)) => {}
            None => return Err(lacks_scope()),
        }
    }
    Ok(things)
}

fn parse(uri: &str) -> Option<Thing> {
    let (word, id) = uri.strip_prefix("spotify:")?.split_once(':')?;
    let shelf = Shelf::of_word(word);
    if shelf == Some(Shelf::Users) {
        let id = percent_decode_str(id).decode_utf8_lossy();
        return (!id.trim().is_empty()).then(|| (shelf, id.into_owned()));
    }
    let known = shelf.is_some() || word == "playlist";
    (known && is_id(id)).then(|| (shelf, id.to_owned()))
}
