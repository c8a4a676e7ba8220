//! What the standard library has on every system: the folder's own protection must do.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io,
    path::Path,
};

use super::refused;

pub(super) fn open(path: &Path) -> io::Result<File> {
    if fs::symlink_metadata(path)?.is_file() {
        return File::open(path);
    }
    Err(refused("the token file is no plain file"))
}

pub(in super::super) fn fresh(path: &Path) -> io::Result<File> {
    let make = || OpenOptions::new().write(true).create_new(true).open(path);
    match make() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            make()
        }
        made => made,
    }
}

pub(in super::super) fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    options.open(path)
}

/// An open file cannot be removed here.
pub(in super::super) fn is_at(_: &File, _: &Path) -> bool {
    true
}

pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

pub(super) fn look_at_folder(found: &Metadata) -> io::Result<()> {
    match found.is_dir() {
        true => Ok(()),
        false => Err(refused("the folder of the token file is no folder")),
    }
}

pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
