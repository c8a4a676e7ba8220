//! The pager against servers that page well and badly, and both of its drivers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/endpoints.rs"]
mod endpoints;

use std::collections::BTreeMap;

use block_on::block_on;
use endpoints::{List, Page};
use futures_core::Stream;
use proptest::prelude::*;
use spotify_core::{Client, Error, Execute, Pager, PagingError, Ticket, blocking, testing::Replay};

/// Fetches everything from a made-up server; answers arrive in the order that `pick` chooses.
fn walk(
    window: u32,
    max_pages: u32,
    pick: &mut dyn FnMut(usize) -> usize,
    serve: &mut dyn FnMut(u32) -> Page,
) -> (Vec<(u32, u32)>, u32, Result<(), PagingError>) {
    let mut pager = Pager::new(List::default())
        .window(window)
        .max_pages(max_pages);
    let mut under_way: Vec<(Ticket, Page)> = Vec::new();
    let (mut items, mut requests) = (Vec::new(), 0);
    loop {
        loop {
            match pager.fetch() {
                Ok(Some((ticket, request))) => {
                    requests += 1;
                    under_way.push((ticket, serve(request.offset)));
                }
                Ok(None) => break,
                Err(error) => {
                    items.extend(std::iter::from_fn(|| pager.pop_indexed()));
                    return (items, requests, Err(error));
                }
            }
        }
        assert!(under_way.len() <= window as usize);
        while let Some(item) = pager.pop_indexed() {
            items.push(item);
        }
        if under_way.is_empty() {
            return (items, requests, Ok(()));
        }
        let (ticket, page) = under_way.remove(pick(under_way.len()));
        if let Err(error) = pager.accept(ticket, page) {
            return (items, requests, Err(error));
        }
        under_way.retain(|(ticket, _)| pager.wants(*ticket));
    }
}

/// A server with `total` rows, of which every seventh is null, that gives `size` at once.
fn honest(total: u32, size: u32) -> impl FnMut(u32) -> Page {
    move |offset| {
        let end = total.min(offset.saturating_add(size));
        let next = (end < total)
            .then(|| format!("https://api.spotify.com/v1/list?offset={end}&limit={size}"));
        let items = (offset..end).map(|n| (n % 7 != 6).then_some(n)).collect();
        Page {
            items,
            next,
            total: Some(total),
        }
    }
}

fn rows(total: u32) -> Vec<(u32, u32)> {
    (0..total).filter(|n| n % 7 != 6).map(|n| (n, n)).collect()
}

#[test]
fn pages_in_any_order_give_items_in_theirs() {
    for window in [1, 2, 4, 9] {
        for total in [0, 1, 49, 50, 51, 237, 1000] {
            let (items, requests, end) = walk(window, 1000, &mut |n| n - 1, &mut honest(total, 50));
            assert_eq!(
                (items, end),
                (rows(total), Ok(())),
                "window {window}, total {total}"
            );
            assert_eq!(requests, total.div_ceil(50).max(1));
        }
    }
}

#[test]
fn g3_the_page_size_is_what_the_server_gave() {
    // The first page has 100 rows, later ones 20: nothing may be left out.
    for window in [1, 4] {
        let (mut large, mut small) = (honest(500, 100), honest(500, 20));
        let mut serve = |offset| {
            if offset == 0 {
                large(offset)
            } else {
                small(offset)
            }
        };
        let (items, _, end) = walk(window, 1000, &mut |_| 0, &mut serve);
        assert_eq!((items, end), (rows(500), Ok(())), "window {window}");
    }
}

#[test]
fn g1_listings_that_would_never_end() {
    let link = |offset: u32| Some(format!("https://api.spotify.com/v1/list?offset={offset}"));
    let full = |next| Page {
        items: vec![Some(1); 50],
        next,
        total: Some(u32::MAX),
    };
    let mut itself = |offset| full(link(offset));
    let (_, requests, end) = walk(1, 100, &mut |_| 0, &mut itself);
    assert_eq!(
        end,
        Err(PagingError::Repeated {
            position: "0".into()
        })
    );
    assert_eq!(requests, 1);

    let mut cycle = |offset| full(link(if offset == 0 { 50 } else { 0 }));
    let (_, requests, end) = walk(4, 100, &mut |_| 0, &mut cycle);
    assert!(matches!(end, Err(PagingError::Repeated { .. })), "{end:?}");
    assert!(requests <= 6, "{requests}");

    let mut endless = |offset: u32| full(link(offset + 50));
    let (items, requests, end) = walk(1, 100, &mut |_| 0, &mut endless);
    assert_eq!(
        (end, requests),
        (Err(PagingError::TooMany { limit: 100 }), 100)
    );
    assert_eq!(items.len(), 5_000, "what was read is given");

    let mut hollow = |offset: u32| Page {
        items: vec![],
        next: link(offset + 50),
        total: Some(u32::MAX),
    };
    let (_, requests, end) = walk(1, 100, &mut |_| 0, &mut hollow);
    assert_eq!((end, requests), (Err(PagingError::Empty { pages: 2 }), 2));
}

