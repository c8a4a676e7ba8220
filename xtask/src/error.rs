//! Why a command stops.

use std::process::ExitCode;

/// What a command gives back.
pub(crate) type Result<T = ()> = std::result::Result<T, Error>;

/// Why a command did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The command line is not understood.
    #[error("{0}\n\nSee: cargo xtask help")]
    Usage(String),
    /// The command was understood, and something in it failed.
    #[error("{0}")]
    Failed(String),
}

impl Error {
    /// Says what happened. The exit code is 2 where the command line is not understood.
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("error: {self}");
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::FAILURE,
        }
    }
}

impl From<lexopt::Error> for Error {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error.to_string())
    }
}
