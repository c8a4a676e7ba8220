//! Processes that end in the middle of a renewal, and holders whose lease has lapsed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

#[path = "support/accounts.rs"]
mod accounts;
#[path = "support/endpoints.rs"]
mod endpoints;
#[path = "support/wire.rs"]
mod wire;

use std::{cell::Cell, time::Duration};

use accounts::{REFRESH, Rotation, Service};
use endpoints::Read;
use spotify_core::{
    AuthError, BlockingTokenStore, Clock, Commit, Error, Generation, Lease, MemoryStore,
    ReauthCause, Token, blocking,
    call::Bearer,
    session::{RenewalStep, Session},
    testing::ManualClock,
};
use wire::{Wire, key, stale};

const MODELS: [Rotation; 3] = [Rotation::None, Rotation::Optional, Rotation::Strict];
/// How long a lease lasts, and a bit.
const LAPSE: Duration = Duration::from_secs(31);

/// A world in which processes come and go: time, service and store stay.
struct World {
    clock: ManualClock,
    service: Service,
    store: MemoryStore,
    /// The writings that the store took, the first one included.
    accepted: Cell<u64>,
}

impl World {
    fn new(rotation: Rotation) -> Self {
        let clock = ManualClock::new();
        let store = MemoryStore::with_clock(clock.clone());
        BlockingTokenStore::commit(&store, &key(), None, Some(&stale(&clock))).unwrap();
        Self {
            service: Service::new(rotation),
            store,
            clock,
            accepted: Cell::new(1),
        }
    }

    /// A process, as far as its first renewal.
    fn process(&self) -> RenewalStep {
        Session::for_grant(REFRESH, None, self.clock.now()).renew(None, &self.clock)
    }

    /// One step of a renewal. The service acts within `Transmit`.
    fn step(&self, step: RenewalStep) -> RenewalStep {
        let (store, now) = (&self.store, self.clock.now());
        match step {
            RenewalStep::List(s) => {
                let keys = BlockingTokenStore::list(store, &s.filter());
                s.listed(keys, now)
            }
            RenewalStep::Load(s) => {
                let found = BlockingTokenStore::load(store, s.key());
                s.loaded(found, now)
            }
            RenewalStep::Lease(s) => {
                let lease = BlockingTokenStore::lease(store, s.key(), s.time());
                s.leased(lease, now)
            }
            RenewalStep::Wait(s) => {
                self.clock.advance(s.delay());
                s.over(self.clock.now())
            }
            RenewalStep::Transmit(s) => {
                let reply = self.service.answer(&s.request());
                s.reply(Ok(reply), now)
            }
            RenewalStep::Hook(s) => s.replied(Err(AuthError::NothingToRenew.into()), now),
            RenewalStep::Commit(s) => {
                let done = BlockingTokenStore::commit(store, s.key(), s.expected(), s.token());
                if let Ok(Commit::Done(_)) = done {
                    self.accepted.set(self.accepted.get() + 1);
                }
                s.committed(done, now)
            }
            RenewalStep::Used(s) => {
                let told = BlockingTokenStore::used(store, s.key());
                s.told(told)
            }
            RenewalStep::Release(s) => {
                let done = BlockingTokenStore::release(store, s.lease());
                s.released(done, now)
            }
            RenewalStep::Done(_) => step,
        }
    }

    fn finish(&self, mut step: RenewalStep) -> Result<Bearer, Error> {
        loop {
            match step {
                RenewalStep::Done(result) => return result,
                other => step = self.step(other),
            }
        }
    }
}

/// What a crash left, by what the service had done.
#[derive(Debug, PartialEq, Clone, Copy)]
enum Crash {
    /// With the lease, and nothing sent.
    BeforeSending,
    /// The service has acted, and the answer is on its way or in memory.
    BeforeStoring,
    /// The answer is in the store, and the lease not given back.
    AfterStoring,
}

fn crash(world: &World, at: Crash) {
    let mut step = world.process();
    loop {
        let here = match (&step, at) {
            (RenewalStep::Transmit(_), Crash::BeforeSending)
            | (RenewalStep::Commit(_), Crash::BeforeStoring)
            | (RenewalStep::Release(_), Crash::AfterStoring) => true,
            (RenewalStep::Done(_), _) => panic!("it got through"),
            _ => false,
        };
        if here {
            drop(step); // and with it everything that the process knew
            return;
        }
        step = world.step(step);
    }
}

