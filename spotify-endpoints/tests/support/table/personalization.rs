//! What the user listens to most.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(_: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetTopArtists::new(),
        GetTopArtists::new()
            .time_range(TimeRange::LongTerm)
            .limit(50)
            .offset(50),
        &[
            "personalization/top-artists.extended",
            "personalization/top-artists.development",
        ],
    );
    visit.visit(
        GetTopTracks::new(),
        GetTopTracks::new()
            .time_range(TimeRange::LongTerm)
            .limit(50)
            .offset(50),
        &[
            "personalization/top-tracks.extended",
            "personalization/top-tracks.development",
        ],
    );
}
