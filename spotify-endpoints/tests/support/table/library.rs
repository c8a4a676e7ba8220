//! The library.

#[cfg(feature = "deprecated")]
use spotify_core::Timestamp;
use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        CheckLibrary::new([ids.track, ids.track]),
        CheckLibrary::new([LibraryUri::from(ids.track), ids.artist.into()]),
        &["library/contains"],
    );
    #[cfg(feature = "deprecated")]
    checks(ids, visit);
    visit.visit(
        GetSavedAlbums::new(),
        GetSavedAlbums::new()
            .market(Market::SE)
            .limit(50)
            .offset(100),
        &[
            "library/saved-albums.extended",
            "library/saved-albums.development",
        ],
    );
    visit.visit(
        GetSavedAudiobooks::new(),
        GetSavedAudiobooks::new().limit(50).offset(100),
        &[
            "library/saved-audiobooks.extended",
            "library/saved-audiobooks.development",
        ],
    );
    visit.visit(
        GetSavedEpisodes::new(),
        GetSavedEpisodes::new()
            .market(Market::SE)
            .limit(50)
            .offset(100),
        &[
            "library/saved-episodes.extended",
            "library/saved-episodes.development",
        ],
    );
    visit.visit(
        GetSavedShows::new(),
        GetSavedShows::new().limit(50).offset(100),
        &[
            "library/saved-shows.extended",
            "library/saved-shows.development",
        ],
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
        RemoveFromLibrary::new([ids.track]),
        RemoveFromLibrary::new([
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
    #[cfg(feature = "deprecated")]
    removals(ids, visit);
    #[cfg(feature = "deprecated")]
    saves(ids, visit);
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
    #[cfg(feature = "deprecated")]
    visit.visit(
        SaveTracks::new().ids([ids.track]),
        SaveTracks::new().timestamped_ids([(ids.track, Timestamp::from_secs(1_795_348_800))]),
        &[],
    );
}

#[cfg(feature = "deprecated")]
fn checks(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        CheckSavedAlbums::new([ids.album, ids.album]),
        CheckSavedAlbums::new([ids.album, ids.album]),
        &["library/contains"],
    );
    visit.visit(
        CheckSavedAudiobooks::new([ids.audiobook, ids.audiobook]),
        CheckSavedAudiobooks::new([ids.audiobook, ids.audiobook]),
        &["library/contains"],
    );
    visit.visit(
        CheckSavedEpisodes::new([ids.episode, ids.episode]),
        CheckSavedEpisodes::new([ids.episode, ids.episode]),
        &["library/contains"],
    );
    visit.visit(
        CheckSavedShows::new([ids.show, ids.show]),
        CheckSavedShows::new([ids.show, ids.show]),
        &["library/contains"],
    );
    visit.visit(
        CheckSavedTracks::new([ids.track, ids.track]),
        CheckSavedTracks::new([ids.track, ids.track]),
        &["library/contains"],
    );
}

#[cfg(feature = "deprecated")]
fn removals(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        RemoveSavedAlbums::new([ids.album]),
        RemoveSavedAlbums::new([ids.album, ids.album]),
        &[],
    );
    visit.visit(
        RemoveSavedAudiobooks::new([ids.audiobook]),
        RemoveSavedAudiobooks::new([ids.audiobook, ids.audiobook]),
        &[],
    );
    visit.visit(
        RemoveSavedEpisodes::new([ids.episode]),
        RemoveSavedEpisodes::new([ids.episode, ids.episode]),
        &[],
    );
    visit.visit(
        RemoveSavedShows::new([ids.show]),
        RemoveSavedShows::new([ids.show, ids.show]).market(Market::SE),
        &[],
    );
    visit.visit(
        RemoveSavedTracks::new([ids.track]),
        RemoveSavedTracks::new([ids.track, ids.track]),
        &[],
    );
}

#[cfg(feature = "deprecated")]
fn saves(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        SaveAlbums::new([ids.album]),
        SaveAlbums::new([ids.album, ids.album]),
        &[],
    );
    visit.visit(
        SaveAudiobooks::new([ids.audiobook]),
        SaveAudiobooks::new([ids.audiobook, ids.audiobook]),
        &[],
    );
    visit.visit(
        SaveEpisodes::new([ids.episode]),
        SaveEpisodes::new([ids.episode, ids.episode]),
        &[],
    );
    visit.visit(
        SaveShows::new([ids.show]),
        SaveShows::new([ids.show, ids.show]),
        &[],
    );
}
