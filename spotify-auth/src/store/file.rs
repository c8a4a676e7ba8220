//! A file that all programs of a user share.

use std::{
    fmt, fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use spotify_core::{Clock, Secret, StoreError, StoreErrorKind, SystemClock, Token};
use zeroize::Zeroizing;

use super::{
    InvalidToken, TokenFormat,
    contents::{Contents, Reading},
    medium::{Change, Medium, token_store},
};

mod lock;
mod place;

use lock::Locked;

/// A larger file holds no tokens.
const LARGEST: u64 = 16 * 1024 * 1024;
/// How many damaged files are put aside before the last of them is overwritten.
const ASIDE: u32 = 9;

/// Keeps tokens in one file, with those of all flows, apps and accounts of a user.
///
/// - Only this user reads it: it has mode 0600 from its first moment, whatever the umask, and a
///   folder that has to be made has 0700. A file that others may read is tightened; a link, a
///   pipe, a folder and a file of another user are refused.
/// - It is replaced as a whole (written beside, brought to the disk, renamed), so that a crash
///   leaves the old or the new.
/// - Programs that run at the same time see each other's changes. A lock (`.NAME.lock` beside it) is held
///   for the moment of a change only, and waited for no longer than a second.
/// - Each record has a checksum. What is damaged is moved aside (`.NAME.corrupt`), what of it is
///   whole stays, and one operation fails with [`StoreErrorKind::Corrupt`].
///
/// On other systems than Unix it is as private as its folder.
///
/// ```no_run
/// use spotify_auth::FileStore;
///
/// let store = FileStore::open("/home/ann/.local/state/my-app/tokens.json")?;
/// # Ok::<(), spotify_core::StoreError>(())
/// ```
#[derive(Clone)]
pub struct FileStore(Arc<Inner>);

struct Inner {
    path: PathBuf,
    clock: Box<dyn Clock>,
    turn: Mutex<()>,
}

impl FileStore {
    /// Opens the file, or gets ready to make it; its folder is made.
    ///
    /// # Errors
    /// [`StoreErrorKind::Unavailable`] when the file may not be used, with the reason as its
    /// source. What is in it is read later.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        Self::with_clock(path, SystemClock)
    }

    /// The same with another clock for the ends of leases.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn with_clock(
        path: impl Into<PathBuf>,
        clock: impl Clock + 'static,
    ) -> Result<Self, StoreError> {
        let path = path.into();
        let store = Self(Arc::new(Inner {
            path,
            clock: Box::new(clock),
            turn: Mutex::new(()),
        }));
        let inner = &*store.0;
        place::folder(&inner.path).map_err(failed)?;
        drop(place::existing(&inner.path).map_err(failed)?);
        // Where nothing can be written nothing is left over either.
        if let Ok(lock) = store.lock() {
            let _ = fs::remove_file(place::beside(&inner.path, ".tmp"));
            drop(lock);
        }
        Ok(store)
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    fn lock(&self) -> io::Result<Locked<'_>> {
        Locked::take(&self.0.path, &self.0.turn)
    }

    /// What is in the file; `None` if there is none.
    fn look(&self) -> Result<Option<Reading>, StoreError> {
        let Some(file) = place::existing(&self.0.path).map_err(failed)? else {
            return Ok(None);
        };
        let bytes = content(&file).map_err(failed)?;
        Ok(Some(match bytes {
            Some(bytes) => Contents::read(&bytes),
            None => Reading {
                contents: Contents::default(),
                damage: Some(too_large()),
            },
        }))
    }

    /// What is in the file, for whoever has the lock. What is damaged is moved aside.
    fn whole(&self, locked: &Locked<'_>) -> Result<Contents, StoreError> {
        let Some(reading) = self.look()? else {
            return Ok(Contents::default());
        };
        let Some(damage) = reading.damage else {
            return Ok(reading.contents);
        };
        self.move_aside().map_err(failed)?;
        if !reading.contents.is_empty() {
            self.put(&reading.contents, locked)?;
        }
        Err(corrupt(damage))
    }

    fn move_aside(&self) -> io::Result<()> {
        let path = &self.0.path;
        let mut aside = place::beside(path, ".corrupt");
        for number in 2..=ASIDE {
            if fs::symlink_metadata(&aside).is_err() {
                break;
            }
            aside = place::beside(path, &format!(".corrupt-{number}"));
        }
        fs::rename(path, aside)
    }

    fn put(&self, contents: &Contents, _: &Locked<'_>) -> Result<(), StoreError> {
        replace(&self.0.path, &contents.write()).map_err(failed)
    }
}

