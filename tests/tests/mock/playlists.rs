//! Playlists: lists, rows, edits, covers; both profiles.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use spotify_tests::mock::MockSpotify;

use crate::wire::{Reply, Request, User, connect, extended, keys};

#[test]
fn the_list_has_nulls_and_every_kind() {
    let mock = MockSpotify::start().unwrap();
    let items = User::of(&mock).items("/me/playlists?limit=50");
    let (nulls, playlists): (Vec<&Value>, Vec<&Value>) = items.iter().partition(|p| p.is_null());
    assert_eq!(
        (nulls.len(), playlists.len()),
        (2, mock.world().listed_playlists())
    );
    assert_eq!(playlists[0]["name"], "Road Trip");
    assert_eq!(keys(&playlists[0]["items"]), "href total");
    assert!(
        playlists
            .iter()
            .all(|playlist| playlist.get("tracks").is_none())
    );
    assert!(
        playlists
            .iter()
            .any(|playlist| playlist["images"].is_null())
    );
    assert!(
        playlists
            .iter()
            .any(|playlist| playlist["public"].is_null())
    );
    assert!(
        playlists
            .iter()
            .any(|playlist| playlist["description"].is_null())
    );
    let other = playlists
        .iter()
        .find(|p| p["owner"]["id"] == mock.world().odd_user())
        .unwrap();
    assert_eq!(other["owner"]["uri"], "spotify:user:friend%20%231");
    assert!(other["owner"]["display_name"].is_null() && other["items"]["total"].is_u64());
    // Without the scope private ones are missing.
    let some = User::with(&mock, &[]).items("/me/playlists?limit=50");
    assert!(some.len() < items.len() && some.iter().all(|playlist| playlist["public"] != false));
    let extended = User::of(&extended()).get("/me/playlists").json();
    assert!(
        extended["items"][0]["tracks"]["total"] == 237
            && extended["items"][0].get("items").is_none()
    );
}

#[test]
fn rows_are_of_every_kind() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let path = format!("/playlists/{}", mock.world().road_trip());
    let rows = user.items(&format!("{path}/items?limit=100"));
    assert_eq!(rows.len(), 237);
    assert!(rows.iter().all(|row| keys(row) == "added_at added_by is_local item primary_color video_thumbnail"));
    let of = |wanted: &dyn Fn(&Value) -> bool| rows.iter().filter(|row| wanted(row)).count();
    assert_eq!(of(&|row| row["item"].is_null()), 2);
    assert_eq!(of(&|row| row["is_local"] == true), 1);
    assert_eq!(of(&|row| row["item"]["show"].is_object()), 5);
    assert_eq!(
        of(&|row| row["item"]["type"] == "episode" && row["item"]["album"].is_object()),
        1
    );
    let local = rows.iter().find(|row| row["is_local"] == true).unwrap();
    assert_eq!(local["item"]["uri"], json!(mock.world().local_uri()));
    insta::assert_json_snapshot!("a_local_file", local["item"]);

    let whole = user.get(&path).json();
    assert_eq!(whole["items"]["items"].as_array().unwrap().len(), 100);
    assert!(whole.get("tracks").is_none() && whole["followers"]["href"].is_null());
    assert_eq!(
        user.get(&format!("{path}/items?limit=101")).message(),
        "Invalid limit"
    );
    assert_eq!(user.get(&format!("{path}/tracks")).message(), "Forbidden");
}

#[test]
fn extended_quota_has_old_and_new_keys() {
    let mock = extended();
    let user = User::of(&mock);
    let path = format!("/playlists/{}", mock.world().road_trip());
    let whole = user.get(&path).json();
    assert!(whole["tracks"]["items"][0]["track"].is_object() && whole.get("items").is_none());
    assert!(
        whole["tracks"]["items"][60]["track"]["album"].is_object(),
        "not asked for episodes"
    );
    let old = user.get(&format!("{path}/tracks?limit=100")).json();
    assert!(old["items"][0]["track"].is_object() && old["items"][0].get("item").is_none());
    assert!(
        old["items"][60]["track"]["album"].is_object(),
        "not asked for episodes"
    );
    let asked = user
        .get(&format!(
            "{path}/tracks?limit=100&additional_types=track,episode"
        ))
        .json();
    assert!(asked["items"][60]["track"]["show"].is_object());
    let new = user.get(&format!("{path}/items?limit=100")).json();
    assert!(new["items"][60]["item"]["show"].is_object() && new["items"][0].get("track").is_none());
    let both = user
        .get(&format!(
            "/playlists/{}",
            mock.world().playlist_with_both_keys()
        ))
        .json();
    assert!(both["items"]["items"].is_array() && both["tracks"]["items"].is_array());
}

