//! Tracks.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetTrack::new(ids.track),
        GetTrack::new(ids.track).market(Market::SE),
        &[
            "tracks/track.extended",
            "tracks/track.development",
            "tracks/relinked.extended",
            "tracks/restricted.extended",
        ],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetTracks::new([ids.track]),
        GetTracks::new([ids.track, ids.track]).market(Market::SE),
        &["tracks/several.extended"],
    );
}
