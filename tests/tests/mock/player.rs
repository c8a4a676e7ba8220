//! The player and its devices.

use serde_json::{Value, json};
use spotify_tests::mock::MockSpotify;

use crate::wire::User;

#[test]
fn commands_change_what_plays() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let now = || user.get("/me/player").json();
    let before = now();
    assert_eq!(before["device"]["name"], "Kitchen Speaker");
    assert_eq!(before["context"]["type"], "album");
    assert_eq!(before["actions"]["disallows"], json!({"resuming": true}));

    let command = |method, path: &str, body| {
        let reply = user.call(method, &format!("/me/player{path}"), body);
        (reply.status, reply.body.is_empty())
    };
    let (quiet, text) = ((204, true), (200, false));
    assert_eq!(command("PUT", "/pause", None), quiet);
    assert_eq!(now()["is_playing"], false);
    assert_eq!(command("PUT", "/play", None), text);
    assert_eq!(command("POST", "/next", None), text);
    let next = now();
    assert_eq!(
        next["item"]["track_number"],
        json!(before["item"]["track_number"].as_u64().unwrap() + 1)
    );
    assert_eq!(next["progress_ms"], 0);
    assert_eq!(command("POST", "/previous", None), text);
    assert_eq!(now()["item"], before["item"]);
    assert_eq!(command("PUT", "/volume?volume_percent=7", None), quiet);
    assert_eq!(now()["device"]["volume_percent"], 7);
    assert_eq!(command("PUT", "/seek?position_ms=1234", None), quiet);
    assert_eq!(now()["progress_ms"], 1234);
    assert_eq!(command("PUT", "/repeat?state=track", None), text);
    assert_eq!(command("PUT", "/shuffle?state=true", None), text);
    assert_eq!(
        (&now()["repeat_state"], &now()["shuffle_state"]),
        (&json!("track"), &json!(true))
    );

    let episode = format!("spotify:episode:{}", mock.world().episode());
    assert_eq!(
        command("POST", &format!("/queue?uri={episode}"), None),
        text
    );
    assert_eq!(
        user.get("/me/player/queue").json()["queue"][0]["uri"],
        json!(episode)
    );
    command("POST", "/next", None);
    assert_eq!(
        (&now()["item"], &now()["currently_playing_type"]),
        (&Value::Null, &json!("episode"))
    );
    let asked = user
        .get("/me/player/currently-playing?additional_types=track,episode")
        .json();
    assert_eq!(asked["item"]["uri"], json!(episode));
    assert!(asked.get("device").is_none());
    assert_eq!(mock.executions("POST", "/v1/me/player/next"), 2);
}

#[test]
fn playback_starts_from_contexts_and_lists() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let play = |body: Value| user.call("PUT", "/me/player/play", Some(body));
    let uri = || user.get("/me/player?additional_types=episode").json()["item"]["uri"].clone();
    let album = format!("spotify:album:{}", mock.world().long_album());
    let reply = play(json!({"context_uri": album, "offset": {"position": 99}, "position_ms": 500}));
    assert_eq!(reply.status, 200);
    assert!(
        serde_json::from_slice::<Value>(&reply.body).is_err() && !reply.body.is_empty(),
        "D7"
    );
    assert!(reply.header("content-type").is_none());
    let now = user.get("/me/player").json();
    assert_eq!(
        (&now["item"]["track_number"], &now["progress_ms"]),
        (&json!(100), &json!(500))
    );
    assert_eq!(now["context"]["uri"], json!(album));

    let tracks: Vec<String> = mock.world().tracks()[5..8]
        .iter()
        .map(|id| format!("spotify:track:{id}"))
        .collect();
    play(json!({"uris": tracks, "offset": {"uri": tracks[2]}}));
    assert_eq!(uri(), json!(tracks[2]));
    for context in [
        format!("spotify:playlist:{}", mock.world().road_trip()),
        format!("spotify:playlist:{}", mock.world().playlist_of_spotify()),
        format!("spotify:artist:{}", mock.world().artist()),
        format!("spotify:show:{}", mock.world().show()),
    ] {
        assert_eq!(
            play(json!({"context_uri": context})).status,
            200,
            "{context}"
        );
    }
    assert!(uri().as_str().unwrap().starts_with("spotify:episode:"));
    assert_eq!(play(json!({"context_uri": "x"})).status, 400);
    assert_eq!(play(json!({"uris": ["x"]})).status, 400);
    let unknown = format!("spotify:album:{}", "0".repeat(22));
    assert_eq!(play(json!({"context_uri": unknown})).status, 404);
}

#[test]
fn devices_are_chosen_or_missing() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    insta::assert_json_snapshot!("devices", user.get("/me/player/devices").json());
    let [_, laptop, television] = &mock.world().devices()[..] else {
        panic!()
    };
    let transfer = |ids: &[&str]| {
        user.call(
            "PUT",
            "/me/player",
            Some(json!({"device_ids": ids, "play": true})),
        )
    };

    mock.stop_player();
    let idle = user.get("/me/player");
    assert_eq!(
        (idle.status, idle.body.len(), idle.header("content-length")),
        (204, 0, None)
    );
    assert_eq!(user.get("/me/player/currently-playing").status, 204);
    assert_eq!(
        user.get("/me/player/queue").json(),
        json!({"currently_playing": null, "queue": []})
    );
    let refused = user.call("POST", "/me/player/next", None);
    assert_eq!(
        (refused.status, &refused.json()["error"]["reason"]),
        (404, &json!("NO_ACTIVE_DEVICE"))
    );
    assert_eq!(mock.executions("POST", "/v1/me/player/next"), 0);

    assert_eq!(transfer(&[laptop]).status, 204);
    assert_eq!(
        user.get("/me/player").json()["device"]["name"],
        "Demo Laptop"
    );
    assert_eq!(transfer(&[]).status, 400);
    assert_eq!(transfer(&[laptop, television]).status, 400);
    let unknown = transfer(&["x"]);
    assert_eq!(
        (unknown.status, unknown.message().as_str()),
        (404, "Device not found")
    );
    let restricted = transfer(&[television]);
    assert_eq!(
        (restricted.status, &restricted.json()["error"]["reason"]),
        (403, &json!("UNKNOWN"))
    );

    mock.stop_player();
    let named = user.call("PUT", &format!("/me/player/pause?device_id={laptop}"), None);
    assert_eq!(named.status, 204);
}

#[test]
fn commands_are_checked() {
    let mock = MockSpotify::start().unwrap();
    let status = |scopes: &[&str], method, path: &str| {
        User::with(&mock, scopes)
            .call(method, &format!("/me/player{path}"), None)
            .status
    };
    let modify = ["user-modify-playback-state"];
    assert_eq!(status(&["user-read-playback-state"], "PUT", "/pause"), 403);
    assert_eq!(status(&modify, "GET", ""), 403);
    assert_eq!(status(&[], "PUT", "/volume?volume_percent=101"), 403);
    assert_eq!(
        status(
            &["user-read-currently-playing"],
            "GET",
            "/currently-playing"
        ),
        200
    );
    for path in [
        "/volume?volume_percent=101",
        "/volume",
        "/seek",
        "/repeat?state=x",
        "/shuffle?state=1",
    ] {
        assert_eq!(status(&modify, "PUT", path), 400, "{path}");
    }
    assert_eq!(status(&modify, "PUT", "/nothing"), 404);
    let user = User::of(&mock);
    while user.call("POST", "/me/player/previous", None).status == 200 {}
    assert_eq!(user.call("POST", "/me/player/previous", None).status, 403);
}
