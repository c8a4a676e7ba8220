//! [`SqliteStore`]: tokens in a database file.

use std::{
    error::Error as StdError,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use spotify_core::{
    AppNote, BlockingTokenStore, Clock, Commit, CredentialKey, Generation, KeyFilter, Lease,
    Record, StoreError, StoreErrorKind, SystemClock, Token,
};

mod place;
mod table;

use table::{Held, Slot};

/// How long an operation waits for those of other processes.
const BUSY: Duration = Duration::from_millis(1500);

/// Keeps tokens in an SQLite database that processes may share; clones share its connection.
///
/// The file is readable by its owner alone from its beginning, and what is in it is not
/// encrypted. Each operation is one transaction: compare-and-set and leases hold among threads
/// and among processes. A commit is on the disk when it returns.
///
/// Table `credentials` has a row for each key: `client_name` (`spotify`), `auth_flow`,
/// `client_id`, `user_identifier` (null for a key that names no account), the count of writings
/// and the lease. Table `tokens` has what is kept under it, with times in milliseconds since 1970,
/// UTC. The journal is SQLite's usual one and not a write-ahead log: writings are few, no other
/// file stays beside the database, and shared folders work. What is deleted is overwritten. The
/// library's own page cache is not ours to wipe.
///
/// ```
/// # let folder = std::env::temp_dir().join(format!("spotify-sqlite-{}", std::process::id()));
/// # let path = folder.join("auth.db");
/// use spotify_auth::SqliteStore;
/// use spotify_core::{OnThread, blocking::Client};
/// # use spotify_core::testing::Replay;
/// # let transport = Replay::new();
///
/// let store = SqliteStore::open(&path)?;
/// let client = Client::builder(transport).store(store.clone()).token("BQ…").build()?;
/// // For an async client: `.store(OnThread::new(store))`.
/// # std::fs::remove_dir_all(folder).ok();
/// # Ok::<(), spotify_core::Error>(())
/// ```
#[derive(Clone)]
pub struct SqliteStore {
    connection: Arc<Mutex<Connection>>,
    clock: Arc<dyn Clock>,
    path: PathBuf,
}

impl SqliteStore {
    /// Opens a database file, or makes it: the folders above it for their owner alone (mode
    /// 0700), itself 0600. A file that others may read is closed to them.
    ///
    /// # Errors
    /// [`StoreError`]: `Unavailable` where the place is a link, a folder or no regular file, or
    /// cannot be made; `Corrupt` where the file is no such database.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::open_with_clock(path, SystemClock)
    }

    /// The same with leases that end by another clock. Processes that share the file must agree
    /// on the time.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with_clock(
        path: impl AsRef<Path>,
        clock: impl Clock + 'static,
    ) -> Result<Self, StoreError> {
        let path = place::prepare(path.as_ref()).map_err(unavailable)?;
        let connection = table::open(&path).map_err(failed)?;
        connection.busy_timeout(BUSY).map_err(failed)?;
        table::create(&connection)?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
            clock: Arc::new(clock),
            path,
        })
    }

    /// Where the database is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A transaction that was given up in a panic was rolled back.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something in one transaction, alone among all processes.
    fn write<R>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<R, Failure>,
    ) -> Result<R, StoreError> {
        let mut connection = self.lock();
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let done = work(&transaction).map_err(StoreError::from)?;
        transaction.commit().map_err(failed)?;
        Ok(done)
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SqliteStore").field(&self.path).finish()
    }
}

impl BlockingTokenStore for SqliteStore {
    fn load(&self, key: &CredentialKey) -> Result<Option<Record>, StoreError> {
        let connection = self.lock();
        let slot = table::slot(&connection, key)?;
        match slot {
            Some(slot) => Ok(table::record(&connection, &slot)?),
            None => Ok(None),
        }
    }

    fn commit(
        &self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
    ) -> Result<Commit, StoreError> {
        let (id, now) = (self.clock.seed(), self.clock.now().wall);
        self.write(|transaction| {
            let mut slot = match table::slot(transaction, key)? {
                Some(slot) => slot,
                None => table::new_slot(transaction, key)?,
            };
            let record = table::record(transaction, &slot)?;
            if record.as_ref().map(|record| record.generation) != expected {
                return Ok(Commit::Conflict(record));
            }
            slot.writings += 1;
            let count = slot.writings.cast_unsigned();
            let generation = new.map(|_| Generation { count, id });
            match (new, generation) {
                (Some(token), Some(generation)) => {
                    table::put(transaction, &slot, token, generation, now)?;
                    table::touch(transaction, &slot)?;
                }
                _ => table::take(transaction, &slot)?,
            }
            table::update(transaction, &slot)?;
            Ok(Commit::Done(generation))
        })
    }

