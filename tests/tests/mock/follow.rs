//! Following artists, users and playlists, and what is known of users.

use serde_json::{Value, json};
use spotify_tests::mock::MockSpotify;

use crate::wire::{User, extended, keys};

#[test]
fn artists_and_users_are_followed_by_id_and_by_uri() {
    let mock = extended();
    let user = User::of(&mock);
    let (artist, friend) = (mock.world().unfollowed_artist(), "friend%20%231");
    for (kind, id) in [("artist", artist.as_str()), ("user", friend)] {
        let path = format!("/me/following?type={kind}&ids={id}");
        let uri = id.replace('%', "%25");
        let library = format!("/me/library?uris=spotify:{kind}:{uri}");
        let seen = || {
            let old = user.get(&path.replace("following", "following/contains"));
            let new = user.get(&library.replace("library", "library/contains"));
            assert_eq!(old.json(), new.json(), "{kind}");
            old.json()[0] == true
        };
        assert!(!seen(), "{kind}");
        for (method, path, there) in [
            ("PUT", &path, true),
            ("DELETE", &library, false),
            ("PUT", &library, true),
            ("DELETE", &path, false),
        ] {
            let reply = user.call(method, path, None);
            let status = if path.contains("library") { 200 } else { 204 };
            assert_eq!(
                (reply.status, reply.body.len()),
                (status, 0),
                "{method} {path}"
            );
            assert_eq!(seen(), there, "{method} {path}");
        }
    }
}

#[test]
fn the_list_follows() {
    for mock in [MockSpotify::start().unwrap(), extended()] {
        let user = User::of(&mock);
        let total = || user.get("/me/following?type=artist").json()["artists"]["total"].clone();
        assert_eq!(total(), 53);
        let uri = format!("spotify:artist:{}", mock.world().unfollowed_artist());
        user.call("PUT", &format!("/me/library?uris={uri}"), None);
        assert_eq!(total(), 54);
        // An artist that there is not can be followed, and not be shown.
        let unknown = format!("/me/library?uris=spotify:artist:{}", "0".repeat(22));
        assert_eq!(user.call("PUT", &unknown, None).status, 200);
        assert_eq!(total(), 54);
    }
}

#[test]
fn ids_may_stand_in_the_body_and_the_type_may_not() {
    let mock = extended();
    let user = User::of(&mock);
    let (artist, other) = (
        mock.world().unfollowed_artist(),
        mock.world().another_user(),
    );
    let put = |query: &str, ids: Value| {
        let body = Some(json!({"ids": ids, "type": "artist"}));
        let reply = user.call("PUT", &format!("/me/following{query}"), body);
        (reply.status, String::from_utf8(reply.body).unwrap())
    };
    let told = |text: &str| {
        (
            400,
            json!({"error": {"status": 400, "message": text}}).to_string(),
        )
    };
    assert_eq!(put("?type=artist", json!([artist])).0, 204);
    assert_eq!(put("?type=user", json!([other])).0, 204);
    assert_eq!(
        put("", json!([artist])),
        told("Missing required field: type")
    );
    assert_eq!(
        put("?type=show", json!([artist])),
        told("Invalid type: show")
    );
    assert_eq!(put("?type=artist", json!(["x"])), told("Invalid base62 id"));
    assert_eq!(put("?type=user", json!([" "])), told("Invalid username"));
    assert_eq!(
        put("?type=artist", json!(artist)),
        told("Missing required field: ids")
    );
    for (kind, id) in [("artist", artist.as_str()), ("user", other)] {
        let many = json!(vec![id; 51]);
        let query = format!("?type={kind}");
        assert_eq!(put(&query, many), told("Too many ids requested"));
        let contains = format!("/me/following/contains{query}&ids={id},{id}");
        assert_eq!(user.get(&contains).json(), json!([true, true]));
    }
}

#[test]
fn playlists_are_followed_by_all_operations() {
    let mock = extended();
    let user = User::of(&mock);
    let id = mock.world().playlist_of_spotify();
    let followers = format!("/playlists/{id}/followers");
    let library = format!("/me/library?uris=spotify:playlist:{id}");
    let seen = || {
        let old = user.get(&format!("{followers}/contains")).json();
        let new = user
            .get(&library.replace("library", "library/contains"))
            .json();
        assert_eq!(old, new);
        let first = user.get("/me/playlists?limit=1").json()["items"][0]["id"].clone();
        assert_eq!(first == json!(id), old[0] == true);
        old[0] == true
    };
    let odd = user.call("PUT", "/playlists/x/followers", None);
    assert_eq!(odd.message(), "Invalid base62 id");
    assert!(!seen());
    for (method, path, there) in [
        ("PUT", &followers, true),
        ("DELETE", &library, false),
        ("PUT", &library, true),
        ("DELETE", &followers, false),
    ] {
        assert_eq!(user.call(method, path, None).status, 200, "{method} {path}");
        assert_eq!(seen(), there, "{method} {path}");
    }
}

