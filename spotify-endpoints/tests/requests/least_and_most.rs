//! Each request with as few and with as many parameters as it takes (N4).

use std::{cell::RefCell, time::Duration};

use spotify_core::{BaseUrl, Endpoint, Timestamp};
use spotify_endpoints::*;

use crate::*;

thread_local! {
    static SHOWN: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

fn show<E: Endpoint>(least: &E, most: &E) {
    let text = |request: &E| {
        let request = request.request(&BaseUrl::default()).unwrap();
        let mut text = format!("{} {}\n", request.method(), request.uri());
        for (name, value) in request.headers() {
            text += &format!("{name}: {}\n", value.to_str().unwrap());
        }
        if !request.body().is_empty() {
            text += &format!("\n{}\n", std::str::from_utf8(request.body()).unwrap());
        }
        text
    };
    let (least, most) = (text(least), text(most));
    insta::with_settings!({ omit_expression => true }, {
        if least == most {
            insta::assert_snapshot!(E::META.name, least);
        } else {
            insta::assert_snapshot!(E::META.name, format!("{least}\n---\n{most}"));
        }
    });
    SHOWN.with_borrow_mut(|shown| shown.push(E::META.name));
}

#[test]
fn n4_every_request_with_least_and_most() {
    show(
        &GetAlbum::new(ALBUM),
        &GetAlbum::new(ALBUM).market(Market::SE),
    );
    show(
        &GetAlbumTracks::new(ALBUM),
        &GetAlbumTracks::new(ALBUM)
            .market(Market::SE)
            .limit(50)
            .offset(100),
    );
    show(
        &GetFollowedArtists::new(),
        &GetFollowedArtists::new()
            .after("6sFIWsNpZYqfjUpaCgueju")
            .limit(50),
    );
    show(
        &GetSavedTracks::new(),
        &GetSavedTracks::new()
            .market(Market::FROM_TOKEN)
            .limit(1)
            .offset(0),
    );
    show(
        &SaveToLibrary::new([TRACK]),
        &SaveToLibrary::new([
            LibraryUri::from(TRACK),
            ALBUM.into(),
            EPISODE.into(),
            SHOW.into(),
            AUDIOBOOK.into(),
            user().into(),
            PLAYLIST.into(),
            ARTIST.into(),
        ]),
    );
    show(
        &GetTopArtists::new(),
        &GetTopArtists::new()
            .time_range(TimeRange::LongTerm)
            .limit(50)
            .offset(50),
    );
    show(
        &GetPlaybackState::new(),
        &GetPlaybackState::new()
            .market(Market::SE)
            .additional_types([AdditionalType::Track]),
    );
    show(
        &GetRecentlyPlayed::new(),
        &GetRecentlyPlayed::new()
            .limit(50)
            .before(Timestamp::from_millis(1_795_348_800_123)),
    );
    show(&SkipToNext::new(), &SkipToNext::new().device_id("a device"));
    show(
        &StartPlayback::new(),
        &StartPlayback::new()
            .device_id("0d1841b0976bae2a3a310dd74c0f3df354899bc8")
            .context_uri(PLAYLIST)
            .offset(Offset::Uri(TRACK.into()))
            .position(Duration::from_millis(25_000)),
    );
    show(&AddPlaylistItems::new(PLAYLIST, [TRACK]), &{
        let uris = [PlayableUri::from(TRACK), EPISODE.into()];
        AddPlaylistItems::new(PLAYLIST, uris).position(0)
    });
    show(
        &GetMyPlaylists::new(),
        &GetMyPlaylists::new().limit(50).offset(100_000),
    );
    show(
        &GetPlaylist::new(PLAYLIST),
        &GetPlaylist::new(PLAYLIST)
            .market(Market::SE)
            .additional_types([AdditionalType::Episode]),
    );
    show(
        &GetPlaylistItems::new(PLAYLIST),
        &GetPlaylistItems::new(PLAYLIST)
            .market(Market::SE)
            .limit(100)
            .offset(9_900)
            .additional_types([AdditionalType::Track]),
    );
    show(
        &UploadPlaylistCover::new(PLAYLIST, Cover::jpeg(vec![0xFF, 0xD8, 0xFF, 0xE0])),
        &UploadPlaylistCover::new(PLAYLIST, Cover::base64("/9j/4A==")),
    );
    show(
        &Search::new("abba", [SearchType::Track]),
        &Search::new(
            r#"artist:"Miles Davis" & year:1955-1960"#,
            SearchType::ALL.iter().copied(),
        )
        .market(Market::SE)
        .limit(10)
        .offset(990)
        .include_external(IncludeExternal::Audio),
    );
    show(
        &GetTrack::new(TRACK),
        &GetTrack::new(TRACK).market(Market::SE),
    );
    #[cfg(feature = "deprecated")]
    show(
        &GetTracks::new([TRACK]),
        &GetTracks::new([TRACK, TRACK]).market(Market::SE),
    );
    show(&GetCurrentUser::new(), &GetCurrentUser::new());

    let listed: Vec<_> = ENDPOINTS.iter().map(|meta| meta.name).collect();
    assert_eq!(SHOWN.take(), listed);
}

/// The body that starts playback, for each way to say what (M17, M18, M19).
#[test]
fn m18_the_first_place_is_sent() {
    let body = |request: StartPlayback| {
        let request = request.request(&BaseUrl::default()).unwrap();
        (
            request.headers().len(),
            String::from_utf8(request.body().to_vec()).unwrap(),
        )
    };
    let first = StartPlayback::new()
        .context_uri(ALBUM)
        .offset(Offset::Position(0));
    let json = r#"{"context_uri":"spotify:album:4aawyAB9vmqN3uQ7FjRGTy","offset":{"position":0}}"#;
    assert_eq!(body(first), (1, json.to_owned()));
    let json = r#"{"uris":["spotify:track:11dFghVXANMlKmJXsNCbNl"]}"#;
    assert_eq!(
        body(StartPlayback::new().uris([TRACK])),
        (1, json.to_owned())
    );
    let start = StartPlayback::new().position(Duration::ZERO);
    assert_eq!(body(start), (1, r#"{"position_ms":0}"#.to_owned()));
    // M19: to resume is to send nothing, not even a content type.
    assert_eq!(
        body(StartPlayback::new().device_id("d")),
        (0, String::new())
    );
}
