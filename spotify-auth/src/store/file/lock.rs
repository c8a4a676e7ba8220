//! The lock that programs share for the moment of a change.

use std::{
    fs::{File, TryLockError},
    io,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use super::place;

/// How often and how long to wait for another program that has the lock: a second in all.
const TRIES: u32 = 500;
const PAUSE: Duration = Duration::from_millis(2);

/// The lock, until it is dropped or the process ends.
pub(super) struct Locked<'a> {
    file: File,
    /// Threads of one program queue here, so that programs have only each other to wait for.
    _turn: MutexGuard<'a, ()>,
}

impl<'a> Locked<'a> {
    /// Takes the lock that belongs to a file, after those of this program who came before.
    #[allow(
        clippy::disallowed_methods,
        reason = "no transport is near, and nothing tells when the lock is free"
    )]
    pub(super) fn take(path: &Path, turn: &'a Mutex<()>) -> io::Result<Self> {
        let turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
        let beside = place::beside(path, ".lock");
        let mut file = place::open_lock(&beside)?;
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) if place::is_at(&file, &beside) => return Ok(Self { file, _turn: turn }),
                // Somebody has removed the file since: others lock another one.
                Ok(()) => file = place::open_lock(&beside)?,
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

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        // Closing the file does it as well, unless a child process was started meanwhile.
        let _ = self.file.unlock();
    }
}
