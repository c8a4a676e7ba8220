//! Browsing, audio features and analysis, recommendations: what only extended quota has.

use serde_json::{Value, json};
use spotify_tests::mock::MockSpotify;

use crate::wire::{User, extended, keys};

#[test]
fn new_releases_are_the_newest_albums() {
    let mock = extended();
    let page = User::of(&mock).get("/browse/new-releases?limit=50").json();
    let albums = &page["albums"];
    assert_eq!(
        (&albums["total"], &albums["limit"]),
        (&json!(100), &json!(50))
    );
    let items = albums["items"].as_array().unwrap();
    let dates: Vec<&str> = items
        .iter()
        .map(|album| album["release_date"].as_str().unwrap())
        .collect();
    assert!(
        dates.is_sorted_by(|a, b| a >= b) && dates[0] >= "2025",
        "{dates:?}"
    );
    assert!(items.iter().all(|album| album.get("tracks").is_none()));
    assert!(
        albums["next"]
            .as_str()
            .unwrap()
            .contains("/browse/new-releases?offset=50")
    );
}

#[test]
fn categories_have_words_or_codes_for_ids() {
    let mock = extended();
    let user = User::of(&mock);
    let page = user.get("/browse/categories?limit=50&locale=sv_SE").json();
    let items = page["categories"]["items"].as_array().unwrap();
    assert_eq!(page["categories"]["total"], items.len());
    assert_eq!(
        (&items[0]["id"], &items[0]["name"]),
        (&json!("toplists"), &json!("Top Lists"))
    );
    let codes = |item: &&Value| item["id"].as_str().unwrap().starts_with("0JQ5");
    assert!(items.iter().any(|item| codes(&item)));
    let path = format!("/browse/categories/{}", mock.world().category());
    let category = user.get(&path).json();
    assert_eq!(Some(&category), items.last());
    assert_eq!(category["href"], format!("{}{path}", mock.api_base()));
    assert!(category["icons"][0]["height"].is_null());
    assert_eq!(user.get("/browse/categories/nothing").status, 404);
    assert_eq!(user.get("/browse/categories/nothing/playlists").status, 404);
    let page = user.get("/browse/categories?locale=sv_SE&limit=1").json();
    assert!(
        page["categories"]["next"]
            .as_str()
            .unwrap()
            .ends_with("&locale=sv_SE")
    );
}

#[test]
fn editorial_playlists_have_nulls_among_them() {
    let mock = extended();
    let user = User::of(&mock);
    let category = format!("/browse/categories/{}/playlists", mock.world().category());
    for path in ["/browse/featured-playlists", &category] {
        let page = user.get(path).json();
        assert!(page["message"].is_string());
        let items = page["playlists"]["items"].as_array().unwrap();
        assert_eq!((&page["playlists"]["total"], items.len()), (&json!(4), 4));
        let nulls = items.iter().filter(|item| item.is_null()).count();
        let editorial = |item: &&Value| item["owner"]["id"] == "spotify";
        assert_eq!(
            (nulls, items.iter().filter(editorial).count()),
            (1, 3),
            "{path}"
        );
        let first = user.get(&format!("{path}?limit=2&offset=2")).json();
        assert_eq!(first["playlists"]["items"].as_array().unwrap(), &items[2..]);
        assert_eq!(
            user.get(&format!("{path}?limit=51")).message(),
            "Invalid limit"
        );
    }
}

