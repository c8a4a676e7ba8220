//! Asking for a valid token: of a token, of the store, of a sign-in.
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

use accounts::REFRESH;
use app::{Any, Code, Gate};
use block_on::block_on;
use endpoints::Read;
use spotify_core::{
    Client, Scope, Scopes, Timestamp, Token, blocking,
    testing::{ManualClock, Replay},
};
use wire::{HOUR, Wire, stale};
use world::World;

fn library() -> Scopes {
    Scope::UserLibraryRead.into()
}

#[test]
fn g19_a_token_is_validated_as_spotipy_documents_it() {
    let world = World::new();
    let client = world.builder().build().unwrap();
    let none = Scopes::new();
    let valid = |token: Option<Token>, scopes: &Scopes| {
        let token = client.validate(token, scopes).unwrap();
        token.map(|token| token.access.expose().to_owned())
    };
    assert_eq!(valid(None, &none), None, "no token");
    let good = world.fresh("good");
    assert_eq!(valid(Some(good.clone()), &none).as_deref(), Some("good"));
    assert_eq!(
        valid(Some(good.clone()), &library()),
        None,
        "no scope counts as none"
    );
    let scoped = good.clone().scopes(Scope::UserReadEmail);
    assert_eq!(valid(Some(scoped), &library()), None, "not covered");
    let scoped = good.scopes(Scope::UserReadEmail | Scope::UserLibraryRead);
    assert_eq!(valid(Some(scoped), &library()).as_deref(), Some("good"));
    // Over, and not to be renewed.
    let over = Token::new("over").expires_at(Timestamp::EPOCH);
    assert_eq!(valid(Some(over.clone()), &none), None);
    assert_eq!(valid(Some(over.refresh("dead")), &none), None);
    assert_eq!(world.service.refused(), 1);
    // Over, and renewed: apart from what the client holds.
    let foreign = Token::new("foreign").refresh("refresh-0");
    let foreign = foreign.expires_at(Timestamp::EPOCH);
    assert_eq!(valid(Some(foreign), &none).as_deref(), Some("access-1"));
    assert_eq!(client.token().unwrap().access.expose(), "access-0");
    assert_eq!(world.stored(), None);
    // The one that is held is renewed as ever.
    world.service.0.lock().unwrap().good = vec!["refresh-0".to_owned()];
    assert_eq!(valid(client.token(), &none).as_deref(), Some("access-2"));
    assert_eq!(world.stored().as_deref(), Some("access-2"));
    assert_eq!(client.token().unwrap().access.expose(), "access-2");
    let (_, client) = world.asynchronous();
    let over = Token::new("over").expires_at(Timestamp::EPOCH);
    assert_eq!(block_on(client.validate(Some(over), &none)).unwrap(), None);
}

#[test]
fn g19_a_failure_on_the_way_says_nothing_of_the_token() {
    let clock = ManualClock::new();
    let wire = Replay::new()
        .clock(&clock)
        .always("POST /api/token", (503, ""));
    let builder = blocking::Client::builder(wire)
        .grant(REFRESH)
        .clock(clock.clone());
    let client = builder.build().unwrap();
    let error = client
        .validate(Some(stale(&clock)), &Scopes::new())
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
}

#[test]
fn g20_a_stored_token_wins_over_a_code_unless_it_is_not_looked_for() {
    let world = World::new();
    let builder = || {
        blocking::Client::builder(Wire(world.service.clone()))
            .grant(REFRESH)
            .store(world.store.clone())
            .clock(world.clock.clone())
            .find_account(false)
    };
    let none = Scopes::new();
    let code = || Code("code", Any::user("app"));
    let good = |texts: &[&str]| {
        world.service.0.lock().unwrap().good = texts.iter().map(|t| (*t).to_owned()).collect();
    };
    let get = |client: &blocking::Client, scopes: &Scopes, check: bool| {
        let token = client.token_or_sign_in(scopes, check, code()).unwrap();
        token.access.expose().to_owned()
    };
    // Nothing is stored: the code.
    good(&["code"]);
    assert_eq!(get(&builder().build().unwrap(), &none, true), "access-1");
    assert_eq!(world.stored().as_deref(), Some("access-1"));
    // Now something is.
    good(&["code", "refresh-1"]);
    let client = builder().build().unwrap();
    assert_eq!(get(&client, &none, true), "access-1");
    assert_eq!(world.service.exchanges(), 1, "the code was not spent");
    // Over: renewed, and still no code.
    world.clock.advance(HOUR);
    assert_eq!(get(&client, &none, true), "access-2");
    // Not looked for, or not enough: the code.
    good(&["code"]);
    assert_eq!(get(&client, &none, false), "access-3");
    good(&["code"]);
    assert_eq!(get(&client, &library(), true), "access-4");
    assert_eq!(world.stored().as_deref(), Some("access-4"));
    assert_eq!(client.send(Read).unwrap(), "Bearer access-4");
    // Stored, over and dead: the code again.
    world.clock.advance(HOUR);
    good(&["code"]);
    assert_eq!(get(&builder().build().unwrap(), &none, true), "access-5");
    // The async client does the same.
    let gate = Gate::new(Wire(world.service.clone()));
    let builder = Client::builder(gate)
        .grant(REFRESH)
        .store(world.store.clone());
    let client = builder
        .clock(world.clock.clone())
        .find_account(false)
        .build()
        .unwrap();
    let token = block_on(client.token_or_sign_in(&none, true, code())).unwrap();
    assert_eq!(token.access.expose(), "access-5");
    good(&["code"]);
    let token = block_on(client.token_or_sign_in(&none, false, code())).unwrap();
    assert_eq!(token.access.expose(), "access-6");
}
