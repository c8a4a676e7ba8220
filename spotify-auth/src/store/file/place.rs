//! Files and folders that only one user may touch.

use std::{
    ffi::OsString,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

#[cfg(not(unix))]
mod elsewhere;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
use elsewhere as system;
#[cfg(unix)]
use unix as system;

pub(super) use system::{fresh, is_at, open_lock};

/// The file of this name with something behind it, in the same folder.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(ending);
    path.with_file_name(name)
}

/// Makes the folder of a file if it is not there, and looks at it.
pub(super) fn folder(path: &Path) -> io::Result<()> {
    if path.file_name().is_none() {
        return Err(refused("the path of the token file has no file name"));
    }
    let folder = folder_of(path);
    match fs::metadata(folder) {
        Ok(found) => system::look_at_folder(&found),
        Err(error) if error.kind() == io::ErrorKind::NotFound => system::make_folder(folder),
        Err(error) => Err(error),
    }
}

/// Opens a file for reading and sees to it that it is only this user's; `None` if there is none.
pub(super) fn existing(path: &Path) -> io::Result<Option<File>> {
    match system::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Brings the names in the folder of a file to the disk.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    system::sync_folder(folder_of(path))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn refused(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, why)
}
