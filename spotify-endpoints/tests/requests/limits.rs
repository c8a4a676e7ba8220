//! What is refused before anything is sent (Q8, W4).

use base64::{Engine as _, engine::general_purpose::STANDARD};
#[cfg(feature = "deprecated")]
use spotify_core::Timestamp;
use spotify_core::{BaseUrl, BuildError, Endpoint, Param};
use spotify_endpoints::*;

use crate::*;

type Try = fn(u32) -> Result<(), BuildError>;

fn built(request: impl Endpoint) -> Result<(), BuildError> {
    request.request(&BaseUrl::default()).map(|_| ())
}

#[cfg(feature = "deprecated")]
fn user() -> UserId {
    UserId::new("vinterlund.ada").unwrap()
}

/// As many of it as are asked for.
fn times<T: Clone>(one: T, count: u32) -> Vec<T> {
    vec![one; count as usize]
}

const TRIES: &[(&str, &str, Try)] = &[
    ("GetAlbumTracks", "limit", |n| {
        built(GetAlbumTracks::new(ALBUM).limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetAlbums", "ids", |n| {
        built(GetAlbums::new(times(ALBUM, n)))
    }),
    ("GetArtistAlbums", "include_groups", |n| {
        built(GetArtistAlbums::new(ARTIST).include_groups(times(model::AlbumGroup::Single, n)))
    }),
    ("GetArtistAlbums", "limit", |n| {
        built(GetArtistAlbums::new(ARTIST).limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetArtists", "ids", |n| {
        built(GetArtists::new(times(ARTIST, n)))
    }),
    ("GetAudiobookChapters", "limit", |n| {
        built(GetAudiobookChapters::new(AUDIOBOOK).limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetAudiobooks", "ids", |n| {
        built(GetAudiobooks::new(times(AUDIOBOOK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("GetFeaturedPlaylists", "limit", |n| {
        built(GetFeaturedPlaylists::new().limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetNewReleases", "limit", |n| {
        built(GetNewReleases::new().limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetCategories", "limit", |n| {
        built(GetCategories::new().limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetCategoryPlaylists", "limit", |n| {
        built(GetCategoryPlaylists::new(CategoryId::new("dinner").unwrap()).limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetChapters", "ids", |n| {
        built(GetChapters::new(times(CHAPTER, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("GetEpisodes", "ids", |n| {
        built(GetEpisodes::new(times(EPISODE, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("CheckFollowedArtists", "ids", |n| {
        built(CheckFollowedArtists::new(times(ARTIST, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("CheckFollowedUsers", "ids", |n| {
        built(CheckFollowedUsers::new(times(user(), n)))
    }),
    #[cfg(feature = "deprecated")]
    ("FollowArtists", "ids", |n| {
        built(FollowArtists::new(times(ARTIST, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("FollowUsers", "ids", |n| {
        built(FollowUsers::new(times(user(), n)))
    }),
    ("GetFollowedArtists", "limit", |n| {
        built(GetFollowedArtists::new().limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("UnfollowArtists", "ids", |n| {
        built(UnfollowArtists::new(times(ARTIST, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("UnfollowUsers", "ids", |n| {
        built(UnfollowUsers::new(times(user(), n)))
    }),
    ("CheckLibrary", "uris", |n| {
        built(CheckLibrary::new(times(TRACK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("CheckSavedAlbums", "ids", |n| {
        built(CheckSavedAlbums::new(times(ALBUM, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("CheckSavedAudiobooks", "ids", |n| {
        built(CheckSavedAudiobooks::new(times(AUDIOBOOK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("CheckSavedEpisodes", "ids", |n| {
        built(CheckSavedEpisodes::new(times(EPISODE, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("CheckSavedShows", "ids", |n| {
        built(CheckSavedShows::new(times(SHOW, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("CheckSavedTracks", "ids", |n| {
        built(CheckSavedTracks::new(times(TRACK, n)))
    }),
    ("GetSavedAlbums", "limit", |n| {
        built(GetSavedAlbums::new().limit(n))
    }),
    ("GetSavedAudiobooks", "limit", |n| {
        built(GetSavedAudiobooks::new().limit(n))
    }),
    ("GetSavedEpisodes", "limit", |n| {
        built(GetSavedEpisodes::new().limit(n))
    }),
    ("GetSavedShows", "limit", |n| {
        built(GetSavedShows::new().limit(n))
    }),
    ("GetSavedTracks", "limit", |n| {
        built(GetSavedTracks::new().limit(n))
    }),
    ("RemoveFromLibrary", "uris", |n| {
        built(RemoveFromLibrary::new(times(TRACK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("RemoveSavedAlbums", "ids", |n| {
        built(RemoveSavedAlbums::new(times(ALBUM, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("RemoveSavedAudiobooks", "ids", |n| {
        built(RemoveSavedAudiobooks::new(times(AUDIOBOOK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("RemoveSavedEpisodes", "ids", |n| {
        built(RemoveSavedEpisodes::new(times(EPISODE, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("RemoveSavedShows", "ids", |n| {
        built(RemoveSavedShows::new(times(SHOW, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("RemoveSavedTracks", "ids", |n| {
        built(RemoveSavedTracks::new(times(TRACK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("SaveAlbums", "ids", |n| {
        built(SaveAlbums::new(times(ALBUM, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("SaveAudiobooks", "ids", |n| {
        built(SaveAudiobooks::new(times(AUDIOBOOK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("SaveEpisodes", "ids", |n| {
        built(SaveEpisodes::new(times(EPISODE, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("SaveShows", "ids", |n| {
        built(SaveShows::new(times(SHOW, n)))
    }),
    ("SaveToLibrary", "uris", |n| {
        built(SaveToLibrary::new(times(TRACK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("SaveTracks", "ids", |n| {
        built(SaveTracks::new().ids(times(TRACK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("SaveTracks", "timestamped_ids", |n| {
        built(SaveTracks::new().timestamped_ids(times((TRACK, Timestamp::default()), n)))
    }),
    ("GetTopArtists", "limit", |n| {
        built(GetTopArtists::new().limit(n))
    }),
    ("GetTopTracks", "limit", |n| {
        built(GetTopTracks::new().limit(n))
    }),
    ("GetCurrentlyPlaying", "additional_types", |n| {
        built(GetCurrentlyPlaying::new().additional_types(times(AdditionalType::Track, n)))
    }),
    ("GetPlaybackState", "additional_types", |n| {
        built(GetPlaybackState::new().additional_types(times(AdditionalType::Track, n)))
    }),
    ("GetRecentlyPlayed", "limit", |n| {
        built(GetRecentlyPlayed::new().limit(n))
    }),
    ("SetVolume", "volume_percent", |n| {
        built(SetVolume::new(u8::try_from(n).unwrap()))
    }),
    ("AddPlaylistItems", "uris", |n| {
        built(AddPlaylistItems::new(PLAYLIST, times(TRACK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("AddPlaylistTracks", "uris", |n| {
        built(AddPlaylistTracks::new(PLAYLIST, times(TRACK, n)))
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
    ("GetPlaylistFields", "additional_types", |n| {
        built(
            GetPlaylistFields::new(PLAYLIST, "name")
                .additional_types(times(AdditionalType::Track, n)),
        )
    }),
    ("GetPlaylistItems", "limit", |n| {
        built(GetPlaylistItems::new(PLAYLIST).limit(n))
    }),
    ("GetPlaylistItems", "additional_types", |n| {
        built(GetPlaylistItems::new(PLAYLIST).additional_types(times(AdditionalType::Track, n)))
    }),
    ("GetPlaylistItemsFields", "limit", |n| {
        built(GetPlaylistItemsFields::new(PLAYLIST, "total").limit(n))
    }),
    ("GetPlaylistItemsFields", "additional_types", |n| {
        built(
            GetPlaylistItemsFields::new(PLAYLIST, "total")
                .additional_types(times(AdditionalType::Track, n)),
        )
    }),
    #[cfg(feature = "deprecated")]
    ("GetPlaylistTracks", "limit", |n| {
        built(GetPlaylistTracks::new(PLAYLIST).limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetPlaylistTracks", "additional_types", |n| {
        built(GetPlaylistTracks::new(PLAYLIST).additional_types(times(AdditionalType::Track, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("GetUserPlaylists", "limit", |n| {
        built(GetUserPlaylists::new(user()).limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetUserPlaylists", "offset", |n| {
        built(GetUserPlaylists::new(user()).offset(n))
    }),
    ("RemovePlaylistItems", "items", |n| {
        built(RemovePlaylistItems::new(PLAYLIST, times(TRACK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("RemovePlaylistTracks", "tracks", |n| {
        built(RemovePlaylistTracks::new(PLAYLIST, times(TRACK, n)))
    }),
    ("ReplacePlaylistItems", "uris", |n| {
        built(ReplacePlaylistItems::new(PLAYLIST, times(TRACK, n)))
    }),
    #[cfg(feature = "deprecated")]
    ("ReplacePlaylistTracks", "uris", |n| {
        built(ReplacePlaylistTracks::new(PLAYLIST, times(TRACK, n)))
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
    ("GetShowEpisodes", "limit", |n| {
        built(GetShowEpisodes::new(SHOW).limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetShows", "ids", |n| built(GetShows::new(times(SHOW, n)))),
    #[cfg(feature = "deprecated")]
    ("GetRecommendations", "limit", |n| {
        built(GetRecommendations::new(Seeds::new().tracks([TRACK])).limit(n))
    }),
    #[cfg(feature = "deprecated")]
    ("GetSeveralAudioFeatures", "ids", |n| {
        built(GetSeveralAudioFeatures::new(times(TRACK, n)))
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
        let ranged = meta.params.iter().filter(|param| param.range.is_some());
        for param in ranged.filter(|param| !is_tuning(param)) {
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

/// Whether it is one of the bounds of an attribute, which `recommendations` goes through.
fn is_tuning(param: &Param) -> bool {
    let prefixes = ["min_", "max_", "target_"];
    prefixes.iter().any(|prefix| param.name.starts_with(prefix))
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
