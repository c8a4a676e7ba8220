//! The insta helpers as a user's tests call them: inline, in a file, in a file with a name.
#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use spotify_auth::{App, Refresh};
use spotify_blocking::Ureq;
use spotify_core::{
    Endpoint as _,
    blocking::Client,
    testing::{Answer, ManualClock, Replay},
};
use spotify_endpoints::{
    AddPlaylistItems, CreatePlaylist, GetAlbum, GetPlaylistItems, GetSavedTracks, TrackId,
};
use spotify_tests::{
    MockSpotify, assert_answer_snapshot, assert_error_snapshot, assert_request_snapshot,
    assert_wire_snapshot,
};

const PLAYLIST: &str = "3cEYpjA9oz9GiPac4AsH4n";

#[test]
fn a_request_inline() {
    let album = GetAlbum::new("4ouxPv2Fx0WHStWoY6Clnd".parse().unwrap());
    assert_request_snapshot!(album, @"GET https://api.spotify.com/v1/albums/4ouxPv2Fx0WHStWoY6Clnd");
    // What a client would send, and what it would refuse to send.
    let request = album.request(&"http://127.0.0.1:8080/v1".parse().unwrap());
    assert_request_snapshot!(&request.unwrap(), @"GET http://127.0.0.1:[port]/v1/albums/4ouxPv2Fx0WHStWoY6Clnd");
    assert_request_snapshot!(GetSavedTracks::new().limit(500), @"refused: GetSavedTracks: limit 500 is outside 1..=50");
}

#[test]
fn a_request_in_a_file() {
    assert_request_snapshot!(
        CreatePlaylist::new("Rainy \"days\"")
            .description("Slow")
            .public(false)
    );
    let track: TrackId = "0VjIjW4GlUZAMYd2vXMi3b".parse().unwrap();
    assert_request_snapshot!(
        "rows_added",
        AddPlaylistItems::new(PLAYLIST.parse().unwrap(), [track])
    );
}

/// A refresh, a rate limit that is waited out, and no secret of either.
#[test]
fn a_wire_log_with_a_renewal_and_a_wait() {
    let clock = ManualClock::new();
    let wire = Replay::new()
        .clock(&clock)
        .on("POST /api/token", r#"{"access_token": "canary", "token_type": "Bearer", "expires_in": 3600}"#)
        .on("GET /v1/me/tracks", Answer::from((429, "")).header("retry-after", "2"))
        .on("GET /v1/me/tracks", r#"{"items": [], "total": 0, "limit": 20, "offset": 0, "href": "", "next": null, "previous": null}"#);
    let grant = Refresh::new(App::new("id").unwrap(), "canary");
    let client = Client::builder(wire.clone())
        .clock(clock)
        .grant(grant)
        .build()
        .unwrap();
    client.send(GetSavedTracks::new()).unwrap();
    assert_wire_snapshot!(wire, @r"
    POST https://accounts.spotify.com/api/token
    content-type: application/x-www-form-urlencoded
    user-agent: [agent]

    grant_type=refresh_token
    refresh_token=[refresh_token]
    client_id=id

    ###

    GET https://api.spotify.com/v1/me/tracks
    authorization: Bearer [token]
    user-agent: [agent]

    ###

    wait 2.113312315s

    ###

    GET https://api.spotify.com/v1/me/tracks
    authorization: Bearer [token]
    user-agent: [agent]
    ");
}

#[test]
fn what_the_mock_received() {
    let mock = MockSpotify::start().unwrap();
    let token = mock.mint_refresh_token(&["playlist-modify-private"]);
    let grant = Refresh::new(App::new(mock.client_id()).unwrap(), token);
    let client = Client::builder(Ureq::new().unwrap())
        .api_base(mock.api_base())
        .accounts_base(mock.accounts_base())
        .grant(grant)
        .build()
        .unwrap();
    let playlist = client
        .send(CreatePlaylist::new("Rain").public(false))
        .unwrap();
    assert_answer_snapshot!(playlist);
    assert_wire_snapshot!("renewal_and_playlist", mock);
}

#[test]
fn an_answer_and_an_error() {
    let item = include_str!("../fixtures/playlists/items.development.json");
    let refusal = r#"{"error": {"status": 403, "message": "Forbidden"}}"#;
    let wire = Replay::new()
        .on("GET /v1/playlists/{id}/items", item)
        .on("GET /v1/playlists/{id}/items", (403, refusal));
    let client = Client::builder(wire).token("t").build().unwrap();
    let items = || GetPlaylistItems::new(PLAYLIST.parse().unwrap());
    assert_answer_snapshot!(client.send(items()).unwrap().items.first());
    assert_error_snapshot!(client.send(items()).unwrap_err(), @r"
    GetPlaylistItems: Spotify answered 403: Forbidden
      why: since February 2026 a development-mode app reads only the items of playlists that its user owns or collaborates on
     help: list the user's own playlists and read those, or copy the songs into one of them
      see: https://developer.spotify.com/documentation/web-api/tutorials/february-2026-migration-guide (SP-CAT-02)
    ");
    assert_error_snapshot!(client.send(items().limit(500)).unwrap_err(), @r"
    GetPlaylistItems: limit 500 is outside 1..=100
      why: Spotify refuses such a request, so it was not sent
     help: give `limit` a value from 1 to 100
      see: https://developer.spotify.com/documentation/web-api/concepts/api-calls (SP-REQ-01)
    ");
}
