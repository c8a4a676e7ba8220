//! What passes a transport, written into fixture files without its secrets.
//!
//! ```
//! use spotify_core::{BlockingTransport, Limits, blocking::Client, testing::Replay};
//! use spotify_tests::{Recorder, ReplayFixtures};
//! # let folder = std::env::temp_dir().join(format!("recorder-{}", std::process::id()));
//!
//! // Any transport will do: reqwest, hyper, ureq, one of your own.
//! let transport = Replay::new().on("GET /v1/users/ada", r#"{"type": "user", "id": "ada"}"#);
//! let recorder = Recorder::into_folder(&folder)?;
//! let recorded = recorder.wrap(transport);
//! let request = http::Request::get("https://api.spotify.com/v1/users/ada").body(Default::default())?;
//! BlockingTransport::send(&recorded, request, Limits::new())?;
//! let files = recorder.finish()?;
//! assert!(files[0].ends_with("001-get-v1-users-fixture-user-1.fixture"));
//!
//! let wire = Replay::new().folder(&folder)?;
//! assert_eq!(wire.unused(), 1);
//! # std::fs::remove_dir_all(folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use spotify_core::{BlockingTransport, HttpTransport, Limits, TransportError};

use crate::{
    fixture::{self, EXTENSION, Fixture},
    scrub::{Finding, Known, Scrub},
};

mod error;
mod exchange;

pub use error::{RecorderError, RecorderProblem};
use exchange::Asked;

/// Longest name of a file, without its number and ending.
const LONGEST: usize = 60;

/// Writes what passes the transports that it wraps into the files of a folder, one for each
/// request, in the order in which they were sent.
///
/// Before anything is written it goes through a [`Scrub`]. Then it is searched for every token,
/// cookie, code and secret that the recorder saw pass, and for those it was told of with
/// [`secret`](Self::secret): as they are, percent-encoded, in base64 and in hex. A file in which
/// one is found is not written, and [`finish`](Self::finish) says so. Clones are one recorder;
/// when the last one goes, the files are as after `finish`, but nobody is told of problems.
#[derive(Clone)]
pub struct Recorder {
    further: Arc<[String]>,
    state: Arc<Mutex<State>>,
}

struct State {
    folder: PathBuf,
    scrub: Scrub,
    /// Learns what lets somebody in, whatever the rules are.
    watch: Scrub,
    known: Known,
    sent: usize,
    /// Whether all was written once more since the last exchange.
    finished: bool,
    /// By their numbers: what was recorded, and what is there of it.
    done: BTreeMap<usize, (Fixture, Option<Written>)>,
    /// By number: an exchange can fail to be written at first, and succeed in the end.
    problems: BTreeMap<usize, RecorderProblem>,
}

/// A file as it was written last.
struct Written {
    path: PathBuf,
    text: String,
}

impl Recorder {
    /// Records into a folder, which is made if it is missing.
    ///
    /// # Errors
    /// [`RecorderError`] if it cannot be made, or has fixtures already.
    pub fn into_folder(folder: impl Into<PathBuf>) -> Result<Self, RecorderError> {
        let path = folder.into();
        let one = |problem| {
            Err(RecorderError {
                problems: vec![problem],
            })
        };
        match fs::create_dir_all(&path).and_then(|()| fixture::list(&path)) {
            Err(source) => return one(RecorderProblem::Io { path, source }),
            Ok(files) if !files.is_empty() => return one(RecorderProblem::NotEmpty(path)),
            Ok(_) => {}
        }
        Ok(Self {
            further: Arc::default(),
            state: Arc::new(Mutex::new(State {
                folder: path,
                scrub: Scrub::new(),
                watch: Scrub::new(),
                known: Known::default(),
                sent: 0,
                finished: false,
                done: BTreeMap::new(),
                problems: BTreeMap::new(),
            })),
        })
    }

    /// Takes other rules than those of [`Scrub::new`].
    #[must_use]
    pub fn scrub(self, scrub: Scrub) -> Self {
        self.state().scrub = scrub;
        self
    }

    /// Never writes this, in whatever encoding, wherever it stands; no rule needs to know it.
    #[must_use]
    pub fn secret(self, secret: &str) -> Self {
        self.state().known.add("told", secret);
        self
    }

    /// Keeps a header that is usually left out, of requests and of answers.
    #[must_use]
    pub fn keep_header(mut self, name: &str) -> Self {
        let name = [name.to_ascii_lowercase()];
        self.further = [&*self.further, &name].concat().into();
        self
    }

    /// Records what passes a transport. Answers and failures pass as they are.
    ///
    /// A call that is given up before its answer is there leaves no file.
    pub fn wrap<T>(&self, transport: T) -> Recorded<T> {
        let recorder = self.clone();
        Recorded {
            recorder,
            transport,
        }
    }

