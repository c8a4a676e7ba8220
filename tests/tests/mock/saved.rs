//! The library by type: its lists, its older operations, and that all of them tell the same.

use serde_json::{Value, json};
use spotify_tests::mock::MockSpotify;

use crate::wire::{User, extended};

/// A part of the library: the word in its paths, how much is in it at first, most ids in a query,
/// and the id of something that is not in it.
fn shelves(mock: &MockSpotify) -> [(&'static str, usize, usize, String); 5] {
    let world = mock.world();
    [
        ("tracks", 2_000, 50, world.unsaved_track()),
        ("albums", 60, 20, world.albums()[1].clone()),
        ("episodes", 30, 50, world.episode()),
        ("shows", 4, 50, "0".repeat(22)),
        ("audiobooks", 4, 50, world.audiobook()),
    ]
}

fn singular(plural: &str) -> &str {
    plural.strip_suffix('s').unwrap()
}

#[test]
fn lists_are_newest_first_in_both_profiles() {
    for mock in [MockSpotify::start().unwrap(), extended()] {
        let user = User::of(&mock);
        for (plural, count, ..) in shelves(&mock) {
            let page = user.get(&format!("/me/{plural}")).json();
            assert_eq!(
                (&page["limit"], &page["total"]),
                (&json!(20), &json!(count))
            );
            let rows = user.items(&format!("/me/{plural}?limit=50"));
            assert_eq!(rows.len(), count, "{plural}");
            let dates: Vec<&str> = rows
                .iter()
                .filter_map(|row| row["added_at"].as_str())
                .collect();
            assert!(dates.is_sorted_by(|a, b| a > b), "{plural}: {dates:?}");
            let kind = |row: &&Value| row[singular(plural)]["type"] == singular(plural);
            let nulls = usize::from(plural == "audiobooks");
            assert_eq!(rows.iter().filter(kind).count(), count - nulls, "{plural}");
            assert_eq!(rows.iter().filter(|row| row.is_null()).count(), nulls);
            assert_eq!(
                user.get(&format!("/me/{plural}?limit=51")).message(),
                "Invalid limit"
            );
        }
    }
}

#[test]
fn rows_hold_whole_objects() {
    let mock = extended();
    let user = User::of(&mock);
    let world = mock.world();
    let first = |plural: &str| {
        let page = user.get(&format!("/me/{plural}?limit=1")).json();
        page["items"][0][singular(plural)].clone()
    };
    for (plural, id) in [
        ("tracks", world.saved_track()),
        ("albums", world.saved_album()),
        ("episodes", world.saved_episode()),
        ("audiobooks", world.saved_audiobook()),
    ] {
        assert_eq!(first(plural), user.get(&format!("/{plural}/{id}")).json());
    }
    let show = first("shows");
    assert_eq!(show["id"], json!(world.saved_show()));
    assert!(show["publisher"].is_string() && show.get("episodes").is_none());
    let silent = User::with(&mock, &["user-library-read"])
        .get("/me/episodes")
        .json();
    assert!(silent["items"][0]["episode"].get("resume_point").is_none());
    let market = user.get("/me/albums?market=SE&limit=1").json();
    assert_eq!(market["items"][0]["album"]["is_playable"], true);
    assert!(market["next"].as_str().unwrap().ends_with("&market=SE"));
}

/// What is saved by one operation is seen by every other.
#[test]
fn all_operations_tell_the_same() {
    let mock = extended();
    let user = User::of(&mock);
    for (plural, _, _, id) in shelves(&mock) {
        let uri = format!("spotify:{}:{id}", singular(plural));
        let by_uri = format!("/me/library?uris={uri}");
        let by_id = format!("/me/{plural}?ids={id}");
        let seen = || {
            let typed = user.get(&format!("/me/{plural}/contains?ids={id}")).json();
            let whole = user.get(&format!("/me/library/contains?uris={uri}")).json();
            assert_eq!(typed, whole, "{plural}");
            let row = user.get(&format!("/me/{plural}?limit=1")).json()["items"][0].clone();
            (typed[0] == true, row[singular(plural)]["id"] == json!(id))
        };
        // Nothing that does not exist can be listed.
        let listed = plural != "shows";
        assert_eq!(seen(), (false, false), "{plural}");
        for (method, path, there) in [
            ("PUT", &by_id, true),
            ("DELETE", &by_uri, false),
            ("PUT", &by_uri, true),
            ("DELETE", &by_id, false),
        ] {
            let reply = user.call(method, path, None);
            assert_eq!(
                (reply.status, reply.body.len()),
                (200, 0),
                "{method} {path}"
            );
            assert_eq!(seen(), (there, there && listed), "{method} {path}");
        }
    }
}

#[test]
fn ids_stand_in_the_query_or_in_the_body() {
    let mock = extended();
    let user = User::of(&mock);
    for (plural, _, most, id) in shelves(&mock) {
        let path = format!("/me/{plural}");
        let contains = || user.get(&format!("{path}/contains?ids={id}")).json()[0] == true;
        let answer = |method: &str, query: &str, body: Option<Value>| {
            let reply = user.call(method, &format!("{path}{query}"), body);
            (reply.status, String::from_utf8(reply.body).unwrap())
        };
        let body = Some(json!({"ids": [id]}));
        // Audiobooks have no body.
        let taken = if plural == "audiobooks" { 400 } else { 200 };
        assert_eq!(answer("PUT", "", body.clone()).0, taken, "{plural}");
        assert_eq!(contains(), taken == 200, "{plural}");
        assert_eq!(answer("DELETE", "", body).0, taken, "{plural}");
        assert!(!contains(), "{plural}");

        let many = |n: usize| vec![id.as_str(); n].join(",");
        let too_many = format!("?ids={}", many(most + 1));
        for (status, message, query, body) in [
            (200, "", format!("?ids={}", many(most)), None),
            (400, "Too many ids requested", too_many.clone(), None),
            (400, "Missing required field: ids", String::new(), None),
            (400, "Invalid base62 id", "?ids=x".to_owned(), None),
        ] {
            let got = answer("PUT", &query, body);
            assert!(
                got.0 == status && got.1.contains(message),
                "{plural}{query}: {got:?}"
            );
        }
        let asked = user.get(&format!("{path}/contains{too_many}"));
        assert_eq!(asked.message(), "Too many ids requested", "{plural}");
    }
    // A body may name more albums than a query.
    let albums = |n: usize| Some(json!({"ids": mock.world().albums()[..n]}));
    assert_eq!(user.call("PUT", "/me/albums", albums(50)).status, 200);
    assert_eq!(user.call("PUT", "/me/albums", albums(51)).status, 400);
}

#[test]
fn tracks_may_bring_their_own_moments() {
    let mock = extended();
    let user = User::of(&mock);
    let id = mock.world().unsaved_track();
    let put = |body: Value| user.call("PUT", "/me/tracks", Some(body));
    let dated = |id: &str, at: &str| json!({"timestamped_ids": [{"id": id, "added_at": at}]});
    let old = "2001-02-03T04:05:06Z";
    let mut body = dated(&id, old);
    body["ids"] = json!(["not", "looked", "at"]);
    assert_eq!(put(body).status, 200);
    let row = user.get("/me/tracks?limit=1&offset=2000").json()["items"][0].clone();
    assert_eq!(
        (&row["track"]["id"], &row["added_at"]),
        (&json!(id), &json!(old))
    );
    for at in [
        "yesterday",
        "2001-02-30T00:00:00Z",
        "2001-02-03T24:00:00Z",
        "2001-02-03",
    ] {
        assert_eq!(put(dated(&id, at)).message(), "Invalid timestamp", "{at}");
    }
    assert_eq!(put(dated("x", old)).message(), "Invalid base62 id");
}

/// The copy of a track in another market is the same track.
#[test]
fn a_relinked_track_is_saved_as_the_original() {
    let mock = extended();
    let user = User::of(&mock);
    let original = mock.world().relinked_track();
    let copy = user.get(&format!("/tracks/{original}?market=SE")).json();
    let copy = copy["id"].as_str().unwrap();
    user.call("DELETE", &format!("/me/tracks?ids={original}"), None);
    let saved = user.call(
        "PUT",
        &format!("/me/library?uris=spotify:track:{copy}"),
        None,
    );
    assert_eq!(saved.status, 200);
    let path = format!("/me/tracks/contains?ids={original},{copy}");
    assert_eq!(user.get(&path).json(), json!([true, true]));
}
