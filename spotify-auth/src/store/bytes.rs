//! Anything that keeps bytes under a key.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use spotify_core::{Clock, StoreError, StoreErrorKind, SystemClock};
use zeroize::Zeroizing;

use super::{
    contents::{Contents, Reading},
    medium::{Change, Medium, token_store},
};

/// Keeps bytes under a key: a cache server, a table, a folder of a cloud.
///
/// An error that is returned here should say what failed
/// ([`StoreError::because`](spotify_core::StoreError::because)).
pub trait ByteStore: Send + Sync {
    /// Reads the value; `None` if there is none.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Writes the value, over any that is there.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    fn set(&self, key: &str, value: &[u8]) -> Result<(), StoreError>;

    /// Removes the value; that there is none is no error.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be removed.
    fn delete(&self, key: &str) -> Result<(), StoreError>;
}

/// A token store in one value of a [`ByteStore`].
///
/// The value is JSON text with the tokens of all flows, apps and accounts, in the clear. A web
/// back end has one store for each of its users' sessions:
///
/// ```
/// use std::{collections::HashMap, sync::{Arc, Mutex}};
/// use spotify_auth::ByteTokenStore;
/// use spotify_core::{BlockingTokenStore, CredentialKey, Flow, Token};
///
/// # type Session = Arc<Mutex<HashMap<String, String>>>;
/// # let session: Session = Session::default();
/// let (reading, writing) = (session.clone(), session.clone());
/// let store = ByteTokenStore::closures(
///     move |key| reading.lock().unwrap().get(key).cloned(),
///     move |key, text| match text {
///         Some(text) => drop(writing.lock().unwrap().insert(key.into(), text.into())),
///         None => drop(writing.lock().unwrap().remove(key)),
///     },
/// );
/// let key = CredentialKey::new(Flow::Pkce, "client-id");
/// store.commit(&key, None, Some(&Token::new("BQ")))?;
/// assert!(session.lock().unwrap()["token_info"].contains("BQ"));
/// # Ok::<(), spotify_core::StoreError>(())
/// ```
///
/// # What it does not promise
/// Compare-and-set and leases hold among the clones of one `ByteTokenStore`. Others that write
/// the same value are seen when something is read, but between reading and writing they are not:
/// the last one wins. Where several processes share a login, take a store that locks, such as the
/// file store.
///
/// A value that is damaged is copied to its key with `.corrupt` behind it; what of it is whole
/// stays, and one operation fails with [`StoreErrorKind::Corrupt`].
pub struct ByteTokenStore<B>(Arc<Inner<B>>);

struct Inner<B> {
    bytes: B,
    key: Box<str>,
    clock: Box<dyn Clock>,
    writing: Mutex<()>,
}

impl<B: ByteStore> ByteTokenStore<B> {
    /// The key unless another is named.
    pub const KEY: &'static str = "token_info";

    /// Keeps tokens under the key `token_info`.
    #[must_use]
    pub fn new(bytes: B) -> Self {
        Self::under(bytes, Self::KEY)
    }

    /// Keeps tokens under a key of your choice, such as one for each user.
    #[must_use]
    pub fn under(bytes: B, key: &str) -> Self {
        Self::with_clock(bytes, key, SystemClock)
    }

    /// The same with another clock for the ends of leases.
    #[must_use]
    pub fn with_clock(bytes: B, key: &str, clock: impl Clock + 'static) -> Self {
        Self(Arc::new(Inner {
            bytes,
            key: key.into(),
            clock: Box::new(clock),
            writing: Mutex::new(()),
        }))
    }
}

impl<G, S> ByteTokenStore<Closures<G, S>>
where
    G: Fn(&str) -> Option<String> + Send + Sync,
    S: Fn(&str, Option<&str>) + Send + Sync,
{
    /// Keeps tokens by two closures: one reads the text under a key, one replaces or removes it.
    #[must_use]
    pub fn closures(get: G, set: S) -> Self {
        Self::new(Closures { get, set })
    }
}

impl<B> Inner<B> {
    fn writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<B> Clone for ByteTokenStore<B> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// Two closures that keep texts; see [`ByteTokenStore::closures`].
pub struct Closures<G, S> {
    get: G,
    set: S,
}

impl<G, S> ByteStore for Closures<G, S>
where
    G: Fn(&str) -> Option<String> + Send + Sync,
    S: Fn(&str, Option<&str>) + Send + Sync,
{
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok((self.get)(key).map(String::into_bytes))
    }

    fn set(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        let text = str::from_utf8(value);
        let text = text.map_err(|error| StoreError::new(StoreErrorKind::Corrupt).because(error))?;
        (self.set)(key, Some(text));
        Ok(())
    }

    fn delete(&self, key: &str) -> Result<(), StoreError> {
        (self.set)(key, None);
        Ok(())
    }
}

impl<B> fmt::Debug for ByteTokenStore<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ByteTokenStore").field(&self.0.key).finish()
    }
}

impl<B: ByteStore> ByteTokenStore<B> {
    fn look(&self) -> Result<Option<Reading>, StoreError> {
        let bytes = self.0.bytes.get(&self.0.key)?.map(Zeroizing::new);
        Ok(bytes.map(|bytes| Contents::read(&bytes)))
    }

    fn put(&self, contents: &Contents) -> Result<(), StoreError> {
        let Inner { bytes, key, .. } = &*self.0;
        match contents.is_empty() {
            true => bytes.delete(key),
            false => bytes.set(key, contents.write().expose().as_bytes()),
        }
    }

    /// What is there. What is damaged is put aside, whole, and said once.
    fn whole(&self) -> Result<Contents, StoreError> {
        let Some(reading) = self.look()? else {
            return Ok(Contents::default());
        };
        let Some(damage) = reading.damage else {
            return Ok(reading.contents);
        };
        if let Some(bytes) = self.0.bytes.get(&self.0.key)? {
            self.0
                .bytes
                .set(&format!("{}.corrupt", self.0.key), &bytes)?;
            self.put(&reading.contents)?;
        }
        Err(StoreError::new(StoreErrorKind::Corrupt).because(damage))
    }
}

impl<B: ByteStore> Medium for ByteTokenStore<B> {
    fn read(&self) -> Result<Contents, StoreError> {
        match self.look()? {
            None => Ok(Contents::default()),
            Some(reading) if reading.damage.is_none() => Ok(reading.contents),
            Some(_) => {
                let _writing = self.0.writing();
                self.whole()
            }
        }
    }

    fn update<R>(&self, change: impl FnOnce(&mut Contents) -> Change<R>) -> Result<R, StoreError> {
        let _writing = self.0.writing();
        let mut contents = self.whole()?;
        let Change { result, changed } = change(&mut contents);
        if changed {
            self.put(&contents)?;
        }
        Ok(result)
    }

    fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }
}

token_store!(ByteTokenStore<B: ByteStore>);
