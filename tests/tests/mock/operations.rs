//! All 96 operations, each in both profiles: what it answers, and whom it refuses.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use spotify_tests::mock::MockSpotify;

use crate::wire::{Reply, Request, User, connect, extended, keys};

/// An operation per line: method and target; its status with extended quota and in Development
/// mode; what a good answer looks like; the scopes it needs (`user`: any token of a user, `-`: any
/// token); its body.
///
/// A good answer is an object of a type (`:album`), an object with just these keys (`=albums`) or
/// with this one among others (`~item`), a `page`, `bools`, a `list`, a short `text` or `empty`.
const OPERATIONS: &str = r#"
GET /albums/{album} 200 200 :album -
GET /albums?ids={album} 200 403 =albums -
GET /albums/{album}/tracks 200 200 page -

GET /artists/{artist} 200 200 :artist -
GET /artists?ids={artist} 200 403 =artists -
GET /artists/{artist}/albums 200 200 page -
GET /artists/{artist}/top-tracks 200 403 =tracks -
GET /artists/{artist}/related-artists 200 403 =artists -

GET /shows/{show}?market=SE 200 200 :show -
GET /shows?ids={show}&market=SE 200 403 =shows -
GET /shows/{show}/episodes?market=SE 200 200 page -
GET /episodes/{episode}?market=SE 200 200 :episode -
GET /episodes?ids={episode}&market=SE 200 403 =episodes -

GET /audiobooks/{audiobook}?market=US 200 200 :audiobook -
GET /audiobooks?ids={audiobook}&market=US 200 403 =audiobooks -
GET /audiobooks/{audiobook}/chapters?market=US 200 200 page -
GET /chapters/{chapter}?market=US 200 200 ~audiobook -
GET /chapters?ids={chapter}&market=US 200 403 =chapters -

GET /tracks/{track} 200 200 :track -
GET /tracks?ids={track} 200 403 =tracks -
GET /search?q=a&type=track 200 200 =tracks -
GET /markets 200 403 =markets -

GET /me/audiobooks 200 200 page user-library-read
PUT /me/audiobooks?ids={audiobook} 200 403 empty user-library-modify
DELETE /me/audiobooks?ids={audiobook} 200 403 empty user-library-modify
GET /me/audiobooks/contains?ids={audiobook} 200 403 bools user-library-read
GET /me/albums 200 200 page user-library-read
PUT /me/albums 200 403 empty user-library-modify {"ids":["{album}"]}
DELETE /me/albums 200 403 empty user-library-modify {"ids":["{album}"]}
GET /me/albums/contains?ids={album} 200 403 bools user-library-read
GET /me/tracks 200 200 page user-library-read
PUT /me/tracks 200 403 empty user-library-modify {"ids":["{track}"]}
DELETE /me/tracks 200 403 empty user-library-modify {"ids":["{track}"]}
GET /me/tracks/contains?ids={track} 200 403 bools user-library-read
GET /me/episodes 200 200 page user-library-read
PUT /me/episodes 200 403 empty user-library-modify {"ids":["{episode}"]}
DELETE /me/episodes 200 403 empty user-library-modify {"ids":["{episode}"]}
GET /me/episodes/contains?ids={episode} 200 403 bools user-library-read
GET /me/shows 200 200 page user-library-read
PUT /me/shows?ids={show} 200 403 empty user-library-modify
DELETE /me/shows?ids={show} 200 403 empty user-library-modify
GET /me/shows/contains?ids={show} 200 403 bools user-library-read
PUT /me/library?uris=spotify:album:{album} 200 200 empty user-library-modify
DELETE /me/library?uris=spotify:album:{album} 200 200 empty user-library-modify
GET /me/library/contains?uris=spotify:album:{album} 200 200 bools user-library-read

GET /me 200 200 :user user
GET /users/{other} 200 403 :user -
GET /me/top/artists 200 200 page user-top-read

GET /me/following?type=artist 200 200 =artists user-follow-read
PUT /me/following?type=artist 204 403 empty user-follow-modify {"ids":["{artist}"]}
DELETE /me/following?type=user&ids={other} 204 403 empty user-follow-modify
GET /me/following/contains?type=artist&ids={artist} 200 403 bools user-follow-read
PUT /playlists/{playlist}/followers 200 200 empty playlist-modify-public
DELETE /playlists/{playlist}/followers 200 200 empty playlist-modify-public
GET /playlists/{playlist}/followers/contains 200 403 bools user

