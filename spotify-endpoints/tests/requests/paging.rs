//! Listings, walked through.

use std::{
    future::poll_fn,
    sync::{Arc, Mutex},
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use spotify_core::{
    BoxFuture, Client, Endpoint, Error, Execute as _, HttpTransport, Items, Limits, Pager,
    PagingError, TransportError, blocking, testing::Replay,
};
use spotify_endpoints::*;

use crate::both_clients::block_on;

fn next<T>(stream: &mut Items<T>) -> Option<Result<T, Error>> {
    block_on(stream.try_next()).transpose()
}

fn all<T>(mut stream: Items<T>) -> Vec<Result<T, Error>> {
    std::iter::from_fn(|| next(&mut stream)).collect()
}

/// A page of playlists from an offset on, of `total` in all; some rows are missing.
fn page(offset: u32, limit: u32, total: u32) -> String {
    let end = (offset + limit).min(total);
    let rows: Vec<_> = (offset..end)
        .map(|n| match n % 5 {
            3 => "null".to_owned(),
            4 => r#"{"id": "too short", "owner": {"id": "ana"}}"#.to_owned(),
            _ => format!(r#"{{"id": "{n:022}", "name": "{n}", "owner": {{"id": "ana"}}}}"#),
        })
        .collect();
    let next = if end < total {
        format!(r#""https://api.spotify.com/v1/me/playlists?offset={end}&limit={limit}""#)
    } else {
        "null".to_owned()
    };
    format!(
        r#"{{"items": [{}], "total": {total}, "limit": {limit}, "offset": {offset}, "next": {next}}}"#,
        rows.join(",")
    )
}

fn replay(total: u32) -> Replay {
    let first = Replay::new().on("GET /v1/me/playlists?limit=10", page(0, 10, total));
    (10..total).step_by(10).fold(first, |wire, offset| {
        let pattern = format!("GET /v1/me/playlists?limit=10&offset={offset}");
        wire.on(&pattern, page(offset, 10, total))
    })
}

/// M2, M3: items and pages in order, places counted by rows, in both colours.
#[test]
fn m3_items_keep_their_places_where_rows_are_missing() {
    let expected: Vec<u32> = (0..25).filter(|n| n % 5 < 3).collect();

    let client = Client::builder(replay(25)).token("t").build().unwrap();
    let items = all(client.playlists().mine().limit(10).indexed());
    let places: Vec<_> = items
        .into_iter()
        .map(|item| {
            let (place, playlist) = item.unwrap();
            assert_eq!(playlist.name, *place.to_string());
            place
        })
        .collect();
    assert_eq!(places, expected);

    let client = blocking::Client::builder(replay(25))
        .token("t")
        .build()
        .unwrap();
    let pages = client.playlists().mine().limit(10).pages();
    let sizes: Vec<_> = pages.map(|page| page.unwrap().len()).collect();
    assert_eq!(sizes, [6, 6, 3]);

    let client = blocking::Client::builder(replay(25))
        .token("t")
        .build()
        .unwrap();
    let names: Vec<_> = client
        .playlists()
        .mine()
        .limit(10)
        .items()
        .map(|playlist| playlist.unwrap().name.parse::<u32>().unwrap())
        .collect();
    assert_eq!(names, expected);
}

#[test]
fn a_listing_begins_where_its_request_does() {
    let wire = Replay::new()
        .on("GET /v1/me/playlists?limit=10&offset=5", page(5, 10, 20))
        .on("GET /v1/me/playlists?limit=10&offset=15", page(15, 10, 20));
    let client = blocking::Client::builder(wire.clone())
        .token("t")
        .build()
        .unwrap();
    let items = client.playlists().mine().limit(10).offset(5).indexed();
    let places: Vec<_> = items.map(|item| item.unwrap().0).collect();
    assert_eq!(places, [5, 6, 7, 10, 11, 12, 15, 16, 17]);
    assert_eq!(wire.unused(), 0);
}

/// M1: a page that stands under a key is one as well, and further parameters stay.
#[cfg(feature = "deprecated")]
#[test]
fn m1_pages_in_wrappers() {
    let under = |key, offset| format!(r#"{{"{key}": {}}}"#, page(offset, 10, 20));
    let wire = Replay::new()
        .on(
            "GET /v1/browse/featured-playlists?locale=sv_SE&limit=10",
            under("playlists", 0),
        )
        .on(
            "GET /v1/browse/featured-playlists?locale=sv_SE&limit=10&offset=10",
            under("playlists", 10),
        )
        .on(
            "GET /v1/browse/categories/dinner/playlists",
            under("playlists", 0),
        )
        .on(
            "GET /v1/browse/categories/dinner/playlists?offset=10",
            under("playlists", 10),
        )
        .on("GET /v1/browse/new-releases?limit=10", under("albums", 0))
        .on(
            "GET /v1/browse/new-releases?limit=10&offset=10",
            under("albums", 10),
        )
        .on("GET /v1/browse/categories?limit=10", under("categories", 0))
        .on(
            "GET /v1/browse/categories?limit=10&offset=10",
            under("categories", 10),
        );
    let client = blocking::Client::builder(wire.clone())
        .token("t")
        .build()
        .unwrap();
    let names: Vec<_> = (0..20)
        .filter(|n| n % 5 < 3)
        .map(|n| n.to_string())
        .collect();

    let told = |name: &model::Text| (!name.is_empty()).then(|| name.to_string());
    let locale = Locale::from_static("sv_SE");
    let featured = client.browse().featured_playlists();
    let featured = featured.locale(locale).limit(10).items();
    let found: Vec<_> = featured
        .filter_map(|row| told(&row.unwrap().name))
        .collect();
    assert_eq!(found, names);
    let dinner = CategoryId::new("dinner").unwrap();
    let playlists = client.categories().playlists(dinner).items();
    let found: Vec<_> = playlists
        .filter_map(|row| told(&row.unwrap().name))
        .collect();
    assert_eq!(found, names);
    let albums = client.browse().new_releases().limit(10).items();
    let found: Vec<_> = albums.filter_map(|row| told(&row.unwrap().name)).collect();
    assert_eq!(found, names);
    // The ids of categories are free text, so only null rows are gaps.
    let categories = client.categories().list().limit(10).items();
    assert_eq!(categories.map(Result::unwrap).count(), 16);
    assert_eq!(wire.unused(), 0);
}

#[test]
fn max_pages_ends_with_an_error() {
    let client = blocking::Client::builder(replay(25))
        .token("t")
        .build()
        .unwrap();
    let mut pages = client.playlists().mine().limit(10).max_pages(2).pages();
    assert!(pages.next().unwrap().is_ok());
    assert!(pages.next().unwrap().is_ok());
    let error = pages.next().unwrap().unwrap_err();
    assert!(
        matches!(error, Error::Paging(PagingError::TooMany { limit: 2 })),
        "{error}"
    );
    assert!(pages.next().is_none());
}

/// Q2: a link is not followed; one that leads elsewhere ends the listing.
#[test]
fn q2_a_foreign_link_is_an_error() {
    let json = page(0, 10, 25).replace("api.spotify.com", "evil.example");
    let wire = Replay::new().on("GET /v1/me/playlists?limit=10", json);
    let client = blocking::Client::builder(wire.clone())
        .token("t")
        .build()
        .unwrap();
    let last = client
        .playlists()
        .mine()
        .limit(10)
        .items()
        .last()
        .unwrap()
        .unwrap_err();
    assert!(
        matches!(last, Error::Paging(PagingError::Foreign { .. })),
        "{last}"
    );
    assert_eq!(wire.requests().len(), 1);
}

#[test]
fn further_parameters_stay_on_every_page() {
    let wire = Replay::new()
        .on("GET /v1/me/playlists?limit=10&x=1", page(0, 10, 20))
        .on(
            "GET /v1/me/playlists?limit=10&offset=10&x=1",
            page(10, 10, 20),
        );
    let client = blocking::Client::builder(wire.clone())
        .token("t")
        .build()
        .unwrap();
    let items = client
        .playlists()
        .mine()
        .limit(10)
        .with_query("x", "1")
        .items();
    assert_eq!(items.count(), 12);
    assert_eq!(wire.unused(), 0);
}

/// D19: followed artists go on behind a cursor, one level down.
#[test]
fn d19_followed_artists() {
    let page = |id: &str, next: &str| {
        let link = match next {
            "null" => "null".to_owned(),
            after => {
                format!(r#""https://api.spotify.com/v1/me/following?type=artist&after={after}""#)
            }
        };
        let after = if next == "null" {
            "null".to_owned()
        } else {
            format!("{next:?}")
        };
        format!(
            r#"{{"artists": {{"items": [null, {{"id": "{id}", "name": "x"}}], "next": {link},
                "cursors": {{"after": {after}}}, "total": 4}}}}"#
        )
    };
    let first = "0000000000000000000001";
    let wire = || {
        Replay::new()
            .on(
                "GET /v1/me/following?type=artist&limit=2",
                page(first, first),
            )
            .on(
                "GET /v1/me/following?type=artist&after=0000000000000000000001&limit=2",
                page("0000000000000000000002", "null"),
            )
    };
    let replay = wire();
    let client = Client::builder(replay.clone()).token("t").build().unwrap();
    let artists = all(client.follow().artists().limit(2).window(4).indexed());
    let places: Vec<_> = artists
        .iter()
        .map(|artist| artist.as_ref().unwrap().0)
        .collect();
    assert_eq!(places, [1, 3]);
    assert_eq!(replay.unused(), 0);
    let client = blocking::Client::builder(wire())
        .token("t")
        .build()
        .unwrap();
    assert_eq!(client.follow().artists().limit(2).items().count(), 2);
}

/// D19, M15: recently played tracks go on in the direction asked for, and may have no cursors.
#[test]
fn d19_recently_played() {
    let page = |after: &str, before: &str| {
        format!(
            r#"{{"items": [{{"played_at": "2026-11-22T12:00:00Z", "track":
                {{"id": "11dFghVXANMlKmJXsNCbNl", "name": "x", "album": {{"name": "y"}}}}}}],
                "next": "https://api.spotify.com/v1/me/player/recently-played?limit=1",
                "cursors": {{"after": "{after}", "before": "{before}"}}}}"#
        )
    };
    let end = r#"{"items": [], "next": null, "cursors": null}"#;

    let wire = Replay::new()
        .on("GET /v1/me/player/recently-played?limit=1", page("9", "8"))
        .on(
            "GET /v1/me/player/recently-played?limit=1&before=8",
            page("7", "6"),
        )
        .on("GET /v1/me/player/recently-played?limit=1&before=6", end);
    let client = blocking::Client::builder(wire.clone())
        .token("t")
        .build()
        .unwrap();
    let plays = client.player().recently_played().limit(1).items();
    assert_eq!(plays.filter(|play| play.is_ok()).count(), 2);
    assert_eq!(wire.unused(), 0);

    let wire = Replay::new()
        .on(
            "GET /v1/me/player/recently-played?limit=1&after=5",
            page("7", "6"),
        )
        .on("GET /v1/me/player/recently-played?limit=1&after=7", end);
    let client = blocking::Client::builder(wire.clone())
        .token("t")
        .build()
        .unwrap();
    let since = spotify_core::Timestamp::from_millis(5);
    let plays = client
        .player()
        .recently_played()
        .limit(1)
        .after(since)
        .items();
    assert_eq!(plays.filter(|play| play.is_ok()).count(), 1);
    assert_eq!(wire.unused(), 0);
}

