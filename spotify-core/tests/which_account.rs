//! Whose token a client takes from a store that holds several, and under whose name it is kept.
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

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use accounts::{REFRESH, Rotation, Service};
use app::{Any, Code};
use block_on::block_on;
use bytes::Bytes;
use endpoints::Read;
use http::{Request, Response};
use spotify_core::{
    BlockingTokenStore, BlockingTransport, Client, Clock, CredentialKey, Credentials, Error, Flow,
    HttpTransport, KeyFilter, Limits, MemoryStore, ReauthCause, Token, TransportError, blocking,
    testing::ManualClock,
};
use wire::{HOUR, Wire, key, stale};

/// A wire that knows whose token it is, and what it was asked.
#[derive(Clone)]
struct Known {
    wire: Wire,
    me: Arc<Mutex<(u16, String)>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Known {
    fn new(me: &str) -> Self {
        Self {
            wire: Wire(Service::new(Rotation::None)),
            me: Arc::new(Mutex::new((200, me.to_owned()))),
            asked: Arc::default(),
        }
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    fn answer(
        &self,
        request: Request<Bytes>,
        l: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let path = request.uri().path().to_owned();
        self.asked.lock().unwrap().push(path.clone());
        if path != "/v1/me" {
            return BlockingTransport::send(&self.wire, request, l);
        }
        let (status, body) = self.me.lock().unwrap().clone();
        Ok(Response::builder()
            .status(status)
            .body(body.into())
            .unwrap())
    }
}

impl BlockingTransport for Known {
    fn send(&self, request: Request<Bytes>, l: Limits) -> Result<Response<Bytes>, TransportError> {
        self.answer(request, l)
    }

    fn sleep(&self, _: Duration) {}
}

#[async_trait::async_trait]
impl HttpTransport for Known {
    async fn send(
        &self,
        request: Request<Bytes>,
        l: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        self.answer(request, l)
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending().await
    }
}

struct World {
    clock: ManualClock,
    store: MemoryStore,
    wire: Known,
}

impl World {
    fn new() -> Self {
        let clock = ManualClock::new();
        Self {
            store: MemoryStore::with_clock(clock.clone()),
            wire: Known::new(r#"{"id": "alice", "account_id": "acc-1"}"#),
            clock,
        }
    }

    fn put(&self, key: &CredentialKey, token: &str) {
        let token = Token::new(token).refresh("refresh-0");
        let token = token.expires_in(HOUR, self.clock.now());
        let found = BlockingTokenStore::load(&self.store, key).unwrap();
        let found = found.map(|record| record.generation);
        BlockingTokenStore::commit(&self.store, key, found, Some(&token)).unwrap();
    }

    fn stored(&self, key: &CredentialKey) -> Option<String> {
        let record = BlockingTokenStore::load(&self.store, key).unwrap()?;
        Some(record.token.access.expose().to_owned())
    }

    fn builder(&self) -> blocking::ClientBuilder {
        blocking::Client::builder(self.wire.clone())
            .grant(REFRESH)
            .store(self.store.clone())
            .clock(self.clock.clone())
    }

    /// A client without a grant, for a sign-in.
    fn unsigned(&self) -> blocking::ClientBuilder {
        blocking::Client::builder(self.wire.clone())
            .store(self.store.clone())
            .clock(self.clock.clone())
    }
}

fn account(name: &str) -> CredentialKey {
    key().account(name)
}

fn code() -> Code {
    Code("refresh-0", Any::user("app"))
}

#[test]
fn f14_with_no_account_named_the_one_used_last_is_taken() {
    let world = World::new();
    world.put(&account("alice"), "alice's");
    world.put(&account("bob"), "bob's");
    world.put(
        &CredentialKey::new(Flow::Pkce, "other").account("eve"),
        "eve's",
    );
    world.put(&CredentialKey::new(Flow::ClientCredentials, "app"), "app's");
    let client = world.builder().build().unwrap();
    assert_eq!(
        client.send(Read).unwrap(),
        "Bearer bob's",
        "written last, of this flow and app"
    );
    assert_eq!(client.session().account.as_deref(), Some("bob"));
    // Taking a token for use counts, and not only writing it.
    let named = world.builder().account("alice").build().unwrap();
    assert_eq!(named.send(Read).unwrap(), "Bearer alice's");
    let client = Client::builder(world.wire.clone())
        .grant(REFRESH)
        .store(world.store.clone())
        .clock(world.clock.clone())
        .build()
        .unwrap();
    assert_eq!(block_on(client.send(Read)).unwrap(), "Bearer alice's");
    // What it is renewed to is kept under the same account.
    world.clock.advance(HOUR);
    assert_eq!(block_on(client.send(Read)).unwrap(), "Bearer access-1");
    assert_eq!(world.stored(&account("alice")).as_deref(), Some("access-1"));
    assert_eq!(world.stored(&account("bob")).as_deref(), Some("bob's"));
    assert_eq!(world.stored(&key()), None);
}

#[test]
fn f15_a_named_account_is_taken_exactly_or_nobody_has_signed_in() {
    let world = World::new();
    world.put(&account("alice"), "alice's");
    world.put(&key(), "unnamed");
    let client = world.builder().account("carol").build().unwrap();
    match client.send(Read).unwrap_err() {
        Error::ReauthRequired(reauth) => assert_eq!(reauth.cause, ReauthCause::NotSignedIn),
        other => panic!("{other}"),
    }
    // Then whoever signs in is kept under that name, and nobody is asked who it is.
    let client = world.unsigned().account("carol").sign_in(code()).unwrap();
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    assert_eq!(world.stored(&account("carol")).as_deref(), Some("access-1"));
    assert!(!world.wire.asked().contains(&"/v1/me".to_owned()));
}

#[test]
fn f16_a_tilde_asks_for_a_new_sign_in_and_keeps_it_under_the_name() {
    let world = World::new();
    world.put(&account("alice"), "old");
    let client = world.builder().account("~alice").build().unwrap();
    match client.send(Read).unwrap_err() {
        Error::ReauthRequired(reauth) => assert_eq!(reauth.cause, ReauthCause::NotSignedIn),
        other => panic!("{other}"),
    }
    assert_eq!(
        world.stored(&account("alice")).as_deref(),
        Some("old"),
        "not lost for it"
    );
    client.sign_in(code()).unwrap();
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    assert_eq!(world.stored(&account("alice")).as_deref(), Some("access-1"));
    assert_eq!(client.session().account.as_deref(), Some("alice"));
    // From the builder, and on a live client.
    world.put(&account("alice"), "old");
    world.unsigned().account("~alice").sign_in(code()).unwrap();
    assert_eq!(world.stored(&account("alice")).as_deref(), Some("access-2"));
    world.put(&account("alice"), "old");
    let live = Credentials::grant(REFRESH).account("~alice");
    client.set_credentials(live).unwrap();
    assert!(client.send(Read).unwrap_err().needs_sign_in());
    // A grant that needs no person begins anew by itself.
    let grant = Any {
        flow: Flow::ClientCredentials,
        ..Any::app_only()
    };
    let app = CredentialKey::new(Flow::ClientCredentials, "app").account("bot");
    world.put(&app, "old");
    let client = world
        .builder()
        .grant(grant)
        .account("~bot")
        .build()
        .unwrap();
    assert_eq!(client.renew().unwrap().access.expose(), "access-3");
    assert_eq!(world.stored(&app).as_deref(), Some("access-3"));
    // A token that is given is used, and not stored.
    world.put(&account("alice"), "old");
    let client = world
        .builder()
        .token("given")
        .account("~alice")
        .build()
        .unwrap();
    assert_eq!(client.send(Read).unwrap(), "Bearer given");
    assert_eq!(world.stored(&account("alice")).as_deref(), Some("old"));
}

#[test]
fn f17_a_token_that_is_given_wins_over_what_is_stored() {
    let world = World::new();
    world.put(&account("alice"), "alice's");
    for builder in [world.builder(), world.builder().account("alice")] {
        let client = builder.token("given").build().unwrap();
        assert_eq!(client.send(Read).unwrap(), "Bearer given");
        assert_eq!(world.stored(&account("alice")).as_deref(), Some("alice's"));
    }
    // Nobody knows whose it is: what it is renewed to is not written over another account's.
    let client = world.builder().token(stale(&world.clock)).build().unwrap();
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    assert_eq!(world.stored(&account("alice")).as_deref(), Some("alice's"));
    assert_eq!(world.stored(&key()).as_deref(), Some("access-1"));
}

#[test]
fn f18_a_sign_in_is_kept_under_the_account_that_spotify_names() {
    for (me, expected) in [
        (r#"{"id": "alice", "account_id": "acc-1"}"#, Some("acc-1")),
        (r#"{"id": "alice", "account_id": null}"#, Some("alice")),
        (r#"{"id": "alice"}"#, Some("alice")),
        (r#"{"id": ""}"#, None),
        ("no JSON", None),
    ] {
        let world = World::new();
        world.wire.me.lock().unwrap().1 = me.to_owned();
        let client = world.unsigned().sign_in(code()).unwrap();
        assert_eq!(client.session().account.as_deref(), expected, "{me}");
        let kept = expected.map_or_else(key, account);
        assert_eq!(world.stored(&kept).as_deref(), Some("access-1"), "{me}");
        assert_eq!(
            BlockingTokenStore::list(&world.store, &KeyFilter::all()).unwrap(),
            [kept]
        );
        assert_eq!(world.wire.asked(), ["/api/token", "/v1/me"]);
        // The next start finds it.
        let next = world.builder().build().unwrap();
        assert_eq!(next.send(Read).unwrap(), "Bearer access-1");
        assert_eq!(world.wire.asked(), ["/v1/thing"]);
        // The async client, and a second user beside the first.
        world.wire.me.lock().unwrap().1 = r#"{"id": "bob"}"#.to_owned();
        let builder = Client::builder(world.wire.clone()).store(world.store.clone());
        let client = builder.clock(world.clock.clone()).sign_in(code());
        let client = block_on(client).unwrap();
        assert_eq!(client.session().account.as_deref(), Some("bob"));
        assert_eq!(
            BlockingTokenStore::list(&world.store, &KeyFilter::all())
                .unwrap()
                .len(),
            2
        );
    }
}

#[test]
fn f18_a_sign_in_does_not_fail_for_want_of_a_name_and_asking_can_be_switched_off() {
    let world = World::new();
    world.wire.me.lock().unwrap().0 = 403;
    let client = world.unsigned().sign_in(code()).unwrap();
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    assert_eq!(world.stored(&key()).as_deref(), Some("access-1"));
    world.wire.asked();
    world
        .unsigned()
        .find_account(false)
        .sign_in(code())
        .unwrap();
    assert_eq!(world.wire.asked(), ["/api/token"]);
    // Without a store of one's own there is nothing to tell apart.
    let alone = blocking::Client::builder(world.wire.clone());
    alone.sign_in(code()).unwrap();
    assert_eq!(world.wire.asked(), ["/api/token"]);
}

#[test]
fn f19_without_a_store_nothing_is_read_or_written_outside_the_client() {
    let world = World::new();
    world.put(&key(), "stored");
    let client = blocking::Client::builder(world.wire.clone())
        .grant(REFRESH)
        .token(stale(&world.clock))
        .clock(world.clock.clone())
        .build()
        .unwrap();
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    assert_eq!(world.stored(&key()).as_deref(), Some("stored"));
    let other = blocking::Client::builder(world.wire.clone()).grant(REFRESH);
    assert!(
        other
            .build()
            .unwrap()
            .send(Read)
            .unwrap_err()
            .needs_sign_in()
    );
}
