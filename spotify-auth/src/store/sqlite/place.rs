//! The file of the database: there, its owner's alone, and what it should be.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Makes sure that there is a regular file that its owner alone may read; gives its full path.
///
/// SQLite makes the journal beside it with the same mode.
pub(super) fn prepare(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| odd("names no file"))?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    make_folder(folder)?;
    // SQLite is told to follow no link, in the folders above neither.
    let path = folder.canonicalize()?.join(name);
    match create(&path) {
        Ok(()) => return Ok(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    let found = fs::symlink_metadata(&path)?;
    if !found.is_file() {
        return Err(odd("is a link, a folder or no regular file"));
    }
    close(&path, &found)?;
    Ok(path)
}

fn odd(problem: &str) -> io::Error {
    io::Error::other(format!("the path of the database {problem}"))
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes the file, and fails if there is anything: a link is not followed.
fn create(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}

/// Takes every right from others; refuses a file that is somebody else's.
#[cfg(unix)]
fn close(path: &Path, found: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(odd("leads to a file of another user"));
    }
    if found.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn close(_: &Path, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}