/// 200 crashes a model of the server, each followed by a new process.
#[test]
fn t12_after_a_crash_the_next_start_recovers_or_says_that_a_refresh_was_interrupted() {
    for rotation in MODELS {
        let (mut recovered, mut typed, mut runs) = (0, 0, 0);
        for run in 0..200_u32 {
            let world = World::new(rotation);
            // Some were well for a while before.
            for _ in 0..run % 3 {
                world.finish(world.process()).unwrap();
                world.clock.advance(Duration::from_secs(3600));
            }
            let at = match run % 4 {
                0 => Crash::BeforeSending,
                1 => Crash::AfterStoring,
                _ => Crash::BeforeStoring,
            };
            crash(&world, at);
            let before = world.service.exchanges() + world.service.refused();
            world.clock.advance(match run % 5 {
                0 => Duration::ZERO, // the next process has to wait until the lease lapses
                _ => LAPSE,
            });
            let mut step = world.process();
            let mut result = world.finish(step);
            if run % 5 == 0 && matches!(result, Err(Error::Deadline { .. })) {
                step = world.process();
                result = world.finish(step);
            }
            let sent = world.service.exchanges() + world.service.refused() - before;
            assert!(sent <= 1, "the refresh token was sent {sent} times");
            runs += 1;
            let kept = BlockingTokenStore::load(&world.store, &key()).unwrap();
            match result {
                Ok(bearer) => {
                    recovered += 1;
                    assert_eq!(kept.unwrap().token.access, *bearer.token());
                    assert!(rotation != Rotation::Strict || at != Crash::BeforeStoring);
                }
                Err(Error::ReauthRequired(why)) => {
                    typed += 1;
                    assert_eq!(why.cause, ReauthCause::InterruptedRefresh);
                    assert_eq!(why.refusal.unwrap().code.as_str(), "invalid_grant");
                    assert_eq!((rotation, at), (Rotation::Strict, Crash::BeforeStoring));
                    assert_eq!(kept, None, "what is dead is removed");
                    // And no loop: from now on nobody has signed in.
                    let again = world.finish(world.process());
                    match again.unwrap_err() {
                        Error::ReauthRequired(why) => {
                            assert_eq!(why.cause, ReauthCause::NotSignedIn);
                        }
                        other => panic!("{other}"),
                    }
                    let after = world.service.exchanges() + world.service.refused();
                    assert_eq!(after, before + sent, "nothing more was sent");
                }
                Err(other) => panic!("{rotation:?} {at:?}: {other}"),
            }
        }
        assert_eq!(recovered + typed, runs);
        let goal = match rotation {
            Rotation::Strict => "100 % recovered or typed",
            _ => {
                assert_eq!(recovered, runs);
                "100 % recovered"
            }
        };
        println!(
            "T12  {runs} crashes, rotation {rotation:?}: {recovered} recovered, {typed} typed  {goal}  ok"
        );
    }
}

#[test]
fn t12_other_accounts_lose_nothing_by_an_interrupted_refresh() {
    let world = World::new(Rotation::Strict);
    let other = key().account("other");
    let token = Token::new("theirs").refresh("good");
    BlockingTokenStore::commit(&world.store, &other, None, Some(&token)).unwrap();
    BlockingTokenStore::used(&world.store, &key()).unwrap();
    crash(&world, Crash::BeforeStoring);
    world.clock.advance(LAPSE);
    BlockingTokenStore::used(&world.store, &key()).unwrap();
    assert!(world.finish(world.process()).unwrap_err().needs_sign_in());
    assert!(
        BlockingTokenStore::load(&world.store, &other)
            .unwrap()
            .is_some()
    );
    // And the client as a whole says the same as the machine.
    let world = World::new(Rotation::Strict);
    crash(&world, Crash::BeforeStoring);
    world.clock.advance(LAPSE);
    let client = blocking::Client::builder(Wire(world.service.clone()))
        .grant(REFRESH)
        .store(world.store.clone())
        .clock(world.clock.clone())
        .build()
        .unwrap();
    for _ in 0..3 {
        match client.send(Read).unwrap_err() {
            Error::ReauthRequired(why) => assert_eq!(why.cause, ReauthCause::InterruptedRefresh),
            other => panic!("{other}"),
        }
    }
    assert_eq!(world.service.refused(), 1);
}

/// One holder of a lease: asks for it, reads, exchanges, writes, gives it back.
#[derive(Default)]
struct Holder {
    at: u32,
    lease: Option<Lease>,
    seen: Option<Generation>,
    /// Whether it may write: it had the lease when it read.
    held: bool,
}

/// A run of holders over one store in which every step takes a third of a lease and a bit.
struct Run {
    clock: ManualClock,
    store: MemoryStore,
    holders: Vec<Holder>,
    accepted: u64,
    refused: u64,
}

impl Run {
    const STEPS: u32 = 4;

    fn new(holders: usize) -> Self {
        let clock = ManualClock::new();
        let store = MemoryStore::with_clock(clock.clone());
        BlockingTokenStore::commit(&store, &key(), None, Some(&Token::new("0"))).unwrap();
        Self {
            clock,
            store,
            holders: (0..holders).map(|_| Holder::default()).collect(),
            accepted: 1,
            refused: 0,
        }
    }

