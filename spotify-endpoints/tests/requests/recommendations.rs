//! What recommendations start from, and what is wanted of them (M7).

use spotify_core::{BaseUrl, BuildError, Endpoint, ParamKind};
use spotify_endpoints::*;

use crate::*;

fn query(request: &GetRecommendations) -> String {
    let request = request.request(&BaseUrl::default()).unwrap();
    request.uri().query().unwrap().to_owned()
}

fn refused(request: &GetRecommendations) -> String {
    let error = request.request(&BaseUrl::default()).unwrap_err();
    assert!(matches!(error, BuildError::Invalid { .. }), "{error:?}");
    error.to_string()
}

fn seeded() -> GetRecommendations {
    GetRecommendations::new(Seeds::new().tracks([TRACK]))
}

#[test]
fn m7_one_to_five_seeds_in_all() {
    let seeds = |artists: usize, genres: usize, tracks: usize| {
        GetRecommendations::new(
            Seeds::new()
                .artists(vec![ARTIST; artists])
                .genres(vec!["jazz"; genres])
                .tracks(vec![TRACK; tracks]),
        )
    };
    for (artists, genres, tracks) in [(1, 0, 0), (0, 1, 0), (0, 0, 1), (2, 2, 1), (0, 5, 0)] {
        let request = seeds(artists, genres, tracks);
        let query = query(&request);
        for (name, count) in [
            ("seed_artists=", artists),
            ("seed_genres=", genres),
            ("seed_tracks=", tracks),
        ] {
            assert_eq!(query.contains(name), count > 0, "{query}");
        }
    }
    for (artists, genres, tracks) in [(0, 0, 0), (2, 2, 2), (6, 0, 0), (5, 0, 1)] {
        let count = artists + genres + tracks;
        let expected = format!(
            "GetRecommendations: seeds: {count} artists, genres and tracks in all; 1 to 5 are allowed"
        );
        assert_eq!(refused(&seeds(artists, genres, tracks)), expected);
    }
}

#[test]
fn m7_a_genre_is_one_word_of_the_list() {
    for genre in ["", "jazz,blues"] {
        let said = refused(&GetRecommendations::new(Seeds::new().genres([genre])));
        assert_eq!(
            said,
            "GetRecommendations: seed_genres: a genre is empty or has a comma in it; give each \
             genre by itself"
        );
    }
    let odd = GetRecommendations::new(Seeds::new().genres(["r&b", "jazz"]));
    assert_eq!(query(&odd), "seed_genres=r%26b,jazz");
}

#[test]
fn m7_attributes_in_any_combination() {
    let tuned = |request: GetRecommendations| {
        let query = query(&request);
        let seeds = "seed_tracks=11dFghVXANMlKmJXsNCbNl";
        query.strip_prefix(seeds).unwrap().to_owned()
    };
    assert_eq!(tuned(seeded()), "");
    let cases: [(Tuning, &str); 5] = [
        (0.25.into(), "&target_energy=0.25"),
        (1.into(), "&target_energy=1"),
        ((0.1, 0.9).into(), "&min_energy=0.1&max_energy=0.9"),
        ((0, 1).into(), "&min_energy=0&max_energy=1"),
        (
            (0, 0.9, 0.5).into(),
            "&min_energy=0&max_energy=0.9&target_energy=0.5",
        ),
    ];
    for (tuning, expected) in cases {
        assert_eq!(tuned(seeded().tune(Attribute::Energy, tuning)), expected);
    }
    let each = seeded()
        .near(Attribute::Tempo, 120.5)
        .max(Attribute::Loudness, -5)
        .min(Attribute::Tempo, 100)
        .min(Attribute::Loudness, -60.25);
    assert_eq!(
        tuned(each.clone()),
        "&min_loudness=-60.25&max_loudness=-5&min_tempo=100&target_tempo=120.5"
    );
    // Setting an attribute anew leaves nothing of what was set before.
    let anew = each.tune(Attribute::Loudness, -0.0);
    assert_eq!(
        tuned(anew),
        "&target_loudness=0&min_tempo=100&target_tempo=120.5"
    );
    let tiny = seeded().near(Attribute::Valence, 1e-9);
    assert_eq!(tuned(tiny), "&target_valence=0.000000001");
}

/// Sets one bound of an attribute.
type Set = fn(GetRecommendations, Attribute, f64) -> GetRecommendations;

/// Q8: every bound of every attribute keeps to the range that its parameter has in the index.
#[test]
fn q8_every_attribute_holds_to_its_range() {
    let bounds: [(&str, Set); 3] = [
        ("min", GetRecommendations::min),
        ("max", GetRecommendations::max),
        ("target", GetRecommendations::near),
    ];
    let mut ranges = 0;
    for attribute in Attribute::ALL {
        for (bound, set) in bounds {
            let name = format!("{bound}_{}", attribute.as_str());
            let param = GetRecommendations::META.param(&name).unwrap();
            let range = attribute.range().map(|(min, max)| (min.into(), max.into()));
            assert_eq!(param.range, range, "{name}");
            assert_eq!(
                param.kind == ParamKind::Integer,
                attribute.is_whole(),
                "{name}"
            );
            let with = |value| set(seeded(), *attribute, value);
            for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                let expected =
                    format!("GetRecommendations: {name}: {value} is no number that can be sent");
                assert_eq!(refused(&with(value)), expected);
            }
            if attribute.is_whole() {
                let expected =
                    format!("GetRecommendations: {name}: 0.5 is not whole; round it first");
                assert_eq!(refused(&with(0.5)), expected);
            }
            let Some((min, max)) = attribute.range() else {
                assert!(query(&with(-7.0)).ends_with(&format!("&{name}=-7")));
                continue;
            };
            ranges += 1;
            assert!(query(&with(min.into())).ends_with(&format!("&{name}={min}")));
            assert!(query(&with(max.into())).ends_with(&format!("&{name}={max}")));
            for value in [f64::from(min) - 1.0, f64::from(max) + 1.0] {
                let expected =
                    format!("GetRecommendations: {name}: {value} is outside {min}..={max}");
                assert_eq!(refused(&with(value)), expected);
            }
        }
    }
    assert_eq!(ranges, 30);
    let over = seeded().max(Attribute::Energy, 1.000_001);
    assert!(refused(&over).ends_with("max_energy: 1.000001 is outside 0..=1"));
}

#[test]
fn m7_a_minimum_over_its_maximum_is_refused() {
    let equal = seeded().tune(Attribute::Key, (5, 5));
    assert!(query(&equal).ends_with("&min_key=5&max_key=5"));
    let over = seeded().tune(Attribute::Tempo, (120.5, 90));
    assert_eq!(
        refused(&over),
        "GetRecommendations: min_tempo: 120.5 is over max_tempo, which is 90; swap them"
    );
}