#[test]
fn audio_features_are_numbers_in_their_ranges() {
    let mock = extended();
    let user = User::of(&mock);
    let without = mock.world().track_without_features();
    let tracks = mock.world().tracks()[..100].join(",");
    let several = user.get(&format!("/audio-features?ids={tracks}")).json();
    let several = several["audio_features"].as_array().unwrap();
    let nulls = several.iter().filter(|features| features.is_null()).count();
    assert_eq!((several.len(), nulls), (100, 3));
    assert!(several.iter().any(|features| features["key"] == -1));
    for features in several.iter().filter(|features| !features.is_null()) {
        for share in [
            "acousticness",
            "danceability",
            "energy",
            "valence",
            "liveness",
        ] {
            let value = features[share].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&value), "{features}");
        }
        assert!(features["loudness"].as_f64().unwrap() <= 0.0);
        assert!((60.0..=180.0).contains(&features["tempo"].as_f64().unwrap()));
        assert!((-1..=11).contains(&features["key"].as_i64().unwrap()));
    }
    let id = mock.world().track();
    let one = user.get(&format!("/audio-features/{id}")).json();
    assert_eq!(one, several[0]);
    assert_eq!(one["uri"], format!("spotify:track:{id}"));
    let track = user.get(&format!("/tracks/{id}")).json();
    assert_eq!(one["duration_ms"], track["duration_ms"]);
    for path in ["audio-features", "audio-analysis"] {
        assert_eq!(
            user.get(&format!("/{path}/{without}")).status,
            404,
            "{path}"
        );
        assert_eq!(
            user.get(&format!("/{path}/x")).message(),
            "Invalid base62 id"
        );
    }
}

#[test]
fn an_analysis_is_small_but_complete() {
    let mock = extended();
    let user = User::of(&mock);
    let analysis = |id: &str| user.get(&format!("/audio-analysis/{id}")).json();
    let id = mock.world().track();
    let (whole, features) = (
        analysis(&id),
        user.get(&format!("/audio-features/{id}")).json(),
    );
    let count = |part: &str| whole[part].as_array().unwrap().len();
    assert_eq!(
        (count("bars"), count("beats"), count("tatums")),
        (4, 16, 32)
    );
    assert_eq!(keys(&whole["beats"][0]), "confidence duration start");
    assert_eq!(keys(&whole["sections"][0]).split(' ').count(), 12);
    let segments = whole["segments"].as_array().unwrap();
    assert!(segments.iter().all(|segment| {
        let twelve = |part: &str| segment[part].as_array().unwrap().len() == 12;
        twelve("pitches") && twelve("timbre")
    }));
    assert!(segments.last().unwrap().get("loudness_end").is_none());
    for part in ["tempo", "key", "mode", "loudness", "time_signature"] {
        assert_eq!(whole["track"][part], features[part], "{part}");
    }
    assert_eq!(
        keys(&whole["track"]).split(' ').count(),
        26 - usize::from(features["key"] == -1)
    );
    let keyless = mock.world().tracks()[..100]
        .iter()
        .find(|id| user.get(&format!("/audio-features/{id}")).json()["key"] == -1)
        .cloned();
    let keyless = analysis(&keyless.unwrap());
    assert!(keyless["track"].get("key_confidence").is_none());
}

fn recommended(mock: &MockSpotify, query: &str) -> Value {
    let reply = User::of(mock).get(&format!("/recommendations?{query}"));
    assert_eq!(reply.status, 200, "{query}: {}", reply.text());
    reply.json()
}

