//! What Unix has for that: modes, owners, and opening without following links.

use std::{
    fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions},
    io,
    os::unix::fs::{
        DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
    },
    path::Path,
};

use rustix::{fs::OFlags, io::Errno, process::geteuid};

use super::refused;

/// Reading and writing for the owner.
const MODE: u32 = 0o600;
/// What others may do.
const OTHERS: u32 = 0o077;

/// Flags as the standard library takes them.
fn flags(flags: OFlags) -> i32 {
    flags.bits().cast_signed()
}

/// Opens an existing file. Nothing waits here, not even for the other end of a pipe.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags(OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY))
        .open(path)
        .map_err(link)?;
    own(&file)?;
    Ok(file)
}

/// Makes a file that is not there, over what an earlier process may have left.
pub(in super::super) fn fresh(path: &Path) -> io::Result<File> {
    let make = || {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(MODE)
            .custom_flags(flags(OFlags::NOFOLLOW))
            .open(path)
    };
    let file = match make() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            make()?
        }
        made => made?,
    };
    // A strict umask may have taken even what the owner needs.
    tighten(&file, &file.metadata()?)?;
    Ok(file)
}

/// Opens the file of the lock, or makes it.
pub(in super::super) fn open_lock(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(MODE)
        .custom_flags(flags(OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY))
        .open(path)
        .map_err(link)?;
    own(&file)?;
    Ok(file)
}

/// Whether the file still is the one that has this name.
pub(in super::super) fn is_at(file: &File, path: &Path) -> bool {
    let both = file
        .metadata()
        .and_then(|own| Ok((own, fs::symlink_metadata(path)?)));
    both.is_ok_and(|(own, named)| (own.dev(), own.ino()) == (named.dev(), named.ino()))
}

pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

pub(super) fn look_at_folder(found: &Metadata) -> io::Result<()> {
    const ANYBODY_WRITES: u32 = 0o002;
    const STICKY: u32 = 0o1000;
    if !found.is_dir() {
        return Err(refused("the folder of the token file is no folder"));
    }
    if found.mode() & ANYBODY_WRITES != 0 && found.mode() & STICKY == 0 {
        return Err(refused(
            "anybody may replace files in the folder of the token file",
        ));
    }
    Ok(())
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems have no such thing for folders.
        Err(error) if error.raw_os_error() == Some(Errno::INVAL.raw_os_error()) => Ok(()),
        result => result,
    }
}

/// Sees to it that a file is a plain one, this user's, and nobody else's to read.
fn own(file: &File) -> io::Result<()> {
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(refused("the token file is no plain file"));
    }
    if found.uid() != geteuid().as_raw() {
        return Err(refused("the token file belongs to another user"));
    }
    tighten(file, &found)
}

fn tighten(file: &File, found: &Metadata) -> io::Result<()> {
    if found.mode() & OTHERS != 0 || found.mode() & MODE != MODE {
        file.set_permissions(Permissions::from_mode(MODE))?;
    }
    Ok(())
}

/// Says what the system's error means when it met a link.
fn link(error: io::Error) -> io::Error {
    // FreeBSD and NetBSD have numbers of their own for it.
    match error.raw_os_error().map(Errno::from_raw_os_error) {
        Some(Errno::LOOP | Errno::MLINK) => refused("the token file is a link"),
        _ => error,
    }
}
