//! The older parts of the library: tracks, albums, episodes, shows, audiobooks by their ids.

use serde_json::{Value, json};

use super::{has, permit, set};
use crate::mock::{
    api::{
        Call, Outcome,
        call::{missing, well_formed},
        private,
    },
    clock,
    fault::Answer,
    lock,
    state::Shelf,
};

/// Most ids in one request; in a query for albums fewer.
const MAX_IDS: usize = 50;
const MAX_ALBUMS: usize = 20;

/// Saves or removes what the query or the body names.
pub(super) fn change(call: &Call<'_>, shelf: Shelf, save: bool) -> Outcome {
    permit(call, shelf, "modify")?;
    if save
        && shelf == Shelf::Tracks
        && let Some(dated) = dated(call)?
    {
        let mut state = lock(&call.mock.state);
        for (id, at) in dated {
            state
                .library
                .save(shelf, &super::original(call, shelf, &id), Some(at));
        }
        return Ok(Answer::empty(200));
    }
    let ids = ids(call, shelf)?;
    let mut state = lock(&call.mock.state);
    // The last one ends up first, as with single calls.
    for id in ids {
        set(call, &mut state, shelf, &id, save);
    }
    Ok(Answer::empty(200))
}

pub(super) fn contains(call: &Call<'_>, shelf: Shelf) -> Outcome {
    permit(call, shelf, "read")?;
    let ids = call.ids(most_in_query(shelf))?;
    let state = lock(&call.mock.state);
    let found = ids.iter().map(|id| has(call, &state, shelf, id));
    let found: Vec<bool> = found.collect::<Result<_, _>>()?;
    Ok(private(&json!(found)))
}

fn most_in_query(shelf: Shelf) -> usize {
    match shelf {
        Shelf::Albums => MAX_ALBUMS,
        _ => MAX_IDS,
    }
}

/// The ids of the query; if it has none, those of the body, which audiobooks do not have.
fn ids(call: &Call<'_>, shelf: Shelf) -> Result<Vec<String>, Answer> {
    if call.param("ids").is_some() || shelf == Shelf::Audiobooks {
        return call.ids(most_in_query(shelf));
    }
    let body = call.body()?;
    let ids = body.get("ids").ok_or_else(|| missing("ids"))?;
    well_formed(texts(ids)?, MAX_IDS)
}

fn texts(ids: &Value) -> Result<Vec<String>, Answer> {
    let ids = ids.as_array().map(Vec::as_slice).unwrap_or_default();
    let texts = ids.iter().map(|id| id.as_str().map(str::to_owned));
    texts
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Answer::error(400, "Invalid base62 id"))
}

/// `timestamped_ids` of a body: they win over `ids`.
fn dated(call: &Call<'_>) -> Result<Option<Vec<(String, i64)>>, Answer> {
    let body = call.body()?;
    let Some(rows) = body.get("timestamped_ids").and_then(Value::as_array) else {
        return Ok(None);
    };
    let ids: Value = rows.iter().map(|row| row.get("id").cloned()).collect();
    let ids = well_formed(texts(&ids)?, MAX_IDS)?;
    let moment = |row: &Value| clock::unix_seconds(row.get("added_at")?.as_str()?);
    let moments: Option<Vec<i64>> = rows.iter().map(moment).collect();
    let moments = moments.ok_or_else(|| Answer::error(400, "Invalid timestamp"))?;
    Ok(Some(ids.into_iter().zip(moments).collect()))
}
