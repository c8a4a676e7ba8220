//! What every store promises, kept by the stores of this crate.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use spotify_auth::{ByteStore, ByteTokenStore, FileStore};
use spotify_core::{
    BlockingTokenStore, KeyFilter, StoreError, Timestamp, Token, testing::ManualClock,
};

use crate::{
    contract::{self, Offers},
    folder::Folder,
    key,
};

const OFFERS: Offers = Offers {
    order_and_notes: true,
};

/// Bytes in memory.
#[derive(Clone, Default)]
pub(crate) struct Memory(pub(crate) Arc<Mutex<HashMap<String, Vec<u8>>>>);

impl ByteStore for Memory {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.lock().unwrap().get(key).cloned())
    }

    fn set(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.0
            .lock()
            .unwrap()
            .insert(key.to_owned(), value.to_vec());
        Ok(())
    }

    fn delete(&self, key: &str) -> Result<(), StoreError> {
        self.0.lock().unwrap().remove(key);
        Ok(())
    }
}

#[test]
fn f3_the_file_store() {
    let (folder, clock) = (Folder::new(), ManualClock::new());
    let path = folder.join("tokens.json");
    let store = FileStore::with_clock(&path, clock.clone()).unwrap();
    contract::holds(&store, &OFFERS, &|time| clock.advance(time));
    contract::one_of_many_wins(&FileStore::open(&path).unwrap());
}

#[test]
fn f10_f11_f12_the_byte_store() {
    let (memory, clock) = (Memory::default(), ManualClock::new());
    let store = ByteTokenStore::with_clock(memory.clone(), "mine", clock.clone());
    contract::holds(&store, &OFFERS, &|time| clock.advance(time));
    assert!(!memory.0.lock().unwrap().contains_key("token_info"));
    contract::one_of_many_wins(&ByteTokenStore::new(memory.clone()));
    assert!(memory.0.lock().unwrap().is_empty() || memory.0.lock().unwrap().len() == 1);
}

#[test]
fn f23_what_one_store_wrote_another_reads() {
    let folder = Folder::new();
    let path = folder.join("tokens.json");
    let (one, other) = (
        FileStore::open(&path).unwrap(),
        FileStore::open(&path).unwrap(),
    );
    let token = Token::new("BQ")
        .refresh("AQ")
        .scopes("user-top-read unknown-scope")
        .expires_at(Timestamp::from_millis(1_800_000_000_123))
        .authorized_at(Timestamp::from_secs(1_700_000_000));
    one.commit(&key(), None, Some(&token)).unwrap();
    let record = other.load(&key()).unwrap().unwrap();
    assert_eq!(record.token, token);
    let next = Token::new("BQ2").refresh("AQ2");
    other
        .commit(&key(), Some(record.generation), Some(&next))
        .unwrap();
    assert_eq!(one.load(&key()).unwrap().unwrap().token, next);
    assert_eq!(one.remove(&KeyFilter::all()).unwrap(), 1);
    assert_eq!(other.load(&key()).unwrap(), None);
}

#[test]
fn t15_a_lease_ends_when_the_clock_is_set_back_before_it_began() {
    let folder = Folder::new();
    let path = folder.join("tokens.json");
    let (late, early) = (ManualClock::new(), ManualClock::new());
    late.advance(Duration::from_secs(48 * 3600));
    let late = FileStore::with_clock(&path, late).unwrap();
    let early = FileStore::with_clock(&path, early).unwrap();
    let time = Duration::from_secs(30);
    assert!(late.lease(&key(), time).unwrap().is_some());
    assert!(late.lease(&key(), time).unwrap().is_none());
    assert!(early.lease(&key(), time).unwrap().unwrap().interrupted);
}

#[test]
fn t9_a_clock_that_is_a_moment_behind_ends_no_lease() {
    let folder = Folder::new();
    let path = folder.join("tokens.json");
    let (one, other) = (ManualClock::new(), ManualClock::new());
    one.advance(Duration::from_secs(2));
    let one = FileStore::with_clock(&path, one).unwrap();
    let other = FileStore::with_clock(&path, other).unwrap();
    let time = Duration::from_secs(30);
    let lease = one.lease(&key(), time).unwrap().unwrap();
    assert!(other.lease(&key(), time).unwrap().is_none());
    one.release(lease).unwrap();
    assert!(other.lease(&key(), time).unwrap().is_some());
}
