//! The user's profile, library, charts and history.

use serde_json::{Value, json};
use spotify_tests::mock::MockSpotify;

use crate::wire::{User, keys};

#[test]
fn the_profile_depends_on_scopes() {
    let mock = MockSpotify::start().unwrap();
    let bare = User::with(&mock, &[]).get("/me").json();
    assert_eq!(
        keys(&bare),
        "account_id display_name external_urls followers href id images type uri"
    );
    assert_eq!(
        (&bare["id"], &bare["display_name"]),
        (&json!("demo-listener"), &json!("Demo Listener"))
    );
    let full = User::with(&mock, &["user-read-private", "user-read-email"])
        .get("/me")
        .json();
    assert!(
        ["country", "product", "explicit_content", "email"]
            .iter()
            .all(|key| full.get(key).is_some())
    );
}

#[test]
fn two_thousand_tracks_are_saved() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let page = user.get("/me/tracks").json();
    assert_eq!((&page["total"], &page["limit"]), (&json!(2000), &json!(20)));
    let items = user.items("/me/tracks?limit=50");
    let mut ids: Vec<&str> = items
        .iter()
        .map(|i| i["track"]["id"].as_str().unwrap())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((items.len(), ids.len()), (2000, 2000));
    let dates: Vec<&str> = items
        .iter()
        .map(|item| item["added_at"].as_str().unwrap())
        .collect();
    assert!(dates.is_sorted_by(|a, b| a > b), "newest first");
    assert_eq!(dates[0], "2026-09-01T11:00:00Z");
    assert_eq!(user.get("/me/tracks?limit=51").message(), "Invalid limit");
}

#[test]
fn saving_and_removing_take_effect() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let track = format!("spotify:track:{}", mock.world().unsaved_track());
    let all = [
        track.clone(),
        format!("spotify:album:{}", mock.world().albums()[1]),
        format!("spotify:artist:{}", "0".repeat(22)),
        format!("spotify:playlist:{}", mock.world().playlist_of_spotify()),
        "spotify:user:friend%20%231".to_owned(),
    ];
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("uris", &all.join(","))
        .finish();
    let contains = || user.get(&format!("/me/library/contains?{query}")).json();
    assert_eq!(contains(), json!([false, false, false, false, false]));
    let saved = user.call("PUT", &format!("/me/library?{query}"), None);
    assert_eq!((saved.status, saved.body.len()), (200, 0));
    assert_eq!(contains(), json!([true, true, true, true, true]));
    assert_eq!(mock.world().saved_tracks(), 2001);
    let newest = user.get("/me/tracks?limit=1").json()["items"][0]["track"]["uri"].clone();
    assert_eq!(newest, json!(track));
    assert_eq!(
        user.call("DELETE", &format!("/me/library?{query}"), None)
            .status,
        200
    );
    assert_eq!(contains(), json!([false, false, false, false, false]));
    assert_eq!(mock.executions("PUT", "/v1/me/library"), 1);
    assert_eq!(mock.executions("DELETE", "/v1/me/library"), 1);
}