impl Medium for FileStore {
    fn read(&self) -> Result<Contents, StoreError> {
        match self.look()? {
            None => Ok(Contents::default()),
            Some(Reading {
                contents,
                damage: None,
            }) => Ok(contents),
            Some(Reading {
                damage: Some(damage),
                ..
            }) => match self.lock() {
                // Somebody else may have mended it since.
                Ok(locked) => self.whole(&locked),
                Err(_) => Err(corrupt(damage)),
            },
        }
    }

    fn update<R>(&self, change: impl FnOnce(&mut Contents) -> Change<R>) -> Result<R, StoreError> {
        let locked = self.lock().map_err(failed)?;
        let mut contents = self.whole(&locked)?;
        let Change { result, changed } = change(&mut contents);
        if changed {
            self.put(&contents, &locked)?;
        }
        Ok(result)
    }

    fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }
}

token_store!(FileStore);

impl fmt::Debug for FileStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FileStore").field(&self.0.path).finish()
    }
}

impl TokenFormat {
    /// Reads a token from a file of its own; the file is looked at as by a [`FileStore`].
    ///
    /// # Errors
    /// [`StoreError`]; its source names the place, or says why the file may not be read.
    pub fn read_file(&self, path: impl AsRef<Path>) -> Result<Token, StoreError> {
        let path = path.as_ref();
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let file = place::existing(path).and_then(|file| file.ok_or_else(missing));
        let bytes = file.and_then(|file| content(&file)).map_err(failed)?;
        let token = bytes
            .ok_or_else(too_large)
            .and_then(|bytes| self.read_bytes(&bytes));
        token.map_err(corrupt)
    }

    /// Writes a token to a file of its own, as a [`FileStore`] writes; its folder is made.
    ///
    /// # Errors
    /// [`StoreErrorKind::Unavailable`], with the reason as its source.
    pub fn write_file(&self, path: impl AsRef<Path>, token: &Token) -> Result<(), StoreError> {
        let path = path.as_ref();
        let write = || {
            place::folder(path)?;
            drop(place::existing(path)?);
            let turn = Mutex::new(());
            let _locked = Locked::take(path, &turn)?;
            replace(path, &self.write(token))
        };
        write().map_err(failed)
    }
}

/// What is in a file; `None` if that is too much.
fn content(file: &fs::File) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let size = file.metadata()?.len();
    if size > LARGEST {
        return Ok(None);
    }
    // As large as it will be: growing would leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(size as usize + 1));
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn too_large() -> InvalidToken {
    InvalidToken::new("the whole", "larger than a token file can be")
}

fn corrupt(damage: InvalidToken) -> StoreError {
    StoreError::new(StoreErrorKind::Corrupt).because(damage)
}

/// Puts a text in the place of a file, as a whole. The caller has the lock.
fn replace(path: &Path, text: &Secret) -> io::Result<()> {
    let text = text.expose().as_bytes();
    if text.len() as u64 > LARGEST {
        return Err(io::Error::other("more than a token file may hold"));
    }
    let beside = place::beside(path, ".tmp");
    let write = || {
        let mut file = place::fresh(&beside)?;
        file.write_all(text)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&beside, path)
    };
    if let Err(error) = write() {
        // What cannot be removed is removed when the file is opened next.
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    place::sync_folder(path)
}

/// An error of the operating system, or a reason of ours, as the store's error.
fn failed(error: io::Error) -> StoreError {
    let kind = match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => StoreErrorKind::Timeout,
        _ => StoreErrorKind::Unavailable,
    };
    StoreError::new(kind).because(error)
}
