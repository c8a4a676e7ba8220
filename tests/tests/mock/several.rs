//! Several things in one request, and the lists that belong to an artist or an audiobook.

use serde_json::{Value, json};
use spotify_tests::mock::MockSpotify;

use crate::wire::{User, extended, keys};

/// Path, id of one, most ids in a request.
fn kinds(mock: &MockSpotify) -> [(&'static str, String, usize); 8] {
    let world = mock.world();
    [
        ("albums", world.album(), 20),
        ("artists", world.artist(), 50),
        ("tracks", world.track(), 50),
        ("shows", world.show(), 50),
        ("episodes", world.episode(), 50),
        ("audiobooks", world.audiobook(), 50),
        ("chapters", world.chapter(), 50),
        ("audio-features", world.track(), 100),
    ]
}

#[test]
fn what_is_not_there_is_null() {
    let mock = extended();
    let user = User::of(&mock);
    let unknown = "0".repeat(22);
    for (path, id, _) in kinds(&mock) {
        let other = match path {
            "albums" => mock.world().track(),
            _ => mock.world().album(),
        };
        let several = user
            .get(&format!("/{path}?ids={id},{unknown},{other},{id}"))
            .json();
        let items = several[path.replace('-', "_")].as_array().unwrap();
        let ids: Vec<&Value> = items.iter().map(|item| &item["id"]).collect();
        let (id, none) = (json!(id), Value::Null);
        assert_eq!(ids, [&id, &none, &none, &id], "{path}");
        let mut one = user
            .get(&format!("/{path}/{}", items[0]["id"].as_str().unwrap()))
            .json();
        if path == "shows" {
            assert!(one.as_object_mut().unwrap().remove("episodes").is_some());
        }
        assert_eq!(items[0], one, "{path}: whole, but shows have no episodes");
    }
}

#[test]
fn there_is_a_limit_and_ids_are_checked() {
    let mock = extended();
    let user = User::of(&mock);
    for (path, id, most) in kinds(&mock) {
        let ids = |n: usize| vec![id.as_str(); n].join(",");
        let answer = |ids: String| {
            let reply = user.get(&format!("/{path}?ids={ids}"));
            (reply.status, reply.message())
        };
        let told = |text: &str| (400, text.to_owned());
        assert_eq!(answer(ids(most)).0, 200, "{path}");
        assert_eq!(
            answer(ids(most + 1)),
            told("Too many ids requested"),
            "{path}"
        );
        assert_eq!(
            answer(format!("{id},x")),
            told("Invalid base62 id"),
            "{path}"
        );
        assert_eq!(
            answer(String::new()),
            told("Missing required field: ids"),
            "{path}"
        );
    }
}

#[test]
fn what_is_spoken_has_a_country() {
    let mock = extended();
    let app = User {
        mock: &mock,
        token: mock.mint_app_token(),
    };
    for (path, id, _) in kinds(&mock) {
        let spoken = ["shows", "episodes", "audiobooks", "chapters"].contains(&path);
        let one = |market: &str| app.get(&format!("/{path}/{id}{market}")).status;
        assert_eq!(one(""), if spoken { 404 } else { 200 }, "{path}, D22");
        assert_eq!(one("?market=US"), 200, "{path}");
        let several = |market: &str| {
            let several = app.get(&format!("/{path}?ids={id}{market}")).json();
            several[path.replace('-', "_")][0].is_null()
        };
        assert_eq!(
            (several(""), several("&market=US")),
            (spoken, false),
            "{path}"
        );
    }
}

#[test]
fn artists_have_top_tracks_and_relations() {
    let mock = extended();
    let user = User::of(&mock);
    let artist = format!("/artists/{}", mock.world().artist());
    let top = user.get(&format!("{artist}/top-tracks?market=SE")).json();
    let top = top["tracks"].as_array().unwrap();
    let popularity: Vec<u64> = top
        .iter()
        .map(|track| track["popularity"].as_u64().unwrap())
        .collect();
    assert_eq!(popularity.len(), 10);
    assert!(popularity.is_sorted_by(|a, b| a >= b), "{popularity:?}");
    let id = json!(mock.world().artist());
    let by = |track: &Value| {
        let mut artists = track["artists"].as_array().unwrap().iter();
        artists.any(|artist| artist["id"] == id)
    };
    assert!(top.iter().all(by));

    let related = user.get(&format!("{artist}/related-artists")).json();
    let related = related["artists"].as_array().unwrap();
    assert_eq!(related.len(), 20);
    assert!(related.iter().all(|artist| artist["id"] != id));
    assert_eq!(related[0]["genres"], user.get(&artist).json()["genres"]);
}

#[test]
fn discographies_have_groups() {
    let mock = extended();
    let user = User::of(&mock);
    let path = format!("/artists/{}/albums", mock.world().artist());
    let groups = |query: &str| -> Vec<String> {
        let albums = user.items(&format!("{path}?limit=50{query}"));
        let group = |album: &Value| album["album_group"].as_str().unwrap().to_owned();
        albums.iter().map(group).collect()
    };
    let all = groups("");
    let own = groups("&include_groups=album,single,compilation");
    let guest = groups("&include_groups=appears_on");
    assert!(!own.is_empty() && !guest.is_empty());
    assert!(guest.iter().all(|group| group == "appears_on"));
    assert_eq!(all, [own, guest].concat());
    let page = user
        .get(&format!("{path}?include_groups=appears_on&limit=1"))
        .json();
    assert_ne!(
        page["items"][0]["artists"][0]["id"],
        json!(mock.world().artist())
    );
    assert!(
        page["next"]
            .as_str()
            .unwrap()
            .contains("include_groups=appears_on")
    );
    assert_eq!(
        user.get(&format!("{path}?include_groups=ep")).message(),
        "Invalid include_groups"
    );
}

#[test]
fn audiobooks_have_chapters() {
    for mock in [MockSpotify::start().unwrap(), extended()] {
        let user = User::of(&mock);
        let path = format!("/audiobooks/{}", mock.world().audiobook());
        let book = user.get(&path).json();
        assert_eq!(
            (&book["type"], &book["total_chapters"]),
            (&json!("audiobook"), &json!(12))
        );
        assert_eq!(book["chapters"]["items"].as_array().unwrap().len(), 12);
        let long = format!("/audiobooks/{}/chapters", mock.world().long_audiobook());
        let page = user.get(&long).json();
        assert_eq!((&page["limit"], &page["total"]), (&json!(20), &json!(112)));
        let chapters = user.items(&format!("{long}?limit=50"));
        let nulls = chapters.iter().filter(|chapter| chapter.is_null());
        assert_eq!((chapters.len(), nulls.count()), (112, 1));
        assert_eq!(chapters[111]["chapter_number"], 111);

        let chapter = format!("/chapters/{}", mock.world().chapter());
        let chapter = user.get(&chapter).json();
        assert_eq!(chapter["audiobook"]["uri"], book["uri"]);
        assert!(chapter["audiobook"].get("chapters").is_none());
        assert!(chapter["resume_point"].is_object());
        let id = chapter["id"].as_str().unwrap();
        assert_eq!(chapter["uri"], json!(format!("spotify:chapter:{id}")));
        let silent = User::with(&mock, &[])
            .get(&format!("/chapters/{id}"))
            .json();
        assert!(silent.get("resume_point").is_none());
    }
}

#[test]
fn audiobooks_have_the_fields_of_their_profile() {
    let (dev, ext) = (MockSpotify::start().unwrap(), extended());
    let common = "authors chapters copyrights description edition explicit external_urls href \
                  html_description id images languages media_type name narrators total_chapters \
                  type uri";
    let book = |mock: &MockSpotify| {
        let path = format!("/audiobooks/{}", mock.world().audiobook());
        User::of(mock).get(&path).json()
    };
    assert_eq!(keys(&book(&dev)), common);
    let full = book(&ext);
    assert_eq!(full["available_markets"].as_array().unwrap().len(), 184);
    assert!(full["publisher"].is_string());
    assert!(full["chapters"]["items"][0]["available_markets"].is_array());
    // What a chapter calls itself nobody has seen: each profile has one of the two.
    let kind = |book: &Value| book["chapters"]["items"][0]["type"].clone();
    assert_eq!(
        (kind(&book(&dev)), kind(&full)),
        (json!("chapter"), json!("episode"))
    );
}

#[test]
fn one_audiobook_is_not_to_be_had() {
    let mock = extended();
    let user = User::of(&mock);
    let id = mock.world().unavailable_audiobook();
    assert_eq!(user.get(&format!("/audiobooks/{id}")).status, 404);
    assert_eq!(user.get(&format!("/audiobooks/{id}/chapters")).status, 404);
    let several = user.get(&format!("/audiobooks?ids={id}")).json();
    assert_eq!(several, json!({"audiobooks": [null]}));
    for path in [
        format!("/me/library/contains?uris=spotify:audiobook:{id}"),
        format!("/me/audiobooks/contains?ids={id}"),
    ] {
        assert_eq!(user.get(&path).status, 500, "D14");
    }
}