GET /me/playlists 200 200 page user
POST /me/playlists 201 201 :playlist playlist-modify-public {"name":"One"}
GET /users/{other}/playlists 200 403 page -
POST /users/{user}/playlists 201 403 :playlist playlist-modify-public {"name":"Two"}
GET /playlists/{playlist} 200 200 :playlist -
PUT /playlists/{playlist} 200 200 empty playlist-modify-public {"name":"Three"}
GET /playlists/{playlist}/tracks 200 403 page -
POST /playlists/{playlist}/tracks 201 403 =snapshot_id playlist-modify-public {"uris":["spotify:track:{track}"]}
PUT /playlists/{playlist}/tracks 200 403 =snapshot_id playlist-modify-public {"range_start":0,"insert_before":2}
DELETE /playlists/{playlist}/tracks 200 403 =snapshot_id playlist-modify-public {"tracks":[{"uri":"spotify:track:{track}"}]}
GET /playlists/{playlist}/items 200 200 page user
POST /playlists/{playlist}/items 201 201 =snapshot_id playlist-modify-public {"uris":["spotify:track:{track}"]}
PUT /playlists/{playlist}/items 200 200 =snapshot_id playlist-modify-public {"range_start":0,"insert_before":2}
DELETE /playlists/{playlist}/items 200 200 =snapshot_id playlist-modify-public {"items":[{"uri":"spotify:track:{track}"}]}
GET /playlists/{playlist}/images 200 200 list -
PUT /playlists/{playlist}/images 202 202 empty ugc-image-upload,playlist-modify-public JPEG

GET /browse/featured-playlists 200 403 =message,playlists -
GET /browse/categories 200 403 =categories -
GET /browse/categories/{category} 200 403 =href,icons,id,name -
GET /browse/categories/{category}/playlists 200 403 =message,playlists -
GET /browse/new-releases 200 403 =albums -

GET /audio-features?ids={track} 200 403 =audio_features -
GET /audio-features/{track} 200 403 :audio_features -
GET /audio-analysis/{track} 200 403 =bars,beats,meta,sections,segments,tatums,track -
GET /recommendations?seed_genres={genre} 200 404 =seeds,tracks -
GET /recommendations/available-genre-seeds 200 404 =genres -

GET /me/player 200 200 ~item user-read-playback-state
PUT /me/player 204 204 empty user-modify-playback-state {"device_ids":["{device}"]}
GET /me/player/devices 200 200 =devices user-read-playback-state
GET /me/player/currently-playing 200 200 ~item user-read-currently-playing
PUT /me/player/play 200 200 text user-modify-playback-state {"context_uri":"spotify:album:{album}","offset":{"position":3}}
PUT /me/player/pause 204 204 empty user-modify-playback-state
POST /me/player/next 200 200 text user-modify-playback-state
POST /me/player/previous 200 200 text user-modify-playback-state
PUT /me/player/seek?position_ms=1 204 204 empty user-modify-playback-state
PUT /me/player/repeat?state=off 200 200 text user-modify-playback-state
PUT /me/player/volume?volume_percent=9 204 204 empty user-modify-playback-state
PUT /me/player/shuffle?state=true 200 200 text user-modify-playback-state
GET /me/player/recently-played 200 200 ~cursors user-read-recently-played
GET /me/player/queue 200 200 =currently_playing,queue user-read-playback-state
POST /me/player/queue?uri=spotify:track:{track} 200 200 text user-modify-playback-state
"#;

struct Operation {
    method: &'static str,
    /// With placeholders.
    template: &'static str,
    target: String,
    extended: u16,
    development: u16,
    answer: &'static str,
    scopes: &'static str,
    body: Option<String>,
}

fn operations(mock: &MockSpotify) -> Vec<Operation> {
    let world = mock.world();
    let ids = [
        ("{album}", world.album()),
        ("{artist}", world.artist()),
        ("{audiobook}", world.audiobook()),
        ("{category}", world.category()),
        ("{chapter}", world.chapter()),
        ("{device}", world.devices()[0].clone()),
        ("{episode}", world.episode()),
        ("{genre}", world.genre_seed()),
        ("{other}", world.another_user().to_owned()),
        ("{playlist}", world.own_playlist()),
        ("{show}", world.show()),
        ("{track}", world.track()),
        ("{user}", world.user().to_owned()),
    ];
    let filled = |text: &str| {
        ids.iter()
            .fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    };
    let lines = OPERATIONS.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let parts: Vec<&str> = line.splitn(7, ' ').collect();
            let [method, template, extended, development, answer, scopes, ..] = parts[..] else {
                panic!("{line}")
            };
            Operation {
                method,
                template,
                target: filled(template),
                extended: extended.parse().unwrap(),
                development: development.parse().unwrap(),
                answer,
                scopes,
                body: parts.get(6).map(|body| filled(body)),
            }
        })
        .collect()
}

impl Operation {
    fn send(&self, mock: &MockSpotify, token: &str) -> Reply {
        let request = Request::new(self.method, &format!("/v1{}", self.target)).bearer(token);
        let request = match self.body.as_deref() {
            None => request,
            Some("JPEG") => request
                .header("Content-Type", "image/jpeg")
                .body(BASE64_STANDARD.encode(b"\xff\xd8\xff\xe0")),
            Some(json) => request.json(&serde_json::from_str(json).unwrap()),
        };
        connect(&mock.api_base()).send(&request).unwrap()
    }

    /// A token that has what is needed and nothing else.
    fn token(&self, mock: &MockSpotify) -> String {
        match self.scopes {
            "-" => mock.mint_app_token(),
            "user" => mock.mint_token(&[]),
            scopes => mock.mint_token(&scopes.split(',').collect::<Vec<_>>()),
        }
    }

