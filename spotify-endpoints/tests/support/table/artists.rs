//! Artists.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetArtist::new(ids.artist),
        GetArtist::new(ids.artist),
        &["artists/artist.extended", "artists/artist.development"],
    );
    visit.visit(
        GetArtistAlbums::new(ids.artist),
        GetArtistAlbums::new(ids.artist)
            .include_groups([
                model::AlbumGroup::Album,
                model::AlbumGroup::Single,
                model::AlbumGroup::AppearsOn,
                model::AlbumGroup::Compilation,
            ])
            .market(Market::SE)
            .limit(10)
            .offset(100),
        &["artists/albums.extended", "artists/albums.development"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetArtistTopTracks::new(ids.artist),
        GetArtistTopTracks::new(ids.artist).market(Market::SE),
        &["artists/top-tracks.extended"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetArtists::new([ids.artist]),
        GetArtists::new([ids.artist, ids.artist]),
        &["artists/several.extended"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetRelatedArtists::new(ids.artist),
        GetRelatedArtists::new(ids.artist),
        &["artists/related.extended"],
    );
}
