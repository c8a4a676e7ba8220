//! Where tokens are kept between calls, processes and hosts.
//!
//! A store holds one [`Record`] a [`CredentialKey`]. Writing is compare-and-set by
//! [`Generation`], so that whoever refreshed a token on the strength of an old record cannot
//! overwrite a newer one; a [`Lease`] keeps others from refreshing meanwhile, and ends by itself.
//!
//! A lease is also the record of what its holder was about to do. A store keeps with it when it
//! ends and at which writing it was given, and says of the next one whether it was
//! [interrupted](Lease::interrupted): so a refresh that was sent by a process that is no more is
//! not forgotten.

use std::time::Duration;

use crate::Token;

mod error;
mod key;
mod memory;
mod on_thread;
mod record;
mod shared;

pub use error::{StoreError, StoreErrorKind};
pub use key::{CredentialKey, KeyFilter};
pub use memory::MemoryStore;
pub use on_thread::OnThread;
pub use record::{AppNote, Commit, Generation, Lease, Record};

/// How often a removal begins again because others write meanwhile.
const REMOVALS: u32 = 16;

/// Keeps tokens, asynchronously.
#[async_trait::async_trait]
pub trait TokenStore: Send + Sync {
    /// Reads what is kept under a key.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read or what it holds makes no sense.
    async fn load(&self, key: &CredentialKey) -> Result<Option<Record>, StoreError>;

    /// Replaces what is kept if it still is what was expected; `new: None` removes it.
    ///
    /// `expected: None` expects that nothing is kept.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be written. A conflict is no error.
    async fn commit(
        &self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
    ) -> Result<Commit, StoreError>;

    /// Asks for the right to refresh what is kept under a key; never waits.
    ///
    /// `None`: somebody else has it. It ends after `time` whether or not it is released. One that
    /// comes after another that ended by itself says so ([`Lease::interrupted`]) until something
    /// is committed.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be written.
    async fn lease(&self, key: &CredentialKey, time: Duration)
    -> Result<Option<Lease>, StoreError>;

    /// Gives the right back early. A lease that has ended is no error.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be written.
    async fn release(&self, lease: Lease) -> Result<(), StoreError>;

    /// Lists the keys under which a token is kept, the most recently used first.
    ///
    /// Writing a token counts as using it.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    async fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError>;

    /// Hears that somebody uses what is kept under a key; [`list`](Self::list) goes by it.
    ///
    /// A store that does not tell the order of use leaves this as it is: it does nothing.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be written.
    async fn used(&self, key: &CredentialKey) -> Result<(), StoreError> {
        let _ = key;
        Ok(())
    }

    /// Keeps settings of the app beside a token, in the place of those that were; the settings go
    /// when the token is removed, and where there is none nothing is kept.
    ///
    /// A store that keeps none leaves this as it is: it does nothing.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be written.
    async fn note(&self, key: &CredentialKey, note: &AppNote) -> Result<(), StoreError> {
        let _ = (key, note);
        Ok(())
    }

    /// Reads what [`note`](Self::note) kept.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    async fn noted(&self, key: &CredentialKey) -> Result<Option<AppNote>, StoreError> {
        let _ = key;
        Ok(None)
    }

    /// Removes the tokens of all keys that are meant, whoever writes them meanwhile, and gives
    /// their number.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be written; what was removed before stays removed.
    async fn remove(&self, filter: &KeyFilter) -> Result<usize, StoreError> {
        let mut removed = 0;
        for key in self.list(filter).await? {
            let mut found = self.load(&key).await?;
            let mut tries = 0;
            while let Some(record) = found {
                match self.commit(&key, Some(record.generation), None).await? {
                    Commit::Done(_) => {
                        removed += 1;
                        break;
                    }
                    Commit::Conflict(newer) => found = again(newer, &mut tries)?,
                }
            }
        }
        Ok(removed)
    }
}

/// Keeps tokens, on the caller's thread. The methods are those of [`TokenStore`].
pub trait BlockingTokenStore: Send + Sync {
    /// See [`TokenStore::load`].
    ///
    /// # Errors
    /// As there.
    fn load(&self, key: &CredentialKey) -> Result<Option<Record>, StoreError>;

    /// See [`TokenStore::commit`].
    ///
    /// # Errors
    /// As there.
    fn commit(
        &self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
    ) -> Result<Commit, StoreError>;

    /// See [`TokenStore::lease`].
    ///
    /// # Errors
    /// As there.
    fn lease(&self, key: &CredentialKey, time: Duration) -> Result<Option<Lease>, StoreError>;

    /// See [`TokenStore::release`].
    ///
    /// # Errors
    /// As there.
    fn release(&self, lease: Lease) -> Result<(), StoreError>;

    /// See [`TokenStore::list`].
    ///
    /// # Errors
    /// As there.
    fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError>;

    /// See [`TokenStore::used`].
    ///
    /// # Errors
    /// As there.
    fn used(&self, key: &CredentialKey) -> Result<(), StoreError> {
        let _ = key;
        Ok(())
    }

    /// See [`TokenStore::note`].
    ///
    /// # Errors
    /// As there.
    fn note(&self, key: &CredentialKey, note: &AppNote) -> Result<(), StoreError> {
        let _ = (key, note);
        Ok(())
    }

    /// See [`TokenStore::noted`].
    ///
    /// # Errors
    /// As there.
    fn noted(&self, key: &CredentialKey) -> Result<Option<AppNote>, StoreError> {
        let _ = key;
        Ok(None)
    }

    /// See [`TokenStore::remove`].
    ///
    /// # Errors
    /// As there.
    fn remove(&self, filter: &KeyFilter) -> Result<usize, StoreError> {
        let mut removed = 0;
        for key in self.list(filter)? {
            let mut found = self.load(&key)?;
            let mut tries = 0;
            while let Some(record) = found {
                match self.commit(&key, Some(record.generation), None)? {
                    Commit::Done(_) => {
                        removed += 1;
                        break;
                    }
                    Commit::Conflict(newer) => found = again(newer, &mut tries)?,
                }
            }
        }
        Ok(removed)
    }
}

/// What a removal goes on with after a conflict; a store that knows nothing else is given up.
fn again(newer: Option<Record>, tries: &mut u32) -> Result<Option<Record>, StoreError> {
    *tries += 1;
    if *tries < REMOVALS {
        return Ok(newer);
    }
    Err(StoreError::new(StoreErrorKind::Unavailable)
        .because("others kept writing what was to be removed"))
}
