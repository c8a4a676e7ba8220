//! Albums, artists, tracks, shows, search: both profiles.

use serde_json::{Value, json};
use spotify_tests::mock::MockSpotify;

use crate::wire::{Request, User, connect, extended, keys};

/// Puts a fixed address in place of the mock's, for snapshots.
fn settled(mock: &MockSpotify, json: &Value) -> Value {
    let origin = mock.api_base().trim_end_matches("/v1").to_owned();
    serde_json::from_str(&json.to_string().replace(&origin, "http://mock")).unwrap()
}

#[test]
fn an_album_reads_as_spotifys() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let mut album = user
        .get(&format!("/albums/{}", mock.world().album()))
        .json();
    let tracks = album["tracks"]["items"].as_array_mut().unwrap();
    assert!(tracks.len() > 5);
    tracks.truncate(1);
    insta::assert_json_snapshot!("album_in_development_mode", settled(&mock, &album));

    let mock = extended();
    let user = User::of(&mock);
    let mut album = user
        .get(&format!("/albums/{}", mock.world().album()))
        .json();
    assert_eq!(album["available_markets"].as_array().unwrap().len(), 184);
    let more = [
        "available_markets artists album_type copyrights external_ids external_urls genres href id",
        " images label name popularity release_date release_date_precision total_tracks tracks",
        " type uri",
    ];
    let mut more: Vec<&str> = more
        .iter()
        .flat_map(|keys| keys.split_whitespace())
        .collect();
    more.sort_unstable();
    assert_eq!(keys(&album), more.join(" "));
    album["available_markets"].take();
    assert_eq!(
        album["tracks"]["items"][0]["available_markets"]
            .as_array()
            .unwrap()
            .len(),
        184
    );
}

#[test]
fn a_track_has_the_fields_of_its_profile() {
    let dev = MockSpotify::start().unwrap();
    let ext = extended();
    let track = |mock: &MockSpotify, id: String, query: &str| {
        User::of(mock).get(&format!("/tracks/{id}{query}")).json()
    };
    let common = "album artists disc_number duration_ms explicit external_ids external_urls href \
                  id is_local is_playable name track_number type uri";
    assert_eq!(keys(&track(&dev, dev.world().track(), "")), common);
    let full = track(&ext, ext.world().track(), "");
    assert!(full["popularity"].is_u64() && full["preview_url"].is_null());
    assert!(full["available_markets"].is_array() && full.get("is_playable").is_none());
    let in_market = track(&ext, ext.world().track(), "?market=SE");
    assert!(in_market["is_playable"] == true && in_market.get("available_markets").is_none());

    let gone = ext.world().unavailable_track();
    assert_eq!(
        track(&ext, gone.clone(), "")["available_markets"],
        json!([])
    );
    let gone = track(&ext, gone, "?market=SE");
    assert_eq!(
        (&gone["is_playable"], &gone["restrictions"]["reason"]),
        (&json!(false), &json!("market"))
    );

    let original = ext.world().relinked_track();
    assert!(
        track(&ext, original.clone(), "")
            .get("linked_from")
            .is_none()
    );
    let relinked = track(&ext, original.clone(), "?market=SE");
    assert_eq!(relinked["linked_from"]["id"], json!(original));
    assert_ne!(relinked["id"], json!(original));
    let again = track(
        &ext,
        relinked["id"].as_str().unwrap().to_owned(),
        "?market=SE",
    );
    assert_eq!(again, relinked);
    let original = dev.world().relinked_track();
    assert!(
        track(&dev, original, "?market=SE")
            .get("linked_from")
            .is_none(),
        "D23"
    );
}

#[test]
fn album_tracks_come_in_pages() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let path = format!("/albums/{}/tracks", mock.world().long_album());
    let page = user
        .get(&format!("{path}?limit=50&offset=50&market=SE"))
        .json();
    let base = mock.api_base();
    assert_eq!(
        page["href"],
        format!("{base}{path}?offset=50&limit=50&market=SE")
    );
    assert_eq!(
        page["next"],
        format!("{base}{path}?offset=100&limit=50&market=SE")
    );
    assert_eq!(
        page["previous"],
        format!("{base}{path}?offset=0&limit=50&market=SE")
    );
    assert_eq!(
        (&page["total"], &page["limit"], &page["offset"]),
        (&json!(130), &json!(50), &json!(50))
    );
    let numbers: Vec<u64> = user
        .items(&path)
        .iter()
        .map(|track| track["track_number"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, (1..=130).collect::<Vec<_>>());
    let past = user.get(&format!("{path}?offset=5000")).json();
    assert_eq!((&past["items"], &past["next"]), (&json!([]), &Value::Null));
    for (query, message) in [
        ("limit=0", "Invalid limit"),
        ("limit=51", "Invalid limit"),
        ("limit=x", "Invalid limit"),
        ("offset=-1", "Invalid offset"),
    ] {
        let reply = user.get(&format!("{path}?{query}"));
        assert_eq!(
            (reply.status, reply.message().as_str()),
            (400, message),
            "{query}"
        );
    }
}

