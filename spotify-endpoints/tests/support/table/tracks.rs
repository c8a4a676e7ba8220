//! Tracks.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetAudioAnalysis::new(ids.track),
        GetAudioAnalysis::new(ids.track),
        &["tracks/audio-analysis.extended"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetAudioFeatures::new(ids.track),
        GetAudioFeatures::new(ids.track),
        &["tracks/audio-features.extended"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetRecommendations::new(Seeds::new().artists([ids.artist])),
        recommendations(ids),
        &["tracks/recommendations.extended"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetSeveralAudioFeatures::new([ids.track]),
        GetSeveralAudioFeatures::new([ids.track, ids.track]),
        &["tracks/several-audio-features.extended"],
    );
    visit.visit(
        GetTrack::new(ids.track),
        GetTrack::new(ids.track).market(Market::SE),
        &[
            "tracks/track.extended",
            "tracks/track.development",
            "tracks/relinked.extended",
            "tracks/restricted.extended",
            "tracks/restricted.development",
        ],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetTracks::new([ids.track]),
        GetTracks::new([ids.track, ids.track]).market(Market::SE),
        &["tracks/several.extended"],
    );
}

/// Every attribute with all of its bounds.
#[cfg(feature = "deprecated")]
fn recommendations(ids: &Ids) -> GetRecommendations {
    let seeds = Seeds::new()
        .artists([ids.artist])
        .genres([&*ids.genre, "r-n-b"])
        .tracks([ids.track, ids.track]);
    let request = GetRecommendations::new(seeds).limit(100).market(Market::SE);
    Attribute::ALL.iter().fold(request, |request, attribute| {
        let (min, max) = attribute.range().unwrap_or((3, 11));
        let middle = if attribute.is_whole() {
            f64::from(max / 2)
        } else {
            f64::from(max) * 0.5
        };
        request.tune(*attribute, (min, max, middle))
    })
}
