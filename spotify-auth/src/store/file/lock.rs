//! The lock that programs share for the moment of a change.

use std::{
    fs::{File, TryLockError},
    io,
    path::Path,
    thread,
    time::Duration,
};

use super::place;

/// How often and how long to wait for whoever has the lock: a second in all.
const TRIES: u32 = 400;
const PAUSE: Duration = Duration::from_micros(2500);

/// The lock, until it is dropped or the process ends.
pub(super) struct Locked(File);

impl Locked {
    /// Takes the lock that belongs to a file.
    #[allow(
        clippy::disallowed_methods,
        reason = "no transport is near, and nothing tells when the lock is free"
    )]
    pub(super) fn take(path: &Path) -> io::Result<Self> {
        let beside = place::beside(path, ".lock");
        for _ in 0..TRIES {
            let file = place::open_lock(&beside)?;
            match file.try_lock() {
                // Somebody may have removed the file since: then others lock another one.
                Ok(()) if place::is_at(&file, &beside) => return Ok(Self(file)),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Err(io::Error::new(
            io::ErrorKind::WouldBlock,
            "another program has had the lock of the token file for a second",
        ))
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        // Closing the file does it as well, unless a child process was started meanwhile.
        let _ = self.0.unlock();
    }
}
