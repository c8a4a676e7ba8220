//! Listeners: what they are told, and what they may do.
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

use std::sync::{Arc, Mutex};

use accounts::REFRESH;
use app::Any;
use block_on::{block_on, poll_once};
use endpoints::Read;
use spotify_core::{TokenEvent, blocking};
use wire::{Wire, stale};
use world::{Heard, World};

#[test]
fn g9_every_token_that_is_set_is_told_the_first_and_renewed_ones_too() {
    let world = World::new();
    let client = blocking::Client::builder(Wire(world.service.clone()))
        .grant(REFRESH)
        .store(world.store.clone())
        .clock(world.clock.clone())
        .build()
        .unwrap();
    let heard = Heard::default();
    let seen = Arc::new(Mutex::new(None));
    let (weak, held) = (client.downgrade(), seen.clone());
    client.add_listener(heard.listener());
    client.add_listener(move |_| *held.lock().unwrap() = weak.upgrade().unwrap().token());
    client.set_token(stale(&world.clock)).unwrap();
    assert_eq!(heard.take(), ["none -> access-0"]);
    assert_eq!(
        seen.lock().unwrap().take(),
        client.token(),
        "told after it was set"
    );
    client.send(Read).unwrap();
    assert_eq!(heard.take(), ["access-0 is over", "access-0 -> access-1"]);
    client.renew().unwrap();
    assert_eq!(heard.take(), ["access-1 -> access-2"]);
    // Found in the store.
    let other = world.client();
    other.renew().unwrap();
    other.renew().unwrap();
    client.renew().unwrap();
    assert_eq!(heard.take(), ["access-2 -> access-3"]);
    client.set_grant(Any::user("other")).unwrap();
    assert!(heard.take().is_empty(), "nothing was set");
    client.set_token("x").unwrap();
    assert_eq!(heard.take(), ["none -> x"]);
}

#[test]
fn g10_a_listener_that_sets_a_token_leaves_nothing_to_renew() {
    let world = World::new();
    let client = world.client();
    let (weak, fresh) = (client.downgrade(), world.fresh("set"));
    client.add_listener(move |event| {
        if let TokenEvent::Expired { .. } = event {
            weak.upgrade().unwrap().set_token(fresh.clone()).unwrap();
        }
    });
    assert_eq!(client.send(Read).unwrap(), "Bearer set");
    assert_eq!(world.service.exchanges(), 0);

    let (_, client) = world.asynchronous();
    let (weak, fresh) = (client.downgrade(), world.fresh("set"));
    client.add_listener(move |event| {
        if let TokenEvent::Expired { .. } = event {
            weak.upgrade().unwrap().set_token(fresh.clone()).unwrap();
        }
    });
    assert_eq!(block_on(client.send(Read)).unwrap(), "Bearer set");
    assert_eq!(block_on(client.send(Read)).unwrap(), "Bearer set");
    assert_eq!(world.service.exchanges(), 0);

    // Also where renewal is off.
    let client = world.builder().automatic_renewal(false).build().unwrap();
    let (weak, fresh) = (client.downgrade(), world.fresh("set"));
    client.add_listener(move |event| {
        if let TokenEvent::Expired { .. } = event {
            weak.upgrade().unwrap().set_token(fresh.clone()).unwrap();
        }
    });
    assert_eq!(client.send(Read).unwrap(), "Bearer set");
}

#[test]
fn g10_many_calls_at_one_expiry_are_told_once() {
    let world = World::new();
    let (gate, client) = world.asynchronous();
    let heard = Heard::default();
    client.add_listener(heard.listener());
    gate.shut(true);
    let calls: Vec<_> = (0..50)
        .map(|_| poll_once(Box::pin(client.send(Read))).unwrap_err())
        .collect();
    gate.shut(false);
    for call in calls {
        block_on(call).unwrap();
    }
    assert_eq!(heard.take(), ["access-0 is over", "access-0 -> access-1"]);
}

#[test]
fn g11_a_listener_is_removed_and_one_that_panics_harms_nobody() {
    let world = World::new();
    let client = world.client();
    let heard = Heard::default();
    let panics = client.add_listener(|_| std::panic::resume_unwind(Box::new("a listener")));
    let id = client.add_listener(heard.listener());
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    assert_eq!(heard.take(), ["access-0 is over", "access-0 -> access-1"]);
    assert!(client.remove_listener(id) && client.remove_listener(panics));
    assert!(!client.remove_listener(id), "it is no more");
    client.renew().unwrap();
    assert!(heard.take().is_empty());
    // One that removes itself: no lock is held.
    let (weak, own) = (client.downgrade(), Arc::new(Mutex::new(None)));
    let mine = own.clone();
    let id = client.add_listener(move |_| {
        let client = weak.upgrade().unwrap();
        assert!(client.remove_listener(mine.lock().unwrap().unwrap()));
    });
    *own.lock().unwrap() = Some(id);
    client.renew().unwrap();
    assert!(!client.remove_listener(id));
    let weak = client.downgrade();
    drop(client);
    assert!(
        weak.upgrade().is_none(),
        "listeners keep no client alive by themselves"
    );
}
