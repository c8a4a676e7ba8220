//! What is refused before anything is sent (Q8, W4).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use spotify_core::{BaseUrl, BuildError, Endpoint};
use spotify_endpoints::*;

use crate::*;

type Try = fn(u32) -> Result<(), BuildError>;

fn built(request: impl Endpoint) -> Result<(), BuildError> {
    request.request(&BaseUrl::default()).map(|_| ())
}

/// As many of it as are asked for.
fn times<T: Clone>(one: T, count: u32) -> Vec<T> {
    vec![one; count as usize]
}

const TRIES: &[(&str, &str, Try)] = &[
    ("GetAlbumTracks", "limit", |n| {
        built(GetAlbumTracks::new(ALBUM).limit(n))
    }),
    ("GetFollowedArtists", "limit", |n| {
        built(GetFollowedArtists::new().limit(n))
    }),
    ("CheckLibrary", "uris", |n| {
        built(CheckLibrary::new(times(TRACK, n)))
    }),
    ("GetSavedTracks", "limit", |n| {
        built(GetSavedTracks::new().limit(n))
    }),
    ("SaveToLibrary", "uris", |n| {
        built(SaveToLibrary::new(times(TRACK, n)))
    }),
    ("GetTopArtists", "limit", |n| {
        built(GetTopArtists::new().limit(n))
    }),
    ("GetPlaybackState", "additional_types", |n| {
        built(GetPlaybackState::new().additional_types(times(AdditionalType::Track, n)))
    }),
    ("GetRecentlyPlayed", "limit", |n| {
        built(GetRecentlyPlayed::new().limit(n))
    }),
    ("AddPlaylistItems", "uris", |n| {
        built(AddPlaylistItems::new(PLAYLIST, times(TRACK, n)))
    }),
    ("GetMyPlaylists", "limit", |n| {
        built(GetMyPlaylists::new().limit(n))
    }),
    ("GetMyPlaylists", "offset", |n| {
        built(GetMyPlaylists::new().offset(n))
    }),
    ("GetPlaylist", "additional_types", |n| {
        built(GetPlaylist::new(PLAYLIST).additional_types(times(AdditionalType::Track, n)))
    }),
    ("GetPlaylistItems", "limit", |n| {
        built(GetPlaylistItems::new(PLAYLIST).limit(n))
    }),
    ("GetPlaylistItems", "additional_types", |n| {
        built(GetPlaylistItems::new(PLAYLIST).additional_types(times(AdditionalType::Track, n)))
    }),
    ("Search", "type", |n| {
        built(Search::new("q", times(SearchType::Album, n)))
    }),
    ("Search", "limit", |n| {
        built(Search::new("q", [SearchType::Album]).limit(n))
    }),
    ("Search", "offset", |n| {
        built(Search::new("q", [SearchType::Album]).offset(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetTracks", "ids", |n| {
        built(GetTracks::new(times(TRACK, n)))
    }),
];

#[test]
fn q8_every_range_holds_to_the_unit() {
    let mut tries = TRIES.iter();
    for meta in ENDPOINTS {
        for param in meta.params.iter().filter(|param| param.range.is_some()) {
            let (name, tried, attempt) = tries.next().expect("there is a try for each range");
            assert_eq!((meta.name, param.name), (*name, *tried));
            let (min, max) = param.range.unwrap();
            let (min, max) = (u32::try_from(min).unwrap(), u32::try_from(max).unwrap());
            assert_eq!(attempt(min), Ok(()), "{name} {tried} {min}");
            assert_eq!(attempt(max), Ok(()), "{name} {tried} {max}");
            for size in min.checked_sub(1).into_iter().chain([max + 1]) {
                let error = attempt(size).unwrap_err().to_string();
                let value = format!("{name}: {tried} {size} is outside {min}..={max}");
                let list =
                    format!("{name}: {tried} has {size} elements; {min} to {max} are allowed");
                assert!(
                    error.starts_with(&value) || error.starts_with(&list),
                    "{error}"
                );
            }
        }
    }
    assert!(tries.next().is_none(), "there is a range for each try");
}

#[test]
fn q8_a_search_ends_at_a_thousand() {
    let search = |offset, limit| {
        built(
            Search::new("q", [SearchType::Album])
                .offset(offset)
                .limit(limit),
        )
    };
    assert_eq!(search(990, 10), Ok(()));
    assert!(matches!(
        search(991, 10),
        Err(BuildError::Invalid {
            param: "offset and limit",
            ..
        })
    ));
    assert_eq!(search(950, 50), Ok(()));
    assert!(search(951, 50).is_err());
}

#[test]
fn w4_a_cover_is_measured_in_base64_to_the_byte() {
    let jpeg = |size: usize| {
        let mut bytes = vec![0; size];
        bytes[..3].copy_from_slice(&[0xFF, 0xD8, 0xFF]);
        bytes
    };
    let upload = |cover| UploadPlaylistCover::new(PLAYLIST, cover).request(&BaseUrl::default());
    for size in [3, 4, 196_607, 196_608] {
        let raw = upload(Cover::jpeg(jpeg(size))).unwrap();
        let encoded = upload(Cover::base64(STANDARD.encode(jpeg(size)))).unwrap();
        assert_eq!(raw.body(), encoded.body());
        assert_eq!(raw.headers()["content-type"], "image/jpeg");
        assert!(raw.body().len() <= 262_144);
        assert!(!raw.body().contains(&b'\n'));
    }
    assert_eq!(
        upload(Cover::jpeg(jpeg(196_608))).unwrap().body().len(),
        262_144
    );
    assert!(upload(Cover::jpeg(jpeg(196_609))).is_err());
    assert!(upload(Cover::base64(STANDARD.encode(jpeg(196_609)))).is_err());
    // One byte more of text is refused for its size, whatever else is wrong with it.
    let longer = STANDARD.encode(jpeg(196_608)) + "A";
    let error = upload(Cover::base64(longer)).unwrap_err().to_string();
    assert!(
        error.contains("262145 bytes in base64, at most 262144"),
        "{error}"
    );
}
