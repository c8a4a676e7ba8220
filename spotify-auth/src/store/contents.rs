//! Everything that one file or one value keeps: the records, their leases and notes.

use std::{cmp::Reverse, time::Duration};

use spotify_core::{
    AppNote, Commit, CredentialKey, Generation, KeyFilter, Lease, Record, Timestamp, Token,
};

mod digest;
mod written;

pub(crate) use written::Reading;

/// What is kept under all keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Contents {
    entries: Vec<Entry>,
}

/// What is kept under one key.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    key: CredentialKey,
    record: Option<Record>,
    note: Option<AppNote>,
    lease: Option<Held>,
    /// At which writing a lease ended by itself.
    interrupted: Option<At>,
    /// Larger than those of all that were used before.
    used: u64,
}

/// A writing that a lease goes with; `None` where nothing was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct At(Option<Generation>);

/// A lease that was given out, by the wall clock, for other processes have no other in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Held {
    id: u64,
    from: Timestamp,
    end: Timestamp,
    at: At,
}

impl Held {
    /// A clock that was set back since ends it as well: else it would last for as long as that.
    /// Small steps back are usual.
    fn lasts(&self, now: Timestamp) -> bool {
        const STEP: Duration = Duration::from_secs(10);
        (self.from.saturating_sub(STEP)..self.end).contains(&now)
    }
}

impl Entry {
    fn new(key: &CredentialKey) -> Self {
        Self {
            key: key.clone(),
            record: None,
            note: None,
            lease: None,
            interrupted: None,
            used: 0,
        }
    }

    fn at(&self) -> At {
        At(self.record.as_ref().map(|record| record.generation))
    }

    /// Whether it says anything.
    fn is_needed(&self) -> bool {
        self.record.is_some() || self.lease.is_some() || self.interrupted == Some(At(None))
    }
}

impl Contents {
    fn find(&self, key: &CredentialKey) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == *key)
    }

    fn entry(&mut self, key: &CredentialKey) -> &mut Entry {
        let place = self.entries.iter().position(|entry| entry.key == *key);
        let place = place.unwrap_or_else(|| {
            self.entries.push(Entry::new(key));
            self.entries.len() - 1
        });
        #[allow(clippy::indexing_slicing, reason = "found or pushed just now")]
        &mut self.entries[place]
    }

    fn uses(&self) -> u64 {
        self.entries
            .iter()
            .map(|entry| entry.used)
            .max()
            .unwrap_or_default()
    }

    /// Whether nothing is kept.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn load(&self, key: &CredentialKey) -> Option<Record> {
        self.find(key)?.record.clone()
    }

    pub(crate) fn commit(
        &mut self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
        id: u64,
    ) -> Commit {
        let uses = self.uses().saturating_add(1);
        let entry = self.entry(key);
        let At(found) = entry.at();
        if found != expected {
            return Commit::Conflict(entry.record.clone());
        }
        let count = found.map_or(1, |generation| generation.count.saturating_add(1));
        let generation = new.map(|_| Generation { count, id });
        entry.record = new
            .zip(generation)
            .map(|(token, generation)| Record::new(token.clone(), generation));
        entry.interrupted = None;
        // What it was given for is done. Whoever waits need not wait for it to be given back.
        entry.lease = None;
        match entry.record {
            Some(_) => entry.used = uses,
            None => entry.note = None,
        }
        self.tidy();
        Commit::Done(generation)
    }

    /// Whether somebody has a lease that lasts.
    pub(crate) fn is_leased(&self, key: &CredentialKey, now: Timestamp) -> bool {
        let lease = self.find(key).and_then(|entry| entry.lease);
        lease.is_some_and(|held| held.lasts(now))
    }

    pub(crate) fn lease(
        &mut self,
        key: &CredentialKey,
        time: Duration,
        now: Timestamp,
        id: u64,
    ) -> Option<Lease> {
        if self.is_leased(key, now) {
            return None;
        }
        let entry = self.entry(key);
        let at = entry.at();
        if let Some(held) = entry.lease {
            entry.interrupted = Some(held.at);
        }
        entry.lease = Some(Held {
            id,
            // Written as numbers without a sign.
            from: now.max(Timestamp::EPOCH),
            end: now.saturating_add(time).max(Timestamp::EPOCH),
            at,
        });
        let lease = Lease::new(key.clone(), id);
        Some(match entry.interrupted == Some(at) {
            true => lease.interrupted(),
            false => lease,
        })
    }

    /// Whether there is something to give back.
    pub(crate) fn is_given(&self, lease: &Lease) -> bool {
        let held = self.find(&lease.key).and_then(|entry| entry.lease);
        held.is_some_and(|held| held.id == lease.id)
    }

    /// Whether there was something to give back.
    pub(crate) fn release(&mut self, lease: &Lease) -> bool {
        let entry = self.entries.iter_mut().find(|entry| entry.key == lease.key);
        let given = entry.and_then(|entry| entry.lease.take_if(|held| held.id == lease.id));
        self.tidy();
        given.is_some()
    }

    pub(crate) fn list(&self, filter: &KeyFilter) -> Vec<CredentialKey> {
        let kept = self.entries.iter().filter(|entry| entry.record.is_some());
        let mut found: Vec<&Entry> = kept.filter(|entry| filter.matches(&entry.key)).collect();
        found.sort_by_key(|entry| Reverse(entry.used));
        found.into_iter().map(|entry| entry.key.clone()).collect()
    }

    /// Whether the order of use would change.
    pub(crate) fn is_older(&self, key: &CredentialKey) -> bool {
        let uses = self.uses();
        self.find(key)
            .is_some_and(|entry| entry.record.is_some() && entry.used < uses)
    }

    pub(crate) fn used(&mut self, key: &CredentialKey) -> bool {
        let older = self.is_older(key);
        if older {
            let uses = self.uses().saturating_add(1);
            self.entry(key).used = uses;
        }
        older
    }

    /// Whether that is news.
    pub(crate) fn note(&mut self, key: &CredentialKey, note: &AppNote) -> bool {
        let mut entries = self.entries.iter_mut();
        let entry = entries.find(|entry| entry.key == *key && entry.record.is_some());
        match entry {
            Some(entry) if entry.note.as_ref() != Some(note) => {
                entry.note = Some(note.clone());
                true
            }
            _ => false,
        }
    }

    pub(crate) fn noted(&self, key: &CredentialKey) -> Option<AppNote> {
        self.find(key)?.note.clone()
    }

    fn tidy(&mut self) {
        self.entries.retain(Entry::is_needed);
    }
}
