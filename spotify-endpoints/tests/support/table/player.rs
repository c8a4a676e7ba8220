//! The player.

use std::time::Duration;

use spotify_core::Timestamp;
use spotify_endpoints::{model::RepeatMode, *};

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    reads(ids, visit);
    commands(ids, visit);
}

/// What begins with `Add` and `Get`.
fn reads(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        AddToQueue::new(ids.track),
        AddToQueue::new(ids.episode).device_id(&*ids.device),
        &[],
    );
    visit.visit(
        GetCurrentlyPlaying::new(),
        GetCurrentlyPlaying::new()
            .market(Market::SE)
            .additional_types([AdditionalType::Track]),
        &[
            "player/currently-playing.extended",
            "player/currently-playing.development",
        ],
    );
    visit.visit(
        GetDevices::new(),
        GetDevices::new(),
        &["player/devices.extended", "player/devices.development"],
    );
    visit.visit(
        GetPlaybackState::new(),
        GetPlaybackState::new()
            .market(Market::SE)
            .additional_types([AdditionalType::Track]),
        &["player/state.extended", "player/state.development"],
    );
    visit.visit(
        GetQueue::new(),
        GetQueue::new(),
        &["player/queue.extended", "player/queue.development"],
    );
    visit.visit(
        GetRecentlyPlayed::new(),
        GetRecentlyPlayed::new()
            .limit(50)
            .before(Timestamp::from_millis(1_795_348_800_123)),
        &[
            "player/recently-played.extended",
            "player/recently-played.development",
            "player/recently-played.empty",
        ],
    );
}

fn commands(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        PausePlayback::new(),
        PausePlayback::new().device_id(&*ids.device),
        &[],
    );
    visit.visit(
        SeekToPosition::new(Duration::ZERO),
        SeekToPosition::new(Duration::from_micros(90_000_999)).device_id(&*ids.device),
        &[],
    );
    visit.visit(
        SetRepeat::new(RepeatMode::Off),
        SetRepeat::new(RepeatMode::Context).device_id(&*ids.device),
        &[],
    );
    visit.visit(
        SetShuffle::new(true),
        SetShuffle::new(false).device_id(&*ids.device),
        &[],
    );
    visit.visit(
        SetVolume::new(0),
        SetVolume::new(100).device_id(&*ids.device),
        &[],
    );
    visit.visit(
        SkipToNext::new(),
        SkipToNext::new().device_id(&*ids.device),
        &[],
    );
    visit.visit(
        SkipToPrevious::new(),
        SkipToPrevious::new().device_id(&*ids.device),
        &[],
    );
    visit.visit(
        StartPlayback::new(),
        StartPlayback::new()
            .device_id(&*ids.device)
            .context_uri(ids.playlist)
            .offset(Offset::Uri(ids.track.into()))
            .position(Duration::from_millis(25_000)),
        &[],
    );
    visit.visit(
        TransferPlayback::new(&*ids.device),
        TransferPlayback::new(&*ids.device).play(true),
        &[],
    );
}