    /// Ends the recording, and gives its files in order.
    ///
    /// What was learned late is taken out of the early files as well: they are scrubbed and
    /// searched once more.
    ///
    /// # Errors
    /// [`RecorderError`] lists every file that could not be written, or was refused.
    pub fn finish(&self) -> Result<Vec<PathBuf>, RecorderError> {
        let mut state = self.state();
        state.write_all();
        state.finished = true;
        if state.problems.is_empty() {
            let written = state
                .done
                .values()
                .filter_map(|(_, written)| written.as_ref());
            return Ok(written.map(|written| written.path.clone()).collect());
        }
        let problems = std::mem::take(&mut state.problems).into_values().collect();
        Err(RecorderError { problems })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of a request that is sent now.
    fn number(&self) -> usize {
        let mut state = self.state();
        state.sent += 1;
        state.sent
    }

    fn done(&self, number: usize, fixture: Fixture) {
        let mut state = self.state();
        let State { watch, known, .. } = &mut *state;
        watch.learn(&fixture);
        for (kind, secret) in watch.credentials() {
            known.see(kind.name(), secret);
        }
        state.finished = false;
        state.done.insert(number, (fixture, None));
        state.write(number);
    }
}

impl State {
    fn write_all(&mut self) {
        let numbers: Vec<_> = self.done.keys().copied().collect();
        for number in numbers {
            self.write(number);
        }
    }

    /// Scrubs an exchange and writes it, unless the same is there already.
    fn write(&mut self, number: usize) {
        let Some((mut fixture, old)) = self.done.remove(&number) else {
            return;
        };
        let (written, problem) = match self.checked(number, &mut fixture) {
            Ok(new) => replace(old, new),
            Err(problem) => match old.as_ref().map_or(Ok(()), remove) {
                Ok(()) => (None, Some(problem)),
                Err(error) => (old, Some(error)),
            },
        };
        self.done.insert(number, (fixture, written));
        match problem {
            Some(problem) => self.problems.insert(number, problem),
            None => self.problems.remove(&number),
        };
    }

    /// What is to be written, if nothing that is known is in it.
    fn checked(
        &mut self,
        number: usize,
        fixture: &mut Fixture,
    ) -> Result<Written, RecorderProblem> {
        self.scrub.fixture(fixture);
        // What a rule of one's own takes for a credential is one.
        for (kind, secret) in self.scrub.credentials() {
            self.known.see(kind.name(), secret);
        }
        let name = name(number, fixture);
        // The name may have it, so it is not told whole.
        let file = format!("{number:03}");
        let found = self.known.in_fixture(fixture);
        if let Some(Finding { place, kind }) = found.or_else(|| self.known.in_name(&name)) {
            return Err(RecorderProblem::Secret { file, place, kind });
        }
        if let Some(Finding { place, kind }) = self.scrub.in_binary(fixture) {
            return Err(RecorderProblem::Binary { file, place, kind });
        }
        let (path, text) = (self.folder.join(name), fixture.to_string());
        Ok(Written { path, text })
    }
}

/// A recorder that nobody has finished leaves nothing in early files that it learned late.
impl Drop for State {
    fn drop(&mut self) {
        if !self.finished {
            self.write_all();
        }
    }
}

/// Writes a file, and then removes the one in whose place it comes; until both are done the old
/// one is remembered.
fn replace(old: Option<Written>, new: Written) -> (Option<Written>, Option<RecorderProblem>) {
    let is_same = |old: &Written| old.path == new.path && old.text == new.text;
    if old.as_ref().is_some_and(is_same) {
        return (old, None);
    }
    if let Err(source) = fixture::write_file(&new.path, &new.text) {
        let path = new.path;
        return (old, Some(RecorderProblem::Io { path, source }));
    }
    let replaced = old.as_ref().filter(|old| old.path != new.path);
    match replaced.map_or(Ok(()), remove) {
        Ok(()) => (Some(new), None),
        Err(problem) => (old, Some(problem)),
    }
}

fn remove(file: &Written) -> Result<(), RecorderProblem> {
    match fs::remove_file(&file.path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            let path = file.path.clone();
            Err(RecorderProblem::Io { path, source })
        }
        _ => Ok(()),
    }
}

/// A file's name: its number, and what was asked for.
fn name(number: usize, fixture: &Fixture) -> String {
    let path = fixture.target.split('?').next().unwrap_or_default();
    let mut name = fixture.method.to_ascii_lowercase();
    for c in path.chars() {
        let c = if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        };
        if !(c == '-' && name.ends_with('-')) && name.len() < LONGEST {
            name.push(c);
        }
    }
    let name = name.trim_end_matches('-');
    format!("{number:03}-{name}.{EXTENSION}")
}

/// Tells where it records, and nothing of what.
impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("folder", &self.state().folder)
            .finish_non_exhaustive()
    }
}

/// A transport whose requests and answers are recorded; made by [`Recorder::wrap`].
#[derive(Debug, Clone)]
pub struct Recorded<T> {
    recorder: Recorder,
    transport: T,
}

#[async_trait::async_trait]
impl<T: HttpTransport> HttpTransport for Recorded<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let number = self.recorder.number();
        let asked = Asked::new(&request, &self.recorder.further);
        let result = self.transport.send(request, limits).await;
        let fixture = asked.answered(&result, &self.recorder.further);
        self.recorder.done(number, fixture);
        result
    }

    async fn sleep(&self, delay: Duration) {
        self.transport.sleep(delay).await;
    }
}

impl<T: BlockingTransport> BlockingTransport for Recorded<T> {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let number = self.recorder.number();
        let asked = Asked::new(&request, &self.recorder.further);
        let result = self.transport.send(request, limits);
        let fixture = asked.answered(&result, &self.recorder.further);
        self.recorder.done(number, fixture);
        result
    }

    fn sleep(&self, delay: Duration) {
        self.transport.sleep(delay);
    }
}
