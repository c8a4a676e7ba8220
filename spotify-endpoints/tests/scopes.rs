//! Which scopes a request takes, given its arguments, and which a program asks for.
#![allow(clippy::unwrap_used, reason = "a test says what it expects")]

use spotify_core::{Endpoint, Scopes};
use spotify_endpoints::{
    AlbumId, ArtistId, CheckLibrary, CreatePlaylist, ENDPOINTS, EpisodeId, GetPlaybackState,
    GetSavedEpisodes, LibraryUri, PlaylistId, RemoveFromLibrary, SaveToLibrary, TrackId, UserId,
};

fn takes(request: &impl Endpoint) -> String {
    request.scopes().all().to_string()
}

#[test]
fn c11_the_library_takes_scopes_by_the_kinds_of_the_uris() {
    let track = LibraryUri::from(TrackId::from_static("joastix8ZMrasMPd1wxoGH"));
    let album = LibraryUri::from(AlbumId::from_static("joastix8ZMrasMPd1wxoGH"));
    let episode = LibraryUri::from(EpisodeId::from_static("joastix8ZMrasMPd1wxoGH"));
    let artist = LibraryUri::from(ArtistId::from_static("vexlJEZBOpuWyDCEfyUdlj"));
    let user = LibraryUri::from(UserId::new("kiosk").unwrap());
    let playlist = LibraryUri::from(PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd"));
    let table = [
        (vec![&track], "user-library-read", "user-library-modify"),
        (
            vec![&album, &episode],
            "user-library-read",
            "user-library-modify",
        ),
        (vec![&artist], "user-follow-read", "user-follow-modify"),
        (vec![&user], "user-follow-read", "user-follow-modify"),
        (
            vec![&playlist],
            "playlist-read-private",
            "playlist-modify-public",
        ),
        (
            vec![&track, &artist],
            "user-follow-read user-library-read",
            "user-follow-modify user-library-modify",
        ),
        (vec![], "", ""),
    ];
    for (uris, read, modify) in table {
        let uris: Vec<LibraryUri> = uris.into_iter().cloned().collect();
        assert_eq!(takes(&CheckLibrary::new(uris.clone())), read);
        assert_eq!(takes(&SaveToLibrary::new(uris.clone())), modify);
        assert_eq!(takes(&RemoveFromLibrary::new(uris)), modify);
    }
}

#[test]
fn c11_a_new_playlist_takes_the_scope_of_its_visibility() {
    let new = || CreatePlaylist::new("Late Ferry");
    assert_eq!(takes(&new()), "playlist-modify-public");
    assert_eq!(takes(&new().public(true)), "playlist-modify-public");
    assert_eq!(takes(&new().public(false)), "playlist-modify-private");
    assert_eq!(
        takes(&new().collaborative(true)),
        "playlist-modify-private playlist-modify-public"
    );
}

#[cfg(feature = "deprecated")]
#[test]
fn c11_following_a_playlist_takes_the_scope_of_how_it_shows() {
    use spotify_endpoints::{CreatePlaylistForUser, FollowPlaylist};

    let follow = || FollowPlaylist::new(PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd"));
    assert_eq!(takes(&follow()), "playlist-modify-public");
    assert_eq!(takes(&follow().public(false)), "playlist-modify-private");
    let kiosk = UserId::new("kiosk").unwrap();
    let new = CreatePlaylistForUser::new(kiosk, "Late Ferry").public(false);
    assert_eq!(takes(&new), "playlist-modify-private");
}

#[test]
fn c12_the_scopes_of_a_program_follow_from_its_requests() {
    let metas = [
        CreatePlaylist::META,
        GetPlaybackState::META,
        GetSavedEpisodes::META,
    ];
    assert_eq!(
        Scopes::for_endpoints(metas).to_string(),
        "user-read-playback-state playlist-modify-private playlist-modify-public \
         user-library-read"
    );
    assert_eq!(
        Scopes::from_iter(GetSavedEpisodes::META.shows_more_with()).to_string(),
        "user-read-playback-position"
    );
}

/// No request takes a scope that its operation does not name.
#[test]
fn c12_what_is_known_beforehand_is_of_the_operation() {
    for meta in ENDPOINTS {
        let asked = Scopes::for_endpoints([*meta]);
        assert!(
            Scopes::from_iter(meta.scopes).covers(&asked),
            "{}",
            meta.name
        );
        assert!(
            spotify_core::ScopeNeeds::of(meta)
                .missing(&asked)
                .is_empty()
        );
    }
}
