//! Ids, URIs, links and markets in every form they come in.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

use std::fmt::Display;

use proptest::prelude::*;
use spotify_core::{Argument, BaseUrl, BuildError, Target};
use spotify_endpoints::{
    AlbumId, ArtistId, AudiobookId, CategoryId, ChapterId, ContextUri, EpisodeId, IdError, Kind,
    LibraryUri, Market, Markets, PlayableUri, PlaylistId, ShortLink, ShowId, Spotify as _, TrackId,
    Uri, UserId,
};

const ID: &str = "6rqhFgbbKwnb9MLmUQDhG6";
const TRACK: TrackId = TrackId::from_static(ID);
const SE: Market = Market::from_static("se");

fn all<T>(texts: &[&str]) -> String
where
    T: std::str::FromStr<Err: Display> + Display,
{
    texts
        .iter()
        .map(|text| match text.parse::<T>() {
            Ok(value) => format!("{text:?} -> {value}\n"),
            Err(error) => format!("{error}\n"),
        })
        .collect()
}

#[test]
fn l1_l2_an_id_a_uri_and_a_link_are_the_same() {
    for text in [
        "6rqhFgbbKwnb9MLmUQDhG6",
        " 6rqhFgbbKwnb9MLmUQDhG6\n",
        "spotify:track:6rqhFgbbKwnb9MLmUQDhG6",
        "SPOTIFY:track:6rqhFgbbKwnb9MLmUQDhG6",
        "spotify:track:6rqhFgbbKwnb9MLmUQDhG6?si=1",
        "https://open.spotify.com/track/6rqhFgbbKwnb9MLmUQDhG6",
        "HTTPS://Open.Spotify.com/track/6rqhFgbbKwnb9MLmUQDhG6",
        "http://open.spotify.com/track/6rqhFgbbKwnb9MLmUQDhG6/",
        "open.spotify.com/track/6rqhFgbbKwnb9MLmUQDhG6",
        "https://play.spotify.com/track/6rqhFgbbKwnb9MLmUQDhG6#0:30",
        "https://open.spotify.com/intl-de/track/6rqhFgbbKwnb9MLmUQDhG6?si=abc&nd=1",
        "https://open.spotify.com/embed/track/6rqhFgbbKwnb9MLmUQDhG6?utm_source=generator",
        "https://open.spotify.com/intl-pt/embed/track/6rqhFgbbKwnb9MLmUQDhG6",
    ] {
        assert_eq!(text.parse::<TrackId>(), Ok(TRACK), "{text}");
    }
}

#[test]
fn l9_several_in_one_text() {
    let text = "6rqhFgbbKwnb9MLmUQDhG6,spotify:track:11dFghVXANMlKmJXsNCbNl, \n\
        https://open.spotify.com/intl-de/track/0tGPJ0bkWOUmH7MEOR77qc?si=1\n";
    let ids: Vec<_> = TrackId::list(text).unwrap();
    let ids: Vec<_> = ids.iter().map(TrackId::as_str).collect();
    assert_eq!(
        ids,
        [
            "6rqhFgbbKwnb9MLmUQDhG6",
            "11dFghVXANMlKmJXsNCbNl",
            "0tGPJ0bkWOUmH7MEOR77qc"
        ]
    );
    assert_eq!(TrackId::list(" , ").unwrap(), []);
    let error = TrackId::list("6rqhFgbbKwnb9MLmUQDhG6,x").unwrap_err();
    assert!(error.to_string().starts_with("\"x\""), "{error}");
    let pasted = "spotify:album:6rqhFgbbKwnb9MLmUQDhG6 https://open.spotify.com/user/ana";
    let kinds: Vec<_> = Uri::list(pasted).unwrap().iter().map(Uri::kind).collect();
    assert_eq!(kinds, [Kind::Album, Kind::User]);
}