#[test]
fn playlists_of_others_are_closed_in_development_mode() {
    let (dev, ext) = (MockSpotify::start().unwrap(), extended());
    let (other, spotify) = (
        dev.world().playlist_of_another(),
        dev.world().playlist_of_spotify(),
    );
    let get = |mock, id: &str, rest: &str| User::of(mock).get(&format!("/playlists/{id}{rest}"));
    let head = get(&dev, &other, "");
    assert!(head.status == 200 && head.json().get("items").is_none());
    assert_eq!(get(&dev, &other, "/items").status, 403);
    assert_eq!(get(&dev, &spotify, "").message(), "Resource not found");
    assert_eq!(get(&dev, &spotify, "/items").status, 404);
    assert!(spotify.starts_with("37i9dQ"));
    assert_eq!(get(&ext, &other, "/items").status, 200);
    assert_eq!(get(&ext, &spotify, "/tracks").status, 200);
    let edit = User::of(&dev).call(
        "PUT",
        &format!("/playlists/{other}"),
        Some(json!({"name": "x"})),
    );
    assert_eq!(edit.status, 403);
}

#[test]
fn old_playlists_know_less() {
    let mock = MockSpotify::start().unwrap();
    let playlists = User::of(&mock).items("/me/playlists?limit=50");
    let rows = playlists
        .iter()
        .filter(|p| p["owner"]["id"] == "demo-listener")
        .map(|playlist| {
            let path = format!(
                "/playlists/{}/items?limit=1",
                playlist["id"].as_str().unwrap()
            );
            User::of(&mock).get(&path).json()["items"][0].clone()
        });
    assert_eq!(
        rows.filter(|row| row["added_at"].is_null() && row["added_by"].is_null())
            .count(),
        1
    );
    let bare = format!("/playlists/{}", mock.world().playlist_without_cover());
    assert!(User::of(&mock).get(&bare).json()["images"].is_null());
}

#[test]
fn adding_moves_the_snapshot() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let id = mock.world().own_playlist();
    let path = format!("/playlists/{id}/items");
    let before = mock.world().playlist_uris(&id);
    let tracks: Vec<String> = mock
        .world()
        .tracks()
        .iter()
        .map(|id| format!("spotify:track:{id}"))
        .collect();
    let snapshot = mock.world().snapshot_id(&id);
    let added = user.call(
        "POST",
        &path,
        Some(json!({"uris": tracks[..2], "position": 1})),
    );
    assert_eq!(
        (added.status, keys(&added.json())),
        (201, "snapshot_id".to_owned())
    );
    assert_ne!(added.json()["snapshot_id"], json!(snapshot));
    assert_eq!(
        added.json()["snapshot_id"],
        user.get(&format!("/playlists/{id}")).json()["snapshot_id"]
    );
    let episode = format!("spotify:episode:{}", mock.world().episode());
    let query = user.call(
        "POST",
        &format!("{path}?uris={episode}"),
        Some(json!({"uris": tracks[5..9]})),
    );
    assert_eq!(query.status, 201);
    let after = mock.world().playlist_uris(&id);
    assert_eq!(after.len(), before.len() + 3);
    assert_eq!(
        after[1..3],
        [Some(tracks[0].clone()), Some(tracks[1].clone())]
    );
    assert_eq!(after.last().unwrap().as_deref(), Some(episode.as_str()));

    let refused = |body: Value| {
        let reply = user.call("POST", &path, Some(body));
        (reply.status, reply.message())
    };
    assert_eq!(
        refused(json!({"uris": tracks[..101]})),
        (400, "Too many ids requested".to_owned())
    );
    assert_eq!(refused(json!({})), (400, "No uris provided".to_owned()));
    assert_eq!(refused(json!({"uris": ["x"]})).0, 400);
    assert_eq!(
        refused(json!({"uris": tracks[..1], "position": 999})).0,
        400
    );
    assert_eq!(mock.executions("POST", &format!("/v1{path}")), 2);
    let reader = User::with(&mock, &["playlist-modify-private"]);
    assert_eq!(
        reader
            .call("POST", &path, Some(json!({"uris": tracks[..1]})))
            .status,
        403
    );
}

