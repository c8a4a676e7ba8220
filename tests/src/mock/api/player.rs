//! The player: what plays, on which device, and the commands.

use serde_json::{Value, json};

use super::{Call, Outcome, private};
use crate::mock::{
    catalogue::{Kind, NOW, is_id},
    fault::{Answer, Forbidden},
    json::put,
    lock,
    random::SplitMix,
    state::{Content, Device, Playback, Player, State, album_items},
};

pub(super) fn route(call: &Call<'_>, method: &str, segments: &[&str]) -> Option<Outcome> {
    // Who may not command is told so before what is wrong with the command.
    if method != "GET"
        && let Err(refused) = call.scope("user-modify-playback-state")
    {
        return Some(Err(refused));
    }
    let outcome = match (method, segments) {
        ("GET", []) => playing(call, true),
        ("GET", ["currently-playing"]) => playing(call, false),
        ("GET", ["devices"]) => devices(call),
        ("GET", ["queue"]) => queue(call),
        ("PUT", []) => transfer(call),
        ("PUT", ["play"]) => play(call),
        ("PUT", ["pause"]) => command(call, |player| {
            player.playing = false;
            Ok(Answer::empty(204))
        }),
        ("POST", ["next"]) => command(call, |player| {
            player.next();
            Ok(acknowledged(player))
        }),
        ("POST", ["previous"]) => command(call, |player| match player.previous() {
            true => Ok(acknowledged(player)),
            false => Err(Answer::forbidden(Forbidden::Restriction)),
        }),
        ("PUT", ["seek"]) => seek(call),
        ("PUT", ["repeat"]) => repeat(call),
        ("PUT", ["shuffle"]) => shuffle(call),
        ("PUT", ["volume"]) => volume(call),
        ("POST", ["queue"]) => enqueue(call),
        _ => return None,
    };
    Some(outcome)
}

fn playing(call: &Call<'_>, whole: bool) -> Outcome {
    match whole {
        true => call.scope("user-read-playback-state")?,
        false => call.any_scope(&["user-read-currently-playing", "user-read-playback-state"])?,
    }
    let state = lock(&call.mock.state);
    let player = &state.player;
    let Some(device) = player.active.and_then(|active| player.devices.get(active)) else {
        return Ok(Answer::empty(204));
    };
    let item = player
        .item()
        .filter(|(kind, _)| *kind != Kind::Episode || call.shape.episodes);
    let kind = player.item().map_or("unknown", |(kind, _)| kind.word());
    let moving = if player.playing {
        "resuming"
    } else {
        "pausing"
    };
    let mut json = json!({
        "actions": {"disallows": {moving: true}},
        "context": player.playback.context.as_deref().map(|uri| context(call, uri)),
        "currently_playing_type": kind,
        "is_playing": player.playing,
        "item": item.map(|item| playable(call, item)),
        "progress_ms": player.progress_ms,
        "timestamp": NOW * 1_000,
    });
    if whole {
        put(&mut json, "device", device_json(device, true));
        put(&mut json, "repeat_state", json!(player.repeat));
        put(&mut json, "shuffle_state", json!(player.shuffle));
        put(&mut json, "smart_shuffle", json!(false));
    }
    Ok(private(&json))
}

fn devices(call: &Call<'_>) -> Outcome {
    call.scope("user-read-playback-state")?;
    let state = lock(&call.mock.state);
    let active = state.player.active;
    let devices: Vec<Value> = state
        .player
        .devices
        .iter()
        .enumerate()
        .map(|(index, device)| device_json(device, active == Some(index)))
        .collect();
    Ok(private(&json!({"devices": devices})))
}

fn queue(call: &Call<'_>) -> Outcome {
    call.any_scope(&["user-read-currently-playing", "user-read-playback-state"])?;
    let state = lock(&call.mock.state);
    let player = &state.player;
    let (now, upcoming) = match player.active {
        Some(_) => (player.item(), player.upcoming()),
        None => (None, Vec::new()),
    };
    let upcoming: Vec<Value> = upcoming
        .into_iter()
        .map(|item| playable(call, item))
        .collect();
    let now = now.map(|item| playable(call, item));
    Ok(private(
        &json!({"currently_playing": now, "queue": upcoming}),
    ))
}

