//! Episodes.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetEpisode::new(ids.episode),
        GetEpisode::new(ids.episode).market(Market::SE),
        &["episodes/episode.extended", "episodes/episode.development"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetEpisodes::new([ids.episode]),
        GetEpisodes::new([ids.episode, ids.episode]).market(Market::SE),
        &["episodes/several.extended"],
    );
}
