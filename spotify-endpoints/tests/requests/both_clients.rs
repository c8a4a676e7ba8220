//! The same calls through the async and the blocking client.

use std::{
    fmt,
    pin::pin,
    task::{Context, Poll, Waker},
};

use spotify_core::{
    Client, Error, Execute, blocking,
    testing::{Answer, Replay},
};
use spotify_endpoints::{
    model::{PlayableItem, PlaylistItem},
    *,
};

use crate::*;

/// Runs a future that waits for nothing but itself.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..10_000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("the future waits for something else");
}

/// One call through both clients: the same request, the same answer.
fn both<R>(
    pattern: &str,
    answer: impl Into<Answer>,
    asynchronous: impl for<'c> FnOnce(&'c Client) -> <Client as Execute>::Output<R>,
    blocking: impl for<'c> FnOnce(&'c blocking::Client) -> Result<R, Error>,
) -> Result<R, Error>
where
    R: fmt::Debug + Send + 'static,
{
    let answer = answer.into();
    let wire = Replay::new().on(pattern, answer.clone());
    let client = Client::builder(wire.clone()).token("t").build().unwrap();
    let first = block_on(asynchronous(&client));
    let other = Replay::new().on(pattern, answer);
    let client = blocking::Client::builder(other.clone())
        .token("t")
        .build()
        .unwrap();
    let second = blocking(&client);
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
    assert_eq!(wire.log(), other.log());
    assert_eq!(wire.unused(), 0);
    second
}

/// Writes the call once.
macro_rules! both {
    ($pattern:expr, $answer:expr, |$client:ident| $call:expr) => {
        both(
            $pattern,
            $answer,
            |$client| $call.send(),
            |$client| $call.send(),
        )
    };
}

const ALBUM_JSON: &str = r#"{"id": "4aawyAB9vmqN3uQ7FjRGTy", "name": "Global Warming"}"#;
const TRACK_JSON: &str = r#"{"type": "track", "id": "11dFghVXANMlKmJXsNCbNl", "name": "Cut To The Feeling",
    "album": {"id": "0tGPJ0bkWOUmH7MEOR77qc", "name": "Cut To The Feeling"}}"#;

#[test]
fn an_album() {
    let album = both!("GET /v1/albums/{id}?market=SE", ALBUM_JSON, |client| client
        .albums()
        .get(ALBUM)
        .market(Market::SE));
    assert_eq!(album.unwrap().id, ALBUM);
}

#[test]
fn a_request_is_a_future_by_itself() {
    let wire = Replay::new().always("GET /v1/albums/{id}", ALBUM_JSON);
    let client = Client::builder(wire).token("t").build().unwrap();
    let album = block_on(async { client.albums().get(ALBUM).await });
    assert_eq!(album.unwrap().name, "Global Warming");
    let album = block_on(async { client.send(GetAlbum::new(ALBUM)).await });
    assert_eq!(album.unwrap().name, "Global Warming");
}

