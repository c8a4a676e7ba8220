//! Browse.

use super::{Ids, Visit};

#[cfg(not(feature = "deprecated"))]
pub(super) fn visit(_: &Ids, _: &mut impl Visit) {}

#[cfg(feature = "deprecated")]
pub(super) fn visit(_: &Ids, visit: &mut impl Visit) {
    use spotify_endpoints::*;

    visit.visit(
        GetFeaturedPlaylists::new(),
        GetFeaturedPlaylists::new()
            .locale(Locale::from_static("es_MX"))
            .limit(50)
            .offset(100),
        &["browse/featured-playlists.extended"],
    );
    visit.visit(
        GetNewReleases::new(),
        GetNewReleases::new().limit(50).offset(100),
        &["browse/new-releases.extended"],
    );
}
