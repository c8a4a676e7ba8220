//! The player.

use std::time::Duration;

use spotify_core::Timestamp;
use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetPlaybackState::new(),
        GetPlaybackState::new()
            .market(Market::SE)
            .additional_types([AdditionalType::Track]),
        &["player/state.extended", "player/state.development"],
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
    visit.visit(
        SkipToNext::new(),
        SkipToNext::new().device_id(&*ids.device),
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
}
