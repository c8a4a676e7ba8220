//! What stores find: a store's file, and one token by itself.

use std::{
    collections::HashMap,
    str,
    sync::{Arc, Mutex},
    time::Duration,
};

use spotify_auth::{ByteStore, ByteTokenStore, TokenFormat};
use spotify_core::{BlockingTokenStore, Commit, KeyFilter, StoreError, StoreErrorKind, Token};

use super::Target;

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<HashMap<String, Vec<u8>>>>);

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

/// What a `FileStore` or a `ByteTokenStore` keeps: damage is said once, and then all goes on with
/// what is whole.
pub(super) struct StoreFile;

impl Target for StoreFile {
    fn check(data: &[u8]) {
        let memory = Memory::default();
        memory.set("token_info", data).unwrap();
        let store = ByteTokenStore::new(memory);
        let keys = store.list(&KeyFilter::all()).or_else(|error| {
            assert_eq!(error.kind(), StoreErrorKind::Corrupt);
            store.list(&KeyFilter::all())
        });
        for key in keys.unwrap() {
            let record = store.load(&key).unwrap().unwrap();
            store.noted(&key).unwrap();
            store.used(&key).unwrap();
            if let Some(lease) = store.lease(&key, Duration::from_secs(30)).unwrap() {
                store.release(lease).unwrap();
            }
            let generation = Some(record.generation);
            let commit = store.commit(&key, generation, Some(&Token::new("next")));
            assert!(matches!(commit.unwrap(), Commit::Done(Some(_))));
        }
        store.remove(&KeyFilter::all()).unwrap();
        assert!(store.list(&KeyFilter::all()).unwrap().is_empty());
    }
}

/// One token: it is read or refused, and what was read reads back from what is written.
pub(super) struct TokenFile;

impl Target for TokenFile {
    fn check(data: &[u8]) {
        let Ok(text) = str::from_utf8(data) else {
            return;
        };
        let format = TokenFormat::new();
        let Ok(token) = format.read(text) else {
            return;
        };
        assert!(token.is_valid());
        let written = format.write(&token);
        let again = format.read(written.expose()).unwrap();
        assert_eq!(again.access, token.access);
        assert_eq!(again.refresh, token.refresh);
        assert_eq!(again.scopes, token.scopes);
        let map = format.write_map(&token);
        let map = map
            .iter()
            .map(|(name, text)| (name.as_str(), text.expose()));
        assert_eq!(format.read_map(map).unwrap().access, token.access);
    }
}
