//! Whatever a URI stands for (M12): each kind by its own path and in its own model.

use spotify_core::{BaseUrl, BuildError, Endpoint, Error, Tier, blocking::Client, testing::Replay};
use spotify_endpoints::*;

use crate::{
    fixtures::{normal, text},
    *,
};

/// Reads by a URI, which has to ask for a path, and gives the answer.
fn read(uri: &str, path: &str, fixture: &str) -> Resource {
    let wire = Replay::new().on(format!("GET {path}"), &*text(fixture));
    let client = Client::builder(wire.clone()).token("t").build().unwrap();
    let uri: Uri = uri.parse().unwrap();
    let resource = client.get_any(uri.clone()).send().unwrap();
    assert_eq!(resource.kind(), uri.kind());
    assert_eq!(wire.log(), format!("GET {path}\n"));
    // Nothing of the answer is lost, and it is the answer of the operation itself.
    let written = serde_json::to_value(&resource).unwrap();
    let given = serde_json::from_str(&text(fixture)).unwrap();
    assert_eq!(normal(written), normal(given));
    resource
}

macro_rules! kinds {
    ($($test:ident: $kind:ident, $uri:literal => $path:literal, $fixture:literal, $name:literal;)*) => {$(
        #[test]
        fn $test() {
            let resource = read($uri, $path, $fixture);
            let Resource::$kind(read) = resource else {
                panic!("{resource:?}")
            };
            assert_eq!(read.name, $name);
        }
    )*};
}

kinds! {
    m12_an_album: Album, "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"
        => "/v1/albums/4aawyAB9vmqN3uQ7FjRGTy", "albums/album.development", "Borrowed Umbrella";
    m12_an_artist: Artist, "https://open.spotify.com/intl-de/artist/6sFIWsNpZYqfjUpaCgueju?si=1"
        => "/v1/artists/6sFIWsNpZYqfjUpaCgueju", "artists/artist.development", "Señor Compás";
    m12_an_audiobook: Audiobook, "spotify:audiobook:7iHfbu1YPACw6oZPAFJtqe"
        => "/v1/audiobooks/7iHfbu1YPACw6oZPAFJtqe", "audiobooks/audiobook.development",
        "Letters from the Ferry";
    m12_a_chapter: Chapter, "spotify:chapter:0D5wENdkdwbqlrHoaJ9g29"
        => "/v1/chapters/0D5wENdkdwbqlrHoaJ9g29", "chapters/chapter.development", "Chapter 2";
    m12_an_episode: Episode, "spotify:episode:512ojhOuo1ktJprKbVcKyQ"
        => "/v1/episodes/512ojhOuo1ktJprKbVcKyQ", "episodes/episode.development", "Spiral";
    m12_a_playlist: Playlist, "spotify:user:ana:playlist:3cEYpjA9oz9GiPac4AsH4n"
        => "/v1/playlists/3cEYpjA9oz9GiPac4AsH4n?additional_types=track,episode",
        "playlists/playlist.development", "Late Ferry";
    m12_a_show: Show, "spotify:show:38bS44xjbVVZ3No3ByF1dJ"
        => "/v1/shows/38bS44xjbVVZ3No3ByF1dJ", "shows/show.development", "Landing by Landing";
    m12_a_track: Track, "https://open.spotify.com/track/11dFghVXANMlKmJXsNCbNl"
        => "/v1/tracks/11dFghVXANMlKmJXsNCbNl", "tracks/track.development", "Borrowed Umbrella";
}

/// Also without the feature `deprecated`, and with a name that has to be escaped.
#[test]
fn m12_a_user() {
    let resource = read(
        "spotify:user:a%20b%23c",
        "/v1/users/a%20b%23c",
        "users/user.extended",
    );
    let Resource::User(user) = resource else {
        panic!("{resource:?}")
    };
    assert_eq!(user.id.as_str(), "kiosk");
}

#[test]
fn m12_the_market_goes_along_where_it_matters() {
    let query = |uri: Uri| {
        let request = GetAny::new(uri).market(Market::SE);
        let request = request.request(&BaseUrl::default()).unwrap();
        request.uri().query().map(str::to_owned)
    };
    let market = Some("market=SE".to_owned());
    assert_eq!(query(ALBUM.into()), market);
    assert_eq!(query(AUDIOBOOK.into()), market);
    assert_eq!(query(CHAPTER.into()), market);
    assert_eq!(query(EPISODE.into()), market);
    assert_eq!(query(SHOW.into()), market);
    assert_eq!(query(TRACK.into()), market);
    let playlist = "market=SE&additional_types=track,episode";
    assert_eq!(query(PLAYLIST.into()).unwrap(), playlist);
    assert_eq!(query(ARTIST.into()), None);
    assert_eq!(query(UserId::new("ana").unwrap().into()), None);
}

#[test]
fn m12_what_no_operation_reads_is_refused_before_anything_is_sent() {
    let wire = Replay::new();
    let client = Client::builder(wire.clone()).token("t").build().unwrap();
    for (uri, said) in [
        (
            "spotify:user:ana:collection",
            "GetAny: uri: a collection is not read by its URI; list what the user has saved with \
             `GetSavedTracks` and the other requests of the library",
        ),
        (
            "spotify:local:::Demo.mp3:188",
            "GetAny: uri: a file on a user's own device is not in the catalogue; all that is \
             known of it stands in the URI, see `LocalUri`",
        ),
    ] {
        let uri: Uri = uri.parse().unwrap();
        let error = client.get_any(uri.clone()).send().unwrap_err();
        assert!(matches!(error, Error::Build(_)), "{error:?}");
        assert_eq!(error.to_string(), said);
        let decoded = GetAny::new(uri).decode(http::Response::new("{}".into()));
        assert!(decoded.is_err());
    }
    assert_eq!(wire.log(), "");
}

/// The operation that is really called is the one that errors and tiers go by.
#[test]
fn m12_facts_and_errors_are_those_of_the_operation() {
    assert_eq!(GetAny::new(ALBUM).meta(), GetAlbum::META);
    assert_eq!(GetAny::new(PLAYLIST).meta(), GetPlaylist::META);
    #[cfg(feature = "deprecated")]
    assert_eq!(
        GetAny::new(UserId::new("ana").unwrap()).meta(),
        GetUser::META
    );

    let wire = Replay::new().on("GET /v1/tracks/{id}", (404, "{}"));
    let client = Client::builder(wire).token("t").build().unwrap();
    let Err(Error::Api(error)) = client.get_any(TRACK).send() else {
        panic!("not found")
    };
    assert_eq!(error.endpoint, GetTrack::META);

    let wire = Replay::new().on("GET /v1/shows/{id}", "[]");
    let client = Client::builder(wire).token("t").build().unwrap();
    let Err(Error::Decode(error)) = client.get_any(SHOW).send() else {
        panic!("read")
    };
    assert_eq!(error.endpoint, GetShow::META);

    let wire = Replay::new();
    let client = Client::builder(wire.clone()).token("t");
    let client = client.tier(Tier::Development).build().unwrap();
    let user = UserId::new("ana").unwrap();
    let error = client.get_any(user).send().unwrap_err();
    assert!(
        matches!(error, Error::Build(BuildError::ClosedToTier { endpoint }) if endpoint.name == "GetUser"),
        "{error:?}"
    );
    assert_eq!(wire.log(), "");
}
