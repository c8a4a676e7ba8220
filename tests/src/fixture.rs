//! Recorded calls as text files: one request and what came of it, made to be read and edited.
//!
//! ```
//! use spotify_core::{blocking::Client, testing::Replay};
//! use spotify_tests::{Fixture, ReplayFixtures};
//!
//! let fixture: Fixture = r#"spotify-fixture 1
//! > GET /v1/me
//! < 200
//! < content-type: application/json
//!
//! {"id": "fixture-user-1"}
//! "#
//! .parse()?;
//! let wire = Replay::new().fixture(&fixture);
//! # let _ = wire;
//! # Ok::<(), spotify_tests::FixtureError>(())
//! ```
//!
//! `docs/fixtures.md` tells the format line by line.

use std::{
    fs,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use spotify_core::{
    Sent, TransportError, TransportErrorKind,
    testing::{Answer, Pattern, Replay},
};

mod body;
mod error;
mod fault;
pub(crate) mod json;
mod read;
mod write;

pub(crate) use body::Body;
pub use error::{FixtureError, FixtureProblem};
pub(crate) use write::write_file;

/// What the name of a fixture file ends with.
pub(crate) const EXTENSION: &str = "fixture";

/// A call as it is kept in a file: the request, and the answer or the fault.
///
/// It is read with [`str::parse`] or [`read`](Self::read), and printed in the same form; what is
/// read is printed as it was, but for spaces around headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixture {
    pub(crate) notes: Vec<String>,
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) request: Message,
    pub(crate) delay: Duration,
    pub(crate) reply: Reply,
    /// The name of the file, if it was read from one.
    origin: Option<String>,
}

/// Headers and a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reply {
    Answer(u16, Message),
    Fault(TransportErrorKind, Sent),
}

impl Fixture {
    pub(crate) const fn new(
        method: String,
        target: String,
        request: Message,
        reply: Reply,
    ) -> Self {
        Self {
            notes: Vec::new(),
            method,
            target,
            request,
            delay: Duration::ZERO,
            reply,
            origin: None,
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`FixtureError`] with the file and the line.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, FixtureError> {
        let path = path.as_ref();
        let text = fs::read_to_string(path).map_err(|error| FixtureError::io(path, error))?;
        let mut fixture: Self = text.parse().map_err(|e: FixtureError| e.of(path))?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        fixture.origin = name;
        Ok(fixture)
    }

    /// Writes a file, whole or not at all.
    ///
    /// Nothing is taken out of it: that is what [`Scrub`](crate::Scrub) is for.
    ///
    /// # Errors
    /// [`FixtureError`] if the file cannot be written.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<(), FixtureError> {
        let path = path.as_ref();
        write_file(path, &self.to_string()).map_err(|error| FixtureError::io(path, error))
    }

    /// Which requests it answers: those of its method, path and query, and of its body, if it
    /// has one. What stands in braces stands for anything.
    #[must_use]
    pub fn pattern(&self) -> Pattern {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let mut pattern = Pattern::new(&format!("{} {path}", self.method)).query(query);
        if let Some(body) = self.request.body.bytes() {
            pattern = pattern.body(body);
        }
        match &self.origin {
            Some(origin) => pattern.origin(origin),
            None => pattern,
        }
    }

    /// What it answers, and after how long.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let answer = match &self.reply {
            Reply::Fault(kind, sent) => Answer::from(TransportError::new(*kind, *sent)),
            Reply::Answer(status, message) => {
                let body = message.body.bytes().unwrap_or_default();
                let mut response = Response::new(Bytes::from(body));
                *response.status_mut() = StatusCode::from_u16(*status).unwrap_or_default();
                for (name, value) in &message.headers {
                    // Both were checked when they were read.
                    if let (Ok(name), Ok(value)) =
                        (HeaderName::from_str(name), HeaderValue::from_str(value))
                    {
                        response.headers_mut().append(name, value);
                    }
                }
                response.into()
            }
        };
        answer.after(self.delay)
    }
}

/// Fills a [`Replay`] from fixture files; they are answered once each, like those of
/// [`Replay::on`], with which they may be mixed.
pub trait ReplayFixtures: Sized {
    /// Adds a fixture.
    #[must_use]
    fn fixture(self, fixture: &Fixture) -> Self;

    /// Adds a file.
    ///
    /// # Errors
    /// [`FixtureError`] with the file and the line.
    fn file(self, path: impl AsRef<Path>) -> Result<Self, FixtureError> {
        Ok(self.fixture(&Fixture::read(path)?))
    }

    /// Adds every file of a folder whose name ends with `.fixture`, in the order of the numbers
    /// in front of the names, and else of the names.
    ///
    /// # Errors
    /// [`FixtureError`] with the file and the line, or of a folder without any.
    fn folder(self, path: impl AsRef<Path>) -> Result<Self, FixtureError> {
        files(path.as_ref())?.into_iter().try_fold(self, Self::file)
    }
}

impl ReplayFixtures for Replay {
    fn fixture(self, fixture: &Fixture) -> Self {
        self.on(fixture.pattern(), fixture.answer())
    }
}

/// The fixture files of a folder, in the order of their names.
fn files(folder: &Path) -> Result<Vec<PathBuf>, FixtureError> {
    let found = list(folder).map_err(|error| FixtureError::io(folder, error))?;
    if found.is_empty() {
        return Err(FixtureError::new(0, FixtureProblem::EmptyFolder).of(folder));
    }
    Ok(found)
}

/// As [`files`], where none will do as well.
pub(crate) fn list(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == EXTENSION)
        {
            found.push(path);
        }
    }
    found.sort_by_cached_key(|path| (number(path), path.clone()));
    Ok(found)
}

/// The number in front of a file's name; so the tenth comes after the ninth, whatever the zeros.
fn number(path: &Path) -> Option<u64> {
    let name = path.file_name()?.to_str()?;
    let (digits, _) = name.split_at_checked(name.find(|c: char| !c.is_ascii_digit())?)?;
    digits.parse().ok()
}
