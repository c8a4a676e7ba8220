//! The Web API: who may ask, and what there is to ask for.

mod audio;
mod browse;
mod call;
mod catalogue;
mod follow;
mod image;
mod library;
mod personal;
mod player;
mod playlists;
mod recommendations;
mod removed;
mod search;
mod users;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use call::Call;

use super::{
    Profile, Shared,
    fault::Answer,
    json::Shape,
    lock,
    record::Recorded,
    tokens::{Access, Standing},
};

/// Longest target a server takes.
const MAX_TARGET: usize = 8 << 10;

/// What an operation gives: its answer, or the error that came up.
type Outcome = Result<Answer, Answer>;

pub(crate) fn respond(mock: &Shared, request: &Recorded) -> Answer {
    if let Some(path) = request.path().strip_prefix("/image/") {
        return image::cover(path);
    }
    handle(mock, request).unwrap_or_else(|error| error)
}

/// Whether an app in Development mode no longer has an operation, given as in `operations.rs`.
pub(crate) fn is_removed(method: &str, path: &str) -> bool {
    let path = path.strip_prefix("/v1/").unwrap_or(path);
    let segments: Vec<&str> = path.split('/').collect();
    removed::answer(method, &segments).is_some()
}

fn handle(mock: &Shared, request: &Recorded) -> Outcome {
    if request.target.len() > MAX_TARGET {
        return Err(Answer::html(414));
    }
    let not_found = || Answer::error(404, "Service not found");
    let path = request.path().strip_prefix("/v1/").ok_or_else(not_found)?;
    // `albums/?ids=` is as good as `albums?ids=`.
    let path = path.strip_suffix('/').unwrap_or(path);
    let access = authorize(mock, request)?;
    let segments: Vec<String> = path
        .split('/')
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let extended = mock.profile == Profile::Extended;
    if !extended && let Some(answer) = removed::answer(&request.method, &segments) {
        return Err(answer);
    }
    let positions = access
        .scopes
        .iter()
        .any(|scope| scope == "user-read-playback-position");
    let types = request.param("additional_types").unwrap_or_default();
    let shape = Shape {
        catalogue: &mock.catalogue,
        base: mock.base(request),
        extended,
        signed_in: access.user.is_some(),
        market: request.param("market").is_some(),
        episodes: types.split(',').any(|kind| kind == "episode"),
        positions,
    };
    let call = Call {
        mock,
        request,
        access,
        shape,
    };
    match route(&call, &segments) {
        Some(outcome) => outcome,
        None => Err(not_found()),
    }
}

/// Finds the operation; none if there is no such thing.
fn route(call: &Call<'_>, segments: &[&str]) -> Option<Outcome> {
    let method = call.request.method.as_str();
    match segments {
        ["search"] => (method == "GET").then(|| search::search(call)),
        ["browse", rest @ ..] => browse::route(call, method, rest),
        ["audio-features" | "audio-analysis", ..] => audio::route(call, method, segments),
        ["recommendations", rest @ ..] => recommendations::route(call, method, rest),
        ["users", rest @ ..] => users::route(call, method, rest),
        ["playlists", id, "followers", rest @ ..] => follow::playlist(call, method, id, rest),
        ["playlists", id, rest @ ..] => playlists::route(call, method, id, rest),
        ["me", rest @ ..] => me(call, method, rest),
        _ => catalogue::route(call, method, segments),
    }
}

/// Finds an operation of the user's own.
fn me(call: &Call<'_>, method: &str, segments: &[&str]) -> Option<Outcome> {
    match (method, segments) {
        ("GET", []) => Some(users::profile(call)),
        ("GET", ["top", kind]) => Some(personal::top(call, kind)),
        ("GET", ["player", "recently-played"]) => Some(personal::recently_played(call)),
        ("GET", ["playlists"]) => Some(playlists::mine(call)),
        ("POST", ["playlists"]) => Some(playlists::create(call)),
        (_, ["following", rest @ ..]) => follow::route(call, method, rest),
        (_, ["player", rest @ ..]) => player::route(call, method, rest),
        _ => library::route(call, method, segments),
    }
}

fn authorize(mock: &Shared, request: &Recorded) -> Result<Access, Answer> {
    let Some(header) = request.header("authorization") else {
        return Err(Answer::unauthorized("missing_token", "No token provided"));
    };
    let (scheme, token) = header.split_once(' ').unwrap_or((header, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Answer::error(
            400,
            "Only valid bearer authentication supported",
        ));
    }
    let now = mock.clock.now();
    match lock(&mock.tokens).standing(token.trim(), now) {
        Standing::Good(access) => Ok(access),
        Standing::Expired => Err(Answer::expired_token()),
        Standing::Unknown => Err(Answer::unauthorized(
            "invalid_token",
            "Invalid access token",
        )),
    }
}

/// An answer that belongs to the user and must not be kept.
fn private(body: &Value) -> Answer {
    Answer::json(200, body).header("cache-control", "private, max-age=0")
}

fn resource_not_found() -> Answer {
    Answer::error(404, "Resource not found")
}