    /// One step of one holder; `false` if it has no more.
    fn step(&mut self, who: usize) -> bool {
        let Self {
            clock,
            store,
            holders,
            ..
        } = self;
        let holder = &mut holders[who];
        if holder.at == Self::STEPS {
            return false;
        }
        clock.advance(Duration::from_secs(11));
        match holder.at {
            0 => {
                holder.lease =
                    BlockingTokenStore::lease(store, &key(), Duration::from_secs(30)).unwrap();
                holder.held = holder.lease.is_some();
            }
            1 => {
                let record = BlockingTokenStore::load(store, &key()).unwrap();
                holder.seen = record.map(|record| record.generation);
            }
            2 if holder.held => {
                let before = BlockingTokenStore::load(store, &key()).unwrap().unwrap();
                let token = Token::new(format!("by {who}"));
                let result =
                    BlockingTokenStore::commit(store, &key(), holder.seen, Some(&token)).unwrap();
                let moved_on = Some(before.generation) != holder.seen;
                match result {
                    Commit::Done(Some(generation)) => {
                        assert!(!moved_on, "a newer token was overwritten");
                        assert_eq!(generation.count, before.generation.count + 1);
                        self.accepted += 1;
                    }
                    Commit::Conflict(Some(record)) => {
                        assert!(moved_on);
                        assert_eq!(record, before, "and nothing was changed");
                        self.refused += 1;
                    }
                    other => panic!("{other:?}"),
                }
            }
            2 => {}
            _ => {
                if let Some(lease) = holder.lease.take() {
                    BlockingTokenStore::release(store, lease).unwrap();
                }
            }
        }
        self.holders[who].at += 1;
        true
    }

    /// The generation that the store ends with is the number of commits that it took.
    fn check(&self) {
        let record = BlockingTokenStore::load(&self.store, &key())
            .unwrap()
            .unwrap();
        assert_eq!(record.generation.count, self.accepted);
    }
}

/// Every order in which `holders` can take their steps.
fn orders(holders: usize) -> Vec<Vec<usize>> {
    let mut all = vec![(Vec::new(), vec![Run::STEPS; holders])];
    for _ in 0..holders as u32 * Run::STEPS {
        all = all
            .into_iter()
            .flat_map(|(order, left)| {
                (0..holders)
                    .filter(|who| left[*who] > 0)
                    .map(|who| {
                        let (mut order, mut left) = (order.clone(), left.clone());
                        order.push(who);
                        left[who] -= 1;
                        (order, left)
                    })
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    all.into_iter().map(|(order, _)| order).collect()
}

#[test]
fn t10_a_holder_whose_lease_lapsed_cannot_overwrite() {
    let (mut accepted, mut refused) = (0, 0);
    let all = orders(3);
    assert_eq!(all.len(), 34_650, "12! / (4!)^3");
    for order in &all {
        let mut run = Run::new(3);
        order.iter().for_each(|who| {
            run.step(*who);
        });
        run.check();
        accepted += run.accepted - 1;
        refused += run.refused;
    }
    assert!(refused > 0, "no lease lapsed under anybody");
    println!(
        "T10  3 holders, all {} orders: {accepted} commits, {refused} late ones refused  generations = commits  ok",
        all.len()
    );
    // Sixteen, in orders by chance.
    let (mut accepted, mut refused) = (0, 0);
    let mut dice = 1_u64;
    for _ in 0..2_000 {
        let mut run = Run::new(16);
        let mut left = 16 * Run::STEPS;
        while left > 0 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            if run.step((dice >> 33) as usize % 16) {
                left -= 1;
            }
        }
        run.check();
        accepted += run.accepted - 1;
        refused += run.refused;
    }
    assert!(refused > 0);
    println!(
        "T10  16 holders, 2000 orders: {accepted} commits, {refused} late ones refused  generations = commits  ok"
    );
}

/// The same with whole renewals: every order of the first steps of two, while leases lapse.
#[test]
fn t10_no_order_of_two_renewals_overwrites_what_is_newer() {
    const TURNS: u32 = 12;
    for lapse in [3, 6, 9, TURNS] {
        for choices in 0..1_u32 << TURNS {
            let world = World::new(Rotation::None);
            let mut parties = [Some(world.process()), Some(world.process())];
            for turn in 0..TURNS {
                if turn == lapse {
                    world.clock.advance(LAPSE);
                }
                let who = (choices >> turn & 1) as usize;
                let step = parties[who].take().unwrap();
                parties[who] = Some(world.step(step));
            }
            for party in parties.into_iter().flatten() {
                // Whoever took too long has no token, and has cost nobody else's.
                let _ = world.finish(party);
            }
            let kept = BlockingTokenStore::load(&world.store, &key())
                .unwrap()
                .unwrap();
            assert_eq!(kept.generation.count, world.accepted.get());
            assert_eq!(kept.token.refresh.unwrap().expose(), "refresh-0");
        }
    }
}