#[test]
fn ids_are_checked() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let answer = |path: String| {
        let reply = user.get(&path);
        (reply.status, reply.message())
    };
    let (album, track) = (mock.world().album(), mock.world().track());
    assert_eq!(
        answer("/albums/short".to_owned()),
        (400, "Invalid base62 id".to_owned())
    );
    let odd = format!("/albums/{}%20", album.split_at(21).0);
    assert_eq!(answer(odd), (400, "Invalid base62 id".to_owned()));
    let missing = (404, "Resource not found".to_owned());
    assert_eq!(answer(format!("/albums/{track}")), missing);
    assert_eq!(answer(format!("/tracks/{}", "0".repeat(22))), missing);
    assert_eq!(
        answer("/nowhere".to_owned()),
        (404, "Service not found".to_owned())
    );
}

#[test]
fn several_tracks_are_for_extended_quota() {
    let mock = extended();
    let user = User::of(&mock);
    let (known, unknown) = (mock.world().track(), "0".repeat(22));
    let tracks = user
        .get(&format!("/tracks?ids={known},{unknown}&market=SE"))
        .json();
    assert_eq!(tracks["tracks"][0]["id"], json!(known));
    assert_eq!(tracks["tracks"][1], Value::Null);
    let many = vec![known.as_str(); 51].join(",");
    assert_eq!(
        user.get(&format!("/tracks?ids={many}")).message(),
        "Too many ids requested"
    );
    assert_eq!(user.get("/tracks?ids=x").message(), "Invalid base62 id");
    assert_eq!(
        user.get("/markets").json()["markets"]
            .as_array()
            .unwrap()
            .len(),
        184
    );
}

#[test]
fn development_mode_has_lost_operations() {
    let (dev, ext) = (MockSpotify::start().unwrap(), extended());
    let id = dev.world().album();
    let gone = [
        ("GET", "/albums?ids=x".to_owned()),
        ("GET", "/tracks?ids=x".to_owned()),
        ("GET", format!("/artists/{id}/top-tracks")),
        ("GET", "/users/demo-listener".to_owned()),
        ("GET", "/users/demo-listener/playlists".to_owned()),
        ("GET", "/browse/new-releases".to_owned()),
        ("GET", "/browse/categories/x/playlists".to_owned()),
        ("GET", format!("/audio-features/{id}")),
        ("GET", "/markets".to_owned()),
        ("GET", "/me/tracks/contains?ids=x".to_owned()),
        ("PUT", "/me/albums?ids=x".to_owned()),
        ("DELETE", "/me/following?ids=x".to_owned()),
        ("GET", format!("/playlists/{id}/tracks")),
        ("POST", format!("/playlists/{id}/tracks")),
    ];
    for (method, path) in gone {
        let reply = User::of(&dev).call(method, &path, None);
        assert_eq!(
            (reply.status, reply.message().as_str()),
            (403, "Forbidden"),
            "{path}"
        );
        assert_ne!(
            User::of(&ext).call(method, &path, None).status,
            403,
            "{path}"
        );
    }
    let reply = User::of(&dev).get("/recommendations?seed_genres=x");
    assert_eq!(
        (reply.status, reply.message().as_str()),
        (404, "Resource not found")
    );
    assert_eq!(
        User::of(&dev).get("/me/tracks").status,
        200,
        "reading is still there"
    );
}

#[test]
fn artists_and_their_albums() {
    let (dev, ext) = (MockSpotify::start().unwrap(), extended());
    let path = format!("/artists/{}", dev.world().artist());
    let artist = User::of(&dev).get(&path).json();
    assert_eq!(keys(&artist), "external_urls href id images name type uri");
    assert_eq!(artist["name"], "The Fixture Five");
    let artist = User::of(&ext).get(&path).json();
    assert!(artist["followers"]["href"].is_null() && artist["genres"].is_array());

    let albums = format!("{path}/albums");
    assert_eq!(User::of(&dev).get(&albums).json()["limit"], 5);
    assert_eq!(
        User::of(&dev).get(&format!("{albums}?limit=11")).message(),
        "Invalid limit"
    );
    assert_eq!(
        User::of(&dev).get(&format!("{albums}?limit=10")).status,
        200
    );
    let page = User::of(&ext)
        .get(&format!("{albums}?limit=50&include_groups=single"))
        .json();
    assert_eq!(page["limit"], 50);
    let groups = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|album| &album["album_group"]);
    assert!(groups.clone().count() > 0 && groups.clone().all(|group| group == "single"));
}

