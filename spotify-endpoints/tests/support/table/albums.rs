//! Albums.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetAlbum::new(ids.album),
        GetAlbum::new(ids.album).market(Market::SE),
        &["albums/album.extended", "albums/album.development"],
    );
    visit.visit(
        GetAlbumTracks::new(ids.album),
        GetAlbumTracks::new(ids.album)
            .market(Market::SE)
            .limit(50)
            .offset(100),
        &["albums/tracks.extended", "albums/tracks.development"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetAlbums::new([ids.album]),
        GetAlbums::new([ids.album, ids.album]).market(Market::SE),
        &["albums/several.extended"],
    );
}