    fn check(&self, reply: &Reply) {
        let name = format!("{} {}: {}", self.method, self.template, reply.text());
        let (form, rest) = self.answer.split_at(1);
        match (self.answer, form) {
            ("empty", _) => assert!(reply.body.is_empty(), "{name}"),
            ("text", _) => {
                assert!(reply.header("content-type").is_none(), "{name}");
                assert!(!reply.body.is_empty(), "{name}");
            }
            ("page", _) => {
                let page = "href items limit next offset previous total";
                assert_eq!(keys(&reply.json()), page, "{name}");
                assert!(!reply.json()["items"].as_array().unwrap().is_empty());
            }
            ("bools", _) => {
                let json = reply.json();
                let list = json.as_array().unwrap();
                assert!(list.len() == 1 && list[0].is_boolean(), "{name}");
            }
            ("list", _) => assert!(reply.json().is_array(), "{name}"),
            (_, ":") => assert_eq!(reply.json()["type"], rest, "{name}"),
            (_, "=") => assert_eq!(keys(&reply.json()), rest.replace(',', " "), "{name}"),
            (_, "~") => assert!(!reply.json()[rest].is_null(), "{name}"),
            other => panic!("{other:?}"),
        }
    }
}

/// A path without its query, every placeholder alike.
fn path(template: &str) -> String {
    let path = template.split('?').next().unwrap();
    let segments = path.split('/').map(|segment| match segment {
        id if id.starts_with('{') => "{}",
        word => word,
    });
    segments.collect::<Vec<_>>().join("/")
}

#[test]
fn the_list_is_whole() {
    let mock = MockSpotify::start().unwrap();
    let operations = operations(&mock);
    let mut names: Vec<String> = operations
        .iter()
        .map(|operation| format!("{} {}", operation.method, path(operation.template)))
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 96);
    let gone = operations
        .iter()
        .filter(|operation| operation.development >= 400);
    // 48 are on Spotify's list; following a playlist and no longer doing so went on working.
    assert_eq!(gone.count(), 46);
}

#[test]
fn extended_quota_has_them_all() {
    let mock = extended();
    for operation in operations(&mock) {
        let reply = operation.send(&mock, &operation.token(&mock));
        let name = format!("{} {}", operation.method, operation.template);
        assert_eq!(reply.status, operation.extended, "{name}: {}", reply.text());
        operation.check(&reply);
    }
}

#[test]
fn development_mode_has_half_of_them() {
    let mock = MockSpotify::start().unwrap();
    for operation in operations(&mock) {
        let reply = operation.send(&mock, &operation.token(&mock));
        let name = format!("{} {}", operation.method, operation.template);
        assert_eq!(
            reply.status,
            operation.development,
            "{name}: {}",
            reply.text()
        );
        match reply.status {
            403 => assert_eq!(reply.message(), "Forbidden", "{name}"),
            404 => assert_eq!(reply.message(), "Resource not found", "{name}"),
            _ => operation.check(&reply),
        }
    }
}

#[test]
fn who_lacks_a_scope_is_refused() {
    let mock = extended();
    let (bare, app) = (mock.mint_token(&[]), mock.mint_app_token());
    for operation in operations(&mock) {
        let name = format!("{} {}", operation.method, operation.template);
        let answer = |token: &str| {
            let reply = operation.send(&mock, token);
            (reply.status, reply.message())
        };
        if operation.scopes == "-" {
            continue;
        }
        let app = answer(&app);
        assert_eq!(
            app,
            (401, "Valid user authentication required".to_owned()),
            "{name}"
        );
        let refused = match operation.scopes {
            "user" => continue,
            // Not 403, as for every other scope (D4).
            scopes if scopes.starts_with("ugc") => (401, "Unauthorized.".to_owned()),
            _ => (403, "Insufficient client scope".to_owned()),
        };
        assert_eq!(answer(&bare), refused, "{name}");
    }
    let wrote = mock.requests().iter().any(|request| {
        request.method != "GET" && mock.executions(&request.method, request.path()) > 0
    });
    assert!(!wrote, "what is refused has no effect");
}

/// No operation takes another method, and nothing lies below the paths there are.
#[test]
fn there_is_nothing_else() {
    let mock = extended();
    let user = User::of(&mock);
    let operations = operations(&mock);
    for operation in &operations {
        let target = operation.target.split('?').next().unwrap();
        let reply = user.call(operation.method, &format!("{target}/more/of/it"), None);
        let answer = (reply.status, reply.message());
        assert_eq!(answer, (404, "Service not found".to_owned()), "{target}");
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let there = operations.iter().any(|other| {
                other.method == method && path(other.template) == path(operation.template)
            });
            if !there && target != "/me/library" {
                let reply = user.call(method, target, None);
                let answer: Value = reply.json()["error"]["message"].clone();
                assert_eq!(answer, "Service not found", "{method} {target}");
            }
        }
    }
}
