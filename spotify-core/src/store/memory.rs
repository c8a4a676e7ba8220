//! The store of a process that keeps nothing.

use std::{cmp::Reverse, collections::BTreeMap, fmt, sync::Arc, time::Duration};

use super::{
    AppNote, BlockingTokenStore, Commit, CredentialKey, Generation, KeyFilter, Lease, Record,
    StoreError, TokenStore,
};
use crate::{
    Clock, SystemClock, Token,
    sync::{Mutex, lock},
};

/// Keeps tokens in memory; clones share what they keep.
#[derive(Clone)]
pub struct MemoryStore {
    kept: Arc<Mutex<Kept>>,
    clock: Arc<dyn Clock>,
}

#[derive(Default)]
struct Kept {
    slots: BTreeMap<CredentialKey, Slot>,
    /// Counts the uses; see [`Slot::used`].
    uses: u64,
}

#[derive(Default)]
struct Slot {
    record: Option<Record>,
    note: Option<AppNote>,
    writings: u64,
    lease: Option<Held>,
    /// At which writing a lease ended by itself.
    interrupted: Option<u64>,
    /// The number of its last use.
    used: u64,
}

/// A lease that was given out.
struct Held {
    id: u64,
    end: Duration,
    /// The writing at which it was given.
    writings: u64,
}

impl MemoryStore {
    /// Makes an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::with_clock(SystemClock)
    }

    /// Makes an empty store whose leases end by another clock.
    #[must_use]
    pub fn with_clock(clock: impl Clock + 'static) -> Self {
        Self {
            kept: Arc::default(),
            clock: Arc::new(clock),
        }
    }

    fn slot<R>(&self, key: &CredentialKey, work: impl FnOnce(&mut Slot) -> R) -> R {
        work(lock(&self.kept).slots.entry(key.clone()).or_default())
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}

impl BlockingTokenStore for MemoryStore {
    fn load(&self, key: &CredentialKey) -> Result<Option<Record>, StoreError> {
        Ok(self.slot(key, |slot| slot.record.clone()))
    }

    fn commit(
        &self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
    ) -> Result<Commit, StoreError> {
        let id = self.clock.seed();
        let mut kept = lock(&self.kept);
        kept.uses += 1;
        let uses = kept.uses;
        let slot = kept.slots.entry(key.clone()).or_default();
        if slot.record.as_ref().map(|record| record.generation) != expected {
            return Ok(Commit::Conflict(slot.record.clone()));
        }
        slot.writings += 1;
        let count = slot.writings;
        slot.record = new.map(|token| Record::new(token.clone(), Generation { count, id }));
        match slot.record {
            Some(_) => slot.used = uses,
            None => slot.note = None,
        }
        let generation = slot.record.as_ref().map(|record| record.generation);
        Ok(Commit::Done(generation))
    }

    fn lease(&self, key: &CredentialKey, time: Duration) -> Result<Option<Lease>, StoreError> {
        let (id, now) = (self.clock.seed(), self.clock.now().mono);
        Ok(self.slot(key, |slot| {
            if let Some(held) = &slot.lease {
                if now < held.end {
                    return None;
                }
                slot.interrupted = Some(held.writings);
            }
            let writings = slot.writings;
            slot.lease = Some(Held {
                id,
                end: now.saturating_add(time),
                writings,
            });
            let lease = Lease::new(key.clone(), id);
            Some(match slot.interrupted == Some(writings) {
                true => lease.interrupted(),
                false => lease,
            })
        }))
    }

    fn release(&self, lease: Lease) -> Result<(), StoreError> {
        self.slot(&lease.key, |slot| {
            slot.lease.take_if(|held| held.id == lease.id);
        });
        Ok(())
    }

    fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        let kept = lock(&self.kept);
        let slots = kept.slots.iter();
        let mut found: Vec<_> = slots
            .filter(|(key, slot)| slot.record.is_some() && filter.matches(key))
            .collect();
        found.sort_by_key(|(_, slot)| Reverse(slot.used));
        Ok(found.into_iter().map(|(key, _)| key.clone()).collect())
    }

    fn used(&self, key: &CredentialKey) -> Result<(), StoreError> {
        let mut kept = lock(&self.kept);
        kept.uses += 1;
        let uses = kept.uses;
        if let Some(slot) = kept.slots.get_mut(key) {
            slot.used = uses;
        }
        Ok(())
    }

    fn note(&self, key: &CredentialKey, note: &AppNote) -> Result<(), StoreError> {
        self.slot(key, |slot| {
            slot.note = slot.record.is_some().then(|| note.clone());
        });
        Ok(())
    }

    fn noted(&self, key: &CredentialKey) -> Result<Option<AppNote>, StoreError> {
        Ok(self.slot(key, |slot| slot.note.clone()))
    }
}

#[async_trait::async_trait]
impl TokenStore for MemoryStore {
    async fn load(&self, key: &CredentialKey) -> Result<Option<Record>, StoreError> {
        BlockingTokenStore::load(self, key)
    }

    async fn commit(
        &self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
    ) -> Result<Commit, StoreError> {
        BlockingTokenStore::commit(self, key, expected, new)
    }

    async fn lease(
        &self,
        key: &CredentialKey,
        time: Duration,
    ) -> Result<Option<Lease>, StoreError> {
        BlockingTokenStore::lease(self, key, time)
    }

    async fn release(&self, lease: Lease) -> Result<(), StoreError> {
        BlockingTokenStore::release(self, lease)
    }

    async fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        BlockingTokenStore::list(self, filter)
    }

    async fn used(&self, key: &CredentialKey) -> Result<(), StoreError> {
        BlockingTokenStore::used(self, key)
    }

    async fn note(&self, key: &CredentialKey, note: &AppNote) -> Result<(), StoreError> {
        BlockingTokenStore::note(self, key, note)
    }

    async fn noted(&self, key: &CredentialKey) -> Result<Option<AppNote>, StoreError> {
        BlockingTokenStore::noted(self, key)
    }
}