/// N7: a null among what was asked for stays in its place.
#[cfg(feature = "deprecated")]
#[test]
fn n7_several_tracks_keep_their_gaps() {
    let json = format!(r#"{{"tracks": [null, {TRACK_JSON}, null]}}"#);
    let tracks = both!("GET /v1/tracks", json, |client| client
        .tracks()
        .several([TRACK; 3]));
    let tracks = tracks.unwrap();
    let ids: Vec<_> = tracks
        .rows()
        .map(|row| row.and_then(|track| track.id))
        .collect();
    assert_eq!(ids, [None, Some(TRACK), None]);
}

#[test]
fn a_search_has_a_page_for_each_type() {
    let json = format!(
        r#"{{"tracks": {{"items": [{TRACK_JSON}], "total": 1}}, "playlists": {{"items": [null]}}}}"#
    );
    let found = both!("GET /v1/search", json, |client| client
        .search()
        .query("cut", [SearchType::Track, SearchType::Playlist]));
    let found = found.unwrap();
    assert_eq!(found.tracks.unwrap().items[0].id, Some(TRACK));
    assert_eq!(found.playlists.unwrap().items.row_count(), 1);
    assert!(found.albums.is_none());
}

/// Y8, K15: nothing is `None` where nothing can be, however it is said.
#[test]
fn y8_no_playback_is_none() {
    for answer in [(204, ""), (200, ""), (200, " \r\n"), (200, "null")] {
        let state = both!("GET /v1/me/player", answer, |client| client
            .player()
            .state());
        assert_eq!(state.unwrap(), None, "{answer:?}");
    }
    let json = r#"{"is_playing": true, "currently_playing_type": "ad", "item": null}"#;
    let state = both!("GET /v1/me/player", json, |client| client.player().state());
    assert_eq!(state.unwrap().unwrap().is_playing, Some(true));
}

/// Y8: elsewhere it is an error that says so.
#[test]
fn y8_no_album_is_an_error() {
    for answer in [(204, ""), (200, "")] {
        let album = both!("GET /v1/albums/{id}", answer, |client| client
            .albums()
            .get(ALBUM));
        let Err(Error::Decode(error)) = album else {
            panic!("{album:?}")
        };
        assert!(error.is_empty_body());
        assert_eq!(error.endpoint.name, "GetAlbum");
    }
}

/// Y8, D7: whatever comes with a success is one.
#[test]
fn y8_commands_take_any_success() {
    let answers = [
        (204, ""),
        (200, ""),
        (202, ""),
        (200, "aGVsbG8K not json"),
        (200, "{"),
    ];
    for answer in answers {
        let done = both!("PUT /v1/me/player/play", answer, |client| client
            .player()
            .start());
        assert!(done.is_ok(), "{answer:?}");
        let done = both!("POST /v1/me/player/next", answer, |client| client
            .player()
            .next());
        assert!(done.is_ok(), "{answer:?}");
        let saved = both!("PUT /v1/me/library", answer, |client| client
            .library()
            .save([TRACK]));
        assert!(saved.is_ok(), "{answer:?}");
        let cover = Cover::base64("/9j/4A==");
        let sent = both!("PUT /v1/playlists/{id}/images", answer, |client| client
            .playlists()
            .upload_cover(PLAYLIST, cover.clone()));
        assert!(sent.is_ok(), "{answer:?}");
    }
}

/// N9: the rows of a playlist under either name, or none.
#[test]
fn n9_a_playlist_with_items_tracks_or_neither() {
    let playlist = |more: &str| {
        let json = format!(
            r#"{{"id": "3cEYpjA9oz9GiPac4AsH4n", "name": "", "owner": {{"id": "ana"}}{more}}}"#
        );
        both!("GET /v1/playlists/{id}", json, |client| client
            .playlists()
            .get(PLAYLIST))
        .unwrap()
    };
    let rows = |key, item| format!(r#", "{key}": {{"items": [{{"{item}": {TRACK_JSON}}}]}}"#);
    let first = |items: &[PlaylistItem]| items[0].item.as_ref().unwrap().uri();
    let new = playlist(&rows("items", "item")).items.unwrap();
    let old = playlist(&rows("tracks", "track")).items.unwrap();
    assert_eq!(first(&new.items), Some(TRACK.into()));
    assert_eq!(first(&old.items), Some(TRACK.into()));
    assert!(playlist("").items.is_none());
}

/// N8: all kinds of rows in one page, of which one cannot be read.
#[test]
fn n8_rows_of_every_kind() {
    let json = format!(
        r#"{{"items": [
            {{"is_local": false, "item": {TRACK_JSON}}},
            {{"is_local": false, "item": {{"type": "episode", "id": "512ojhOuo1ktJprKbVcKyQ",
                "name": "An episode", "duration_ms": 1000}}}},
            {{"is_local": true, "item": {{"type": "track", "id": null, "name": "Demo.mp3", "is_local": true,
                "uri": "spotify:local:::Demo.mp3:188", "album": {{"name": ""}}}}}},
            {{"is_local": false, "item": null}},
            null,
            {{"is_local": false, "item": {{"type": "track", "id": null, "name": "An episode",
                "uri": "spotify:episode:512ojhOuo1ktJprKbVcKyQ", "album": {{"name": "A show"}}}}}},
            {{"is_local": false, "item": {{"type": "track", "id": 7}}}},
            "a row"
        ], "total": 8, "next": null}}"#
    );
    let page = both!("GET /v1/playlists/{id}/items", json, |client| client
        .playlists()
        .items(PLAYLIST));
    let page = page.unwrap();
    let kinds: Vec<_> = page
        .items
        .rows()
        .map(|row| match row.map(|row| &row.item) {
            None => "-",
            Some(None) => "nothing",
            Some(Some(PlayableItem::Track(_))) => "track",
            Some(Some(PlayableItem::Episode(_))) => "episode",
            Some(Some(PlayableItem::Local(_))) => "local",
            Some(Some(PlayableItem::EpisodeAsTrack(_))) => "episode as track",
            Some(Some(_)) => "other",
        })
        .collect();
    let expected = [
        "track",
        "episode",
        "local",
        "nothing",
        "-",
        "episode as track",
        "track",
        "-",
    ];
    assert_eq!(kinds, expected);
    let skipped: Vec<_> = page.items.skipped().map(|row| row.index).collect();
    assert_eq!(skipped, [7]);
}

