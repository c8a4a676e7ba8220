//! Playlists.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        AddPlaylistItems::new(ids.playlist, [ids.track]),
        AddPlaylistItems::new(
            ids.playlist,
            [PlayableUri::from(ids.track), ids.episode.into()],
        )
        .position(0),
        &["playlists/snapshot"],
    );
    visit.visit(
        GetMyPlaylists::new(),
        GetMyPlaylists::new().limit(50).offset(100_000),
        &["playlists/mine.extended", "playlists/mine.development"],
    );
    visit.visit(
        GetPlaylist::new(ids.playlist),
        GetPlaylist::new(ids.playlist)
            .market(Market::SE)
            .additional_types([AdditionalType::Episode]),
        &[
            "playlists/playlist.extended",
            "playlists/playlist.development",
            "playlists/foreign.development",
            "playlists/both-names.extended",
        ],
    );
    visit.visit(
        GetPlaylistItems::new(ids.playlist),
        GetPlaylistItems::new(ids.playlist)
            .market(Market::SE)
            .limit(100)
            .offset(9_900)
            .additional_types([AdditionalType::Track]),
        &["playlists/items.extended", "playlists/items.development"],
    );
    visit.visit(
        UploadPlaylistCover::new(ids.playlist, Cover::jpeg(vec![0xFF, 0xD8, 0xFF, 0xE0])),
        UploadPlaylistCover::new(ids.playlist, Cover::base64("/9j/4A==")),
        &[],
    );
}
