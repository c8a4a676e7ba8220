//! A world in which clients live: its time, its accounts service, its store, and what was heard.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test takes what it needs, and says what it expects"
)]

use std::sync::{Arc, Mutex};

use spotify_core::{
    BlockingTokenStore, Client, Clock, MemoryStore, Token, TokenEvent, blocking,
    testing::ManualClock,
};

use crate::{
    accounts::{REFRESH, Rotation, Service},
    app::Gate,
    wire::{HOUR, Wire, key, stale},
};

/// A world: its time, its accounts service, and what a client of it begins with.
pub(crate) struct World {
    pub(crate) clock: ManualClock,
    pub(crate) service: Service,
    pub(crate) store: MemoryStore,
}

impl World {
    pub(crate) fn new() -> Self {
        let clock = ManualClock::new();
        Self {
            service: Service::new(Rotation::Strict),
            store: MemoryStore::with_clock(clock.clone()),
            clock,
        }
    }

    pub(crate) fn builder(&self) -> blocking::ClientBuilder {
        blocking::Client::builder(Wire(self.service.clone()))
            .grant(REFRESH)
            .token(stale(&self.clock))
            .store(self.store.clone())
            .clock(self.clock.clone())
    }

    pub(crate) fn client(&self) -> blocking::Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn asynchronous(&self) -> (Gate, Client) {
        let gate = Gate::new(Wire(self.service.clone()));
        let client = Client::builder(gate.clone())
            .grant(REFRESH)
            .token(stale(&self.clock))
            .store(self.store.clone())
            .clock(self.clock.clone())
            .build()
            .unwrap();
        (gate, client)
    }

    pub(crate) fn stored(&self) -> Option<String> {
        let record = BlockingTokenStore::load(&self.store, &key()).unwrap()?;
        Some(record.token.access.expose().to_owned())
    }

    pub(crate) fn fresh(&self, name: &str) -> Token {
        Token::new(name).expires_in(HOUR, self.clock.now())
    }
}

/// What happened, as short texts.
#[derive(Clone, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    pub(crate) fn listener(&self) -> impl Fn(&TokenEvent) + Send + Sync + 'static {
        let heard = self.clone();
        move |event| heard.0.lock().unwrap().push(name(event))
    }

    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

pub(crate) fn name(event: &TokenEvent) -> String {
    match event {
        TokenEvent::Updated { old, new, .. } => {
            let old = old.as_ref().map_or("none", |old| old.access.expose());
            format!("{old} -> {}", new.access.expose())
        }
        TokenEvent::Expired {
            token, withheld, ..
        } => {
            let withheld = if *withheld { ", withheld" } else { "" };
            format!("{} is over{withheld}", token.access.expose())
        }
        other => format!("{other:?}"),
    }
}
