//! No text can alter the path, the structure of the query, the host or the headers (Q6).

use proptest::prelude::*;
use spotify_core::{BaseUrl, Endpoint};
use spotify_endpoints::*;
use url::Url;

use crate::*;

/// The address of a request, read by another parser.
fn reread(request: &impl Endpoint) -> Url {
    let request = request.request(&BaseUrl::default()).unwrap();
    let url: Url = request.uri().to_string().parse().unwrap();
    assert_eq!(
        url.origin().ascii_serialization(),
        "https://api.spotify.com"
    );
    assert_eq!(
        (url.username(), url.password(), url.fragment()),
        ("", None, None)
    );
    assert!(
        request
            .headers()
            .values()
            .all(|value| value == "application/json")
    );
    url
}

fn pairs(url: &Url) -> Vec<(String, String)> {
    url.query_pairs().into_owned().collect()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// Texts that have been used to break out.
const HOSTILE: &[&str] = &[
    "..",
    ".",
    "/",
    "//evil.example",
    "?",
    "#",
    "&limit=1",
    "=",
    "%2f",
    "%2e%2e",
    "%00",
    "\\",
    "\r\nhost: evil.example",
    "\0",
    "\u{202e}",
    "\u{7f}",
    "@evil.example",
    ":80",
    ";",
    "+",
    " ",
    "\u{fffd}",
    "é",
    "😀",
    "a,b",
    "\"",
    "'",
    "<>",
    "{id}",
    "|",
    "^",
    "`",
    "~",
    "-",
    "_",
];

fn text() -> impl Strategy<Value = String> {
    let hostile = proptest::sample::select(HOSTILE).prop_map(str::to_owned);
    prop_oneof![
        any::<String>(),
        hostile.clone(),
        proptest::collection::vec(hostile, 0..6).prop_map(|parts| parts.concat()),
        (any::<String>(), proptest::sample::select(HOSTILE)).prop_map(|(a, b)| a + b),
    ]
}

proptest! {
    #[test]
    fn q6_search_words_stay_one_value(q in text()) {
        if q.is_empty() {
            return Ok(()); // refused, see `bad_input`
        }
        let url = reread(&Search::new(q.as_str(), [SearchType::Track]).limit(5));
        prop_assert_eq!(url.path(), "/v1/search");
        let expected = [pair("q", &q), pair("type", "track"), pair("limit", "5")];
        prop_assert_eq!(pairs(&url), expected);
    }

    #[test]
    fn q6_cursors_and_devices_stay_one_value(word in text()) {
        let url = reread(&GetFollowedArtists::new().after(word.as_str()));
        prop_assert_eq!(url.path(), "/v1/me/following");
        prop_assert_eq!(pairs(&url), [pair("type", "artist"), pair("after", &word)]);
        let url = reread(&StartPlayback::new().device_id(word.as_str()).uris([TRACK]));
        prop_assert_eq!(url.path(), "/v1/me/player/play");
        prop_assert_eq!(pairs(&url), [pair("device_id", &word)]);
    }

    #[test]
    fn q6_user_names_stay_one_uri(name in text()) {
        // A name that is no id is refused; what is taken is one URI of three parts.
        if let Ok(user) = UserId::new(&name) {
            let url = reread(&SaveToLibrary::new([LibraryUri::from(user.clone()), TRACK.into()]));
            prop_assert_eq!(url.path(), "/v1/me/library");
            let [(key, uris)] = &*pairs(&url) else { panic!("{url}") };
            prop_assert_eq!(key, "uris");
            let uris: Vec<_> = uris.split(',').collect();
            prop_assert_eq!(uris.len(), 2);
            prop_assert_eq!(uris[0].split(':').count(), 3);
            prop_assert_eq!(uris[0].parse::<UserId>().unwrap(), user);
        }
    }

    #[cfg(feature = "deprecated")]
    #[test]
    fn q6_user_names_stay_one_segment(name in text()) {
        if let Ok(user) = UserId::new(&name) {
            let url = reread(&GetUserPlaylists::new(user).limit(5));
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            let ["v1", "users", user, "playlists"] = *segments else { panic!("{url}") };
            let user = percent_encoding::percent_decode_str(user);
            prop_assert_eq!(user.decode_utf8().unwrap(), name);
            prop_assert_eq!(pairs(&url), [pair("limit", "5")]);
        }
    }

    #[cfg(feature = "deprecated")]
    #[test]
    fn q6_user_names_stay_one_of_a_list(name in text()) {
        // A name with a comma in it is refused, see `bad_input`.
        if let Ok(user) = UserId::new(&name)
            && !name.contains(',')
        {
            let url = reread(&FollowUsers::new([user.clone(), user]));
            prop_assert_eq!(url.path(), "/v1/me/following");
            let both = format!("{name},{name}");
            prop_assert_eq!(pairs(&url), [pair("type", "user"), pair("ids", &both)]);
        }
    }

    #[test]
    fn q6_fields_stay_one_value(text in text()) {
        let request = GetPlaylistFields::new(PLAYLIST, text.as_str());
        if request.check().is_ok() {
            let url = reread(&request);
            prop_assert_eq!(url.path(), "/v1/playlists/3cEYpjA9oz9GiPac4AsH4n");
            let types = pair("additional_types", "track,episode");
            prop_assert_eq!(pairs(&url), [pair("fields", &text), types]);
        }
    }

    #[test]
    fn q6_further_parameters_reach_only_the_query(name in text(), value in text()) {
        let url = reread(&GetTrack::new(TRACK).with_query(name.as_str(), value.as_str()));
        prop_assert_eq!(url.path(), "/v1/tracks/11dFghVXANMlKmJXsNCbNl");
        prop_assert_eq!(pairs(&url), [pair(&name, &value)]);
    }

    #[test]
    fn q6_further_fields_reach_only_the_body(name in text(), value in text()) {
        let request = AddPlaylistItems::new(PLAYLIST, [TRACK])
            .with_field(name.as_str(), value.as_str())
            .request(&BaseUrl::default())
            .unwrap();
        prop_assert_eq!(request.uri().path(), "/v1/playlists/3cEYpjA9oz9GiPac4AsH4n/items");
        let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
        prop_assert_eq!(body[name.as_str()].as_str(), Some(value.as_str()));
    }
}