#[test]
fn who_follows_a_playlist() {
    let mock = extended();
    let user = User::of(&mock);
    let path = |id: String, query: &str| format!("/playlists/{id}/followers/contains{query}");
    let own = mock.world().own_playlist();
    let contains = |query: &str| user.get(&path(own.clone(), query)).json();
    assert_eq!(contains(""), json!([true]));
    assert_eq!(contains("?ids=demo-listener"), json!([true]));
    assert_eq!(contains("?ids=neighbour"), json!([false]));
    let two = user.get(&path(own.clone(), "?ids=demo-listener,neighbour"));
    assert_eq!(two.message(), "Too many ids requested");
    let private = path(mock.world().private_playlist(), "");
    assert_eq!(user.get(&private).json(), json!([true]));
    assert_eq!(
        User::with(&mock, &[]).get(&private).message(),
        "Insufficient client scope"
    );
}

/// In Development mode what Spotify owns is null in the list, whoever follows it.
#[test]
fn followed_editorial_playlists_are_null() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let total = || user.get("/me/playlists?limit=1").json();
    let before = total()["total"].as_u64().unwrap();
    let path = format!(
        "/playlists/{}/followers",
        mock.world().playlist_of_spotify()
    );
    assert_eq!(user.call("PUT", &path, None).status, 200, "D26");
    assert_eq!(total()["total"], before + 1);
    assert!(total()["items"][0].is_null());
}

#[test]
fn users_show_what_is_public() {
    let mock = extended();
    let user = User::of(&mock);
    let world = mock.world();
    let common = "display_name external_urls followers href id images type uri";
    for (path, id, name) in [
        ("/users/demo-listener", world.user(), json!("Demo Listener")),
        ("/users/friend%20%231", world.odd_user(), Value::Null),
        (
            "/users/neighbour",
            world.another_user(),
            json!("Nosy Neighbour"),
        ),
    ] {
        let profile = user.get(path).json();
        assert_eq!(keys(&profile), common);
        assert_eq!(
            (&profile["id"], &profile["display_name"]),
            (&json!(id), &name)
        );
        assert_eq!(profile["href"], format!("{}{path}", mock.api_base()));
    }
    assert_eq!(user.get("/users/nobody").status, 404);
    assert_eq!(user.get("/users/nobody/playlists").status, 404);
}

#[test]
fn users_have_playlists() {
    let mock = extended();
    let user = User::of(&mock);
    let own = user.items("/users/demo-listener/playlists?limit=50");
    assert_eq!(own, user.items("/me/playlists?limit=50"));
    let page = user.get("/users/demo-listener/playlists?limit=2").json();
    let next = format!(
        "{}/users/demo-listener/playlists?offset=2&limit=2",
        mock.api_base()
    );
    assert_eq!(page["next"], next);
    let others = user.items("/users/neighbour/playlists");
    let names: Vec<&Value> = others.iter().map(|playlist| &playlist["name"]).collect();
    assert_eq!(names, ["Fence Music", "Lawn Mower Mix"]);
    // To an app the user is another.
    let app = User {
        mock: &mock,
        token: mock.mint_app_token(),
    };
    let seen = app.items("/users/demo-listener/playlists?limit=50");
    assert!(!seen.is_empty() && seen.iter().all(|playlist| playlist["public"] == true));
    let friend = user.items("/users/friend%20%231/playlists");
    let of_friend = |playlist: &Value| playlist["owner"]["id"] == "friend #1";
    assert!(!friend.is_empty() && friend.iter().all(of_friend));

    let create = |id: &str| {
        let body = Some(json!({"name": "Mine"}));
        user.call("POST", &format!("/users/{id}/playlists"), body)
    };
    let created = create("demo-listener");
    assert_eq!(
        (created.status, &created.json()["name"]),
        (201, &json!("Mine"))
    );
    assert_eq!(
        user.get("/me/playlists").json()["items"][0]["id"],
        created.json()["id"]
    );
    assert_eq!(create("neighbour").status, 403);
}
