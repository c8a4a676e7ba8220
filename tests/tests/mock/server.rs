//! Sockets, records, determinism.

use std::net::TcpListener;

use spotify_tests::mock::{MockSpotify, Profile, Service, Version};

use crate::wire::{Request, User, connect};

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let ports = || -> (u16, u16) {
        let free = || {
            TcpListener::bind("127.0.0.1:0")
                .unwrap()
                .local_addr()
                .unwrap()
                .port()
        };
        (free(), free())
    };
    for profile in [Profile::DevMode2026, Profile::Extended] {
        let (api, accounts) = ports();
        let run = |seed| {
            let mock = MockSpotify::builder()
                .seed(seed)
                .profile(profile)
                .port(api)
                .accounts_port(accounts)
                .start()
                .unwrap();
            let world = mock.world();
            let paths = [
                format!("/albums/{}", world.album()),
                format!("/albums/{}/tracks?limit=50&offset=50", world.long_album()),
                format!("/tracks/{}?market=SE", world.relinked_track()),
                format!("/artists/{}", world.artist()),
                format!("/artists/{}/albums?limit=10", world.artist()),
                format!("/shows/{}", world.show()),
                format!("/episodes/{}", world.episode()),
                format!("/playlists/{}", world.road_trip()),
                format!(
                    "/playlists/{}/items?limit=100&offset=100",
                    world.road_trip()
                ),
                format!("/playlists/{}", world.playlist_without_cover()),
                "/search?q=quiet&type=album,artist,playlist,track,show,episode,audiobook"
                    .to_owned(),
                "/me".to_owned(),
                "/me/tracks?limit=50".to_owned(),
                "/me/playlists?limit=50".to_owned(),
                "/me/following?type=artist".to_owned(),
                "/me/top/artists".to_owned(),
                "/me/top/tracks?time_range=short_term".to_owned(),
                "/me/player".to_owned(),
                "/me/player/devices".to_owned(),
                "/me/player/recently-played".to_owned(),
            ];
            let user = User::of(&mock);
            let replies = paths.iter().map(|path| user.get(path));
            replies
                .map(|reply| (reply.status, reply.headers, reply.body))
                .collect::<Vec<_>>()
        };
        let (first, again, other) = (run(7), run(7), run(8));
        assert!(first.iter().all(|(status, ..)| *status == 200));
        assert_eq!(first, again);
        assert!(first.iter().zip(&other).filter(|(a, b)| a == b).count() < 3);
    }
}

#[test]
fn dropping_frees_ports_and_connections() {
    let mock = MockSpotify::start().unwrap();
    let base = mock.api_base();
    let mut open = connect(&base);
    assert_eq!(
        open.send(&Request::new("GET", "/v1/me")).unwrap().status,
        401
    );
    let port: u16 = base.split([':', '/']).nth(4).unwrap().parse().unwrap();
    drop(mock);
    open.send(&Request::new("GET", "/v1/me")).unwrap_err();
    let again = MockSpotify::builder().port(port).start().unwrap();
    assert_eq!(again.api_base(), base);
    let taken = MockSpotify::builder().port(port).start().unwrap_err();
    assert_eq!(taken.kind(), std::io::ErrorKind::AddrInUse);
}

#[test]
fn connections_are_kept_and_counted() {
    let mock = MockSpotify::start().unwrap();
    let token = mock.mint_app_token();
    let request = Request::new("GET", &format!("/v1/albums/{}", mock.world().album()));
    let request = request.bearer(&token);
    let mut wire = connect(&mock.api_base());
    for _ in 0..3 {
        assert_eq!(wire.send(&request).unwrap().status, 200);
    }
    assert_eq!(mock.connections(Service::Api), 1);
    connect(&mock.api_base()).send(&request).unwrap();
    let close = request.clone().header("Connection", "close");
    let mut closing = connect(&mock.api_base());
    closing.send(&close).unwrap();
    closing.send(&request).unwrap_err();
    assert_eq!(mock.connections(Service::Api), 3);
    assert_eq!(mock.connections(Service::Accounts), 0);
    let numbers: Vec<u64> = mock
        .requests()
        .iter()
        .map(|request| request.connection)
        .collect();
    assert_eq!(numbers, [1, 1, 1, 2, 3]);
}