fn transfer(call: &Call<'_>) -> Outcome {
    let body = call.body()?;
    let ids = body
        .get("device_ids")
        .and_then(Value::as_array)
        .map(Vec::as_slice);
    let [id] = ids.unwrap_or_default() else {
        return Err(Answer::error(400, "Exactly one device id is needed"));
    };
    let mut state = lock(&call.mock.state);
    let player = &mut state.player;
    player.active = Some(device(player, id.as_str().unwrap_or_default())?);
    if let Some(play) = body.get("play").and_then(Value::as_bool) {
        player.playing = play || player.playing;
    }
    Ok(Answer::empty(204))
}

fn play(call: &Call<'_>) -> Outcome {
    let body = call.body()?;
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let playback = match (
        text("context_uri"),
        body.get("uris").and_then(Value::as_array),
    ) {
        (Some(uri), _) => Some(from_context(call, uri, body.get("offset"))?),
        (None, Some(uris)) => {
            let items = uris.iter().map(|uri| item(call, uri.as_str()?));
            let items = items
                .collect::<Option<Vec<_>>>()
                .filter(|items| !items.is_empty());
            let items = items.ok_or_else(|| Answer::error(400, "Invalid track uri"))?;
            let at = offset(call, body.get("offset"), &items);
            Some(Playback {
                context: None,
                items,
                at,
            })
        }
        (None, None) => None,
    };
    let position = body.get("position_ms").and_then(Value::as_u64);
    command(call, |player| {
        if let Some(playback) = playback {
            (player.playback, player.progress_ms) = (playback, 0);
        }
        player.progress_ms = position.unwrap_or(player.progress_ms);
        player.playing = true;
        Ok(acknowledged(player))
    })
}

fn from_context(call: &Call<'_>, uri: &str, at: Option<&Value>) -> Result<Playback, Answer> {
    let catalogue = &call.mock.catalogue;
    let parsed = uri
        .strip_prefix("spotify:")
        .and_then(|uri| uri.split_once(':'));
    let (kind, id) = parsed
        .filter(|(_, id)| is_id(id))
        .ok_or_else(|| Answer::error(400, "Invalid context uri"))?;
    let items = match (kind, catalogue.find(id)) {
        ("album", Some((Kind::Album, index))) => album_items(catalogue, index),
        ("artist", Some((Kind::Artist, index))) => catalogue
            .albums_of(index)
            .into_iter()
            .flat_map(|a| album_items(catalogue, a))
            .collect(),
        ("show", Some((Kind::Show, index))) => catalogue
            .episodes_of(index)
            .into_iter()
            .map(|e| (Kind::Episode, e))
            .collect(),
        ("playlist", _) => playlist_items(&lock(&call.mock.state), id),
        _ => Vec::new(),
    };
    if items.is_empty() {
        return Err(super::resource_not_found());
    }
    let at = offset(call, at, &items);
    Ok(Playback {
        context: Some(uri.to_owned()),
        items,
        at,
    })
}

fn playlist_items(state: &State, id: &str) -> Vec<(Kind, usize)> {
    let rows = state
        .playlist(id)
        .map(|playlist| playlist.rows.as_slice())
        .unwrap_or_default();
    rows.iter()
        .filter_map(|row| match row.content {
            Content::Track(index) => Some((Kind::Track, index)),
            Content::Episode(index) | Content::Hybrid(index) => Some((Kind::Episode, index)),
            Content::Local { .. } | Content::Gone => None,
        })
        .collect()
}

/// Where to begin: `{"position": 3}` or `{"uri": …}`.
fn offset(call: &Call<'_>, offset: Option<&Value>, items: &[(Kind, usize)]) -> usize {
    let Some(offset) = offset else { return 0 };
    let named = offset
        .get("uri")
        .and_then(Value::as_str)
        .and_then(|uri| item(call, uri));
    let position = offset
        .get("position")
        .and_then(Value::as_u64)
        .map(|at| at as usize);
    named
        .and_then(|named| items.iter().position(|item| *item == named))
        .or(position.filter(|at| *at < items.len()))
        .unwrap_or(0)
}

fn seek(call: &Call<'_>) -> Outcome {
    let to = call.param("position_ms").and_then(|text| text.parse().ok());
    let to = to.ok_or_else(|| Answer::error(400, "Invalid position"))?;
    command(call, |player| {
        player.progress_ms = to;
        Ok(Answer::empty(204))
    })
}