#[test]
fn q2_a_link_to_another_server_is_an_error() {
    let mut foreign = |_| Page {
        items: vec![Some(1)],
        next: Some("https://evil.example/v1/list?offset=1".into()),
        total: Some(2),
    };
    let (items, requests, end) = walk(1, 100, &mut |_| 0, &mut foreign);
    assert_eq!(
        end,
        Err(PagingError::Foreign {
            origin: "https://evil.example".into()
        })
    );
    assert_eq!((items, requests), (vec![], 1));
}

#[test]
fn pages_under_way_are_given_before_the_limit_is_an_error() {
    for window in [1, 4] {
        let (items, requests, end) = walk(window, 3, &mut |_| 0, &mut honest(500, 50));
        assert_eq!((requests, end), (3, Err(PagingError::TooMany { limit: 3 })));
        assert_eq!(items, rows(150), "window {window}");
    }
}

#[test]
fn a_page_that_claims_millions_costs_nothing() {
    let mut pager = Pager::new(List::default()).window(4);
    let (ticket, _) = pager.fetch().unwrap().unwrap();
    let page = Page {
        items: vec![Some(1)],
        next: None,
        total: Some(3_000_000),
    };
    pager.accept(ticket, page).unwrap();
    assert!(format!("{pager:?}").contains("under_way: []"));
    assert_eq!(std::iter::from_fn(|| pager.fetch().unwrap()).count(), 4);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, ..ProptestConfig::default() })]

    /// G1, G2: whatever graph of pages a server makes up, with totals that grow, shrink and lie,
    /// the walk ends, asks for no page twice in a row, and never panics.
    #[test]
    fn g1_every_graph_of_pages_ends(
        graph in proptest::collection::vec((0u32..400, 0usize..60, proptest::option::of(0u32..500), any::<bool>()), 1..12),
        window in 1u32..6,
        order in proptest::collection::vec(any::<proptest::sample::Index>(), 1..20),
    ) {
        let mut picks = order.iter().cycle();
        let mut asked: BTreeMap<u32, u32> = BTreeMap::new();
        let mut turn = 0;
        let mut serve = |offset: u32| {
            *asked.entry(offset).or_default() += 1;
            turn += 1;
            let (next, rows, total, linked) = graph[(offset as usize + turn) % graph.len()];
            let next = linked.then(|| format!("https://api.spotify.com/v1/list?offset={next}"));
            Page { items: vec![Some(offset); rows], next, total }
        };
        let (_, requests, _) = walk(window, 300, &mut |n| picks.next().unwrap().index(n), &mut serve);
        prop_assert!(requests <= 300);
    }

    /// G2: items carry their places in the listing, whatever the window and the order.
    #[test]
    fn g2_items_keep_their_places(
        total in 0u32..700,
        size in 1u32..60,
        window in 1u32..6,
        order in proptest::collection::vec(any::<proptest::sample::Index>(), 1..20),
    ) {
        let mut picks = order.iter().cycle();
        let (items, _, end) = walk(
            window,
            1000,
            &mut |n| picks.next().unwrap().index(n),
            &mut honest(total, size),
        );
        prop_assert_eq!(end, Ok(()));
        prop_assert_eq!(items, rows(total));
    }
}

fn collect<S: Stream + Unpin>(mut stream: S) -> Vec<S::Item> {
    let mut items = Vec::new();
    while let Some(item) = block_on(std::future::poll_fn(|cx| {
        std::pin::Pin::new(&mut stream).poll_next(cx)
    })) {
        items.push(item);
    }
    items
}

#[test]
fn both_drivers_give_the_same_and_what_was_read_before_an_error() {
    let wire = || {
        Replay::new()
            .on("GET /v1/list?offset=0", r#"{"items":[1,null,2],"total":6,"next":"https://api.spotify.com/v1/list?offset=3"}"#)
            .on("GET /v1/list?offset=3", (400, "no"))
    };
    let (one, two) = (wire(), wire());
    let client = Client::builder(one.clone()).anonymous().build().unwrap();
    let streamed = collect(client.walk(Pager::new(List::default()), Pager::pop));
    let client = blocking::Client::builder(two.clone())
        .anonymous()
        .build()
        .unwrap();
    let iterated: Vec<_> = client
        .walk(Pager::new(List::default()), Pager::pop)
        .collect();
    for got in [streamed, iterated] {
        let texts: Vec<_> = got
            .into_iter()
            .map(|item| item.map_err(|e| e.to_string()))
            .collect();
        assert_eq!(texts[..2], [Ok(1), Ok(2)]);
        assert_eq!(texts[2], Err("List: Spotify answered 400: no".into()));
        assert_eq!(texts.len(), 3);
    }
    assert_eq!(one.log(), two.log());
}

#[test]
fn pages_come_whole_and_errors_are_typed() {
    let wire = Replay::new()
        .on("GET /v1/list?offset=0", r#"{"items":[1,2],"total":4}"#)
        .on(
            "GET /v1/list?offset=2",
            r#"{"items":[3],"next":"https://evil.example/","total":4}"#,
        );
    let client = blocking::Client::builder(wire).anonymous().build().unwrap();
    let mut pages = client.walk(Pager::new(List::default()), Pager::pop_page);
    assert_eq!(pages.next().unwrap().unwrap(), [1, 2]);
    let error = pages.find_map(Result::err).unwrap();
    assert!(
        matches!(error, Error::Paging(PagingError::Foreign { .. })),
        "{error}"
    );
    assert!(pages.next().is_none());
}