#[test]
fn requests_are_recorded_as_they_came() {
    let mock = MockSpotify::start().unwrap();
    let request = Request::new("PUT", "/v1/me/library?uris=spotify%3Atrack%3Ax&uris=y")
        .header("X-Odd-CASE", "as sent")
        .json(&serde_json::json!({"a": 1}));
    connect(&mock.api_base()).send(&request).unwrap();
    let form = Request::new("POST", "/api/token").form(&[("grant_type", "a b&c")]);
    connect(&mock.accounts_base()).send(&form).unwrap();

    let requests = mock.requests();
    let [api, accounts] = &requests[..] else {
        panic!("{requests:?}")
    };
    assert_eq!(
        (api.service, api.version, api.tls),
        (Service::Api, Version::Http11, false)
    );
    assert_eq!((api.method.as_str(), api.path()), ("PUT", "/v1/me/library"));
    assert_eq!(api.query(), "uris=spotify%3Atrack%3Ax&uris=y");
    assert_eq!(api.param("uris").as_deref(), Some("spotify:track:x"));
    assert!(
        api.headers
            .contains(&("X-Odd-CASE".to_owned(), "as sent".to_owned()))
    );
    assert_eq!(api.header("x-odd-case"), Some("as sent"));
    assert_eq!(api.json().unwrap()["a"], 1);
    assert_eq!(accounts.service, Service::Accounts);
    assert_eq!(accounts.form("grant_type").as_deref(), Some("a b&c"));
    mock.clear_requests();
    assert!(mock.requests().is_empty());
}

#[test]
fn chunked_requests_and_continue_are_understood() {
    use std::io::Write;
    let mock = MockSpotify::start().unwrap();
    let mut wire = connect(&mock.accounts_base());
    wire.stream
        .write_all(b"POST /api/token HTTP/1.1\r\nhost: x\r\n")
        .unwrap();
    wire.stream
        .write_all(b"transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n")
        .unwrap();
    wire.stream.write_all(b"6\r\n world\r\n0\r\n\r\n").unwrap();
    // The next request shows that the first was read to its end.
    wire.send(&Request::new("GET", "/nowhere")).unwrap();
    assert_eq!(&mock.requests()[0].body[..], b"hello world");

    let mut wire = connect(&mock.accounts_base());
    let expecting = Request::new("POST", "/api/token")
        .header("Expect", "100-continue")
        .body("x");
    assert_eq!(wire.send(&expecting).unwrap().status, 100);
    assert_eq!(wire.read_reply().unwrap().status, 400);
    assert_eq!(&mock.requests()[2].body[..], b"x");
}

#[test]
fn nonsense_is_refused_and_the_server_lives_on() {
    use std::io::{Read, Write};
    let mock = MockSpotify::start().unwrap();
    let mut wire = connect(&mock.api_base());
    wire.stream
        .write_all(b"\x16\x03\x01\x02\x00 hello\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    wire.stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    let long = format!("/v1/me?x={}", "y".repeat(10_000));
    let mut wire = connect(&mock.api_base());
    assert_eq!(wire.send(&Request::new("GET", &long)).unwrap().status, 414);
    assert_eq!(
        wire.send(&Request::new("GET", "/v1/me")).unwrap().status,
        401
    );
}

#[test]
fn the_stranger_is_recorded_apart() {
    let mock = MockSpotify::start().unwrap();
    let reply = connect(&mock.stranger_base())
        .send(&Request::new("GET", "/v1/me"))
        .unwrap();
    assert_eq!(reply.status, 200);
    assert!(mock.requests().is_empty());
    let strays = mock.stranger_requests();
    assert_eq!((strays.len(), strays[0].target.as_str()), (1, "/v1/me"));
    assert_eq!(strays[0].service, Service::Stranger);
}

#[test]
fn covers_are_pictures() {
    let mock = MockSpotify::start().unwrap();
    let album = User::of(&mock)
        .get(&format!("/albums/{}", mock.world().album()))
        .json();
    let origin = mock.api_base().trim_end_matches("/v1").to_owned();
    for image in album["images"].as_array().unwrap() {
        let path = image["url"]
            .as_str()
            .unwrap()
            .strip_prefix(&origin)
            .unwrap();
        let reply = connect(&origin).send(&Request::new("GET", path)).unwrap();
        assert_eq!(reply.header("content-type"), Some("image/png"));
        assert!(reply.body.starts_with(b"\x89PNG\r\n\x1a\n"));
        let width = u32::from_be_bytes(reply.body[16..20].try_into().unwrap());
        assert_eq!(u64::from(width), image["width"].as_u64().unwrap());
    }
    assert_eq!(
        connect(&origin)
            .send(&Request::new("GET", "/image/x/65"))
            .unwrap()
            .status,
        404
    );
}
