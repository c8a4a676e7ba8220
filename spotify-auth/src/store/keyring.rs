//! [`KeyringStore`]: tokens in the operating system's keyring.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use keyring_core::{CredentialStore, Error as KeyringError};
use spotify_core::{
    AppNote, BlockingTokenStore, Clock, Commit, CredentialKey, Generation, KeyFilter, Lease,
    Record, StoreError, StoreErrorKind, SystemClock, Token,
};
use zeroize::Zeroizing;

mod entry;

use entry::{Held, Index, Slot};

/// The name of the entry that lists the others.
const INDEX: &str = "index";

/// Keeps tokens in a keyring of the operating system; clones share it.
///
/// The program chooses the keyring: a credential store of [keyring-core], such as those of
/// `apple-native-keyring-store`, `windows-native-keyring-store` or
/// `dbus-secret-service-keyring-store`. All entries have one service name. Each key has one entry,
/// and one named `index` lists the keys, since keyrings cannot be searched in one way everywhere.
/// Windows allows 2,560 bytes for an entry: a token takes about half of that, the index has room
/// for some twenty keys.
///
/// Keyrings know no compare-and-set and no locks. Among the threads of a program, and the clones of
/// this store, all promises of a store hold. Two programs that write in the same few milliseconds
/// do not see each other, and the later one wins; where programs share an account, a file or a
/// database keeps them apart. An application for one person, started once, needs no more than this.
///
/// [keyring-core]: https://docs.rs/keyring-core
///
/// ```
/// use spotify_auth::KeyringStore;
/// # use spotify_core::{blocking::Client, testing::Replay};
/// # let transport = Replay::new();
///
/// // In a program: `apple_native_keyring_store::keychain::Store::new()?`, or that of its system.
/// let keyring = keyring_core::mock::Store::new().unwrap();
/// let store = KeyringStore::new(keyring, "com.example.my-player");
/// let client = Client::builder(transport).store(store).token("BQ…").build()?;
/// # Ok::<(), spotify_core::Error>(())
/// ```
#[derive(Clone)]
pub struct KeyringStore {
    keyring: Arc<Mutex<Keyring>>,
    clock: Arc<dyn Clock>,
    service: Arc<str>,
}

struct Keyring {
    store: Arc<CredentialStore>,
    service: Arc<str>,
}

impl KeyringStore {
    /// Takes a keyring, and the service name of all entries: the program's own, such as
    /// `com.example.my-player`. Asks for nothing yet.
    #[must_use]
    pub fn new(keyring: Arc<CredentialStore>, service: &str) -> Self {
        Self::with_clock(keyring, service, SystemClock)
    }

