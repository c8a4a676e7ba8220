//! Search: words and field filters over seven kinds of things.

use serde_json::{Map, Value};

use super::{Call, Outcome};
use crate::mock::{
    catalogue::{ALBUMS, ARTISTS, AUDIOBOOKS, Catalogue, EPISODES, SHOWS, SPOTIFY},
    fault::Answer,
    json::Window,
    lock,
};

/// The year of the albums that `tag:new` finds: the last one there is.
const NEW: &str = "2025";
/// How far a search goes.
const REACH: usize = 1_000;

pub(super) fn search(call: &Call<'_>) -> Outcome {
    // The links of a page of results call it `query`.
    let text = call
        .param("q")
        .or_else(|| call.param("query"))
        .ok_or_else(|| Answer::error(400, "No search query"))?;
    let kinds = call
        .param("type")
        .ok_or_else(|| Answer::error(400, "Missing parameter type"))?;
    let (default, most) = if call.shape.extended {
        (20, 50)
    } else {
        (5, 10)
    };
    let window = call.window(default, most)?;
    if window.limit.saturating_add(window.offset) > REACH {
        return Err(Answer::error(400, "Limit + Offset exceeds maximum of 1000"));
    }
    let query = Query::parse(&text);
    let mut pages = Map::new();
    for kind in kinds.split(',') {
        let (total, items) = find(call, &query, kind, window)?;
        let mut pairs = vec![
            ("query".to_owned(), text.clone()),
            ("type".to_owned(), kind.to_owned()),
        ];
        pairs.extend(call.repeated(&["market"]));
        pages.insert(
            format!("{kind}s"),
            call.shape.page("/search", &pairs, total, window, items),
        );
    }
    let answer = Answer::json(200, &Value::Object(pages));
    Ok(answer.header("cache-control", "public, max-age=7200"))
}

/// How many there are of a kind, and those in the window.
fn find(
    call: &Call<'_>,
    query: &Query,
    kind: &str,
    window: Window,
) -> Result<(usize, Vec<Value>), Answer> {
    let catalogue = &call.mock.catalogue;
    let shape = &call.shape;
    let hits = |count: usize, about: &dyn Fn(usize) -> Fields| -> Vec<usize> {
        (0..count)
            .filter(|&index| query.matches(&about(index)))
            .collect()
    };
    let (found, show): (Vec<usize>, &dyn Fn(usize) -> Value) = match kind {
        "artist" => (hits(ARTISTS, &|i| artist(catalogue, i)), &|i| {
            shape.artist(i)
        }),
        "album" => (hits(ALBUMS, &|i| album(catalogue, i)), &|i| {
            shape.simplified_album(i)
        }),
        "track" => (hits(catalogue.tracks(), &|i| track(catalogue, i)), &|i| {
            shape.track(i)
        }),
        "show" => (hits(SHOWS, &|i| named(catalogue.show_name(i))), &|i| {
            shape.simplified_show(i)
        }),
        "episode" => (
            hits(EPISODES, &|i| named(catalogue.episode_name(i))),
            &|i| shape.simplified_episode(i),
        ),
        "audiobook" => (
            hits(AUDIOBOOKS, &|i| named(catalogue.audiobook_name(i))),
            &|i| shape.simplified_audiobook(i),
        ),
        "playlist" => return Ok(playlists(call, query, window)),
        _ => return Err(Answer::error(400, &format!("Bad search type field {kind}"))),
    };
    let total = found.len();
    Ok((total, window.of(found).map(show).collect()))
}

/// What Spotify owns is null in the results.
fn playlists(call: &Call<'_>, query: &Query, window: Window) -> (usize, Vec<Value>) {
    let state = lock(&call.mock.state);
    let mut found: Vec<_> = state
        .playlists
        .iter()
        .filter(|playlist| playlist.public == Some(true))
        .filter(|playlist| query.matches(&named(playlist.name.clone())))
        .collect();
    // The editorial ones come first, so that a first page has nulls.
    found.sort_by_key(|playlist| playlist.owner != SPOTIFY);
    let total = found.len();
    let items = window.of(found).map(|playlist| match playlist.owner {
        SPOTIFY => Value::Null,
        _ => call.shape.simplified_playlist(playlist),
    });
    (total, items.collect())
}

/// What can be searched for in one thing, in lower case, by field.
type Fields = Vec<(&'static str, String)>;

fn named(name: String) -> Fields {
    vec![("name", name.to_lowercase())]
}

fn artist(catalogue: &Catalogue, index: usize) -> Fields {
    let genre = ("genre", catalogue.genre(index));
    vec![
        ("artist", catalogue.artist_name(index).to_lowercase()),
        genre,
    ]
}

fn album(catalogue: &Catalogue, index: usize) -> Fields {
    let album = catalogue.album(index);
    let year: String = catalogue.release_date(index).0.chars().take(4).collect();
    let tag = if year == NEW { "new" } else { "" };
    vec![
        ("album", catalogue.album_name(index).to_lowercase()),
        ("artist", catalogue.artist_name(album.artist).to_lowercase()),
        ("year", year),
        ("tag", tag.to_owned()),
        ("genre", catalogue.genre(album.artist)),
        ("upc", catalogue.upc(index)),
    ]
}

fn track(catalogue: &Catalogue, index: usize) -> Fields {
    let album = catalogue.album_of(index);
    let artists: Vec<&str> = catalogue
        .artists_of(index)
        .into_iter()
        .map(|artist| catalogue.artist_name(artist))
        .collect();
    vec![
        ("track", catalogue.track_name(index).to_lowercase()),
        ("album", catalogue.album_name(album).to_lowercase()),
        ("artist", artists.join(" ").to_lowercase()),
        (
            "year",
            catalogue.release_date(album).0.chars().take(4).collect(),
        ),
        ("isrc", catalogue.isrc(index).to_lowercase()),
    ]
}

/// Plain words, and words after `field:`; quotes keep words together.
#[derive(Debug, Default)]
struct Query {
    words: Vec<String>,
    filters: Vec<(String, String)>,
}

const FIELDS: [&str; 8] = [
    "album", "artist", "track", "year", "upc", "isrc", "genre", "tag",
];

impl Query {
    fn parse(text: &str) -> Self {
        let mut query = Self::default();
        let mut quoted = false;
        let word = |character: char| {
            quoted ^= character == '"';
            character.is_whitespace() && !quoted
        };
        for word in text.split(word).filter(|word| !word.is_empty()) {
            let word = word.replace('"', "").to_lowercase();
            match word.split_once(':') {
                Some((field, value)) if FIELDS.contains(&field) => {
                    query.filters.push((field.to_owned(), value.to_owned()));
                }
                _ => query.words.push(word),
            }
        }
        query
    }

    fn matches(&self, fields: &[(&str, String)]) -> bool {
        // Genres, codes and years are only found by their filters.
        let names = ["name", "track", "album", "artist"];
        let word_found = |word: &String| {
            fields
                .iter()
                .any(|(field, text)| names.contains(field) && text.contains(word.as_str()))
        };
        let filter_met = |(wanted, value): &(String, String)| {
            fields
                .iter()
                .any(|(field, text)| field == wanted && meets(field, text, value))
        };
        self.words.iter().all(word_found) && self.filters.iter().all(filter_met)
    }
}

fn meets(field: &str, text: &str, value: &str) -> bool {
    match (field, value.split_once('-')) {
        ("year", Some((from, to))) => from <= text && text <= to,
        ("year" | "upc" | "isrc", _) => text == value,
        _ => text.contains(value),
    }
}
