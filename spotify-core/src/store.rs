//! Where tokens are kept between calls, processes and hosts.
//!
//! A store holds one [`Record`] a [`CredentialKey`]. Writing is compare-and-set by
//! [`Generation`], so that whoever refreshed a token on the strength of an old record cannot
//! overwrite a newer one; a [`Lease`] keeps others from refreshing meanwhile, and ends by itself.

use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

use crate::{Flow, Token};

mod memory;

pub use memory::MemoryStore;

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
    /// `None`: somebody else has it. It ends after `time` whether or not it is released.
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

    /// Lists the keys under which something is kept.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    async fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError>;
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
}

/// Whose token it is: how it was had, by which app, for which account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct CredentialKey {
    /// How it was had.
    pub flow: Flow,
    /// The app's client id.
    pub client: Box<str>,
    /// The account, by a name of the user's choice; `None` where an app has but one.
    pub account: Option<Box<str>>,
}

impl CredentialKey {
    /// The key of an app that has one account, or none.
    #[must_use]
    pub fn new(flow: Flow, client: &str) -> Self {
        Self {
            flow,
            client: client.into(),
            account: None,
        }
    }

    /// The same for a named account.
    #[must_use]
    pub fn account(mut self, name: &str) -> Self {
        self.account = Some(name.into());
        self
    }
}

/// Which keys are meant; a part that is not set matches all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct KeyFilter {
    /// Only those had in this way.
    pub flow: Option<Flow>,
    /// Only those of this app.
    pub client: Option<Box<str>>,
    /// Only those of this account.
    pub account: Option<Box<str>>,
}

impl KeyFilter {
    /// Matches every key.
    #[must_use]
    pub const fn all() -> Self {
        Self {
            flow: None,
            client: None,
            account: None,
        }
    }

    /// Whether a key is meant.
    #[must_use]
    pub fn matches(&self, key: &CredentialKey) -> bool {
        self.flow.is_none_or(|flow| flow == key.flow)
            && self
                .client
                .as_ref()
                .is_none_or(|client| *client == key.client)
            && self
                .account
                .as_ref()
                .is_none_or(|account| Some(account) == key.account.as_ref())
    }
}

/// What is kept under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// The token.
    pub token: Token,
    /// Which writing of it this is.
    pub generation: Generation,
}

impl Record {
    /// Puts both together.
    #[must_use]
    pub const fn new(token: Token, generation: Generation) -> Self {
        Self { token, generation }
    }
}

/// Which writing of a record it is: how many there were, and a random mark.
///
/// The mark tells apart two writings of the same count, as after a store has lost one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Generation {
    /// Grows by one with each writing.
    pub count: u64,
    /// A random number of this writing.
    pub id: u64,
}

/// What became of a compare-and-set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Commit {
    /// It was done; this is the generation now. `None` after a removal.
    Done(Option<Generation>),
    /// Something else is kept than was expected, and nothing was changed.
    Conflict(Option<Record>),
}

/// The right to refresh what is kept under a key, until it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lease {
    /// Under which key.
    pub key: CredentialKey,
    /// A random number that tells this lease from others.
    pub id: u64,
}

impl Lease {
    /// Puts both together.
    #[must_use]
    pub const fn new(key: CredentialKey, id: u64) -> Self {
        Self { key, id }
    }
}

/// A store could not be read or written.
#[derive(Clone)]
pub struct StoreError {
    kind: StoreErrorKind,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl StoreError {
    /// Says what failed.
    #[must_use]
    pub const fn new(kind: StoreErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// Adds the store's own error.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// What failed.
    #[must_use]
    pub const fn kind(&self) -> StoreErrorKind {
        self.kind
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            StoreErrorKind::Unavailable => "the token store is not available",
            StoreErrorKind::Timeout => "the token store did not answer in time",
            StoreErrorKind::Corrupt => "the token store holds something that is no token",
        })
    }
}

impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreError")
            .field("kind", &self.kind)
            .field("source", &self.source.as_ref().map(ToString::to_string))
            .finish()
    }
}

impl StdError for StoreError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// What failed in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// It cannot be reached, opened, read or written.
    Unavailable,
    /// It did not answer in time.
    Timeout,
    /// What it holds cannot be read as a token.
    Corrupt,
}