#[test]
fn rows_can_be_removed_replaced_and_moved() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let id = mock.world().own_playlist();
    let path = format!("/playlists/{id}/items");
    let uris: Vec<String> = mock.world().tracks()[..5]
        .iter()
        .map(|id| format!("spotify:track:{id}"))
        .collect();
    let order = || -> Vec<usize> {
        let rows = mock.world().playlist_uris(&id);
        rows.iter()
            .map(|row| {
                uris.iter()
                    .position(|uri| Some(uri) == row.as_ref())
                    .unwrap()
            })
            .collect()
    };
    let put = |body| user.call("PUT", &path, Some(body)).status;
    assert_eq!(put(json!({"uris": uris})), 200);
    assert_eq!(order(), [0, 1, 2, 3, 4]);
    assert_eq!(
        put(json!({"range_start": 0, "range_length": 2, "insert_before": 4})),
        200
    );
    assert_eq!(order(), [2, 3, 0, 1, 4]);
    assert_eq!(put(json!({"range_start": 4, "insert_before": 0})), 200);
    assert_eq!(order(), [4, 2, 3, 0, 1]);
    assert_eq!(
        put(json!({"range_start": 4, "range_length": 2, "insert_before": 0})),
        400
    );

    let remove = |body| user.call("DELETE", &path, Some(body));
    let stale = remove(json!({"items": [{"uri": uris[2]}], "snapshot_id": "old"}));
    assert_eq!(
        (stale.status, stale.message().as_str()),
        (502, "Error while loading resource"),
        "D14"
    );
    let fresh = mock.world().snapshot_id(&id);
    assert_eq!(
        remove(json!({"items": [{"uri": uris[2]}], "snapshot_id": fresh})).status,
        200
    );
    assert_eq!(order(), [4, 3, 0, 1]);
    assert_eq!(
        remove(json!({"tracks": [{"uri": uris[0]}]})).message(),
        "No uris provided"
    );
    assert_eq!(
        remove(json!({"items": [{"positions": [0]}]})).message(),
        "No uris provided"
    );
}

#[test]
fn playlists_are_created_changed_and_followed() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let created = user.call(
        "POST",
        "/me/playlists",
        Some(json!({"name": "New", "public": false})),
    );
    assert_eq!(created.status, 201);
    let created = created.json();
    assert_eq!(
        (
            &created["name"],
            &created["public"],
            &created["items"]["total"]
        ),
        (&json!("New"), &json!(false), &json!(0))
    );
    let id = created["id"].as_str().unwrap();
    let first = || user.get("/me/playlists?limit=1").json()["items"][0]["name"].clone();
    assert_eq!(first(), "New");
    let renamed = user.call(
        "PUT",
        &format!("/playlists/{id}"),
        Some(json!({"name": "Newer"})),
    );
    assert_eq!((renamed.status, renamed.body.len()), (200, 0));
    assert_eq!(first(), "Newer");
    assert_eq!(
        user.call("DELETE", &format!("/playlists/{id}/followers"), None)
            .status,
        200
    );
    assert_eq!(first(), "Road Trip");
    assert_eq!(
        user.get(&format!("/playlists/{id}")).status,
        200,
        "D26: still readable"
    );
    assert_eq!(
        user.call("PUT", &format!("/playlists/{id}/followers"), None)
            .status,
        200
    );
    assert_eq!(first(), "Newer");
    assert_eq!(
        user.call("POST", "/me/playlists", Some(json!({}))).status,
        400
    );
    let public = User::with(&mock, &["playlist-modify-public"]);
    assert_eq!(
        public
            .call(
                "POST",
                "/me/playlists",
                Some(json!({"name": "x", "public": false}))
            )
            .status,
        403
    );
}

/// W4, D16.
#[test]
fn covers_are_base64_of_a_jpeg() {
    let mock = MockSpotify::start().unwrap();
    let path = format!(
        "/v1/playlists/{}/images",
        mock.world().playlist_without_cover()
    );
    let token = mock.mint_full_token();
    let upload = |token: &str, mime: &str, body: &str| -> Reply {
        let request = Request::new("PUT", &path)
            .bearer(token)
            .header("Content-Type", mime)
            .body(body);
        connect(&mock.api_base()).send(&request).unwrap()
    };
    let jpeg = |bytes: usize| {
        let mut image = vec![0; bytes];
        image[..3].copy_from_slice(b"\xff\xd8\xff");
        BASE64_STANDARD.encode(image)
    };
    let status = |body: &str| upload(&token, "image/jpeg", body).status;
    let images = || {
        User::of(&mock)
            .get(path.strip_prefix("/v1").unwrap())
            .json()
    };
    assert_eq!(images(), json!([]));
    assert_eq!(jpeg(196_608).len(), 256 << 10);
    assert_eq!((status(&jpeg(196_608)), status(&jpeg(196_609))), (202, 413));
    let image = images()[0].clone();
    assert!(
        image["height"].is_null() && image["width"].is_null(),
        "{image}"
    );
    assert_eq!(status(&jpeg(30)), 202);
    assert_ne!(images()[0]["url"], image["url"]);
    assert_eq!(status(&(jpeg(30) + "\n")), 400);
    assert_eq!(status(&BASE64_STANDARD.encode("GIF89a")), 400);
    assert_eq!(upload(&token, "image/png", &jpeg(30)).status, 400);
    let without = mock.mint_token(&["playlist-modify-public", "playlist-modify-private"]);
    let refused = upload(&without, "image/jpeg", &jpeg(30));
    assert_eq!(
        (refused.status, refused.message().as_str()),
        (401, "Unauthorized."),
        "D4"
    );
    assert_eq!(mock.executions("PUT", &path), 2);
}