fn repeat(call: &Call<'_>) -> Outcome {
    let state = call
        .param("state")
        .filter(|s| ["track", "context", "off"].contains(&s.as_str()));
    let state = state.ok_or_else(|| Answer::error(400, "Invalid repeat state"))?;
    command(call, |player| {
        player.repeat = state;
        Ok(acknowledged(player))
    })
}

fn shuffle(call: &Call<'_>) -> Outcome {
    let state = call.param("state").and_then(|text| text.parse().ok());
    let state = state.ok_or_else(|| Answer::error(400, "Invalid shuffle state"))?;
    command(call, |player| {
        player.shuffle = state;
        Ok(acknowledged(player))
    })
}

fn volume(call: &Call<'_>) -> Outcome {
    let percent = call
        .param("volume_percent")
        .and_then(|text| text.parse::<u8>().ok());
    let percent = percent.filter(|percent| *percent <= 100);
    let percent = percent.ok_or_else(|| Answer::error(400, "Invalid volume"))?;
    command(call, |player| {
        let active = player
            .active
            .and_then(|active| player.devices.get_mut(active));
        match active {
            Some(device) if device.volume.is_some() => device.volume = Some(percent),
            _ => {
                return Err(Answer::error_with_reason(
                    403,
                    "Player command failed: Cannot control device volume",
                    "VOLUME_CONTROL_DISALLOW",
                ));
            }
        }
        Ok(Answer::empty(204))
    })
}

fn enqueue(call: &Call<'_>) -> Outcome {
    let uri = call
        .param("uri")
        .ok_or_else(|| Answer::error(400, "Missing required field: uri"))?;
    let item = item(call, &uri).ok_or_else(|| Answer::error(400, "Invalid track uri"))?;
    command(call, |player| {
        player.queue.push(item);
        Ok(acknowledged(player))
    })
}

/// Runs a command on the device that is named, or on the active one.
fn command(call: &Call<'_>, run: impl FnOnce(&mut Player) -> Outcome) -> Outcome {
    let mut state = lock(&call.mock.state);
    let player = &mut state.player;
    match call.param("device_id") {
        Some(id) => player.active = Some(device(player, &id)?),
        None if player.active.is_none() => {
            return Err(Answer::error_with_reason(
                404,
                "Player command failed: No active device found",
                "NO_ACTIVE_DEVICE",
            ));
        }
        None => {}
    }
    run(player)
}

fn device(player: &Player, id: &str) -> Result<usize, Answer> {
    let found = player
        .devices
        .iter()
        .position(|device| device.id.as_deref() == Some(id));
    let found = found.ok_or_else(|| Answer::error(404, "Device not found"))?;
    match player
        .devices
        .get(found)
        .is_some_and(|device| device.restricted)
    {
        true => Err(Answer::forbidden(Forbidden::Restriction)),
        false => Ok(found),
    }
}

/// 200 with a text that is no JSON and says nothing: what the player often answers.
fn acknowledged(player: &Player) -> Answer {
    let text = SplitMix::of(player.progress_ms, "command", player.playback.at).base62(64);
    Answer::empty(200).body(text)
}

fn item(call: &Call<'_>, uri: &str) -> Option<(Kind, usize)> {
    let (kind, id) = uri.strip_prefix("spotify:")?.split_once(':')?;
    match (kind, call.mock.catalogue.find(id)?) {
        ("track", (Kind::Track | Kind::Twin, index)) => Some((Kind::Track, index)),
        ("episode", (Kind::Episode, index)) => Some((Kind::Episode, index)),
        _ => None,
    }
}

fn playable(call: &Call<'_>, (kind, index): (Kind, usize)) -> Value {
    match kind {
        Kind::Episode => call.shape.episode(index),
        _ => call.shape.track(index),
    }
}

fn context(call: &Call<'_>, uri: &str) -> Value {
    let (kind, id) = uri
        .trim_start_matches("spotify:")
        .split_once(':')
        .unwrap_or_default();
    json!({
        "external_urls": {"spotify": format!("https://open.spotify.com/{kind}/{id}")},
        "href": format!("{}/{kind}s/{id}", call.shape.base),
        "type": kind,
        "uri": uri,
    })
}

fn device_json(device: &Device, active: bool) -> Value {
    json!({
        "id": device.id,
        "is_active": active,
        "is_private_session": false,
        "is_restricted": device.restricted,
        "name": device.name,
        "supports_volume": device.volume.is_some(),
        "type": device.kind,
        "volume_percent": device.volume,
    })
}