#[test]
fn l4_short_links_are_resolved_without_a_token() {
    use spotify_core::{blocking::Client, testing::Replay};
    for text in [
        "https://spotify.link/hR2nS3vP8Eb",
        "http://SPOTIFY.link/hR2nS3vP8Eb?_p=c2#x",
        "spotify.link/hR2nS3vP8Eb",
    ] {
        let link: ShortLink = text.parse().unwrap();
        assert_eq!(link.to_string(), "https://spotify.link/hR2nS3vP8Eb");
    }
    for text in [
        "",
        "hR2nS3vP8Eb",
        "https://spotify.link/",
        "https://spotify.link/a/b",
        "https://spotify.link.evil.example/a",
        "https://evil.example/hR2nS3vP8Eb",
        "https://spotify.link@evil.example/a",
        "https://spotify.link/a%2Fb",
        "https://open.spotify.com/track/6rqhFgbbKwnb9MLmUQDhG6",
    ] {
        let refused = text.parse::<ShortLink>().unwrap_err();
        assert!(refused.to_string().contains("is no short link"), "{text}");
    }
    let leads = |status: u16, location: Option<&str>| {
        let answer = http::Response::builder().status(status);
        let answer = match location {
            Some(location) => answer.header("location", location),
            None => answer,
        };
        let wire = Replay::new().on("HEAD /a1", answer.body(bytes::Bytes::new()).unwrap());
        let client = Client::builder(wire.clone()).token("t").build().unwrap();
        let link: ShortLink = "https://spotify.app.link/a1".parse().unwrap();
        let found = client.resolve(link).send();
        let [request] = &wire.requests()[..] else {
            panic!("one request is sent, whatever comes: {}", wire.log())
        };
        assert_eq!(request.uri(), "https://spotify.app.link/a1");
        assert!(!request.headers().contains_key("authorization"));
        found
            .map(|uri| uri.to_string())
            .map_err(|error| error.to_string())
    };
    let track = "spotify:track:6rqhFgbbKwnb9MLmUQDhG6";
    let url = "https://open.spotify.com/intl-de/track/6rqhFgbbKwnb9MLmUQDhG6?si=1";
    for status in [301, 302, 303, 307, 308] {
        assert_eq!(leads(status, Some(url)).as_deref(), Ok(track));
    }
    let refused = [
        (307, None),
        (200, None),
        (
            307,
            Some("https://evil.example/track/6rqhFgbbKwnb9MLmUQDhG6"),
        ),
        (307, Some("https://spotify.link/b2")),
        (404, None),
    ];
    let said: Vec<_> = refused
        .iter()
        .map(|(status, location)| leads(*status, *location).unwrap_err())
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn l3_legacy_playlists_lose_their_user() {
    for text in [
        "spotify:user:kiosk:playlist:6rqhFgbbKwnb9MLmUQDhG6",
        "https://open.spotify.com/user/kiosk/playlist/6rqhFgbbKwnb9MLmUQDhG6?si=1",
    ] {
        assert_eq!(text.parse::<PlaylistId>().unwrap().as_str(), ID);
        assert_eq!(
            text.parse::<UserId>().unwrap_err().found(),
            Some(Kind::Playlist)
        );
    }
}

#[test]
fn k13_another_kind_of_id_is_an_error_of_its_own() {
    let mistaken = |text: &str| BuildError::from(text.parse::<TrackId>().unwrap_err());
    for text in [
        "spotify:album:6rqhFgbbKwnb9MLmUQDhG6",
        "https://open.spotify.com/album/6rqhFgbbKwnb9MLmUQDhG6",
    ] {
        assert!(matches!(mistaken(text), BuildError::WrongKind(_)), "{text}");
    }
    for text in ["", "spotify:lecture:6rqhFgbbKwnb9MLmUQDhG6", "../me"] {
        assert!(matches!(mistaken(text), BuildError::Text(_)), "{text}");
    }
}

#[test]
fn l4_l5_l7_what_is_no_track_id_says_so() {
    insta::assert_snapshot!(all::<TrackId>(&[
        "",
        "6rqhFgbbKwnb9MLmUQDhG",
        "6rqhFgbbKwnb9MLmUQDhG66",
        "6rqhFgbbKwnb9MLmUQDh-6",
        "6rqhFgbbKwnb9MLmUQDhé",
        "../../../../../v1/me",
        "\u{202e}6rqhFgbbKwnb9MLmUQDhG6\r\nHost: x",
        "spotify:track:",
        "spotify:track",
        "spotify:album:6rqhFgbbKwnb9MLmUQDhG6",
        "spotify:lecture:6rqhFgbbKwnb9MLmUQDhG6",
        "spotify:",
        "https://open.spotify.com/album/6rqhFgbbKwnb9MLmUQDhG6?si=1",
        "https://open.spotify.com/track/",
        "https://open.spotify.com/",
        "https://open.spotify.com.example.com/track/6rqhFgbbKwnb9MLmUQDhG6",
        "https://user@open.spotify.com/track/6rqhFgbbKwnb9MLmUQDhG6",
        "https://example.com/track/6rqhFgbbKwnb9MLmUQDhG6",
        "https://spotify.link/AbCdEf",
        "spotify.app.link/AbCdEf?x=1",
        "spotify:user:kiosk",
        "spotify:local:a:b:c:1",
    ]));
    let error = "https://spotify.link/x".parse::<TrackId>().unwrap_err();
    assert!(error.is_short_link());
    assert_eq!(error.wanted(), [Kind::Track]);
    assert!(size_of::<IdError>() <= 40);
}

#[test]
fn l6_every_kind_has_an_id() {
    macro_rules! kinds {
        ($($id:ident $kind:literal)*) => {$(
            let id = $id::from_static(ID);
            assert_eq!(id.uri(), format!("spotify:{}:{ID}", $kind));
            assert_eq!(id.url(), format!("https://open.spotify.com/{}/{ID}", $kind));
            assert_eq!(id.uri().parse::<$id>(), Ok(id));
            assert_eq!(id.url().parse::<$id>(), Ok(id));
            assert_eq!(format!("{id} {id:?}"), format!("{ID} {}({ID})", stringify!($id)));
            assert_eq!(Uri::from(id).to_string(), id.uri());
            assert_eq!(Uri::from(id).url(), Some(id.url()));
            assert_eq!($id::try_from(Uri::from(id)), Ok(id));
            assert_eq!(serde_json::to_string(&id).unwrap(), format!("{ID:?}"));
            assert_eq!(serde_json::from_str::<$id>(&format!("{ID:?}")).unwrap(), id);
            assert!(serde_json::from_str::<$id>(&format!("{:?}", id.uri())).is_err());
        )*};
    }
    kinds! {
        AlbumId "album" ArtistId "artist" AudiobookId "audiobook" ChapterId "chapter"
        EpisodeId "episode" PlaylistId "playlist" ShowId "show" TrackId "track"
    }
    assert_eq!(
        TrackId::try_from(Uri::from(AlbumId::from_static(ID)))
            .unwrap_err()
            .to_string(),
        "\"spotify:album:6rqhFgbbKwnb9MLmUQDhG6\": this is an album URI; a track id is wanted: \
         22 letters and digits, spotify:track:<id> or https://open.spotify.com/track/<id>"
    );
}

#[test]
fn l8_users_are_free_text() {
    for (text, name) in [
        ("kiosk", "kiosk"),
        ("a#b c/d?e", "a#b c/d?e"),
        ("%41", "%41"),
        ("spotify:user:a%23b%20c%2Fd%3Fe", "a#b c/d?e"),
        (
            "https://open.spotify.com/user/a%23b%20c%2Fd%3Fe?si=1",
            "a#b c/d?e",
        ),
        ("https://open.spotify.com/user/%E9%9B%A8", "雨"),
        (
            "https://open.spotify.com/intl-de/user/kiosk/playlists",
            "kiosk",
        ),
    ] {
        let user: UserId = text.parse().unwrap();
        assert_eq!(user.as_str(), name, "{text}");
        assert_eq!(user.uri().parse::<UserId>(), Ok(user.clone()));
        assert_eq!(user.url().parse::<UserId>(), Ok(user));
    }
    assert_eq!(
        UserId::new("spotify:user:x").unwrap().as_str(),
        "spotify:user:x"
    );
    assert!(UserId::new(&"x".repeat(256)).is_ok());
    insta::assert_snapshot!(all::<UserId>(&[
        "",
        ".",
        "..",
        "a\0b",
        &"x".repeat(257),
        "spotify:user:%2e%2e",
        "spotify:user:%ff",
        "spotify:user:a%0Db",
        "https://open.spotify.com/user/%00",
    ]));
    assert_eq!(
        "https://open.spotify.com/genre/0JQ5DAqbMKFzz"
            .parse::<CategoryId>()
            .unwrap()
            .as_str(),
        "0JQ5DAqbMKFzz"
    );
    assert!(
        "spotify:track:6rqhFgbbKwnb9MLmUQDhG6"
            .parse::<CategoryId>()
            .is_err()
    );
}

#[test]
fn uris_of_every_kind() {
    insta::assert_snapshot!(all::<Uri>(&[
        "spotify:user:kiosk:collection",
        "https://open.spotify.com/user/kiosk/collection",
        "https://open.spotify.com/artist/6rqhFgbbKwnb9MLmUQDhG6/discography/all",
        "spotify:local:::Demo:188",
        "spotify:local:A%26B:Tapes:Demo+%28attic%29:188",
        "spotify:local:a:b",
        "6rqhFgbbKwnb9MLmUQDhG6",
        "https://open.spotify.com/genre/0JQ5DAqbMKFzz",
    ]));
    let Uri::Local(local) = "spotify:local:A%26B::Demo+%28attic%29:188".parse().unwrap() else {
        panic!("it is local");
    };
    assert_eq!((local.artist(), local.album()), ("A&B".into(), "".into()));
    assert_eq!(local.title(), "Demo (attic)");
    assert_eq!(local.duration().unwrap().as_secs(), 188);
    assert_eq!(local.as_str(), "spotify:local:A%26B::Demo+%28attic%29:188");
}

#[test]
fn some_operations_take_only_some_kinds() {
    let link = "https://open.spotify.com/track/6rqhFgbbKwnb9MLmUQDhG6";
    assert_eq!(link.parse::<PlayableUri>(), Ok(TRACK.into()));
    assert_eq!(link.parse::<LibraryUri>(), Ok(TRACK.into()));
    insta::assert_snapshot!(
        [
            link.parse::<ContextUri>().unwrap_err().to_string(),
            "spotify:user:kiosk"
                .parse::<PlayableUri>()
                .unwrap_err()
                .to_string(),
            ID.parse::<LibraryUri>().unwrap_err().to_string(),
            LibraryUri::try_from(Uri::from(ChapterId::from_static(ID)))
                .unwrap_err()
                .to_string(),
        ]
        .join("\n")
    );
    let context = ContextUri::try_from("spotify:user:kiosk:collection").unwrap();
    assert_eq!(context.kind(), Kind::Collection);
    assert_eq!(Uri::from(context.clone()).to_string(), context.to_string());
    let json = serde_json::to_string(&context).unwrap();
    assert_eq!(serde_json::from_str::<ContextUri>(&json).unwrap(), context);
}

#[test]
fn l13_markets() {
    assert_eq!((SE, Market::SE.as_str()), (Market::SE, "SE"));
    assert_eq!("from_token".parse(), Ok(Market::FROM_TOKEN));
    insta::assert_snapshot!(all::<Market>(&[
        "gb",
        "S",
        "SWE",
        "5E",
        "",
        "é",
        "from_Token"
    ]));
    let mut set: Markets = [Market::SE, Market::AD, Market::ZW].into_iter().collect();
    assert!(!set.insert(Market::SE) && set.insert(Market::from_static("ZZ")));
    assert!(!set.insert(Market::FROM_TOKEN) && !set.contains(Market::FROM_TOKEN));
    assert!(set.contains(Market::AD) && !set.contains(Market::NO));
    assert_eq!(format!("{set:?} {}", set.len()), "Markets(AD SE ZW ZZ) 4");
    let json = r#"["AD","se","SE","XXX",null,"1A","SE"]"#;
    let set: Markets = serde_json::from_str(json).unwrap();
    assert_eq!(format!("{set:?}"), r#"Markets(AD SE "se" "XXX" "1A")"#);
    assert_eq!(
        serde_json::to_string(&set).unwrap(),
        r#"["AD","SE","se","XXX","1A"]"#
    );
    assert!(!set.is_empty() && Markets::new().is_empty());
}

/// What a request with this value in its path and its query would ask for.
fn target(value: &dyn Argument) -> String {
    let mut target = Target::new(&BaseUrl::default());
    target.path("/users/{user_id}/playlists", &[value]);
    target.query("uri", &value);
    target.as_str().to_owned()
}

/// Looks at a target with another parser: one segment, one query, nothing else.
fn check(value: &dyn Argument, text: &str) {
    let url = url::Url::parse(&format!("https://api.spotify.com{}", target(value))).unwrap();
    assert_eq!(url.host_str(), Some("api.spotify.com"));
    let segments: Vec<_> = url.path_segments().unwrap().collect();
    let [v1, users, segment, playlists] = segments.as_slice() else {
        panic!("{url}")
    };
    assert_eq!([*v1, *users, *playlists], ["v1", "users", "playlists"]);
    assert_eq!(
        percent_encoding::percent_decode_str(segment)
            .decode_utf8()
            .unwrap(),
        text
    );
    let query: Vec<_> = url.query_pairs().collect();
    assert_eq!(query, [("uri".into(), text.into())]);
    assert_eq!(url.fragment(), None);
}

/// Texts that try to be something else.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("..".to_owned()),
        Just("/".into()),
        Just("%2f".into()),
        Just("?".into()),
        Just("#".into()),
        Just("\r\n".into()),
        Just("\0".into()),
        Just("\u{202e}".into()),
        Just("spotify:".into()),
        Just("user:".into()),
        Just("track:".into()),
        Just("@".into()),
        Just("https://".into()),
        Just("open.spotify.com/".into()),
        Just(ID.into()),
        Just(":".into()),
        "[0-9A-Za-z]{22}",
        "\\PC{0,4}",
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn q6_nothing_that_parses_alters_a_path(text in hostile()) {
        if let Ok(id) = text.parse::<TrackId>() {
            check(&id, id.as_str());
            prop_assert_eq!(id.as_str().len(), 22);
        }
        if let Ok(id) = text.parse::<UserId>() {
            check(&id, id.as_str());
            prop_assert_eq!(id.uri().parse::<UserId>(), Ok(id.clone()));
            prop_assert_eq!(id.url().parse::<UserId>(), Ok(id));
        }
        if let Ok(id) = text.parse::<CategoryId>() {
            check(&id, id.as_str());
        }
        if let Ok(uri) = text.parse::<Uri>() {
            check(&uri, &uri.to_string());
            prop_assert_eq!(uri.to_string().parse::<Uri>(), Ok(uri.clone()));
            prop_assert!(!uri.to_string().contains(char::is_control));
        }
        if let Err(error) = text.parse::<Uri>() {
            let shown = error.to_string();
            prop_assert!(!shown.contains(char::is_control) && shown.len() < 1200);
        }
    }

    #[test]
    fn display_and_parse_are_inverse(text in "[0-9A-Za-z]{22}") {
        let id: PlaylistId = text.parse().unwrap();
        prop_assert_eq!(id.to_string(), text.clone());
        prop_assert_eq!(id.to_string().parse::<PlaylistId>(), Ok(id));
        prop_assert_eq!(id.uri().parse::<Uri>(), Ok(Uri::Playlist(id)));
        prop_assert_eq!(id.url().parse::<Uri>(), Ok(Uri::Playlist(id)));
    }
}
