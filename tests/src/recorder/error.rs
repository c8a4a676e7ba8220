//! What a recorder could not do, or would not.

use std::{error::Error, fmt, io, path::PathBuf};

/// A recording is not complete; each problem names its file.
#[derive(Debug)]
#[non_exhaustive]
pub struct RecorderError {
    /// At least one.
    pub problems: Vec<RecorderProblem>,
}

/// A file that was not written, and why.
#[derive(Debug)]
#[non_exhaustive]
pub enum RecorderProblem {
    /// The folder has fixtures already, which would be taken for part of the recording.
    NotEmpty(PathBuf),
    /// A folder or file cannot be written.
    Io {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A known secret would have been written. It is not told, only where it stood.
    Secret {
        /// The name the file would have had, without the path.
        file: String,
        /// Where it stood.
        place: String,
        /// What kind of secret it is.
        kind: String,
    },
    /// A body that is no text has something that a rule replaces, which cannot be done there.
    Binary {
        /// The number the file would have had.
        file: String,
        /// Where it stood.
        place: String,
        /// What kind of thing it is.
        kind: String,
    },
}

impl fmt::Display for RecorderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.problems.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl fmt::Display for RecorderProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEmpty(path) => write!(
                f,
                "{}: there are fixtures already; remove them or name another folder",
                path.display()
            ),
            Self::Io { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Secret { file, place, kind } => write!(
                f,
                "{file}: not written, for {place} has a known secret ({kind}); add a rule that \
                 replaces it there"
            ),
            Self::Binary { file, place, kind } => write!(
                f,
                "{file}: not written, for {place} is no text, and has what a rule replaces \
                 ({kind}); record a call whose body is UTF-8"
            ),
        }
    }
}

impl Error for RecorderError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.problems.first().map(|problem| problem as _)
    }
}

impl Error for RecorderProblem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::NotEmpty(_) | Self::Secret { .. } | Self::Binary { .. } => None,
        }
    }
}
