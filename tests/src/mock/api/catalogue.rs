//! Albums, artists, tracks, shows, episodes, audiobooks, chapters: one of them, several, and the
//! lists that belong to one.

use serde_json::{Value, json};

use super::{Call, Outcome, image, resource_not_found};
use crate::mock::{
    catalogue::{Kind, MARKETS},
    fault::Answer,
    random::SplitMix,
};

/// How many top tracks an artist has, and how many related artists.
const TOP: usize = 10;
const RELATED: usize = 20;
/// What `include_groups` may name.
const GROUPS: [&str; 4] = ["album", "single", "compilation", "appears_on"];

pub(super) fn route(call: &Call<'_>, method: &str, segments: &[&str]) -> Option<Outcome> {
    if method != "GET" {
        return None;
    }
    let outcome = match segments {
        ["markets"] => markets(),
        ["albums", id, "tracks"] => album_tracks(call, id),
        ["artists", id, "albums"] => artist_albums(call, id),
        ["artists", id, "top-tracks"] => top_tracks(call, id),
        ["artists", id, "related-artists"] => related_artists(call, id),
        ["shows", id, "episodes"] => show_episodes(call, id),
        ["audiobooks", id, "chapters"] => chapters(call, id),
        [plural] => several(call, plural, Kind::of_path(plural)?),
        [plural, id] => one(call, id, Kind::of_path(plural)?),
        _ => return None,
    };
    Some(outcome)
}

fn one(call: &Call<'_>, id: &str, kind: Kind) -> Outcome {
    let index = find(call, id, kind)?;
    let shape = &call.shape;
    let json = match kind {
        Kind::Show => shape.show(index),
        _ => shown(call, kind, index),
    };
    Ok(tagged(call, &json))
}

/// Several at once, null for each that is not there.
fn several(call: &Call<'_>, plural: &str, kind: Kind) -> Outcome {
    let most = if kind == Kind::Album { 20 } else { 50 };
    let items: Vec<Value> = call
        .ids(most)?
        .iter()
        .map(|id| find(call, id, kind).map_or(Value::Null, |index| shown(call, kind, index)))
        .collect();
    Ok(Answer::json(200, &json!({plural: items})))
}

/// One thing as it comes among several: whole, but a show without its episodes.
fn shown(call: &Call<'_>, kind: Kind, index: usize) -> Value {
    let shape = &call.shape;
    match kind {
        Kind::Artist => shape.artist(index),
        Kind::Album => shape.album(index),
        Kind::Track | Kind::Twin => shape.track(index),
        Kind::Show => shape.simplified_show(index),
        Kind::Episode => shape.episode(index),
        Kind::Audiobook => shape.audiobook(index),
        Kind::Chapter => shape.chapter(index),
    }
}

/// What is spoken is available in a country only: the user's, or the one asked for.
fn find(call: &Call<'_>, id: &str, kind: Kind) -> Result<usize, Answer> {
    let index = call.find(id, kind)?;
    let anywhere = matches!(kind, Kind::Artist | Kind::Album | Kind::Track | Kind::Twin);
    match anywhere || call.access.user.is_some() || call.shape.market {
        true => Ok(index),
        false => Err(resource_not_found()),
    }
}

fn album_tracks(call: &Call<'_>, id: &str) -> Outcome {
    let index = find(call, id, Kind::Album)?;
    let window = call.window(20, 50)?;
    let query = call.repeated(&["market"]);
    Ok(tagged(
        call,
        &call.shape.album_tracks(index, window, &query),
    ))
}

fn show_episodes(call: &Call<'_>, id: &str) -> Outcome {
    let index = find(call, id, Kind::Show)?;
    let window = call.window(20, 50)?;
    let query = call.repeated(&["market"]);
    Ok(tagged(
        call,
        &call.shape.show_episodes(index, window, &query),
    ))
}

fn chapters(call: &Call<'_>, id: &str) -> Outcome {
    let index = find(call, id, Kind::Audiobook)?;
    let window = call.window(20, 50)?;
    let query = call.repeated(&["market"]);
    Ok(tagged(call, &call.shape.chapters(index, window, &query)))
}

/// The artist's own albums, newest first, then those with a track of the artist.
fn artist_albums(call: &Call<'_>, id: &str) -> Outcome {
    let index = find(call, id, Kind::Artist)?;
    let (default, most) = if call.shape.extended {
        (20, 50)
    } else {
        (5, 10)
    };
    let window = call.window(default, most)?;
    let asked = call.param("include_groups");
    let groups: Vec<&str> = match &asked {
        Some(groups) => groups.split(',').collect(),
        None => GROUPS.to_vec(),
    };
    if !groups.iter().all(|group| GROUPS.contains(group)) {
        return Err(Answer::error(400, "Invalid include_groups"));
    }
    let catalogue = &call.mock.catalogue;
    let own = catalogue.albums_of(index).into_iter();
    let own = own.map(|album| (album, catalogue.album_type(album)));
    let guest = catalogue.appearances_of(index).into_iter();
    let guest = guest.map(|album| (album, "appears_on"));
    let albums: Vec<(usize, &str)> = own
        .chain(guest)
        .filter(|(_, group)| groups.contains(group))
        .collect();
    let (total, path) = (albums.len(), format!("/artists/{id}/albums"));
    let items = window
        .of(albums)
        .map(|(album, group)| call.shape.discography_album(album, group))
        .collect();
    let query = call.repeated(&["include_groups", "market"]);
    let page = call.shape.page(&path, &query, total, window, items);
    Ok(tagged(call, &page))
}

fn top_tracks(call: &Call<'_>, id: &str) -> Outcome {
    let artist = find(call, id, Kind::Artist)?;
    let catalogue = &call.mock.catalogue;
    let mut tracks = catalogue.tracks_of(artist);
    tracks.sort_by_key(|&track| std::cmp::Reverse(catalogue.popularity(Kind::Track, track)));
    let tracks: Vec<Value> = tracks
        .into_iter()
        .take(TOP)
        .map(|track| call.shape.track(track))
        .collect();
    Ok(tagged(call, &json!({"tracks": tracks})))
}

/// Artists of the same genre first.
fn related_artists(call: &Call<'_>, id: &str) -> Outcome {
    let artist = find(call, id, Kind::Artist)?;
    let related: Vec<Value> = call
        .mock
        .catalogue
        .related_to(artist)
        .into_iter()
        .take(RELATED)
        .map(|artist| call.shape.artist(artist))
        .collect();
    Ok(tagged(call, &json!({"artists": related})))
}

fn markets() -> Outcome {
    let markets: Vec<&str> = MARKETS.split_ascii_whitespace().collect();
    Ok(Answer::json(200, &json!({"markets": markets})))
}

/// An answer that may be kept and asked about: 304 if the client has it.
fn tagged(call: &Call<'_>, body: &Value) -> Answer {
    let answer = Answer::json(200, body).header("cache-control", "public, max-age=30");
    let sum = u64::from(image::checksum(&answer.body));
    let tag = SplitMix::of(sum, "tag", answer.body.len()).hex(32);
    let tag = format!("\"{tag}\"");
    let known = call
        .request
        .header("if-none-match")
        .is_some_and(|known| known == tag);
    let answer = if known { Answer::empty(304) } else { answer };
    answer.header("etag", tag)
}
