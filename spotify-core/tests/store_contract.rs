//! The stores of this crate keep what every store promises.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

#[path = "support/block_on.rs"]
mod block_on;
#[path = "support/store_contract.rs"]
mod store_contract;

use std::{
    sync::{
        Arc, Barrier, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use block_on::block_on;
use spotify_core::{
    BlockingTokenStore, Commit, CredentialKey, Flow, Generation, KeyFilter, Lease, MemoryStore,
    OnThread, Record, StoreError, StoreErrorKind, Token, TokenStore, testing::ManualClock,
};
use store_contract::Offers;

#[test]
fn f9_the_memory_store() {
    let clock = ManualClock::new();
    let store = MemoryStore::with_clock(clock.clone());
    let offers = Offers {
        order_and_notes: true,
    };
    store_contract::holds(&store, &offers, &|time| clock.advance(time));
    store_contract::one_of_many_wins(&MemoryStore::new());
}

fn key() -> CredentialKey {
    CredentialKey::new(Flow::Pkce, "app")
}

/// A store whose `load` hangs until it is let go, and whose `list` panics.
#[derive(Clone)]
struct Stubborn {
    inner: MemoryStore,
    gate: Arc<Mutex<mpsc::Receiver<()>>>,
    inside: Arc<AtomicUsize>,
}

impl Stubborn {
    fn new() -> (Self, mpsc::Sender<()>) {
        let (open, gate) = mpsc::channel();
        let store = Self {
            inner: MemoryStore::new(),
            gate: Arc::new(Mutex::new(gate)),
            inside: Arc::default(),
        };
        (store, open)
    }

    fn hang(&self) {
        self.inside.fetch_add(1, SeqCst);
        let _ = self.gate.lock().unwrap().recv();
        self.inside.fetch_sub(1, SeqCst);
    }
}

impl BlockingTokenStore for Stubborn {
    fn load(&self, key: &CredentialKey) -> Result<Option<Record>, StoreError> {
        self.hang();
        BlockingTokenStore::load(&self.inner, key)
    }

    fn commit(
        &self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
    ) -> Result<Commit, StoreError> {
        BlockingTokenStore::commit(&self.inner, key, expected, new)
    }

    fn lease(&self, key: &CredentialKey, time: Duration) -> Result<Option<Lease>, StoreError> {
        self.hang();
        BlockingTokenStore::lease(&self.inner, key, time)
    }

    fn release(&self, lease: Lease) -> Result<(), StoreError> {
        BlockingTokenStore::release(&self.inner, lease)
    }

    fn list(&self, _: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        panic!("a store of bad quality")
    }
}

/// Polls once, waits for what `reached` says, and goes away.
fn leave<T>(operation: impl Future<Output = T>, reached: impl Fn() -> bool) {
    let mut operation = Box::pin(operation);
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(
        operation.as_mut().poll(&mut context),
        Poll::Pending
    ));
    until(reached);
}

fn until(reached: impl Fn() -> bool) {
    while !reached() {
        thread::yield_now();
    }
}

#[test]
fn a_store_on_a_thread_answers_under_any_executor() {
    let inner = MemoryStore::new();
    let store = OnThread::new(inner.clone());
    let token = Token::new("a");
    let commit = block_on(store.commit(&key(), None, Some(&token))).unwrap();
    assert!(matches!(commit, Commit::Done(Some(_))));
    assert_eq!(block_on(store.load(&key())).unwrap().unwrap().token, token);
    let lease = block_on(store.lease(&key(), Duration::from_secs(30)))
        .unwrap()
        .unwrap();
    block_on(store.release(lease)).unwrap();
    assert_eq!(block_on(store.list(&KeyFilter::all())).unwrap(), [key()]);
    // Many at once, from many threads.
    let (start, store) = (Arc::new(Barrier::new(16)), store);
    let threads: Vec<_> = (0..16)
        .map(|_| {
            let (start, store) = (start.clone(), store.clone());
            thread::spawn(move || {
                start.wait();
                (0..50).for_each(|_| assert!(block_on(store.load(&key())).unwrap().is_some()));
            })
        })
        .collect();
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
    assert_eq!(block_on(store.remove(&KeyFilter::all())).unwrap(), 1);
    assert_eq!(BlockingTokenStore::load(&inner, &key()).unwrap(), None);
}

#[test]
fn t16_a_hung_store_costs_four_threads_and_then_fails_at_once() {
    let (inner, open) = Stubborn::new();
    let store = OnThread::new(inner.clone());
    for n in 1..=4 {
        leave(store.load(&key()), || inner.inside.load(SeqCst) == n);
    }
    let error = block_on(store.commit(&key(), None, None)).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    (0..4).for_each(|_| open.send(()).unwrap());
    until(|| inner.inside.load(SeqCst) == 0);
    until(|| block_on(store.commit(&key(), None, None)).is_ok());
}

#[test]
fn t12_a_lease_that_nobody_waits_for_any_more_is_given_back() {
    let (inner, open) = Stubborn::new();
    let store = OnThread::new(inner.clone());
    leave(store.lease(&key(), Duration::from_secs(30)), || {
        inner.inside.load(SeqCst) == 1
    });
    open.send(()).unwrap();
    let lease = || BlockingTokenStore::lease(&inner.inner, &key(), Duration::from_secs(30));
    let mut next = None;
    until(|| inner.inside.load(SeqCst) == 0);
    while next.is_none() {
        next = lease().unwrap();
    }
    assert!(!next.unwrap().interrupted);
}

#[test]
fn t5_a_store_that_panics_fails_the_operation_and_nothing_else() {
    let (inner, open) = Stubborn::new();
    let store = OnThread::new(inner);
    for _ in 0..8 {
        let error = block_on(store.list(&KeyFilter::all())).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    }
    open.send(()).unwrap();
    assert_eq!(block_on(store.load(&key())).unwrap(), None);
}