    fn lease(&self, key: &CredentialKey, time: Duration) -> Result<Option<Lease>, StoreError> {
        let (id, now) = (self.clock.seed(), self.clock.now().wall.as_millis());
        let time = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        self.write(|transaction| {
            let mut slot: Slot = match table::slot(transaction, key)? {
                Some(slot) => slot,
                None => table::new_slot(transaction, key)?,
            };
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
            table::update(transaction, &slot)?;
            let lease = Lease::new(key.clone(), id);
            Ok(Some(match slot.interrupted == Some(slot.writings) {
                true => lease.interrupted(),
                false => lease,
            }))
        })
    }

    fn release(&self, lease: Lease) -> Result<(), StoreError> {
        self.write(|transaction| {
            if let Some(mut slot) = table::slot(transaction, &lease.key)?
                && slot.lease.take_if(|held| held.id == lease.id).is_some()
            {
                table::update(transaction, &slot)?;
            }
            Ok(())
        })
    }

    fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        let mut keys = table::keys(&self.lock())?;
        keys.retain(|key| filter.matches(key));
        Ok(keys)
    }

    fn used(&self, key: &CredentialKey) -> Result<(), StoreError> {
        self.write(|transaction| match table::slot(transaction, key)? {
            Some(slot) => Ok(table::touch(transaction, &slot)?),
            None => Ok(()),
        })
    }

    fn note(&self, key: &CredentialKey, note: &AppNote) -> Result<(), StoreError> {
        self.write(|transaction| match table::slot(transaction, key)? {
            Some(slot) => Ok(table::note(transaction, &slot, note)?),
            None => Ok(()),
        })
    }

    fn noted(&self, key: &CredentialKey) -> Result<Option<AppNote>, StoreError> {
        let connection = self.lock();
        match table::slot(&connection, key)? {
            Some(slot) => Ok(table::noted(&connection, &slot)?),
            None => Ok(None),
        }
    }
}

/// Why an operation failed, before it is the store's error.
#[derive(Debug)]
enum Failure {
    Sqlite(rusqlite::Error),
    /// A value that was never written by us; the name of its column.
    Value(&'static str),
    /// The tables are of another program, or of a later version of this library.
    Foreign,
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Sqlite(error) => failed(error),
            Failure::Value(column) => StoreError::new(StoreErrorKind::Corrupt)
                .because(format!("column {column} holds what it cannot")),
            Failure::Foreign => StoreError::new(StoreErrorKind::Corrupt)
                .because("the tables are of another program or of a later version"),
        }
    }
}

/// Sorts SQLite's errors. Their texts name tables and columns, and never a value.
fn failed(error: rusqlite::Error) -> StoreError {
    use rusqlite::Error as E;
    let kind = match (&error, error.sqlite_error_code()) {
        (_, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) => StoreErrorKind::Timeout,
        (_, Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)) => StoreErrorKind::Corrupt,
        (
            E::InvalidColumnType(..)
            | E::FromSqlConversionFailure(..)
            | E::IntegralValueOutOfRange(..)
            | E::Utf8Error(..),
            _,
        ) => StoreErrorKind::Corrupt,
        _ => StoreErrorKind::Unavailable,
    };
    // What cannot be read may be quoted; the kind says enough.
    match kind {
        StoreErrorKind::Corrupt => StoreError::new(kind).because("the database cannot be read"),
        _ => StoreError::new(kind).because(error),
    }
}

fn unavailable(error: impl Into<Box<dyn StdError + Send + Sync>>) -> StoreError {
    StoreError::new(StoreErrorKind::Unavailable).because(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use spotify_core::Flow;

    #[test]
    fn t16_a_database_that_others_hold_is_an_error_in_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("auth.db");
        let store = SqliteStore::open(&path).unwrap();
        let (key, token) = (CredentialKey::new(Flow::Pkce, "app"), Token::new("t"));
        let other = Connection::open(&path).unwrap();
        other
            .execute_batch("BEGIN EXCLUSIVE; CREATE TABLE other (a)")
            .unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let journal = std::fs::metadata(folder.path().join("auth.db-journal"));
            let mode = journal.unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "T7: the journal is the owner's alone");
        }
        let error = store.commit(&key, None, Some(&token)).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Timeout);
        other.execute_batch("ROLLBACK").unwrap();
        let commit = store.commit(&key, None, Some(&token)).unwrap();
        assert!(matches!(commit, Commit::Done(Some(_))));
    }

    #[test]
    fn t14_the_database_of_another_program_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        for script in [
            "CREATE TABLE tokens (added_at TEXT)",
            "PRAGMA user_version = 2; CREATE TABLE credentials (id)",
        ] {
            let path = folder.path().join(format!("{}.db", script.len()));
            let other = Connection::open(&path).unwrap();
            other.execute_batch(script).unwrap();
            drop(other);
            let before = std::fs::read(&path).unwrap();
            let error = SqliteStore::open(&path).unwrap_err();
            assert_eq!(error.kind(), StoreErrorKind::Corrupt, "{error:?}");
            assert_eq!(std::fs::read(&path).unwrap(), before);
        }
    }
}
