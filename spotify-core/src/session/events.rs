//! What a session tells whoever listens.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use crate::{
    Token,
    sync::{Mutex, lock},
};

/// Something happened to the token that a client holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenEvent {
    /// Another token is held: it was set, signed in for, renewed, or found in the store.
    #[non_exhaustive]
    Updated {
        /// The one before; `None` if none was held.
        old: Option<Token>,
        /// The one that is held now.
        new: Token,
    },
    /// A call needs a token, and the one that is held is over, or so close to its end that it
    /// is to be renewed.
    ///
    /// A listener may [set another](crate::Client::set_token): then nothing is renewed.
    #[non_exhaustive]
    Expired {
        /// The token that is held.
        token: Token,
        /// Whether the call is sent [without a token](crate::Client::without_token) anyway, so
        /// that nothing is renewed.
        withheld: bool,
    },
}

/// Names a listener, so that it can be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ListenerId(u64);

type Listening = dyn Fn(&TokenEvent) + Send + Sync;

/// Who is told.
#[derive(Default)]
pub(super) struct Listeners(Mutex<Registered>);

#[derive(Default)]
struct Registered {
    count: u64,
    all: Vec<(ListenerId, Arc<Listening>)>,
}

impl Listeners {
    pub(super) fn add(&self, listener: impl Fn(&TokenEvent) + Send + Sync + 'static) -> ListenerId {
        let mut held = lock(&self.0);
        held.count += 1;
        let id = ListenerId(held.count);
        held.all.push((id, Arc::new(listener)));
        id
    }

    pub(super) fn remove(&self, id: ListenerId) -> bool {
        let removed = {
            let mut held = lock(&self.0);
            let at = held.all.iter().position(|(known, _)| *known == id);
            at.map(|at| held.all.remove(at))
        };
        // Dropped only now: what it holds may be a client.
        removed.is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        lock(&self.0).all.is_empty()
    }

    /// Calls everybody, in the order in which they came, without any lock. One that panics
    /// keeps nobody else from hearing, and harms nothing.
    pub(super) fn tell(&self, event: &TokenEvent) {
        let all: Vec<_> = {
            let held = lock(&self.0);
            held.all
                .iter()
                .map(|(_, listener)| listener.clone())
                .collect()
        };
        for listener in all {
            // The panic was reported by the hook of the program; here there is nothing to add.
            let _ = catch_unwind(AssertUnwindSafe(|| listener(event)));
        }
    }
}

impl fmt::Debug for Listeners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listeners")
    }
}
