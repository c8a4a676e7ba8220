//! Playlists: the old and the new family of operations, the filter of fields, and who may what.

use serde_json::{Value, json};
use spotify_tests::mock::MockSpotify;

use crate::wire::{User, extended, keys};

fn uris(mock: &MockSpotify, n: usize) -> Vec<String> {
    let tracks = mock.world().tracks();
    let uri = |id: &String| format!("spotify:track:{id}");
    tracks[..n].iter().map(uri).collect()
}

/// Both families do the same to the same rows; the old one says `tracks`.
#[test]
fn both_families_edit_alike() {
    let mock = extended();
    let user = User::of(&mock);
    let (id, uris) = (mock.world().own_playlist(), uris(&mock, 4));
    for (family, key) in [("tracks", "track"), ("items", "item")] {
        let path = format!("/playlists/{id}/{family}");
        let edit = |method: &str, body: Value| {
            let before = mock.world().snapshot_id(&id);
            let reply = user.call(method, &path, Some(body));
            assert_eq!(keys(&reply.json()), "snapshot_id", "{method} {path}");
            let after = reply.json()["snapshot_id"].as_str().unwrap().to_owned();
            assert_eq!(after, mock.world().snapshot_id(&id));
            assert_ne!(after, before);
            reply.status
        };
        let rows = || -> Vec<Option<usize>> {
            let rows = user.items(&path);
            let uri = |row: &Value| row[key]["uri"].as_str().unwrap().to_owned();
            let place = |row: &Value| uris.iter().position(|known| *known == uri(row));
            rows.iter().map(place).collect()
        };
        assert_eq!(edit("PUT", json!({"uris": uris[..3]})), 200);
        assert_eq!(edit("POST", json!({"uris": uris[3..], "position": 0})), 201);
        assert_eq!(rows(), [Some(3), Some(0), Some(1), Some(2)]);
        let fresh = mock.world().snapshot_id(&id);
        let moved = json!({"range_start": 0, "insert_before": 4, "snapshot_id": fresh});
        assert_eq!(edit("PUT", moved), 200);
        assert_eq!(edit("DELETE", json!({family: [{"uri": uris[1]}]})), 200);
        assert_eq!(rows(), [Some(0), Some(2), Some(3)]);
        assert_eq!(edit("PUT", json!({"uris": []})), 200);
        assert!(rows().is_empty());
        let mixed = json!({"uris": uris, "range_start": 0, "insert_before": 1});
        assert_eq!(user.call("PUT", &path, Some(mixed)).status, 400);
        let stale = json!({"range_start": 0, "insert_before": 1, "snapshot_id": "old"});
        assert_eq!(user.call("PUT", &path, Some(stale)).status, 502, "D14");
    }
}

/// Edits go by the original of a relinked track (D23).
#[test]
fn a_relinked_track_is_removed_by_its_original() {
    let mock = extended();
    let user = User::of(&mock);
    let path = format!("/playlists/{}/items", mock.world().own_playlist());
    let original = format!("spotify:track:{}", mock.world().relinked_track());
    user.call("PUT", &path, Some(json!({"uris": [original]})));
    let row = user.get(&format!("{path}?market=SE")).json()["items"][0]["item"].clone();
    assert_eq!(row["linked_from"]["uri"], json!(original));
    let remove = |uri: &Value| {
        let body = json!({"items": [{"uri": uri}]});
        assert_eq!(user.call("DELETE", &path, Some(body)).status, 200);
        user.get(&path).json()["total"].clone()
    };
    assert_eq!(remove(&row["uri"]), 1);
    assert_eq!(remove(&row["linked_from"]["uri"]), 0);
}

