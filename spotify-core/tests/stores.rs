//! Stores that fail, hang, or go on without a client.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/endpoints.rs"]
mod endpoints;
#[path = "support/hung.rs"]
mod hung;
#[path = "support/wire.rs"]
mod wire;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::Duration,
};

use accounts::{REFRESH, Refresh, Rotation, Service};
use block_on::block_on;
use endpoints::Read;
use hung::Hung;
use spotify_core::{
    BlockingTokenStore, Client, Clock, Commit, CredentialKey, Error, Generation, KeyFilter, Lease,
    MemoryStore, Record, Repeat, StoreError, StoreErrorKind, Token, blocking,
    testing::{ManualClock, Replay},
};
use wire::{HOUR, Wire, key, stale};

/// A store that fails as told: it counts operations and fails those that the mask names.
#[derive(Clone)]
struct Shaky {
    inner: MemoryStore,
    failures: Arc<AtomicU32>,
}

impl Shaky {
    fn new(clock: &ManualClock) -> Self {
        Self {
            inner: MemoryStore::with_clock(clock.clone()),
            failures: Arc::default(),
        }
    }

    fn fails(&self) -> Result<(), StoreError> {
        match self.failures.load(SeqCst) {
            0 => Ok(()),
            left => {
                self.failures.store(left - 1, SeqCst);
                Err(StoreError::new(StoreErrorKind::Unavailable).because("disk full"))
            }
        }
    }
}

impl BlockingTokenStore for Shaky {
    fn load(&self, key: &CredentialKey) -> Result<Option<Record>, StoreError> {
        BlockingTokenStore::load(&self.inner, key)
    }

    fn commit(
        &self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
    ) -> Result<Commit, StoreError> {
        self.fails()?;
        BlockingTokenStore::commit(&self.inner, key, expected, new)
    }

    fn lease(&self, key: &CredentialKey, time: Duration) -> Result<Option<Lease>, StoreError> {
        BlockingTokenStore::lease(&self.inner, key, time)
    }

    fn release(&self, lease: Lease) -> Result<(), StoreError> {
        BlockingTokenStore::release(&self.inner, lease)
    }

    fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        BlockingTokenStore::list(&self.inner, filter)
    }
}

#[test]
fn t6_a_token_that_cannot_be_stored_serves_from_memory_and_is_written_later() {
    for failures in 1..=5 {
        let (clock, service) = (ManualClock::new(), Service::new(Rotation::Strict));
        let store = Shaky::new(&clock);
        BlockingTokenStore::commit(&store.inner, &key(), None, Some(&stale(&clock))).unwrap();
        let client = blocking::Client::builder(Wire(service.clone()))
            .grant(REFRESH)
            .store(store.clone())
            .clock(clock.clone())
            .build()
            .unwrap();
        store.failures.store(failures, SeqCst);
        for second in 0..10 {
            assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
            if second == 0 {
                // The first answer is offered twice before anybody may go on without the store.
                assert_eq!(client.session().store_degraded.is_some(), failures > 1);
            }
            clock.advance(Duration::from_secs(1));
        }
        assert_eq!(
            client.session().store_degraded,
            None,
            "it was written after all"
        );
        let kept = BlockingTokenStore::load(&store, &key()).unwrap().unwrap();
        assert_eq!(kept.token.refresh.unwrap().expose(), "refresh-1");
        assert_eq!(service.exchanges(), 1);
    }
}

/// A wire on which waiting costs no time but the clock's.
struct Quick(Wire, ManualClock);

impl spotify_core::BlockingTransport for Quick {
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
        l: spotify_core::Limits,
    ) -> Result<http::Response<bytes::Bytes>, spotify_core::TransportError> {
        spotify_core::BlockingTransport::send(&self.0, request, l)
    }

    fn sleep(&self, delay: Duration) {
        self.1.advance(delay);
    }
}

/// Whatever fails and when: the refresh token that is good is never lost, and no call fails.
#[test]
fn t6_no_pattern_of_failing_writes_loses_a_token() {
    const RUNS: u32 = 1_000;
    for run in 0..RUNS {
        let (clock, service) = (ManualClock::new(), Service::new(Rotation::Strict));
        let store = Shaky::new(&clock);
        BlockingTokenStore::commit(&store.inner, &key(), None, Some(&stale(&clock))).unwrap();
        let client = blocking::Client::builder(Quick(Wire(service.clone()), clock.clone()))
            .grant(REFRESH)
            .store(store.clone())
            .clock(clock.clone())
            .build()
            .unwrap();
        for expiry in 1..=3_u32 {
            // Between none and eight writes of this hour fail, in 729 patterns and more.
            store
                .failures
                .store(run / 9_u32.pow(expiry - 1) % 9, SeqCst);
            for _ in 0..12 {
                let expected = format!("Bearer access-{expiry}");
                assert_eq!(client.send(Read).unwrap(), expected, "run {run}");
                clock.advance(Duration::from_secs(1));
            }
            assert_eq!(client.session().store_degraded, None, "run {run}");
            let kept = BlockingTokenStore::load(&store, &key()).unwrap().unwrap();
            let refresh = kept.token.refresh.unwrap().expose().to_owned();
            assert_eq!(service.0.lock().unwrap().good, [refresh], "run {run}");
            clock.advance(HOUR);
        }
        assert_eq!((service.exchanges(), service.refused()), (3, 0));
    }
    // Each run has said so, or the test has ended.
    println!("T6  tokens lost in {RUNS} patterns of failing writes  0  ok");
}

