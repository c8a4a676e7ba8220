//! What changes to playlists send.

use spotify_core::{BaseUrl, Endpoint};
use spotify_endpoints::{model::SnapshotId, *};

use crate::*;

fn body(request: impl Endpoint) -> String {
    let request = request.request(&BaseUrl::default()).unwrap();
    String::from_utf8(request.body().to_vec()).unwrap()
}

/// M25: what others may edit is not public; nothing else is added to what was asked for.
#[test]
fn m25_collaborative_playlists_are_private() {
    let change = || ChangePlaylistDetails::new(PLAYLIST);
    for (request, json) in [
        (
            change().collaborative(true),
            r#"{"public":false,"collaborative":true}"#,
        ),
        (
            change().collaborative(true).public(false),
            r#"{"public":false,"collaborative":true}"#,
        ),
        (change().collaborative(false), r#"{"collaborative":false}"#),
        (
            change().collaborative(false).public(true),
            r#"{"public":true,"collaborative":false}"#,
        ),
        (change().public(true), r#"{"public":true}"#),
        (change().name(""), r#"{"name":""}"#),
    ] {
        assert_eq!(body(request), json);
    }
    let json = r#"{"name":"n","public":false,"collaborative":true}"#;
    assert_eq!(body(CreatePlaylist::new("n").collaborative(true)), json);
    #[cfg(feature = "deprecated")]
    {
        let user = UserId::new("ana").unwrap();
        assert_eq!(
            body(CreatePlaylistForUser::new(user, "n").collaborative(true)),
            json
        );
    }
}

/// M10, M18: a list without elements and a place at the beginning are sent.
#[test]
fn m10_empty_lists_and_first_places_are_sent() {
    assert_eq!(
        body(ReplacePlaylistItems::new(PLAYLIST, [TRACK; 0])),
        r#"{"uris":[]}"#
    );
    let json = r#"{"range_start":0,"insert_before":0}"#;
    assert_eq!(body(ReorderPlaylistItems::new(PLAYLIST, 0, 0)), json);
}

/// The version that a change is made to is sent along, by all changes that take one.
#[test]
fn a_version_goes_with_the_change() {
    let version = || SnapshotId::from("AAAAB+/=");
    let json =
        r#"{"items":[{"uri":"spotify:track:11dFghVXANMlKmJXsNCbNl"}],"snapshot_id":"AAAAB+/="}"#;
    let removal = RemovePlaylistItems::new(PLAYLIST, [TRACK]);
    assert_eq!(body(removal.snapshot_id(version())), json);
    let json = r#"{"range_start":5,"insert_before":0,"range_length":2,"snapshot_id":"AAAAB+/="}"#;
    let reorder = ReorderPlaylistItems::new(PLAYLIST, 5, 0).range_length(2);
    assert_eq!(body(reorder.snapshot_id(version())), json);
    #[cfg(feature = "deprecated")]
    {
        let reorder = ReorderPlaylistTracks::new(PLAYLIST, 5, 0).range_length(2);
        assert_eq!(body(reorder.snapshot_id(version())), json);
        let json = r#"{"tracks":[{"uri":"spotify:track:11dFghVXANMlKmJXsNCbNl","positions":[0,7]}],"snapshot_id":"AAAAB+/="}"#;
        let removal = RemovePlaylistTracks::new(PLAYLIST, [TrackToRemove::from(TRACK).at([0, 7])]);
        assert_eq!(body(removal.snapshot_id(version())), json);
    }
}