#[test]
fn recommendations_begin_with_one_to_five_seeds() {
    let mock = extended();
    let world = mock.world();
    let (artist, track, genre) = (world.artist(), world.track(), world.genre_seed());
    let seeds = format!("seed_artists={artist}&seed_tracks={track}&seed_genres={genre}");
    let answer = recommended(&mock, &format!("{seeds}&limit=100&market=SE"));
    let kinds: Vec<&Value> = answer["seeds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|seed| &seed["type"])
        .collect();
    assert_eq!(kinds, ["ARTIST", "GENRE", "TRACK"]);
    let genre_seed = &answer["seeds"][1];
    assert_eq!(
        (&genre_seed["id"], &genre_seed["href"]),
        (&json!(genre), &Value::Null)
    );
    assert_eq!(
        keys(&answer["seeds"][0]),
        "afterFilteringSize afterRelinkingSize href id initialPoolSize type"
    );
    let tracks = answer["tracks"].as_array().unwrap();
    assert_eq!(tracks.len(), 100);
    assert!(tracks.iter().all(|found| found["is_playable"] == true));
    let repeated = recommended(&mock, &format!("{seeds}&limit=100&market=SE"));
    assert_eq!(answer, repeated);
    let own = recommended(&mock, &format!("seed_tracks={track}&limit=100"));
    let others = own["tracks"].as_array().unwrap();
    assert!(others.iter().all(|found| found["id"] != json!(track)));

    let user = User::of(&mock);
    let status = |query: String| user.get(&format!("/recommendations?{query}")).status;
    let genres = |n: usize| format!("seed_genres={}", vec![genre.as_str(); n].join(","));
    assert_eq!((status(genres(5)), status(genres(6))), (200, 400));
    assert_eq!(status("limit=5".to_owned()), 400);
    assert_eq!(status(format!("{}&seed_tracks={track}", genres(5))), 400);
    assert_eq!(status("seed_artists=x".to_owned()), 400);
    assert_eq!(status(format!("{}&limit=101", genres(1))), 400);
    let unknown = recommended(&mock, "seed_genres=polka");
    let pool = &unknown["seeds"][0]["initialPoolSize"];
    assert_eq!((pool, &unknown["tracks"]), (&json!(0), &json!([])));
    let genres = user.get("/recommendations/available-genre-seeds").json();
    assert!(genres["genres"].as_array().unwrap().contains(&json!(genre)));
}

#[test]
fn recommendations_go_by_what_is_asked() {
    let mock = extended();
    let user = User::of(&mock);
    let seed = format!("seed_genres={}", mock.world().genre_seed());
    let features = |query: &str| -> Vec<Value> {
        let answer = recommended(&mock, &format!("{seed}&limit=50&{query}"));
        let ids: Vec<&str> = answer["tracks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|track| track["id"].as_str().unwrap())
            .collect();
        let ids = ids.join(",");
        let several = user.get(&format!("/audio-features?ids={ids}")).json();
        several["audio_features"].as_array().unwrap().clone()
    };
    let number = |features: &Value, name: &str| features[name].as_f64().unwrap();
    for (name, least, most) in [
        ("acousticness", "0.2", "0.6"),
        ("danceability", "0.2", "0.6"),
        ("energy", "0.2", "0.6"),
        ("instrumentalness", "0.2", "0.6"),
        ("liveness", "0.2", "0.6"),
        ("speechiness", "0.2", "0.6"),
        ("valence", "0.2", "0.6"),
        ("key", "3", "7"),
        ("loudness", "-20", "-5.5"),
        ("mode", "1", "1"),
        ("tempo", "80.5", "120"),
        ("time_signature", "3", "3"),
    ] {
        let found = features(&format!("min_{name}={least}&max_{name}={most}"));
        let range = least.parse::<f64>().unwrap()..=most.parse().unwrap();
        assert!(!found.is_empty(), "{name}");
        assert!(
            found
                .iter()
                .all(|found| range.contains(&number(found, name))),
            "{name}"
        );
    }
    let near = features("target_tempo=100");
    assert!(
        near.iter()
            .all(|found| (number(found, "tempo") - 100.0).abs() < 15.0)
    );
    // These two are known of every track.
    for (name, least, most) in [("popularity", 80, 90), ("duration_ms", 150_000, 250_000)] {
        let query = format!("{seed}&min_{name}={least}&max_{name}={most}");
        let found = recommended(&mock, &query)["tracks"].clone();
        let found = found.as_array().unwrap();
        let value = |track: &Value| track[name].as_u64().unwrap();
        assert!(!found.is_empty(), "{name}");
        assert!(
            found
                .iter()
                .all(|track| (least..=most).contains(&value(track))),
            "{name}"
        );
    }
    for (name, value) in [
        ("min_energy", "loud"),
        ("max_energy", "1.1"),
        ("target_energy", ""),
        ("target_energy", "NaN"),
        ("min_loudness", "-inf"),
        ("min_key", "1.5"),
        ("max_popularity", "101"),
        ("target_sadness", "0.5"),
    ] {
        let reply = user.get(&format!("/recommendations?{seed}&{name}={value}"));
        let refused = format!("Invalid value for {name}");
        assert_eq!((reply.status, reply.message()), (400, refused), "{value}");
    }
}