/// A transport that answers, of the requests under way, the last one first.
#[derive(Clone, Default)]
struct Backwards(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    waiting: Vec<u32>,
    most: usize,
    answered: Vec<u32>,
}

#[async_trait::async_trait]
impl HttpTransport for Backwards {
    async fn send(
        &self,
        request: Request<Bytes>,
        _: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let query = request.uri().query().unwrap();
        let offset = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("offset="));
        let offset = offset.map_or(0, |digits| digits.parse().unwrap());
        {
            let mut held = self.0.lock().unwrap();
            held.waiting.push(offset);
            held.most = held.most.max(held.waiting.len());
        }
        let mut polls = 0;
        poll_fn(|_| {
            let mut held = self.0.lock().unwrap();
            polls += 1;
            // At the second poll all others have been sent as well.
            if polls == 1 || held.waiting.last() != Some(&offset) {
                return Poll::Pending;
            }
            held.waiting.pop();
            held.answered.push(offset);
            Poll::Ready(())
        })
        .await;
        Ok(Response::new(page(offset, 10, 90).into()))
    }

    async fn sleep(&self, _: Duration) {}
}

#[test]
fn a_window_of_four_gives_items_in_order() {
    let wire = Backwards::default();
    let client = Client::builder(wire.clone()).token("t").build().unwrap();
    let items = all(client.playlists().mine().limit(10).window(4).indexed());
    let places: Vec<_> = items.into_iter().map(|item| item.unwrap().0).collect();
    let expected: Vec<u32> = (0..90).filter(|n| n % 5 < 3).collect();
    assert_eq!(places, expected);
    let held = wire.0.lock().unwrap();
    assert_eq!(held.most, 4);
    assert_eq!(held.answered, [0, 40, 30, 20, 10, 80, 70, 60, 50]);
}

/// The pager by hand, without a client.
#[test]
fn d24_a_pager_without_io() {
    let mut pager = Pager::new(GetMyPlaylists::new().limit(10));
    let mut names = Vec::new();
    while let Some((ticket, request)) = pager.fetch().unwrap() {
        let json = page(request.offset.unwrap_or(0), 10, 25);
        let answer = request.decode(Response::new(json.into())).unwrap();
        pager.accept(ticket, answer).unwrap();
        names.extend(std::iter::from_fn(|| pager.pop()).map(|playlist| playlist.name));
    }
    assert_eq!(names.len(), 15);
}

/// What walks through a listing is named, so that it can be kept in a struct.
#[test]
fn what_a_client_gives_has_a_name() {
    let client = Client::builder(replay(5)).token("t").build().unwrap();
    let stream: Items<model::SimplifiedPlaylist> =
        client.walk(Pager::new(GetMyPlaylists::new().limit(10)), Pager::pop);
    assert_eq!(block_on(stream.try_collect()).unwrap().len(), 3);
    let future: BoxFuture<Result<model::PrivateUser, Error>> = client.users().current().send();
    drop(future);
}
