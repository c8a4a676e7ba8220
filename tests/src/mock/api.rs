//! The Web API: who may ask, what there is to ask for, and common checks.

mod catalogue;
mod library;
mod personal;
mod player;
mod playlists;
mod removed;
mod search;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{
    Profile, Shared,
    catalogue::{Kind, is_id},
    fault::{Answer, Forbidden},
    json::{RowKey, Shape, Window},
    lock,
    record::Recorded,
    tokens::{Access, Standing},
};

/// Longest target a server takes.
const MAX_TARGET: usize = 8 << 10;

/// What an operation gives: its answer, or the error that came up.
type Outcome = Result<Answer, Answer>;

/// One request whose token is good.
struct Call<'a> {
    mock: &'a Shared,
    request: &'a Recorded,
    access: Access,
    shape: Shape<'a>,
}

pub(crate) fn respond(mock: &Shared, request: &Recorded) -> Answer {
    if let Some(path) = request.path().strip_prefix("/image/") {
        return catalogue::image(path);
    }
    handle(mock, request).unwrap_or_else(|error| error)
}

fn handle(mock: &Shared, request: &Recorded) -> Outcome {
    if request.target.len() > MAX_TARGET {
        return Err(Answer::html(414));
    }
    let not_found = || Answer::error(404, "Service not found");
    let path = request.path().strip_prefix("/v1/").ok_or_else(not_found)?;
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
    let outcome = match (call.request.method.as_str(), segments) {
        ("GET", ["albums", id]) => catalogue::album(call, id),
        ("GET", ["albums", id, "tracks"]) => catalogue::album_tracks(call, id),
        ("GET", ["artists", id]) => catalogue::artist(call, id),
        ("GET", ["artists", id, "albums"]) => catalogue::artist_albums(call, id),
        ("GET", ["tracks"]) => catalogue::tracks(call),
        ("GET", ["tracks", id]) => catalogue::track(call, id),
        ("GET", ["shows", id]) => catalogue::show(call, id),
        ("GET", ["shows", id, "episodes"]) => catalogue::show_episodes(call, id),
        ("GET", ["episodes", id]) => catalogue::episode(call, id),
        ("GET", ["markets"]) => catalogue::markets(),
        ("GET", ["search"]) => search::search(call),
        ("GET", ["me"]) => personal::profile(call),
        ("GET", ["me", "top", kind]) => personal::top(call, kind),
        ("GET", ["me", "following"]) => personal::following(call),
        ("GET", ["me", "player", "recently-played"]) => personal::recently_played(call),
        ("GET", ["me", "tracks"]) => library::tracks(call),
        ("PUT", ["me", "library"]) => library::change(call, true),
        ("DELETE", ["me", "library"]) => library::change(call, false),
        ("GET", ["me", "library", "contains"]) => library::contains(call),
        (_, ["me", "library"]) => Err(Answer::error(405, "Method not allowed")),
        ("GET", ["me", "playlists"]) => playlists::list(call),
        ("POST", ["me", "playlists"]) => playlists::create(call),
        ("GET", ["playlists", id]) => playlists::read(call, id),
        ("PUT", ["playlists", id]) => playlists::details(call, id),
        ("GET", ["playlists", id, "items"]) => playlists::rows(call, id, RowKey::Item),
        ("GET", ["playlists", id, "tracks"]) => playlists::rows(call, id, RowKey::Track),
        ("POST", ["playlists", id, "items" | "tracks"]) => playlists::add(call, id),
        ("PUT", ["playlists", id, "items" | "tracks"]) => playlists::replace(call, id),
        ("DELETE", ["playlists", id, "items"]) => playlists::remove(call, id, RowKey::Item),
        ("DELETE", ["playlists", id, "tracks"]) => playlists::remove(call, id, RowKey::Track),
        ("GET", ["playlists", id, "images"]) => playlists::cover(call, id),
        ("PUT", ["playlists", id, "images"]) => playlists::upload_cover(call, id),
        ("PUT", ["playlists", id, "followers"]) => playlists::follow(call, id, true),
        ("DELETE", ["playlists", id, "followers"]) => playlists::follow(call, id, false),
        (method, ["me", "player", rest @ ..]) => return player::route(call, method, rest),
        _ => return None,
    };
    Some(outcome)
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

impl Call<'_> {
    fn param(&self, name: &str) -> Option<String> {
        self.request.param(name).filter(|value| !value.is_empty())
    }

    /// Wants a token that stands for a user.
    fn user(&self) -> Result<(), Answer> {
        match self.access.user {
            true => Ok(()),
            false => Err(Answer::error(401, "Valid user authentication required")),
        }
    }

    fn has(&self, scope: &str) -> bool {
        self.access.scopes.iter().any(|granted| granted == scope)
    }

    /// Wants a user's token with this scope.
    fn scope(&self, scope: &str) -> Result<(), Answer> {
        self.any_scope(&[scope])
    }

    /// Wants a user's token with one of these scopes.
    fn any_scope(&self, scopes: &[&str]) -> Result<(), Answer> {
        self.user()?;
        match scopes.iter().any(|scope| self.has(scope)) {
            true => Ok(()),
            false => Err(Answer::forbidden(Forbidden::Scope)),
        }
    }

    /// Reads `limit` and `offset`.
    fn window(&self, default: usize, most: usize) -> Result<Window, Answer> {
        let offset = match self.param("offset") {
            None => 0,
            Some(text) => text
                .parse()
                .map_err(|_| Answer::error(400, "Invalid offset"))?,
        };
        Ok(Window {
            limit: self.limit(default, most)?,
            offset,
        })
    }

    fn limit(&self, default: usize, most: usize) -> Result<usize, Answer> {
        match self.param("limit") {
            None => Ok(default),
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=most).contains(limit))
                .ok_or_else(|| Answer::error(400, "Invalid limit")),
        }
    }

    /// The parameters that the links of a page repeat.
    fn repeated(&self, names: &[&str]) -> Vec<(String, String)> {
        names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), self.param(name)?)))
            .collect()
    }

    /// Finds a thing of the catalogue by its id.
    fn find(&self, id: &str, wanted: Kind) -> Result<usize, Answer> {
        if !is_id(id) {
            return Err(Answer::error(400, "Invalid base62 id"));
        }
        match self.mock.catalogue.find(id) {
            Some((kind, index)) if kind.word() == wanted.word() => Ok(index),
            _ => Err(resource_not_found()),
        }
    }

    /// Reads a JSON object; no body is an empty one.
    fn body(&self) -> Result<Value, Answer> {
        if self.request.body.is_empty() {
            return Ok(Value::Object(serde_json::Map::new()));
        }
        self.request
            .json()
            .filter(Value::is_object)
            .ok_or_else(|| Answer::error(400, "Error parsing JSON."))
    }
}

/// An answer that belongs to the user and must not be kept.
fn private(body: &Value) -> Answer {
    Answer::json(200, body).header("cache-control", "private, max-age=0")
}

fn resource_not_found() -> Answer {
    Answer::error(404, "Resource not found")
}