#[test]
fn t16_with_a_hung_store_the_held_token_serves_until_it_ends() {
    let clock = ManualClock::new();
    let wire = Replay::new().clock(&clock).always("GET /v1/thing", "ok");
    let token = Token::new("held")
        .refresh("r")
        .expires_in(HOUR, clock.now());
    let client = Client::builder(wire.clone())
        .grant(REFRESH)
        .token(token)
        .store(Hung)
        .clock(clock.clone())
        .build()
        .unwrap();
    assert_eq!(block_on(client.send(Read)).unwrap(), "ok");
    clock.advance(HOUR - Duration::from_secs(30)); // within the margin, and not over
    assert_eq!(block_on(client.send(Read)).unwrap(), "ok");
    clock.advance(Duration::from_secs(60));
    let before = clock.now().mono;
    let error = block_on(client.send(Read)).unwrap_err();
    assert!(clock.now().mono - before <= Duration::from_secs(60));
    match error {
        Error::Store(error) => assert_eq!(error.kind(), StoreErrorKind::Timeout),
        Error::Deadline { .. } => {}
        other => panic!("{other}"),
    }
}

#[test]
fn client_credentials_need_neither_a_lease_nor_a_store() {
    let (clock, service) = (ManualClock::new(), Service::new(Rotation::None));
    let store = Shaky::new(&clock);
    store.failures.store(u32::MAX, SeqCst);
    let client = blocking::Client::builder(Wire(service.clone()))
        .grant(Refresh {
            repeat: Repeat::Safe,
        })
        .store(store)
        .clock(clock.clone())
        .build()
        .unwrap();
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    assert_eq!(
        client.session().store_degraded,
        Some(StoreErrorKind::Unavailable)
    );
}

#[test]
fn t10_what_could_not_be_written_does_not_overwrite_what_came_later() {
    let (clock, service) = (ManualClock::new(), Service::new(Rotation::None));
    let store = Shaky::new(&clock);
    BlockingTokenStore::commit(&store.inner, &key(), None, Some(&stale(&clock))).unwrap();
    let client = blocking::Client::builder(Wire(service.clone()))
        .grant(REFRESH)
        .store(store.clone())
        .clock(clock.clone())
        .build()
        .unwrap();
    store.failures.store(2, SeqCst);
    assert_eq!(client.send(Read).unwrap(), "Bearer access-1");
    assert!(client.session().store_degraded.is_some());
    // Meanwhile another process has refreshed and written.
    let before = BlockingTokenStore::load(&store, &key()).unwrap().unwrap();
    let theirs = Token::new("access-9")
        .refresh("refresh-9")
        .expires_in(HOUR, clock.now());
    BlockingTokenStore::commit(&store, &key(), Some(before.generation), Some(&theirs)).unwrap();
    clock.advance(Duration::from_secs(2));
    assert_eq!(client.send(Read).unwrap(), "Bearer access-9");
    assert_eq!(client.session().store_degraded, None);
    let kept = BlockingTokenStore::load(&store, &key()).unwrap().unwrap();
    assert_eq!(kept.token.refresh.unwrap().expose(), "refresh-9");
}

/// An accounts service that never answers; time passes by hand.
struct Silent(ManualClock);

#[async_trait::async_trait]
impl spotify_core::HttpTransport for Silent {
    async fn send(
        &self,
        request: http::Request<bytes::Bytes>,
        _: spotify_core::Limits,
    ) -> Result<http::Response<bytes::Bytes>, spotify_core::TransportError> {
        if request.uri().host() == Some("accounts.spotify.com") {
            std::future::pending::<()>().await;
        }
        Ok(http::Response::new("ok".into()))
    }

    async fn sleep(&self, delay: Duration) {
        self.0.advance(delay);
    }
}

#[test]
fn r10_a_call_that_has_a_token_is_not_held_up_by_a_renewal_that_hangs() {
    let clock = ManualClock::new();
    let token = Token::new("held")
        .refresh("r")
        .expires_in(HOUR, clock.now());
    let client = Client::builder(Silent(clock.clone()))
        .grant(Refresh {
            repeat: Repeat::Safe,
        })
        .token(token)
        .store(MemoryStore::with_clock(clock.clone()))
        .policy(spotify_core::Policy::new().deadline(Duration::from_secs(5)))
        .clock(clock.clone())
        .build()
        .unwrap();
    clock.advance(HOUR - Duration::from_secs(50)); // within the margin, and good
    let before = clock.now().mono;
    assert_eq!(block_on(client.send(Read)).unwrap(), "ok");
    let waited = clock.now().mono - before;
    assert!(waited <= Duration::from_secs(5), "{waited:?}");
}