#[test]
fn the_library_takes_forty_uris_in_the_query() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let tracks = mock.world().tracks();
    let uris = |n: usize| {
        tracks[..n]
            .iter()
            .map(|id| format!("spotify:track:{id}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let answer = |method, path: String, body| {
        let reply = user.call(method, &path, body);
        (reply.status, reply.message())
    };
    let told = |status, text: &str| (status, text.to_owned());
    assert_eq!(
        user.call("PUT", &format!("/me/library?uris={}", uris(40)), None)
            .status,
        200
    );
    let many = format!("/me/library?uris={}", uris(41));
    assert_eq!(
        answer("PUT", many.clone(), None),
        told(400, "Too many uris requested")
    );
    assert_eq!(
        answer("GET", many.replace("library", "library/contains"), None).0,
        400
    );
    let body = Some(json!({"uris": ["spotify:track:x"]}));
    assert_eq!(
        answer("PUT", "/me/library".to_owned(), body),
        told(400, "Missing required field: uris")
    );
    for uri in [
        "spotify:chapter:0000000000000000000000",
        "spotify:track:x",
        "x",
    ] {
        let path = format!("/me/library?uris={uri}");
        assert_eq!(answer("PUT", path, None), told(400, "Invalid Spotify URI"));
    }
    assert_eq!(answer("GET", "/me/library".to_owned(), None).0, 405);
    assert_eq!(mock.executions("PUT", "/v1/me/library"), 1);
}

#[test]
fn scopes_follow_the_kind_of_uri() {
    let mock = MockSpotify::start().unwrap();
    let status = |scopes: &[&str], kind: &str| {
        let path = format!("/me/library?uris=spotify:{kind}:{}", "0".repeat(22));
        User::with(&mock, scopes).call("PUT", &path, None).status
    };
    assert_eq!(status(&["user-library-modify"], "album"), 200);
    assert_eq!(status(&["user-library-modify"], "artist"), 403);
    assert_eq!(status(&["user-follow-modify"], "artist"), 200);
    assert_eq!(status(&["playlist-modify-private"], "playlist"), 200);
    let app = User {
        mock: &mock,
        token: mock.mint_app_token(),
    };
    assert_eq!(
        app.get("/me/tracks").message(),
        "Valid user authentication required"
    );
    assert_eq!(
        User::with(&mock, &[]).get("/me/tracks").message(),
        "Insufficient client scope"
    );
}

#[test]
fn followed_artists_have_a_cursor() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let mut path = "/me/following?type=artist&limit=20".to_owned();
    let mut sizes = Vec::new();
    let mut seen = Vec::new();
    loop {
        let page = user.get(&path).json()["artists"].clone();
        assert_eq!(page["total"], 53);
        let ids = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a["id"].as_str().unwrap().to_owned());
        seen.extend(ids);
        sizes.push(page["items"].as_array().unwrap().len());
        let Some(next) = page["next"].as_str() else {
            assert!(page["cursors"]["after"].is_null());
            break;
        };
        assert_eq!(
            page["cursors"]["after"].as_str(),
            seen.last().map(String::as_str)
        );
        path = next.strip_prefix(&mock.api_base()).unwrap().to_owned();
    }
    assert_eq!(sizes, [20, 20, 13]);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 53);
    assert_eq!(
        user.get("/me/following?type=user").message(),
        "Invalid type: user"
    );
}

#[test]
fn recent_plays_have_two_cursors_or_none() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let page = user.get("/me/player/recently-played?limit=20").json();
    assert_eq!(keys(&page), "cursors href items limit next");
    let (newest, oldest) = (&page["items"][0], &page["items"][19]);
    assert!(newest["played_at"].as_str().unwrap() > oldest["played_at"].as_str().unwrap());
    let second = user.get(&format!(
        "/me/player/recently-played?limit=50&before={}",
        page["cursors"]["before"].as_str().unwrap()
    ));
    let second = second.json();
    assert_eq!(second["items"].as_array().unwrap().len(), 30);
    assert_eq!(second["next"], Value::Null);
    let newer = user.get(&format!(
        "/me/player/recently-played?limit=5&after={}",
        page["cursors"]["before"].as_str().unwrap()
    ));
    assert_eq!(
        newer.json()["items"][0],
        page["items"][14],
        "the five plays after that moment"
    );
    let contexts = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["context"].is_null());
    assert_eq!(contexts.count(), 15);
    assert_eq!(
        user.get("/me/player/recently-played?after=1&before=2")
            .status,
        400
    );

    mock.clear_history();
    let empty = user.get("/me/player/recently-played").json();
    assert_eq!(
        (&empty["cursors"], &empty["next"], &empty["items"]),
        (&Value::Null, &Value::Null, &json!([]))
    );
}

#[test]
fn charts_depend_on_the_range() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let names = |range: &str| -> Vec<String> {
        let page = user
            .get(&format!("/me/top/artists?limit=50&time_range={range}"))
            .json();
        assert_eq!(page["total"], 50);
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a["name"].to_string())
            .collect()
    };
    let (short, long) = (names("short_term"), names("long_term"));
    assert_eq!(short[0], "\"The Fixture Five\"");
    assert_ne!(short, long);
    let tracks = user.get("/me/top/tracks?limit=3").json();
    assert_eq!(tracks["items"][0]["type"], "track");
    assert!(
        tracks["next"]
            .as_str()
            .unwrap()
            .contains("time_range=medium_term")
    );
    assert_eq!(
        user.get("/me/top/artists?time_range=ever").message(),
        "Invalid time range"
    );
    assert_eq!(user.get("/me/top/shows").status, 400);
}
