//! Every fixture is read, written again, and shown in a snapshot.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unreachable,
    clippy::print_stdout,
    reason = "a test says what it expects"
)]

#[path = "support/fixtures.rs"]
mod fixtures;

use std::{fmt::Debug, fs, time::Duration};

use fixtures::{META, fixture, folder, read, response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use spotify_core::drift::collect;
use spotify_endpoints::{Markets, TrackId, Uri, decode, model::*};

/// A debug print with short parts on one line, and without the fields that are absent.
fn print(model: &impl Debug) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in format!("{model:#?}")
        .lines()
        .filter(|line| !line.ends_with(": None,"))
    {
        lines.push(line.to_owned());
        if let [.., open, inner, close] = lines.as_slice()
            && open.ends_with('(')
            && inner.ends_with(',')
            && close.trim_start().starts_with(')')
        {
            let joined = [open, inner.trim().trim_end_matches(','), close.trim()].concat();
            lines.truncate(lines.len() - 3);
            lines.push(joined);
        }
    }
    lines.join("\n")
}

/// What is left of a playlist when `fields` asks for `name,items(total,items(item(name,uri)))`.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Filtered {
    name: Text,
    items: Page<FilteredRow>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct FilteredRow {
    item: Option<Named>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Named {
    name: Text,
    uri: Uri,
}

macro_rules! fixtures {
    ($($test:ident: $type:ty = $($path:literal)*;)*) => {
        $(#[test]
        fn $test() {
            $(
                let model = fixture::<$type>(concat!($path, ".json"));
                let name = $path.replace('/', "__");
                insta::assert_snapshot!(name, print(&model));
            )*
        })*

        #[test]
        fn every_fixture_is_read() {
            let mut read = vec![$($(concat!($path, ".json")),*),*];
            read.sort_unstable();
            let mut found = Vec::new();
            for area in AREAS {
                for file in fs::read_dir(folder().join(area)).unwrap() {
                    let file = file.unwrap().file_name().into_string().unwrap();
                    found.push(format!("{area}/{file}"));
                }
            }
            found.sort_unstable();
            assert_eq!(found, read);
        }
    };
}

/// The folders of the models that are tested here.
const AREAS: [&str; 18] = [
    "albums",
    "artists",
    "audiobooks",
    "browse",
    "categories",
    "chapters",
    "episodes",
    "follow",
    "genres",
    "library",
    "markets",
    "personalization",
    "player",
    "playlists",
    "search",
    "shows",
    "tracks",
    "users",
];

fixtures! {
    n1_albums: Album = "albums/album.extended" "albums/album.development";
    n1_album_tracks: Page<SimplifiedTrack> = "albums/tracks.extended" "albums/tracks.development";
    n7_several_albums: Items<Album> = "albums/several.extended";
    n1_artists: Artist = "artists/artist.extended" "artists/artist.development";
    n1_artist_albums: Page<SimplifiedAlbum> =
        "artists/albums.extended" "artists/albums.development";
    n7_several_artists: Items<Artist> = "artists/several.extended" "artists/related.extended";
    n7_several_tracks: Items<Track> =
        "artists/top-tracks.extended" "artists/top-tracks.development" "tracks/several.extended";
    n1_audiobooks: Audiobook =
        "audiobooks/audiobook.extended" "audiobooks/audiobook.development";
    n7_several_audiobooks: Items<Audiobook> = "audiobooks/several.extended";
    n7_audiobook_chapters: Page<SimplifiedChapter> =
        "audiobooks/chapters.extended" "audiobooks/chapters.development";
    n1_new_releases: Page<SimplifiedAlbum> = "browse/new-releases.extended";
    n7_featured_playlists: FeaturedPlaylists =
        "browse/featured-playlists.extended" "categories/playlists.extended";
    n1_categories: Page<Category> = "categories/categories.extended";
    n1_category: Category = "categories/category.extended";
    n1_chapters: Chapter = "chapters/chapter.extended" "chapters/chapter.development";
    n7_several_chapters: Items<Chapter> = "chapters/several.extended";
    n1_episodes: Episode = "episodes/episode.extended" "episodes/episode.development";
    n7_several_episodes: Items<Episode> = "episodes/several.extended";
    n1_followed: CursorPage<Artist> = "follow/artists.extended" "follow/artists.development";
    n1_genre_seeds: List<Text> = "genres/seeds.extended";
    n1_contains: Vec<bool> = "follow/playlist.extended" "library/contains";
    n1_saved_tracks: Page<SavedTrack> =
        "library/saved-tracks.extended" "library/saved-tracks.development";
    n1_saved_albums: Page<SavedAlbum> =
        "library/saved-albums.extended" "library/saved-albums.development";
    n1_saved_shows: Page<SavedShow> =
        "library/saved-shows.extended" "library/saved-shows.development";
    n1_saved_episodes: Page<SavedEpisode> =
        "library/saved-episodes.extended" "library/saved-episodes.development";
    n1_saved_audiobooks: Page<SavedAudiobook> =
        "library/saved-audiobooks.extended" "library/saved-audiobooks.development";
    n1_markets: Markets = "markets/markets";
    n1_top_artists: Page<Artist> =
        "personalization/top-artists.extended" "personalization/top-artists.development";
    n1_top_tracks: Page<Track> =
        "personalization/top-tracks.extended" "personalization/top-tracks.development";
    n1_playback: PlaybackState =
        "player/state.extended" "player/state.development"
        "player/currently-playing.extended" "player/currently-playing.development";
    n1_queues: Queue = "player/queue.extended" "player/queue.development";
    n1_recently_played: CursorPage<PlayHistory> =
        "player/recently-played.extended" "player/recently-played.development"
        "player/recently-played.empty";
    n10_devices: Items<Device> = "player/devices.extended" "player/devices.development";
    n8_playlist_items: Page<PlaylistItem> =
        "playlists/items.extended" "playlists/items.development";
    n9_playlists: Playlist =
        "playlists/playlist.extended" "playlists/playlist.development"
        "playlists/foreign.development" "playlists/both-names.extended"
        "playlists/created.extended" "playlists/created.development";
    n7_own_playlists: Page<SimplifiedPlaylist> =
        "playlists/mine.extended" "playlists/mine.development" "playlists/of-user.extended";
    n1_covers: List<Image> = "playlists/cover";
    n1_filtered: Filtered = "playlists/fields";
    n1_snapshots: SnapshotId = "playlists/snapshot";
    n1_search: SearchResult = "search/all.extended" "search/all.development";
    n1_shows: Show = "shows/show.extended" "shows/show.development";
    n7_several_shows: Items<SimplifiedShow> = "shows/several.extended";
    n7_show_episodes: Page<SimplifiedEpisode> =
        "shows/episodes.extended" "shows/episodes.development";
    n1_tracks: Track =
        "tracks/track.extended" "tracks/track.development" "tracks/relinked.extended"
        "tracks/restricted.extended" "tracks/restricted.development";
    n1_audio_features: AudioFeatures = "tracks/audio-features.extended";
    n7_several_audio_features: Items<AudioFeatures> = "tracks/several-audio-features.extended";
    n1_audio_analyses: AudioAnalysis = "tracks/audio-analysis.extended";
    n1_recommendations: Recommendations = "tracks/recommendations.extended";
    n1_me: PrivateUser = "users/me.extended" "users/me.development";
    n1_users: PublicUser = "users/user.extended";
}

#[test]
fn n8_rows_of_every_kind() {
    for tier in ["extended", "development"] {
        let page: Page<PlaylistItem> = fixture(&format!("playlists/items.{tier}.json"));
        let items: Vec<_> = page.items.iter().map(|row| row.item.as_ref()).collect();
        let [track, episode, local, hybrid, gone, ..] = items.as_slice() else {
            panic!()
        };
        assert!(matches!(track, Some(PlayableItem::Track(track)) if track.id.is_some()));
        assert!(matches!(episode, Some(PlayableItem::Episode(episode)) if episode.show.is_some()));
        assert!(matches!(local, Some(PlayableItem::Local(track)) if track.id.is_none()));
        assert!(matches!(hybrid, Some(PlayableItem::EpisodeAsTrack(track)) if track.id.is_none()));
        assert!(gone.is_none());
        let uris: Vec<_> = [track, episode, local, hybrid]
            .map(|item| item.unwrap().playable_uri().map(|uri| uri.kind().as_str()))
            .into();
        assert_eq!(
            uris,
            [Some("track"), Some("episode"), None, Some("episode")]
        );
        assert!(page.items[2].is_local() && !page.items[0].is_local());
        assert_eq!(local.unwrap().duration().unwrap().as_secs(), 188);
    }
}

#[test]
fn what_follows_from_the_id_is_not_kept() {
    let id = "6rqhFgbbKwnb9MLmUQDhG6";
    let track: LinkedTrack = read(&format!(r#"{{"id":"{id}"}}"#));
    assert_eq!(
        track.uri().unwrap().to_string(),
        format!("spotify:track:{id}")
    );
    assert_eq!(
        track.href().unwrap(),
        format!("https://api.spotify.com/v1/tracks/{id}")
    );
    assert_eq!(
        track.url().unwrap(),
        format!("https://open.spotify.com/track/{id}")
    );
    assert_eq!(serde_json::to_value(&track).unwrap(), json!({"id": id}));
    // An id of something else is not taken for one of a track.
    let other = json!({"id": id, "type": "episode", "uri": format!("spotify:episode:{id}"),
        "href": "https://elsewhere.example", "external_urls": {"other": "x", "spotify": "y"}});
    let track: LinkedTrack = read(&other.to_string());
    assert_eq!(track.id, None);
    assert_eq!(track.href().unwrap(), "https://elsewhere.example");
    assert_eq!(track.url().unwrap(), "y");
    assert_eq!(serde_json::to_value(&track).unwrap(), other);
    // Users are percent-encoded in addresses.
    let user: PublicUser = read(r#"{"id":"a#b c"}"#);
    assert_eq!(user.href(), "https://api.spotify.com/v1/users/a%23b%20c");
    assert_eq!(user.uri().to_string(), "spotify:user:a%23b%20c");
}

#[test]
fn pictures_by_size() {
    let artist: Artist = fixture("artists/artist.extended.json");
    assert_eq!(artist.images.at_least(2000).unwrap().width, Some(640));
    let album: Album = fixture("albums/album.extended.json");
    let width = |pixels| album.images.at_least(pixels).unwrap().width;
    assert_eq!(
        [width(0), width(64), width(65), width(641)],
        [Some(64), Some(64), Some(300), Some(640)]
    );
    assert_eq!(List::<Image>::absent().at_least(1), None);
    for url in [
        "https://i.scdn.co/image/AB67616d0000b273a84592a0803325f967f9bfc6",
        "https://i.scdn.co/image/ab",
        "",
    ] {
        assert_eq!(ImageUrl::from(url).to_string(), url);
    }
    assert_eq!(album.artists.joined(), "Lantern Choir, Mossbridge");
}

#[test]
fn d23_relinked_tracks_know_their_original() {
    let track: Track = fixture("tracks/relinked.extended.json");
    assert_eq!(track.original_id(), track.linked_from.as_ref().unwrap().id);
    assert_ne!(track.original_id(), track.id);
    assert!(track.is_playable());
    let track: Track = fixture("tracks/restricted.extended.json");
    assert_eq!(track.original_id(), track.id);
    assert!(!track.is_playable());
}

#[test]
fn wrappers_come_off() {
    let text = fs::read_to_string(folder().join("tracks/several.extended.json")).unwrap();
    let tracks: Items<Track> = decode::tracks(&META, &response(text)).unwrap();
    assert_eq!(
        tracks.rows().map(|row| row.is_some()).collect::<Vec<_>>(),
        [true, false, true]
    );
    let text = fs::read_to_string(folder().join("follow/artists.extended.json")).unwrap();
    let page: CursorPage<Artist> = decode::artists(&META, &response(text)).unwrap();
    assert_eq!(page.items.len(), 2);
    let error = decode::artists::<CursorPage<Artist>>(&META, &response("{}")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Fixture: unexpected answer: missing field `artists` at line 1 column 2"
    );
    let error = decode::json::<Track>(&META, &response("")).unwrap_err();
    assert!(error.is_empty_body());
    assert_eq!(
        decode::maybe::<PlaybackState>(&META, &response("")).unwrap(),
        None
    );
    let error = decode::json::<Page<Track>>(&META, &response(r#"{"items":7}"#)).unwrap_err();
    assert_eq!(&*error.path, "items");
}

#[test]
fn n11_release_dates_keep_their_precision() {
    for (text, date, year, month, day) in [
        ("1981", ReleaseDate::Year(1981), Some(1981), None, None),
        (
            "1981-12",
            ReleaseDate::Month(1981, 12),
            Some(1981),
            Some(12),
            None,
        ),
        (
            "1981-12-15",
            ReleaseDate::Day(1981, 12, 15),
            Some(1981),
            Some(12),
            Some(15),
        ),
        ("0000", ReleaseDate::Year(0), None, None, None),
        ("0000-00-00", ReleaseDate::Day(0, 0, 0), None, None, None),
        (
            "1981-13",
            ReleaseDate::Other("1981-13".into()),
            None,
            None,
            None,
        ),
        (
            "2023-01-01T10:00",
            ReleaseDate::Other("2023-01-01T10:00".into()),
            None,
            None,
            None,
        ),
        ("+981", ReleaseDate::Other("+981".into()), None, None, None),
    ] {
        let read = ReleaseDate::from(text);
        assert_eq!(read, date);
        assert_eq!(read.to_string(), text);
        assert_eq!(
            (read.year(), read.month(), read.day()),
            (year, month, day),
            "{text}"
        );
    }
    let album: SimplifiedAlbum =
        read(r#"{"name":"a","release_date":"","release_date_precision":null}"#);
    assert_eq!(
        (album.release_date, album.release_date_precision),
        (None, None)
    );
}

#[test]
fn saved_audiobooks_come_in_two_shapes() {
    let page: Page<SavedAudiobook> = fixture("library/saved-audiobooks.development.json");
    let [wrapped, alone] = page.items.as_slice() else {
        panic!()
    };
    assert!(wrapped.added_at.is_some() && alone.added_at.is_none());
    assert_eq!(alone.audiobook.name, "The Ferry Answers");
    let refused = |json: &str| serde_json::from_str::<SavedAudiobook>(json).unwrap_err();
    assert_eq!(
        refused(r#"{"added_at":null}"#).to_string(),
        "missing field `audiobook` at line 1 column 17"
    );
    assert_eq!(
        refused(r#"{"name":"n"}"#).to_string(),
        "missing field `id` at line 1 column 12"
    );
}

#[test]
fn an_analysis_in_words() {
    let analysis: AudioAnalysis = fixture("tracks/audio-analysis.extended.json");
    let [first, last] = analysis.sections.as_slice() else {
        panic!()
    };
    assert_eq!(first.end(), last.start());
    assert_eq!(last.duration(), Duration::from_micros(286_782_080));
    let name = |section: &Section| section.key.and_then(Key::name);
    assert_eq!((name(first), name(last)), (Some("C♯/D♭"), None));
    assert_eq!(
        (first.mode, last.mode),
        (Some(Modality::Major), Some(Modality::Unknown))
    );
    let segment = &analysis.segments[0];
    assert_eq!(segment.pitches.as_array().unwrap()[1], 1.0);
    let made = analysis.meta.unwrap().made_at().unwrap();
    assert_eq!(made.as_millis(), 1_634_112_000_000);
    assert_eq!(
        analysis.track.unwrap().duration(),
        Some(Duration::from_millis(293_753))
    );
    let before: TimeInterval = read(r#"{"start":-0.5,"duration":0.25}"#);
    assert_eq!(
        (before.start(), before.end()),
        (Duration::ZERO, Duration::ZERO)
    );
}

#[test]
fn numbers_keep_their_digits() {
    let written = |json: &str| {
        let interval: Result<TimeInterval, _> = serde_json::from_str(json);
        interval.map(|interval| serde_json::to_value(interval).unwrap())
    };
    for number in [
        "0",
        "-1",
        "0.1",
        "0.652",
        "1e-7",
        "4.46e-06",
        "98.002",
        "294.874",
        "-206.713",
        "1234.567",
        "8388608",
        "100000000",
        "16777216.0",
        "3.15",
        "0.0000001",
        "-60.0",
    ] {
        let json = format!(r#"{{"confidence":{number},"duration":{number},"start":{number}}}"#);
        let value: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(
            fixtures::normal(written(&json).unwrap()),
            fixtures::normal(value),
            "{number}"
        );
    }
    // A double has more digits, and a larger range.
    for number in [
        "251.98282",
        "0.123456789012345",
        "123456789.012345",
        "1e300",
    ] {
        let json = format!(r#"{{"duration":{number},"start":{number}}}"#);
        let value: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(written(&json).unwrap(), value, "{number}");
    }
    for number in ["1e39", "-1e39", "\"1\"", "true", "[]"] {
        let json = format!(r#"{{"start":1,"confidence":{number}}}"#);
        assert!(written(&json).is_err(), "{json}");
    }
    for (key, number) in [
        ("key", 128),
        ("key", -129),
        ("mode", 300),
        ("time_signature", 256),
    ] {
        let json = format!(r#"{{"start":0,"{key}":{number}}}"#);
        assert!(serde_json::from_str::<Section>(&json).is_err(), "{json}");
    }
    let section: Section = read(r#"{"start":0,"key":11.0,"mode":2}"#);
    assert_eq!(section.key.map(Key::name), Some(Some("B")));
    assert_eq!(section.mode, Some(Modality::Other(2)));
}

#[test]
fn audio_features_keep_no_addresses() {
    let features: AudioFeatures = fixture("tracks/audio-features.extended.json");
    assert_eq!(features.duration(), Some(Duration::from_millis(293_753)));
    assert_eq!(
        features.analysis_url.unwrap().to_str(),
        format!("https://api.spotify.com/v1/audio-analysis/{}", features.id)
    );
    for other in ["spotify:track:short", "http://elsewhere.example", ""] {
        assert_eq!(TrackAddress::from(other).to_string(), other);
    }
}

#[test]
fn all_that_can_be_played_says_the_same() {
    let page: Page<PlaylistItem> = fixture("playlists/items.extended.json");
    let row = &page.items[0];
    assert!(row.is_playable());
    assert_eq!(row.duration(), row.item.as_ref().unwrap().duration());
    assert_eq!(row.original_uri(), row.item.as_ref().unwrap().uri());
    assert_eq!(row.playable_uri().map(Uri::from), row.original_uri());
    assert!(!page.items[4].is_playable() && page.items[4].playable_uri().is_none());
    let track: Track = fixture("tracks/relinked.extended.json");
    let original = track.original_id().unwrap();
    assert_eq!(
        PlayableItem::Track(track).original_uri(),
        Some(Uri::Track(original))
    );
    let id = TrackId::from_static("6rqhFgbbKwnb9MLmUQDhG6");
    let track: SimplifiedTrack = read(&json!({"id": id, "is_local": true}).to_string());
    assert!(track.is_local() && !track.is_playable());
    assert_eq!(Uri::from(track.playable_uri()), Uri::Track(id));
    let chapters: Items<Chapter> = fixture("chapters/several.extended.json");
    assert!(chapters[0].is_playable() && !chapters[1].is_playable());
    let episodes: Items<Episode> = fixture("episodes/several.extended.json");
    assert!(episodes[0].is_playable() && !episodes[1].is_playable());
    assert_eq!(Uri::from(episodes[0].playable_uri()), episodes[0].uri());
}

/// A made-up analysis of seven minutes, as large as Spotify's.
fn seven_minutes() -> String {
    const SECONDS: f64 = 421.345_12;
    let interval = |i: usize, of: usize| {
        let (start, duration) = (i as f64 * SECONDS / of as f64, SECONDS / of as f64);
        let confidence = (i * 37 % 1000) as f64 / 1000.0;
        format!(r#""start":{start:.5},"duration":{duration:.5},"confidence":{confidence}"#)
    };
    let vector = |i: usize, scale: f64| {
        let numbers = (0..12).map(|k| ((i * 31 + k * 17) % 997) as f64 * scale);
        let numbers: Vec<_> = numbers.map(|number| format!("{number:.3}")).collect();
        numbers.join(",")
    };
    let list = |of: usize, more: &dyn Fn(usize) -> String| {
        let elements: Vec<_> = (0..of)
            .map(|i| format!("{{{}{}}}", interval(i, of), more(i)))
            .collect();
        format!("[{}]", elements.join(","))
    };
    let none = |_| String::new();
    let segments = list(1800, &|i| {
        format!(
            r#","loudness_start":-31.406,"loudness_max_time":0.06114,"loudness_max":-12.75,"loudness_end":0.0,"pitches":[{}],"timbre":[{}]"#,
            vector(i, 0.001),
            vector(i, -0.317)
        )
    });
    let sections = list(14, &|_| {
        r#","loudness":-17.204,"tempo":91.388,"key":1,"mode":-1"#.to_owned()
    });
    let [code, print, synch, rhythm] =
        [6000, 4000, 3000, 3000].map(|length| "eJ".repeat(length / 2));
    format!(
        r#"{{"meta":{{"input_process":"libvorbisfile L+R 44100->22050"}},"track":{{"codestring":"{code}","echoprintstring":"{print}","synchstring":"{synch}","rhythmstring":"{rhythm}"}},"bars":{},"beats":{},"sections":{sections},"segments":{segments},"tatums":{}}}"#,
        list(207, &none),
        list(830, &none),
        list(1660, &none)
    )
}

#[test]
fn m2_an_analysis_is_compact() {
    let json = seven_minutes();
    let mut analysis = None;
    let info = allocation_counter::measure(|| {
        analysis = serde_json::from_str::<AudioAnalysis>(&json).ok()
    });
    let analysis = analysis.unwrap();
    assert_eq!(analysis.segments.len(), 1800);
    assert!(info.count_total <= 45, "{} allocations", info.count_total);
    assert!(
        info.bytes_current <= 400_000,
        "{} bytes",
        info.bytes_current
    );
    assert_eq!(read::<AudioAnalysis>(&json), analysis);
    let written = serde_json::to_string(&analysis).unwrap();
    assert_eq!(read::<AudioAnalysis>(&written), analysis);
}

#[test]
fn y7_a_bad_part_of_a_segment_costs_itself() {
    let mut json = fixtures::load("tracks/audio-analysis.extended.json");
    let good: AudioAnalysis = read(&json.to_string());
    json["segments"][1]["pitches"] = json!(vec![0.5; 13]);
    let (analysis, drifts) = collect(|| read::<AudioAnalysis>(&json.to_string()));
    let mut expected = good.segments[1].clone();
    expected.pitches = FeatureVector::default();
    assert_eq!(
        analysis.segments.as_slice(),
        [good.segments[0].clone(), expected, good.segments[2].clone()]
    );
    let [drift] = drifts.as_slice() else {
        panic!("{drifts:?}")
    };
    assert_eq!(&*drift.path, "[1].pitches");
    assert!(
        drift.problem.as_str().starts_with("invalid length 13"),
        "{drift}"
    );
}