    /// The same with leases that end by another clock.
    #[must_use]
    pub fn with_clock(
        keyring: Arc<CredentialStore>,
        service: &str,
        clock: impl Clock + 'static,
    ) -> Self {
        let service: Arc<str> = service.into();
        let keyring = Keyring {
            store: keyring,
            service: service.clone(),
        };
        Self {
            keyring: Arc::new(Mutex::new(keyring)),
            clock: Arc::new(clock),
            service,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Keyring> {
        // Nothing is kept in the store itself that a panic could leave half done.
        self.keyring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for KeyringStore {
    /// Not the keyring itself, which may show what it likes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyringStore").field(&self.service).finish()
    }
}

impl Keyring {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let entry = self.entry(name)?;
        match entry.get_secret() {
            Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    fn set(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.entry(name)?.set_secret(bytes).map_err(failed)
    }

    fn delete(&self, name: &str) -> Result<(), StoreError> {
        match self.entry(name)?.delete_credential() {
            Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    fn entry(&self, name: &str) -> Result<keyring_core::Entry, StoreError> {
        let entry = self.store.build(&self.service, name, None);
        entry.map_err(failed)
    }

    fn slot(&self, key: &CredentialKey) -> Result<Slot, StoreError> {
        match self.get(&entry::name(key))? {
            Some(bytes) => Slot::read(&bytes).ok_or_else(corrupt),
            None => Ok(Slot::default()),
        }
    }

    /// Writes what is known of a key; nothing at all is no entry.
    fn put(&self, key: &CredentialKey, slot: &Slot) -> Result<(), StoreError> {
        let name = entry::name(key);
        match slot.is_empty() {
            true => self.delete(&name),
            false => self.set(&name, &slot.write()),
        }
    }

    fn index(&self) -> Result<Index, StoreError> {
        match self.get(INDEX)? {
            Some(bytes) => Index::read(&bytes).ok_or_else(corrupt),
            None => Ok(Index::default()),
        }
    }

    fn put_index(&self, index: &Index) -> Result<(), StoreError> {
        match index.is_empty() {
            true => self.delete(INDEX),
            false => self.set(INDEX, &index.write()),
        }
    }
}

impl BlockingTokenStore for KeyringStore {
    fn load(&self, key: &CredentialKey) -> Result<Option<Record>, StoreError> {
        Ok(self.lock().slot(key)?.record)
    }

    fn commit(
        &self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
    ) -> Result<Commit, StoreError> {
        let id = self.clock.seed();
        let keyring = self.lock();
        let mut slot = keyring.slot(key)?;
        if slot.record.as_ref().map(|record| record.generation) != expected {
            return Ok(Commit::Conflict(slot.record));
        }
        let mut index = keyring.index()?;
        let Some(token) = new else {
            keyring.put(key, &Slot::default())?;
            index.forget(key);
            keyring.put_index(&index)?;
            return Ok(Commit::Done(None));
        };
        slot.writings += 1;
        let count = slot.writings;
        let generation = Generation { count, id };
        slot.record = Some(Record::new(token.clone(), generation));
        keyring.put(key, &slot)?;
        index.touch(key);
        keyring.put_index(&index)?;
        Ok(Commit::Done(Some(generation)))
    }

    fn lease(&self, key: &CredentialKey, time: Duration) -> Result<Option<Lease>, StoreError> {
        let (id, now) = (self.clock.seed(), self.clock.now().wall.as_millis());
        let time = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        let keyring = self.lock();
        let mut slot = keyring.slot(key)?;
        if let Some(held) = &slot.lease {
            if held.lasts(now) {
                return Ok(None);
            }
            slot.interrupted = Some(held.writings);
        }
        slot.lease = Some(Held {
            id,
            begin: now,
            end: now.saturating_add(time),
            writings: slot.writings,
        });
        keyring.put(key, &slot)?;
        let lease = Lease::new(key.clone(), id);
        Ok(Some(match slot.interrupted == Some(slot.writings) {
            true => lease.interrupted(),
            false => lease,
        }))
    }

    fn release(&self, lease: Lease) -> Result<(), StoreError> {
        let keyring = self.lock();
        let mut slot = keyring.slot(&lease.key)?;
        match slot.lease.take_if(|held| held.id == lease.id) {
            Some(_) => keyring.put(&lease.key, &slot),
            None => Ok(()),
        }
    }

    fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        let keyring = self.lock();
        let mut found = Vec::new();
        for key in keyring.index()?.keys() {
            // Somebody may have removed the entry by other means.
            if filter.matches(&key) && keyring.slot(&key)?.record.is_some() {
                found.push(key);
            }
        }
        Ok(found)
    }

    fn used(&self, key: &CredentialKey) -> Result<(), StoreError> {
        let keyring = self.lock();
        let mut index = keyring.index()?;
        if index.holds(key) {
            index.touch(key);
            keyring.put_index(&index)?;
        }
        Ok(())
    }

    fn note(&self, key: &CredentialKey, note: &AppNote) -> Result<(), StoreError> {
        let keyring = self.lock();
        let mut slot = keyring.slot(key)?;
        if slot.record.is_none() {
            return Ok(());
        }
        slot.note = Some(note.clone());
        keyring.put(key, &slot)
    }

    fn noted(&self, key: &CredentialKey) -> Result<Option<AppNote>, StoreError> {
        Ok(self.lock().slot(key)?.note)
    }
}

fn corrupt() -> StoreError {
    StoreError::new(StoreErrorKind::Corrupt)
}

/// Sorts the keyring's errors. Some hold what was kept, so only the text of others goes on.
fn failed(error: KeyringError) -> StoreError {
    let text = match &error {
        KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) => return corrupt(),
        KeyringError::Ambiguous(_) => "several entries of the keyring have one name".to_owned(),
        other => other.to_string(),
    };
    StoreError::new(StoreErrorKind::Unavailable).because(text)
}
