//! Tokens of single calls, switches and hooks; for both kinds of client.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/app.rs"]
mod app;
#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/endpoints.rs"]
mod endpoints;
#[path = "support/wire.rs"]
mod wire;
#[path = "support/world.rs"]
mod world;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::Duration,
};

use accounts::REFRESH;
use app::{Any, Code};
use block_on::{block_on, poll_once};
use endpoints::Read;
use spotify_core::{
    AuthError, BlockingTokenStore, Client, Clock, Error, Timestamp, Token, blocking,
    testing::{ManualClock, Replay},
};
use wire::{HOUR, Wire, key, stale};
use world::{Heard, World};

const OVER: (u16, &str) = (
    401,
    r#"{"error":{"status":401,"message":"The access token expired"}}"#,
);

#[test]
fn g13_a_call_with_its_own_token_touches_nothing_that_is_held() {
    let world = World::new();
    let client = world.client();
    let guest = client.with_token("guest");
    assert_eq!(guest.send(Read).unwrap(), "Bearer guest");
    assert_eq!(
        world.service.exchanges(),
        0,
        "the held one is over, and stays so"
    );
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    assert_eq!(
        client.with_token("guest").send(Read).unwrap(),
        "Bearer guest"
    );
    assert_eq!(client.token().unwrap().access.expose(), "access-1");
    let (_, client) = world.asynchronous();
    assert_eq!(
        block_on(client.with_token("guest").send(Read)).unwrap(),
        "Bearer guest"
    );
}

#[test]
fn g13_a_401_on_a_call_s_own_token_is_final_and_overwrites_nothing() {
    let clock = ManualClock::new();
    let wire = Replay::new().clock(&clock).always("GET /v1/thing", OVER);
    let held = Token::new("held")
        .refresh("r")
        .expires_in(HOUR, clock.now());
    let builder = Client::builder(wire.clone())
        .grant(REFRESH)
        .token(held.clone());
    let client = builder.clock(clock.clone()).build().unwrap();
    let error = block_on(client.with_token("guest").send(Read)).unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    let builder = blocking::Client::builder(wire.clone()).grant(REFRESH);
    let blocking = builder.token(held.clone()).clock(clock).build().unwrap();
    blocking.with_token("guest").send(Read).unwrap_err();
    assert_eq!(
        wire.log(),
        "GET /v1/thing\nGET /v1/thing\n",
        "each once, and no renewal"
    );
    assert_eq!(
        (client.token(), blocking.token()),
        (Some(held.clone()), Some(held))
    );
    let unusable = client.with_token("two\nlines");
    let error = block_on(unusable.send(Read)).unwrap_err();
    assert!(
        matches!(error, Error::Auth(AuthError::UnusableToken(_))),
        "{error}"
    );
}

#[test]
fn g13_a_call_s_own_token_is_a_user_s_where_the_client_has_an_app_s() {
    let world = World::new();
    let client = blocking::Client::builder(Wire(world.service.clone()))
        .grant(Any::app_only())
        .build()
        .unwrap();
    client.send(Read).unwrap_err();
    assert_eq!(
        client.with_token("user's").send(Read).unwrap(),
        "Bearer user's"
    );
    let anonymous = blocking::Client::builder(Wire(world.service)).anonymous();
    let anonymous = anonymous.build().unwrap();
    assert_eq!(anonymous.with_token("t").send(Read).unwrap(), "Bearer t");
}

#[test]
fn g12_a_call_without_a_token_sends_no_header_renews_nothing_and_is_heard_of() {
    let clock = ManualClock::new();
    let wire = Replay::new().always("GET /v1/thing", "ok");
    let builder = blocking::Client::builder(wire.clone()).grant(REFRESH);
    let client = builder
        .token(stale(&clock))
        .clock(clock.clone())
        .build()
        .unwrap();
    let heard = Heard::default();
    client.add_listener(heard.listener());
    client.without_token().send(Read).unwrap();
    assert_eq!(heard.take(), ["access-0 is over, withheld"]);
    let good = Token::new("good").expires_in(HOUR, clock.now());
    client.set_token(good).unwrap();
    client.without_token().send(Read).unwrap();
    assert_eq!(
        heard.take(),
        ["access-0 -> good"],
        "and not when it is good"
    );
    for request in wire.requests() {
        assert_eq!(request.uri().path(), "/v1/thing");
        assert!(!request.headers().contains_key("authorization"));
    }
}

#[test]
fn g12_g13_a_handle_shares_the_client_s_pause() {
    let clock = ManualClock::new();
    let wire = Replay::new()
        .on(
            "GET /v1/thing",
            spotify_core::testing::Answer::from((429, "{}")).header("retry-after", "60"),
        )
        .always("GET /v1/thing", "ok");
    let builder = blocking::Client::builder(wire.clone())
        .token("t")
        .clock(clock);
    let client = builder.build().unwrap();
    client.with_token("guest").send(Read).unwrap_err();
    assert!(client.pause().is_some());
    for handle in [client.clone(), client.without_token()] {
        assert!(matches!(handle.send(Read), Err(Error::RateLimited(_))));
    }
    assert_eq!(wire.requests().len(), 1);
}