#[test]
fn fields_are_filtered_in_both_profiles() {
    for mock in [MockSpotify::start().unwrap(), extended()] {
        let user = User::of(&mock);
        let path = format!("/playlists/{}", mock.world().road_trip());
        let whole = user.get(&path).json();
        let filtered = |fields: &str| user.get(&format!("{path}?fields={fields}")).json();
        let head = json!({"name": "Road Trip", "owner": {"id": "demo-listener"}});
        assert_eq!(filtered("name,owner.id,nothing"), head);
        let list = if whole.get("items").is_some() {
            "items"
        } else {
            "tracks"
        };
        let total = json!({list: {"total": 237}});
        assert_eq!(filtered(&format!("{list}.total")), total);
        assert_eq!(filtered(&format!("{list}(total)")), total);
        let mut rest = whole.clone();
        rest.as_object_mut().unwrap().remove(list);
        assert_eq!(filtered(&format!("!{list}")), rest);
        let refused = user.get(&format!("{path}?fields=items("));
        assert_eq!(
            (refused.status, refused.message().as_str()),
            (400, "Invalid field filter")
        );
    }
}

#[test]
fn fields_go_into_rows() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let path = format!("/playlists/{}/items", mock.world().road_trip());
    let page = user
        .get(&format!(
            "{path}?limit=18&fields=next,items(item(uri,album(!images,name)))"
        ))
        .json();
    assert_eq!(keys(&page), "items next");
    let rows = page["items"].as_array().unwrap();
    assert_eq!(rows.len(), 18);
    assert_eq!(keys(&rows[0]), "item");
    assert_eq!(keys(&rows[0]["item"]), "album uri");
    let album = &rows[0]["item"]["album"];
    assert!(album.get("images").is_none() && album.get("name").is_none());
    assert!(album["uri"].is_string());
    assert!(rows[17]["item"].is_null(), "null stays null");
    // The links of a page repeat the filter, so that following them gives more of the same.
    let next = page["next"]
        .as_str()
        .unwrap()
        .strip_prefix(&mock.api_base());
    assert_eq!(keys(&user.get(next.unwrap()).json()), "items next");
}

#[test]
fn private_playlists_are_for_who_may_read_them() {
    let mock = extended();
    let world = mock.world();
    for (id, scope) in [
        (world.private_playlist(), "playlist-read-private"),
        (
            world.collaborative_playlist(),
            "playlist-read-collaborative",
        ),
    ] {
        let path = format!("/playlists/{id}/items");
        let bare = User::with(&mock, &[]);
        assert_eq!(bare.get(&path).message(), "Insufficient client scope");
        let listed = |user: &User<'_>| {
            let playlists = user.items("/me/playlists?limit=50");
            playlists.iter().any(|playlist| playlist["id"] == json!(id))
        };
        let reader = User::with(&mock, &[scope]);
        assert_eq!(reader.get(&path).status, 200);
        assert_eq!((listed(&bare), listed(&reader)), (false, true), "{scope}");
    }
}

/// An app alone owns nothing: it sees no rows in Development mode, and nothing that is private.
#[test]
fn apps_see_less_than_users() {
    let (dev, ext) = (MockSpotify::start().unwrap(), extended());
    let app = |mock: &MockSpotify, id: String| {
        let token = mock.mint_app_token();
        User { mock, token }.get(&format!("/playlists/{id}"))
    };
    let head = app(&dev, dev.world().own_playlist());
    assert!(head.status == 200 && head.json().get("items").is_none());
    assert!(app(&ext, ext.world().own_playlist()).json()["tracks"]["items"].is_array());
    for mock in [&dev, &ext] {
        assert_eq!(app(mock, mock.world().private_playlist()).status, 404);
    }
}

#[test]
fn what_is_open_to_collaborators_is_private() {
    let mock = extended();
    let user = User::of(&mock);
    let create = |user: &User<'_>, public: bool| {
        let body = json!({"name": "Ours", "public": public, "collaborative": true});
        user.call("POST", "/me/playlists", Some(body)).status
    };
    assert_eq!((create(&user, false), create(&user, true)), (201, 400));
    let some = User::with(&mock, &["playlist-modify-private"]);
    assert_eq!(create(&some, false), 403, "it needs both scopes");
    let path = format!("/playlists/{}", mock.world().own_playlist());
    let change = |body: Value| user.call("PUT", &path, Some(body)).status;
    assert_eq!(change(json!({"collaborative": true})), 400);
    let all = json!({
        "name": "Changed", "description": "d", "public": false, "collaborative": true,
    });
    assert_eq!(change(all.clone()), 200);
    let now = user.get(&path).json();
    for (key, value) in all.as_object().unwrap() {
        assert_eq!(&now[key], value, "{key}");
    }
}
