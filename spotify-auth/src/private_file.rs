//! Files that hold a secret: replaced as a whole, and for the user alone.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::Path,
    process,
};

/// Writes a file beside another, and puts it in its place, so that it is never half written. On
/// Unix nobody but its owner may read it, from its first moment.
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", process::id()));
    let beside = Path::new(&beside);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(beside).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(beside, path)
    });
    if written.is_err() {
        // What a crash left behind must not keep the next one from being written.
        drop(fs::remove_file(beside));
    }
    written
}
