//! Shows.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetShow::new(ids.show),
        GetShow::new(ids.show).market(Market::SE),
        &["shows/show.extended", "shows/show.development"],
    );
    visit.visit(
        GetShowEpisodes::new(ids.show),
        GetShowEpisodes::new(ids.show)
            .market(Market::SE)
            .limit(50)
            .offset(100),
        &["shows/episodes.extended", "shows/episodes.development"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetShows::new([ids.show]),
        GetShows::new([ids.show, ids.show]).market(Market::SE),
        &["shows/several.extended"],
    );
}