#[test]
fn shows_have_a_country() {
    let mock = MockSpotify::start().unwrap();
    let app = User {
        mock: &mock,
        token: mock.mint_app_token(),
    };
    let path = format!("/shows/{}", mock.world().show());
    assert_eq!(app.get(&path).status, 404, "D22");
    assert_eq!(app.get(&format!("{path}?market=SE")).status, 200);
    let show = User::of(&mock).get(&path).json();
    assert!(show.get("publisher").is_none() && show["total_episodes"].is_u64());
    let episodes = User::of(&mock).items(&format!("{path}/episodes?limit=10"));
    assert_eq!(
        episodes.iter().filter(|episode| episode.is_null()).count(),
        1
    );
    let path = format!("/episodes/{}", mock.world().episode());
    let episode = User::of(&mock).get(&path).json();
    assert_eq!(episode["show"]["id"], show["id"]);
    assert!(episode["resume_point"].is_object());
    assert!(
        User::with(&mock, &[])
            .get(&path)
            .json()
            .get("resume_point")
            .is_none()
    );
    assert!(User::of(&extended()).get(&path).json()["show"]["publisher"].is_string());
}

#[test]
fn search_finds_seven_kinds() {
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let all = "album,artist,playlist,track,show,episode,audiobook";
    let found = user.get(&format!("/search?q=a&type={all}")).json();
    assert_eq!(
        keys(&found),
        "albums artists audiobooks episodes playlists shows tracks"
    );
    for (kind, page) in found.as_object().unwrap() {
        assert_eq!(page["limit"], 5, "{kind}");
        assert_eq!(page["items"].as_array().unwrap().len(), 5, "{kind}");
    }
    assert!(found["playlists"]["items"][0].is_null());
    let next = found["tracks"]["next"].as_str().unwrap();
    assert!(
        next.ends_with("/search?offset=5&limit=5&query=a&type=track"),
        "{next}"
    );

    let total = |q: &str, kind: &str| {
        let reply = user.get(&format!("/search?q={q}&type={kind}"));
        reply.json()[format!("{kind}s")]["total"].as_u64().unwrap()
    };
    assert_eq!(total("fixture+five", "artist"), 1);
    assert_eq!(total("artist:%22null+%26+the+pointers%22", "artist"), 1);
    assert_eq!(total("isrc:ZZFIX2600042", "track"), 1);
    assert_eq!(total("upc:602000000007", "album"), 1);
    assert!(total("year:1980-1989", "album") > total("year:1980", "album"));
    assert!(total("artist:fixture", "track") > 50);
    assert_eq!(total("zzzzz", "track"), 0);
    assert_eq!(total("tag:new", "album"), total("year:2025", "album"));
    assert!(total("tag:new", "album") > 0);
}

#[test]
fn search_has_limits() {
    let (dev, ext) = (MockSpotify::start().unwrap(), extended());
    let message = |mock, query: &str| User::of(mock).get(&format!("/search?{query}")).message();
    assert_eq!(message(&dev, "type=track"), "No search query");
    assert_eq!(message(&dev, "q=x&type=song"), "Bad search type field song");
    assert_eq!(message(&dev, "q=x&type=track&limit=11"), "Invalid limit");
    assert_eq!(message(&ext, "q=x&type=track&limit=51"), "Invalid limit");
    let beyond = "Limit + Offset exceeds maximum of 1000";
    assert_eq!(message(&dev, "q=x&type=track&limit=10&offset=991"), beyond);
    let edge = User::of(&dev).get("/search?q=a&type=track&limit=10&offset=990");
    assert_eq!(edge.status, 200);
    assert!(
        edge.json()["tracks"]["next"].is_string(),
        "D18: next goes beyond the edge"
    );
}

#[test]
fn catalogue_answers_have_tags() {
    let mock = MockSpotify::start().unwrap();
    let path = format!("/v1/albums/{}", mock.world().album());
    let request = Request::new("GET", &path).bearer(&mock.mint_app_token());
    let mut wire = connect(&mock.api_base());
    let first = wire.send(&request).unwrap();
    let tag = first.header("etag").unwrap();
    let known = wire
        .send(&request.clone().header("If-None-Match", tag))
        .unwrap();
    assert_eq!(
        (known.status, known.body.len(), known.header("etag")),
        (304, 0, Some(tag))
    );
    let other = wire
        .send(&request.header("If-None-Match", "\"x\""))
        .unwrap();
    assert_eq!((other.status, &other.body), (200, &first.body));
}

#[test]
fn the_world_is_large_and_varied() {
    for seed in 0..5 {
        let mock = MockSpotify::builder().seed(seed).start().unwrap();
        assert!(mock.world().albums().len() >= 500 && mock.world().tracks().len() >= 5_000);
        assert_eq!(mock.world().saved_tracks(), 2_000);
    }
    let mock = MockSpotify::start().unwrap();
    let user = User::of(&mock);
    let mut ids = [mock.world().albums(), mock.world().tracks()].concat();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids are distinct");
    let bare = user
        .get(&format!("/albums/{}", mock.world().album_without_cover()))
        .json();
    assert_eq!(bare["images"], json!([]));
    let mut precisions: Vec<String> = mock.world().albums()[..40]
        .iter()
        .map(|id| user.get(&format!("/albums/{id}")).json())
        .map(|album| album["release_date_precision"].as_str().unwrap().to_owned())
        .collect();
    precisions.sort_unstable();
    precisions.dedup();
    assert_eq!(precisions, ["day", "month", "year"]);
}
