//! Playlists.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    adds_and_changes(ids, visit);
    reads(ids, visit);
    removals(ids, visit);
}

fn adds_and_changes(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        AddPlaylistItems::new(ids.playlist, [ids.track]),
        AddPlaylistItems::new(
            ids.playlist,
            [PlayableUri::from(ids.track), ids.episode.into()],
        )
        .position(0),
        &["playlists/snapshot"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        AddPlaylistTracks::new(ids.playlist, [ids.track]),
        AddPlaylistTracks::new(
            ids.playlist,
            [PlayableUri::from(ids.track), ids.episode.into()],
        )
        .position(0),
        &["playlists/snapshot"],
    );
    visit.visit(
        ChangePlaylistDetails::new(ids.playlist).description(""),
        ChangePlaylistDetails::new(ids.playlist)
            .name("Night \"Ferry\"")
            .public(false)
            .collaborative(true)
            .description("Bergen → Tromsø"),
        &[],
    );
    visit.visit(
        CreatePlaylist::new("Night Ferry"),
        CreatePlaylist::new("Night Ferry")
            .collaborative(true)
            .description("Bergen"),
        &[
            "playlists/created.extended",
            "playlists/created.development",
        ],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        CreatePlaylistForUser::new(ids.user.clone(), "Night Ferry"),
        CreatePlaylistForUser::new(ids.user.clone(), "Night Ferry")
            .public(true)
            .collaborative(false)
            .description("Bergen"),
        &["playlists/created.extended"],
    );
}

fn reads(ids: &Ids, visit: &mut impl Visit) {
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
        GetPlaylistCover::new(ids.playlist),
        GetPlaylistCover::new(ids.playlist),
        &["playlists/cover"],
    );
    visit.visit(
        GetPlaylistFields::new(ids.playlist, "name"),
        GetPlaylistFields::new(
            ids.playlist,
            Fields::new()
                .field("owner.id")
                .nested("items", Fields::new().without("href")),
        )
        .market(Market::SE)
        .additional_types([AdditionalType::Track]),
        &["playlists/fields"],
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
        GetPlaylistItemsFields::new(ids.playlist, "total"),
        GetPlaylistItemsFields::new(ids.playlist, "total,items(item(name))")
            .market(Market::SE)
            .limit(100)
            .offset(9_900)
            .additional_types([AdditionalType::Track]),
        &["playlists/items.extended", "playlists/items.development"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetPlaylistTracks::new(ids.playlist),
        GetPlaylistTracks::new(ids.playlist)
            .market(Market::SE)
            .limit(100)
            .offset(9_900)
            .additional_types([AdditionalType::Track]),
        &["playlists/items.extended"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetUserPlaylists::new(ids.user.clone()),
        GetUserPlaylists::new(ids.user.clone())
            .limit(50)
            .offset(100_000),
        &["playlists/of-user.extended"],
    );
}

/// Without versions, of which a server takes only its own: see `requests/playlists.rs`.
fn removals(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        RemovePlaylistItems::new(ids.playlist, [ids.track]),
        RemovePlaylistItems::new(
            ids.playlist,
            [PlayableUri::from(ids.track), ids.episode.into()],
        ),
        &["playlists/snapshot"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        RemovePlaylistTracks::new(ids.playlist, [ids.track]),
        RemovePlaylistTracks::new(
            ids.playlist,
            [
                TrackToRemove::from(ids.track).at([0, 7]),
                ids.episode.into(),
            ],
        ),
        &["playlists/snapshot"],
    );
    visit.visit(
        ReorderPlaylistItems::new(ids.playlist, 5, 0),
        ReorderPlaylistItems::new(ids.playlist, 0, 5).range_length(2),
        &["playlists/snapshot"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        ReorderPlaylistTracks::new(ids.playlist, 5, 0),
        ReorderPlaylistTracks::new(ids.playlist, 0, 5).range_length(2),
        &["playlists/snapshot"],
    );
    visit.visit(
        ReplacePlaylistItems::new(ids.playlist, [ids.track; 0]),
        ReplacePlaylistItems::new(
            ids.playlist,
            [PlayableUri::from(ids.track), ids.episode.into()],
        ),
        &["playlists/snapshot"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        ReplacePlaylistTracks::new(ids.playlist, [ids.track; 0]),
        ReplacePlaylistTracks::new(
            ids.playlist,
            [PlayableUri::from(ids.track), ids.episode.into()],
        ),
        &["playlists/snapshot"],
    );
    visit.visit(
        UploadPlaylistCover::new(ids.playlist, Cover::jpeg(vec![0xFF, 0xD8, 0xFF, 0xE0])),
        UploadPlaylistCover::new(ids.playlist, Cover::base64("/9j/4A==")),
        &[],
    );
}