#[test]
fn g3_a_renewal_by_hand_gives_the_token_however_good_the_held_one_is() {
    let world = World::new();
    let client = world.client();
    let token = client.renew().unwrap();
    assert_eq!(token.access.expose(), "access-1");
    assert_eq!(token.refresh.unwrap().expose(), "refresh-1");
    assert_eq!(client.renew().unwrap().access.expose(), "access-2");
    assert_eq!(client.send(Read).unwrap(), "Bearer access-2");
    assert_eq!(world.stored().as_deref(), Some("access-2"));
    let (_, client) = world.asynchronous();
    assert_eq!(
        block_on(client.renew()).unwrap().access.expose(),
        "access-2",
        "another had it"
    );
    assert_eq!(
        block_on(client.renew()).unwrap().access.expose(),
        "access-3"
    );
    let bare = blocking::Client::builder(Replay::new())
        .token("t")
        .build()
        .unwrap();
    let error = bare.renew().unwrap_err();
    assert!(
        matches!(error, Error::Auth(AuthError::NothingToRenew)),
        "{error}"
    );
}

#[test]
fn g3_renewals_by_hand_at_once_are_one() {
    let world = World::new();
    let (gate, client) = world.asynchronous();
    gate.shut(true);
    let first = poll_once(Box::pin(client.renew())).unwrap_err();
    let second = poll_once(Box::pin(client.renew())).unwrap_err();
    let call = poll_once(Box::pin(client.send(Read))).unwrap_err();
    gate.shut(false);
    assert_eq!(block_on(first).unwrap(), block_on(second).unwrap());
    assert_eq!(block_on(call).unwrap(), "Bearer access-1");
    assert_eq!(world.service.exchanges(), 1);
}

#[test]
fn g4_g5_without_automatic_renewal_a_token_that_is_over_is_never_sent() {
    let world = World::new();
    let client = world.builder().automatic_renewal(false).build().unwrap();
    let expired = |error: Error| matches!(error, Error::Auth(AuthError::Expired));
    let quiet = Replay::new(); // answers nothing: a request would be another error
    let silent = Client::builder(quiet.clone())
        .token(Token::new("bare").expires_at(Timestamp::EPOCH))
        .automatic_renewal(false)
        .build()
        .unwrap();
    assert!(expired(client.send(Read).unwrap_err()));
    assert!(expired(block_on(silent.send(Read)).unwrap_err()));
    assert_eq!((world.service.exchanges(), quiet.log().as_str()), (0, ""));
    // By hand it is renewed, and serves until its very end.
    client.renew().unwrap();
    world.clock.advance(HOUR - Duration::from_secs(1));
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    world.clock.advance(Duration::from_secs(1));
    assert!(expired(client.send(Read).unwrap_err()));
    // What another process has renewed is no exchange of ours.
    let other = world.client();
    assert_eq!(other.send(Read).unwrap(), "Bearer access-2");
    assert_eq!(client.send(Read).unwrap(), "Bearer access-2");
    // On and off at run time.
    world.clock.advance(HOUR);
    assert!(expired(client.send(Read).unwrap_err()));
    client.set_automatic_renewal(true);
    assert_eq!(client.send(Read).unwrap(), "Bearer access-3");
    client.set_automatic_renewal(false);
    assert!(!client.session().automatic_renewal);
}

#[test]
fn g4_without_automatic_renewal_a_401_is_what_spotify_says() {
    let wire = Replay::new().always("GET /v1/thing", OVER);
    let builder = blocking::Client::builder(wire.clone()).grant(REFRESH);
    let builder = builder.token(Token::new("t").refresh("r"));
    let client = builder.automatic_renewal(false).build().unwrap();
    assert_eq!(client.send(Read).unwrap_err().status().unwrap(), 401);
    assert_eq!(wire.requests().len(), 1);
    // With nothing held and nothing stored.
    let builder = blocking::Client::builder(wire.clone()).grant(REFRESH);
    let client = builder.automatic_renewal(false).build().unwrap();
    let error = client.send(Read).unwrap_err();
    assert!(matches!(error, Error::Auth(AuthError::NoToken)), "{error}");
    assert_eq!(wire.requests().len(), 1);
}

#[test]
fn e4_the_margin_is_a_setting_and_a_minute_unless_set() {
    for (margin, seconds) in [(None, 60), (Some(0), 0), (Some(200), 200)] {
        let world = World::new();
        let mut builder = world
            .builder()
            .token(world.fresh("first").refresh("refresh-0"));
        if let Some(seconds) = margin {
            builder = builder.renew_before(Duration::from_secs(seconds));
        }
        let client = builder.build().unwrap();
        world.clock.advance(HOUR - Duration::from_secs(seconds + 1));
        assert_eq!(client.send(Read).unwrap(), "Bearer first");
        world.clock.advance(Duration::from_secs(1));
        assert_eq!(client.send(Read).unwrap(), "Bearer access-1", "{seconds}");
    }
}

