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
    fmt, fs,
    path::{Path, PathBuf},
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
/// one is found is not written, and [`finish`](Self::finish) says so. Clones are one recorder.
#[derive(Clone)]
pub struct Recorder {
    folder: Arc<Path>,
    further: Arc<[String]>,
    state: Arc<Mutex<State>>,
}

struct State {
    scrub: Scrub,
    /// Learns what lets somebody in, whatever the rules are.
    watch: Scrub,
    known: Known,
    sent: usize,
    /// By their numbers: what was recorded, as it was written or is to be.
    done: BTreeMap<usize, Written>,
    /// By number: an exchange can fail to be written at first, and succeed in the end.
    problems: BTreeMap<usize, RecorderProblem>,
}

struct Written {
    fixture: Fixture,
    path: Option<PathBuf>,
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
            folder: path.into(),
            further: Arc::default(),
            state: Arc::new(Mutex::new(State {
                scrub: Scrub::new(),
                watch: Scrub::new(),
                known: Known::default(),
                sent: 0,
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
        let mut files = Vec::new();
        for (number, mut written) in std::mem::take(&mut state.done) {
            self.write(&mut state, number, &mut written);
            files.extend(written.path.clone());
            state.done.insert(number, written);
        }
        if state.problems.is_empty() {
            return Ok(files);
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
        let mut written = Written {
            fixture,
            path: None,
        };
        self.write(&mut state, number, &mut written);
        state.done.insert(number, written);
    }

    /// Scrubs and writes, unless the same is written already.
    fn write(&self, state: &mut State, number: usize, written: &mut Written) {
        let before = written.path.is_some().then(|| written.fixture.to_string());
        let State { scrub, known, .. } = &mut *state;
        scrub.fixture(&mut written.fixture);
        // What a rule of one's own takes for a credential is one.
        for (kind, secret) in scrub.credentials() {
            known.see(kind.name(), secret);
        }
        let name = name(number, &written.fixture);
        let file = format!("{number:03}");
        let found = known.in_fixture(&written.fixture);
        let result = match found.or_else(|| known.in_name(&name)) {
            // The name may have it, so it is not told whole.
            Some(Finding { place, kind }) => Err(RecorderProblem::Secret { file, place, kind }),
            None => match scrub.in_binary(&written.fixture) {
                Some(Finding { place, kind }) => Err(RecorderProblem::Binary { file, place, kind }),
                None => Ok(self.folder.join(name)),
            },
        };
        let text = written.fixture.to_string();
        let old = written.path.take();
        if old.is_some() && old.as_ref() == result.as_ref().ok() && before == Some(text.clone()) {
            written.path = old;
            return;
        }
        let result = result.and_then(|path| match fixture::write_file(&path, &text) {
            Ok(()) => Ok(path),
            Err(source) => Err(RecorderProblem::Io { path, source }),
        });
        // The old file goes when the new one is there, or must not be.
        let is_settled = !matches!(&result, Err(RecorderProblem::Io { .. }));
        let result = match old {
            Some(old) if is_settled && Some(&old) != result.as_ref().ok() && old.exists() => {
                match fs::remove_file(&old) {
                    Ok(()) => result,
                    Err(source) => Err(RecorderProblem::Io { path: old, source }),
                }
            }
            _ => result,
        };
        match result {
            Ok(path) => {
                state.problems.remove(&number);
                written.path = Some(path);
            }
            Err(problem) => {
                state.problems.insert(number, problem);
            }
        }
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
            .field("folder", &self.folder)
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
