//! What the user has heard: charts and recent plays.

use serde_json::{Value, json};

use super::{Call, Outcome, private};
use crate::mock::{catalogue::ARTISTS, clock, fault::Answer, lock, random::SplitMix, state::Play};

/// Items of a chart.
const CHART: usize = 50;

pub(super) fn top(call: &Call<'_>, kind: &str) -> Outcome {
    call.scope("user-top-read")?;
    let range = call
        .param("time_range")
        .unwrap_or_else(|| "medium_term".to_owned());
    if !["short_term", "medium_term", "long_term"].contains(&range.as_str()) {
        return Err(Answer::error(400, "Invalid time range"));
    }
    let window = call.window(20, 50)?;
    // A chart is stable at its head and differs by range further down.
    let place = |index: usize| {
        let luck = SplitMix::of(call.mock.catalogue.seed, &range, index).below(12);
        (index + luck * usize::from(index > 1), index)
    };
    let mut order: Vec<usize> = (0..ARTISTS).collect();
    order.sort_by_key(|&index| place(index));
    let ranked = window.of(order.into_iter().take(CHART));
    let items: Vec<Value> = match kind {
        "artists" => ranked.map(|artist| call.shape.artist(artist)).collect(),
        "tracks" => {
            // A track from the first album of each artist.
            ranked
                .map(|artist| {
                    let album = call.mock.catalogue.album(artist);
                    call.shape
                        .track(album.first_track + artist % album.tracks.max(1))
                })
                .collect()
        }
        _ => return Err(Answer::error(400, &format!("Invalid type: {kind}"))),
    };
    let query = [("time_range".to_owned(), range)];
    Ok(private(&call.shape.page(
        &format!("/me/top/{kind}"),
        &query,
        CHART,
        window,
        items,
    )))
}

/// A page with two cursors, not wrapped and without a total.
pub(super) fn recently_played(call: &Call<'_>) -> Outcome {
    call.scope("user-read-recently-played")?;
    let limit = call.limit(20, 50)?;
    let (after, before) = (call.param("after"), call.param("before"));
    if after.is_some() && before.is_some() {
        return Err(Answer::error(
            400,
            "Only one of after and before may be given",
        ));
    }
    let moment = |text: Option<String>| {
        text.map(|text| text.parse::<i64>())
            .transpose()
            .map_err(|_| Answer::error(400, "Invalid cursor"))
    };
    let (after, before) = (moment(after)?, moment(before)?);
    let in_range = |play: &Play| {
        before.is_none_or(|before| play.at_ms < before)
            && after.is_none_or(|after| play.at_ms > after)
    };
    let plays: Vec<Play> = lock(&call.mock.state)
        .history
        .iter()
        .filter(|play| in_range(play))
        .cloned()
        .collect();
    let shown: Vec<&Play> = match after {
        // The first plays after a moment, the newest of them first.
        Some(_) => plays
            .iter()
            .skip(plays.len().saturating_sub(limit))
            .collect(),
        None => plays.iter().take(limit).collect(),
    };
    let link = |pairs: &str| {
        format!(
            "{}/me/player/recently-played?{pairs}limit={limit}",
            call.shape.base
        )
    };
    let cursors = shown.first().zip(shown.last());
    let next = cursors
        .filter(|_| plays.len() > shown.len())
        .map(|(newest, oldest)| match after {
            Some(_) => link(&format!("after={}&", newest.at_ms)),
            None => link(&format!("before={}&", oldest.at_ms)),
        });
    let items: Vec<Value> = shown.iter().map(|play| history_item(call, play)).collect();
    Ok(private(&json!({
        "cursors": cursors.map(|(newest, oldest)| json!({
            "after": newest.at_ms.to_string(),
            "before": oldest.at_ms.to_string(),
        })),
        "href": link(""),
        "items": items,
        "limit": limit,
        "next": next,
    })))
}

fn history_item(call: &Call<'_>, play: &Play) -> Value {
    let context = play.playlist.as_ref().map(|id| {
        json!({
            "external_urls": {"spotify": format!("https://open.spotify.com/playlist/{id}")},
            "href": format!("{}/playlists/{id}", call.shape.base),
            "type": "playlist",
            "uri": format!("spotify:playlist:{id}"),
        })
    });
    let (seconds, millis) = (play.at_ms.div_euclid(1_000), play.at_ms.rem_euclid(1_000));
    let at = clock::rfc3339(seconds).replace('Z', &format!(".{millis:03}Z"));
    json!({"context": context, "played_at": at, "track": call.shape.track(play.track)})
}