#[test]
fn g8_a_hook_renews_in_the_place_of_the_grant_once_and_may_be_swapped() {
    let world = World::new();
    let asked = Arc::new(AtomicU32::new(0));
    let (count, clock) = (asked.clone(), world.clock.clone());
    let hook = move |old: Option<Token>| {
        let number = count.fetch_add(1, SeqCst) + 1;
        let old = old.map_or_else(String::new, |old| old.access.expose().to_owned());
        let token = Token::new(format!("{old}+{number}"));
        Ok(token.expires_in(HOUR, clock.now()).refresh("mine"))
    };
    let client = world.builder().renew_with(hook.clone()).build().unwrap();
    assert_eq!(client.send(Read).unwrap(), "Bearer access-0+1");
    assert_eq!(
        world.stored().as_deref(),
        Some("access-0+1"),
        "kept like the grant's own"
    );
    assert_eq!((world.service.exchanges(), asked.load(SeqCst)), (0, 1));
    // Swapped on a live client, for another and for the default.
    client.set_renewal_hook(|_| Err("the server is down".into()));
    world.clock.advance(HOUR);
    let error = client.send(Read).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the renewal hook gave no token: the server is down"
    );
    client.set_renewal_hook(|_| Err(Error::from(AuthError::NoToken).into()));
    assert!(matches!(
        client.send(Read),
        Err(Error::Auth(AuthError::NoToken))
    ));
    client.remove_renewal_hook();
    world.service.0.lock().unwrap().good.push("mine".to_owned());
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    // Without any grant: held, and kept nowhere.
    let alone = blocking::Client::builder(Wire(world.service.clone()))
        .renew_with(hook)
        .store(world.store.clone())
        .clock(world.clock.clone())
        .build()
        .unwrap();
    assert_eq!(alone.send(Read).unwrap(), "Bearer +2");
    assert_eq!(alone.send(Read).unwrap(), "Bearer +2");
    assert_eq!(alone.renew().unwrap().access.expose(), "+2+3");
    let all = spotify_core::KeyFilter::all();
    assert_eq!(
        BlockingTokenStore::list(&world.store, &all).unwrap(),
        [key()]
    );
}

#[test]
fn g8_an_async_hook_runs_in_the_flight_that_all_callers_share() {
    let world = World::new();
    let (_, client) = world.asynchronous();
    let (asked, open) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let (count, gate, clock) = (asked.clone(), open.clone(), world.clock.clone());
    client.set_renewal_hook(move |_| {
        count.fetch_add(1, SeqCst);
        let (gate, clock) = (gate.clone(), clock.clone());
        async move {
            std::future::poll_fn(|context| match gate.load(SeqCst) {
                0 => {
                    context.waker().wake_by_ref();
                    std::task::Poll::Pending
                }
                _ => std::task::Poll::Ready(()),
            })
            .await;
            Ok(Token::new("hooked").expires_in(HOUR, clock.now()))
        }
    });
    let mut calls: Vec<_> = (0..100)
        .map(|_| poll_once(Box::pin(client.send(Read))).unwrap_err())
        .collect();
    drop(calls.remove(0)); // the first one to ask goes away
    open.store(1, SeqCst);
    for call in calls {
        assert_eq!(block_on(call).unwrap(), "Bearer hooked");
    }
    assert_eq!((asked.load(SeqCst), world.service.exchanges()), (1, 0));
}

#[test]
fn g14_with_holding_off_nothing_is_held_used_or_stored() {
    let world = World::new();
    BlockingTokenStore::commit(&world.store, &key(), None, Some(&world.fresh("stored"))).unwrap();
    let client = blocking::Client::builder(Wire(world.service.clone()))
        .grant(REFRESH)
        .store(world.store.clone())
        .hold_tokens(false)
        .clock(world.clock.clone())
        .build()
        .unwrap();
    let no_token = |error: Error| matches!(error, Error::Auth(AuthError::NoToken));
    assert!(
        no_token(client.send(Read).unwrap_err()),
        "not even from the store"
    );
    assert!(no_token(client.renew().unwrap_err()));
    assert_eq!(client.with_token("own").send(Read).unwrap(), "Bearer own");
    assert_eq!(client.token(), None);
    // A sign-in gives its token, and that is all.
    let token = client.sign_in(Code("refresh-0", Any::user("app"))).unwrap();
    assert_eq!(token.access.expose(), "access-1");
    assert_eq!(
        (client.token(), world.stored().as_deref()),
        (None, Some("stored"))
    );
    assert!(!client.session().holds_tokens);
    // On, and off again: wiped.
    client.set_hold_tokens(true);
    assert_eq!(client.send(Read).unwrap(), "Bearer stored");
    client.set_hold_tokens(false);
    assert_eq!(client.token(), None);
    assert!(no_token(client.send(Read).unwrap_err()));
}

#[test]
fn g14_a_renewal_under_way_gives_nothing_to_a_client_that_holds_nothing() {
    let world = World::new();
    let (gate, client) = world.asynchronous();
    gate.shut(true);
    let waiting = poll_once(Box::pin(client.send(Read))).unwrap_err();
    client.set_hold_tokens(false);
    gate.shut(false);
    assert!(block_on(waiting).is_err());
    assert_eq!(client.token(), None);
}
