//! Recommendations: tracks near what they begin with, by what they sound like.

use serde_json::{Value, json};
use url::form_urlencoded;

use super::{Call, Outcome, call::well_formed};
use crate::mock::{
    catalogue::{ATTRIBUTES, Attribute, Kind, is_unavailable},
    fault::Answer,
    random::SplitMix,
};

/// Most seeds of all kinds together.
const MAX_SEEDS: usize = 5;

pub(super) fn route(call: &Call<'_>, method: &str, segments: &[&str]) -> Option<Outcome> {
    match (method, segments) {
        ("GET", []) => Some(recommend(call)),
        ("GET", ["available-genre-seeds"]) => {
            let genres = call.mock.catalogue.genre_seeds();
            Some(Ok(Answer::json(200, &json!({"genres": genres}))))
        }
        _ => None,
    }
}

/// One thing that recommendations begin with, and the tracks near it.
struct Seed {
    /// In capitals, other than in the documents.
    kind: &'static str,
    id: String,
    href: Option<String>,
    pool: Vec<usize>,
}

fn recommend(call: &Call<'_>) -> Outcome {
    let limit = call.limit(20, 100)?;
    let seeds = seeds(call)?;
    let wishes = Wishes::of(call)?;
    let catalogue = &call.mock.catalogue;
    let mut tracks: Vec<usize> = Vec::new();
    let mut told: Vec<Value> = Vec::new();
    for seed in &seeds {
        let wanted: Vec<usize> = seed
            .pool
            .iter()
            .copied()
            .filter(|&track| wishes.allow(call, track))
            .collect();
        let playable: Vec<usize> = wanted
            .iter()
            .copied()
            .filter(|&track| !(call.shape.market && is_unavailable(track)))
            .collect();
        told.push(json!({
            "afterFilteringSize": wanted.len(),
            "afterRelinkingSize": playable.len(),
            "href": seed.href,
            "id": seed.id,
            "initialPoolSize": seed.pool.len(),
            "type": seed.kind,
        }));
        tracks.extend(playable);
    }
    tracks.sort_unstable();
    tracks.dedup();
    let luck = |track: usize| SplitMix::of(catalogue.seed, "recommended", track).next();
    tracks.sort_by_cached_key(|&track| (wishes.distance(call, track), luck(track)));
    let tracks: Vec<Value> = tracks
        .into_iter()
        .take(limit)
        .map(|track| call.shape.track(track))
        .collect();
    Ok(Answer::json(200, &json!({"seeds": told, "tracks": tracks})))
}

fn seeds(call: &Call<'_>) -> Result<Vec<Seed>, Answer> {
    let named = |name: &str| -> Vec<String> {
        let ids = call.param(name).unwrap_or_default();
        let ids = ids.split(',').filter(|id| !id.is_empty());
        ids.map(str::to_owned).collect()
    };
    let (artists, genres, tracks) = (
        named("seed_artists"),
        named("seed_genres"),
        named("seed_tracks"),
    );
    if !(1..=MAX_SEEDS).contains(&(artists.len() + genres.len() + tracks.len())) {
        return Err(Answer::error(400, "One to five seeds are needed"));
    }
    let mut seeds = Vec::new();
    for id in well_formed(artists, MAX_SEEDS)? {
        seeds.push(artist_seed(call, id));
    }
    seeds.extend(genres.into_iter().map(|genre| genre_seed(call, genre)));
    for id in well_formed(tracks, MAX_SEEDS)? {
        seeds.push(track_seed(call, id));
    }
    Ok(seeds)
}

fn artist_seed(call: &Call<'_>, id: String) -> Seed {
    let artist = call.find(&id, Kind::Artist).ok();
    Seed {
        kind: "ARTIST",
        href: Some(format!("{}/artists/{id}", call.shape.base)),
        pool: artist.map_or_else(Vec::new, |artist| near(call, artist)),
        id,
    }
}

fn genre_seed(call: &Call<'_>, genre: String) -> Seed {
    let catalogue = &call.mock.catalogue;
    let pool = (0..catalogue.tracks())
        .filter(|&track| {
            catalogue.genre_seed(catalogue.album(catalogue.album_of(track)).artist) == genre
        })
        .collect();
    Seed {
        kind: "GENRE",
        href: None,
        pool,
        id: genre,
    }
}

/// The track itself is not recommended.
fn track_seed(call: &Call<'_>, id: String) -> Seed {
    let catalogue = &call.mock.catalogue;
    let track = call.find(&id, Kind::Track).ok();
    let pool = track.map_or_else(Vec::new, |track| {
        let mut pool = near(call, catalogue.album(catalogue.album_of(track)).artist);
        pool.retain(|&other| other != track);
        pool
    });
    Seed {
        kind: "TRACK",
        href: Some(format!("{}/tracks/{id}", call.shape.base)),
        pool,
        id,
    }
}

/// The tracks of an artist and of the two that are most like that one.
fn near(call: &Call<'_>, artist: usize) -> Vec<usize> {
    let catalogue = &call.mock.catalogue;
    let related = catalogue.related_to(artist).into_iter().take(2);
    let artists = std::iter::once(artist).chain(related);
    artists
        .flat_map(|artist| catalogue.tracks_of(artist))
        .collect()
}

/// What `min_`, `max_` and `target_` say, by attribute.
#[derive(Default)]
struct Wishes {
    least: Vec<(&'static Attribute, f64)>,
    most: Vec<(&'static Attribute, f64)>,
    target: Vec<(&'static Attribute, f64)>,
}

impl Wishes {
    /// Reads them all. A wish that cannot be understood is refused, never passed over.
    fn of(call: &Call<'_>) -> Result<Self, Answer> {
        let mut wishes = Self::default();
        for (name, value) in form_urlencoded::parse(call.request.query().as_bytes()) {
            let Some((prefix, attribute)) = name.split_once('_') else {
                continue;
            };
            let list = match prefix {
                "min" => &mut wishes.least,
                "max" => &mut wishes.most,
                "target" => &mut wishes.target,
                _ => continue,
            };
            let refused = || Answer::error(400, &format!("Invalid value for {name}"));
            let attribute = ATTRIBUTES.iter().find(|known| known.name == attribute);
            let attribute = attribute.ok_or_else(refused)?;
            list.push((attribute, read(attribute, &value).ok_or_else(refused)?));
        }
        Ok(wishes)
    }

    fn allow(&self, call: &Call<'_>, track: usize) -> bool {
        let value = |attribute: &Attribute| call.mock.catalogue.attribute(track, attribute.name);
        let above = |(attribute, least): &(&Attribute, f64)| value(attribute) >= Some(*least);
        let below = |(attribute, most): &(&Attribute, f64)| {
            value(attribute).is_some_and(|value| value <= *most)
        };
        self.least.iter().all(above) && self.most.iter().all(below)
    }

    /// How far a track is from the targets, each in thousandths of its value.
    fn distance(&self, call: &Call<'_>, track: usize) -> u64 {
        let distances = self.target.iter().map(|(attribute, target)| {
            let value = call.mock.catalogue.attribute(track, attribute.name);
            let scale = target.abs().max(1.0);
            value.map_or(u64::from(u32::MAX), |value| {
                ((value - target).abs() / scale * 1_000.0) as u64
            })
        });
        distances.sum()
    }
}

/// A number in the attribute's range, whole where it must be.
fn read(attribute: &Attribute, text: &str) -> Option<f64> {
    let value: f64 = match attribute.whole {
        true => f64::from(text.parse::<i32>().ok()?),
        false => text.parse().ok()?,
    };
    (attribute.least..=attribute.most)
        .contains(&value)
        .then_some(value)
}
