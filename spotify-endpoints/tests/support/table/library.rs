//! The library.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        CheckLibrary::new([ids.track, ids.track]),
        CheckLibrary::new([LibraryUri::from(ids.track), ids.artist.into()]),
        &["library/contains"],
    );
    visit.visit(
        GetSavedTracks::new(),
        GetSavedTracks::new()
            .market(Market::FROM_TOKEN)
            .limit(1)
            .offset(0),
        &[
            "library/saved-tracks.extended",
            "library/saved-tracks.development",
        ],
    );
    visit.visit(
        SaveToLibrary::new([ids.track]),
        SaveToLibrary::new([
            LibraryUri::from(ids.track),
            ids.album.into(),
            ids.episode.into(),
            ids.show.into(),
            ids.audiobook.into(),
            ids.user.clone().into(),
            ids.playlist.into(),
            ids.artist.into(),
        ]),
        &[],
    );
}
