//! Albums, artists, tracks, shows, episodes, and their images.

use std::io::Write;

use flate2::{Compression, Crc, write::ZlibEncoder};
use serde_json::{Value, json};

use super::{Call, Outcome, resource_not_found};
use crate::mock::{
    catalogue::{Kind, MARKETS, is_id},
    fault::Answer,
    random::SplitMix,
};

/// Most ids in one request for several tracks.
const MAX_IDS: usize = 50;

pub(super) fn album(call: &Call<'_>, id: &str) -> Outcome {
    let index = call.find(id, Kind::Album)?;
    Ok(tagged(call, &call.shape.album(index)))
}

pub(super) fn album_tracks(call: &Call<'_>, id: &str) -> Outcome {
    let index = call.find(id, Kind::Album)?;
    let window = call.window(20, 50)?;
    let page = call
        .shape
        .album_tracks(index, window, &call.repeated(&["market"]));
    Ok(tagged(call, &page))
}

pub(super) fn artist(call: &Call<'_>, id: &str) -> Outcome {
    let index = call.find(id, Kind::Artist)?;
    Ok(tagged(call, &call.shape.artist(index)))
}

pub(super) fn artist_albums(call: &Call<'_>, id: &str) -> Outcome {
    let index = call.find(id, Kind::Artist)?;
    let (default, most) = if call.shape.extended {
        (20, 50)
    } else {
        (5, 10)
    };
    let window = call.window(default, most)?;
    let groups = call.param("include_groups");
    let mut albums = call.mock.catalogue.albums_of(index);
    if let Some(groups) = &groups {
        let groups: Vec<&str> = groups.split(',').collect();
        albums.retain(|&album| groups.contains(&call.mock.catalogue.album_type(album)));
    }
    let total = albums.len();
    let items = window
        .of(albums)
        .map(|album| call.shape.discography_album(album))
        .collect();
    let query = call.repeated(&["include_groups", "market"]);
    let page = call.shape.page(
        &format!("/artists/{id}/albums"),
        &query,
        total,
        window,
        items,
    );
    Ok(tagged(call, &page))
}

pub(super) fn track(call: &Call<'_>, id: &str) -> Outcome {
    let index = call.find(id, Kind::Track)?;
    Ok(tagged(call, &call.shape.track(index)))
}

/// Several tracks at once, null for each that is not there.
pub(super) fn tracks(call: &Call<'_>) -> Outcome {
    let ids = call
        .param("ids")
        .ok_or_else(|| Answer::error(400, "Missing required field: ids"))?;
    let ids: Vec<&str> = ids.split(',').collect();
    if ids.len() > MAX_IDS {
        return Err(Answer::error(400, "Too many ids requested"));
    }
    if !ids.iter().all(|id| is_id(id)) {
        return Err(Answer::error(400, "Invalid base62 id"));
    }
    let tracks: Vec<Value> = ids
        .iter()
        .map(|id| {
            call.find(id, Kind::Track)
                .map_or(Value::Null, |index| call.shape.track(index))
        })
        .collect();
    Ok(Answer::json(200, &json!({"tracks": tracks})))
}

pub(super) fn show(call: &Call<'_>, id: &str) -> Outcome {
    let index = call.find(id, Kind::Show)?;
    available(call)?;
    Ok(tagged(call, &call.shape.show(index)))
}

pub(super) fn show_episodes(call: &Call<'_>, id: &str) -> Outcome {
    let index = call.find(id, Kind::Show)?;
    available(call)?;
    let window = call.window(20, 50)?;
    let page = call
        .shape
        .show_episodes(index, window, &call.repeated(&["market"]));
    Ok(tagged(call, &page))
}

pub(super) fn episode(call: &Call<'_>, id: &str) -> Outcome {
    let index = call.find(id, Kind::Episode)?;
    available(call)?;
    Ok(tagged(call, &call.shape.episode(index)))
}

/// Shows are available in a country only: the user's, or the one asked for.
fn available(call: &Call<'_>) -> Result<(), Answer> {
    match call.access.user || call.shape.market {
        true => Ok(()),
        false => Err(resource_not_found()),
    }
}

pub(super) fn markets() -> Outcome {
    let markets: Vec<&str> = MARKETS.split_ascii_whitespace().collect();
    Ok(Answer::json(200, &json!({"markets": markets})))
}

/// An answer that may be kept and asked about: 304 if the client has it.
fn tagged(call: &Call<'_>, body: &Value) -> Answer {
    let answer = Answer::json(200, body).header("cache-control", "public, max-age=30");
    let tag = SplitMix::of(u64::from(checksum(&answer.body)), "tag", answer.body.len()).hex(32);
    let tag = format!("\"{tag}\"");
    let known = call
        .request
        .header("if-none-match")
        .is_some_and(|known| known == tag);
    let answer = if known { Answer::empty(304) } else { answer };
    answer.header("etag", tag)
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A cover as PNG: two colours that follow from the id, one fading into the other.
pub(super) fn image(path: &str) -> Answer {
    let mut segments = path.rsplit('/');
    let size = segments.next().and_then(|size| size.parse::<u32>().ok());
    let Some(size) = size.filter(|size| [64, 300, 640].contains(size)) else {
        return Answer::html(404);
    };
    let id = segments.next().unwrap_or_default();
    let mut chance = SplitMix::of(0, id, 0);
    let mut colour = || [(); 3].map(|()| chance.below(256) as u32);
    let (from, to) = (colour(), colour());
    let mut pixels = Vec::new();
    for y in 0..size {
        pixels.push(0);
        for x in 0..size {
            let mixed =
                |(a, b): (u32, u32)| ((a * (2 * size - x - y) + b * (x + y)) / (2 * size)) as u8;
            pixels.extend(from.into_iter().zip(to).map(mixed));
        }
    }
    Answer::empty(200)
        .header("content-type", "image/png")
        .header("cache-control", "public, max-age=31536000")
        .body(png(size, &pixels))
}

fn png(size: u32, rows: &[u8]) -> Vec<u8> {
    let mut header = [size.to_be_bytes(), size.to_be_bytes()].concat();
    // Eight bits, red green blue, no options.
    header.extend([8, 2, 0, 0, 0]);
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory does not fail.
    let _ = encoder.write_all(rows);
    let data = encoder.finish().unwrap_or_default();
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let named = [&name[..], data].concat();
        let length = (data.len() as u32).to_be_bytes();
        [&length[..], &named, &checksum(&named).to_be_bytes()].concat()
    };
    let chunks = [
        chunk(b"IHDR", &header),
        chunk(b"IDAT", &data),
        chunk(b"IEND", b""),
    ];
    [&b"\x89PNG\r\n\x1a\n"[..], &chunks.concat()].concat()
}