#[test]
fn items_are_added_with_201() {
    let answer = (
        201,
        r#"{"snapshot_id": "AAAAB8C+GjVHq8v4vzStbL6AUYzo1cDV"}"#,
    );
    let snapshot = both!("POST /v1/playlists/{id}/items", answer, |client| client
        .playlists()
        .add_items(PLAYLIST, [TRACK]));
    assert_eq!(
        snapshot.unwrap().as_str(),
        "AAAAB8C+GjVHq8v4vzStbL6AUYzo1cDV"
    );
}

/// H20: whatever else the Web API takes can be sent with a typed request.
#[test]
fn h20_further_parameters() {
    let user = both!("GET /v1/me?a=1&b=%26", r#"{"id": "ana"}"#, |client| client
        .users()
        .current()
        .with_query("a", "1")
        .with_query("b", "&"));
    assert_eq!(user.unwrap().id.as_str(), "ana");

    let wire = Replay::new().on("PUT /v1/me/player/play", (204, ""));
    let client = blocking::Client::builder(wire.clone())
        .token("t")
        .build()
        .unwrap();
    client
        .player()
        .start()
        .uris([TRACK])
        .with_field("shuffle", true)
        .send()
        .unwrap();
    let body: serde_json::Value = serde_json::from_slice(wire.requests()[0].body()).unwrap();
    assert_eq!(body["shuffle"], true);
    assert_eq!(body["uris"][0], "spotify:track:11dFghVXANMlKmJXsNCbNl");
}

/// What a client gives can be sent to another thread and outlives the client's borrow.
#[test]
fn futures_and_streams_go_anywhere() {
    fn anywhere<T: Send + 'static>(_: T) {}
    fn shareable<T: Send + Sync + Clone + 'static>(_: &T) {}

    let client = Client::builder(Replay::new()).token("t").build().unwrap();
    shareable(&client);
    anywhere(client.albums().get(ALBUM).send());
    anywhere(client.albums().get(ALBUM).into_future());
    anywhere(client.albums().tracks(ALBUM).items());
    anywhere(client.albums().tracks(ALBUM).indexed());
    anywhere(client.follow().artists().pages());
    anywhere(
        client
            .playlists()
            .items(PLAYLIST)
            .window(4)
            .max_pages(10)
            .items(),
    );
    anywhere(
        client
            .playlists()
            .upload_cover(PLAYLIST, Cover::base64(""))
            .send(),
    );
    let kept = {
        let client = client.clone();
        client.users().current().send()
    };
    anywhere(kept);

    let client = blocking::Client::builder(Replay::new())
        .token("t")
        .build()
        .unwrap();
    shareable(&client);
    anywhere(client.albums().tracks(ALBUM).items());
    anywhere(client.follow().artists().pages());
}

/// One function for both kinds of client.
#[test]
fn code_can_be_generic_over_the_client() {
    fn title<C: Spotify>(client: &C) -> C::Output<model::Album> {
        client.albums().get(ALBUM).send()
    }
    let album = both("GET /v1/albums/{id}", ALBUM_JSON, title, title);
    assert_eq!(album.unwrap().name, "Global Warming");
}

#[test]
fn groups_and_requests_can_be_reused() {
    let wire = Replay::new().always("GET /v1/albums/{id}", ALBUM_JSON);
    let client = blocking::Client::builder(wire.clone())
        .token("t")
        .build()
        .unwrap();
    let albums = client.albums();
    let request = albums.get(ALBUM).market(Market::SE);
    assert_eq!(request.endpoint.market, Some(Market::SE));
    request.clone().send().unwrap();
    request.send().unwrap();
    albums.get(ALBUM).send().unwrap();
    assert_eq!(wire.requests().len(), 3);
}
