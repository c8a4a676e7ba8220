//! The user's library: saved tracks, and saving or following anything by its URI.

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::{Call, Outcome, private};
use crate::mock::{
    catalogue::{Kind, is_id},
    clock,
    fault::{Answer, Forbidden},
    lock,
    state::State,
};

/// Most URIs in one request.
const MAX_URIS: usize = 40;

pub(super) fn tracks(call: &Call<'_>) -> Outcome {
    call.scope("user-library-read")?;
    let window = call.window(20, 50)?;
    let (total, saved) = {
        let state = lock(&call.mock.state);
        let tracks = &state.library.tracks;
        (
            tracks.len(),
            window.of(tracks.iter().copied()).collect::<Vec<_>>(),
        )
    };
    let items: Vec<Value> = saved
        .into_iter()
        .map(
            |(track, at)| json!({"added_at": clock::rfc3339(at), "track": call.shape.track(track)}),
        )
        .collect();
    let query = call.repeated(&["market"]);
    Ok(private(&call.shape.page(
        "/me/tracks",
        &query,
        total,
        window,
        items,
    )))
}

/// Saves or removes. What is well-formed and unknown is taken without a word.
pub(super) fn change(call: &Call<'_>, save: bool) -> Outcome {
    let uris = uris(
        call,
        &["playlist-modify-public", "playlist-modify-private"],
        "modify",
    )?;
    let mut state = lock(&call.mock.state);
    // The last one ends up first, as with single calls.
    for (kind, id, uri) in uris {
        set(call, &mut state, &kind, &id, uri, save);
    }
    Ok(Answer::empty(200))
}

fn set(call: &Call<'_>, state: &mut State, kind: &str, id: &str, uri: String, save: bool) {
    match (kind, call.mock.catalogue.find(id)) {
        ("track", Some((Kind::Track | Kind::Twin, track))) if save => {
            state.library.save_track(track);
        }
        ("track", Some((Kind::Track | Kind::Twin, track))) => state.library.remove_track(track),
        ("playlist", _) => match state.number(id) {
            Some(number) if save => state.follow(number),
            Some(number) => state.unfollow(number),
            None => {}
        },
        _ if save => {
            state.library.uris.insert(uri);
        }
        _ => {
            state.library.uris.remove(&uri);
        }
    }
}

pub(super) fn contains(call: &Call<'_>) -> Outcome {
    let uris = uris(call, &["playlist-read-private"], "read")?;
    let state = lock(&call.mock.state);
    let found: Vec<bool> = uris
        .iter()
        .map(
            |(kind, id, uri)| match (kind.as_str(), call.mock.catalogue.find(id)) {
                ("track", Some((Kind::Track | Kind::Twin, track))) => {
                    state.library.has_track(track)
                }
                ("playlist", _) => state
                    .number(id)
                    .is_some_and(|number| state.listed.contains(&Some(number))),
                _ => state.library.uris.contains(uri),
            },
        )
        .collect();
    Ok(private(&json!(found)))
}

/// Reads `uris` from the query (a body does not count) and checks the scope each kind needs:
/// kind, id and URI of each.
fn uris(
    call: &Call<'_>,
    playlist_scopes: &[&str],
    verb: &str,
) -> Result<Vec<(String, String, String)>, Answer> {
    call.user()?;
    let uris = call
        .param("uris")
        .ok_or_else(|| Answer::error(400, "Missing required field: uris"))?;
    let uris: Vec<&str> = uris.split(',').collect();
    if uris.len() > MAX_URIS {
        return Err(Answer::error(400, "Too many uris requested"));
    }
    let parsed = uris
        .into_iter()
        .map(parse)
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Answer::error(400, "Invalid Spotify URI"))?;
    for (kind, _, _) in &parsed {
        let granted = match kind.as_str() {
            "artist" | "user" => call.has(&format!("user-follow-{verb}")),
            "playlist" => playlist_scopes.iter().any(|scope| call.has(scope)),
            _ => call.has(&format!("user-library-{verb}")),
        };
        if !granted {
            return Err(Answer::forbidden(Forbidden::Scope));
        }
    }
    Ok(parsed)
}

fn parse(uri: &str) -> Option<(String, String, String)> {
    let (kind, id) = uri.strip_prefix("spotify:")?.split_once(':')?;
    let well_formed = match kind {
        "track" | "album" | "episode" | "show" | "audiobook" | "artist" | "playlist" => is_id(id),
        "user" => !percent_decode_str(id).decode_utf8_lossy().trim().is_empty(),
        _ => false,
    };
    well_formed.then(|| (kind.to_owned(), id.to_owned(), uri.to_owned()))
}
