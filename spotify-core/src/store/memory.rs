//! The store of a process that keeps nothing.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use super::{
    BlockingTokenStore, Commit, CredentialKey, Generation, KeyFilter, Lease, Record, StoreError,
    TokenStore,
};
use crate::{
    Clock, SystemClock, Token,
    sync::{Mutex, lock},
};

/// Keeps tokens in memory; clones share what they keep.
#[derive(Clone)]
pub struct MemoryStore {
    slots: Arc<Mutex<BTreeMap<CredentialKey, Slot>>>,
    clock: Arc<dyn Clock>,
}

#[derive(Default)]
struct Slot {
    record: Option<Record>,
    writings: u64,
    lease: Option<(u64, Duration)>,
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
            slots: Arc::default(),
            clock: Arc::new(clock),
        }
    }

    fn slot<R>(&self, key: &CredentialKey, work: impl FnOnce(&mut Slot) -> R) -> R {
        let mut slots = lock(&self.slots);
        work(slots.entry(key.clone()).or_default())
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
        Ok(self.slot(key, |slot| {
            if slot.record.as_ref().map(|record| record.generation) != expected {
                return Commit::Conflict(slot.record.clone());
            }
            slot.writings += 1;
            slot.record = new.map(|token| {
                Record::new(
                    token.clone(),
                    Generation {
                        count: slot.writings,
                        id,
                    },
                )
            });
            Commit::Done(slot.record.as_ref().map(|record| record.generation))
        }))
    }

    fn lease(&self, key: &CredentialKey, time: Duration) -> Result<Option<Lease>, StoreError> {
        let (id, now) = (self.clock.seed(), self.clock.now().mono);
        Ok(self.slot(key, |slot| {
            if slot.lease.is_some_and(|(_, end)| now < end) {
                return None;
            }
            slot.lease = Some((id, now.saturating_add(time)));
            Some(Lease::new(key.clone(), id))
        }))
    }

    fn release(&self, lease: Lease) -> Result<(), StoreError> {
        self.slot(&lease.key, |slot| {
            slot.lease = slot.lease.filter(|(id, _)| *id != lease.id)
        });
        Ok(())
    }

    fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        let slots = lock(&self.slots);
        let kept = slots
            .iter()
            .filter(|(key, slot)| slot.record.is_some() && filter.matches(key));
        Ok(kept.map(|(key, _)| key.clone()).collect())
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
}
