//! What is followed.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetFollowedArtists::new(),
        GetFollowedArtists::new()
            .after(ids.artist.as_str())
            .limit(50),
        &["follow/artists.extended", "follow/artists.development"],
    );
}
