//! Faults as text: `GET /v1/albums 503 twice`.

mod names;

use std::{str::FromStr, time::Duration};

use thiserror::Error;

use super::Fault;
use crate::mock::{
    pattern::{METHODS, Pattern},
    record::Service,
};

/// What the paths of the Web API begin with.
const API: [&str; 2] = ["/v1", "/image/"];

/// What the paths of the accounts service begin with.
const ACCOUNTS: [&str; 5] = ["/api/", "/authorize", "/device/", "/pair", "/en/login"];

/// How often a fault may happen, in words.
const COUNTS: &str =
    "`once` (unless said otherwise), `twice`, `3 times`, `always`, `after 2` (requests that pass)";

/// Why a text is no [`Fault`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FaultError {
    /// It does not say what goes wrong.
    #[error(
        "a fault says what goes wrong, as in `GET /v1/albums 503 twice`; there are: {names}",
        names = names::list()
    )]
    NoEffect,
    /// There is no such method.
    #[error(
        "there is no method `{0}`; there are: {methods}, and `*` for any",
        methods = METHODS.join(", ")
    )]
    Method(String),
    /// The mock has no such path.
    #[error(
        "`{0}` is no path of the mock; the Web API has /v1/…, the accounts service /api/token and \
         /authorize"
    )]
    Path(String),
    /// There is no such fault.
    #[error("there is no fault `{0}`; there are: {names}; how often: {COUNTS}", names = names::list())]
    Unknown(String),
    /// What follows the colon is missing, is not understood, or should not be there.
    #[error("`{given}` is not understood; it is written `{form}`: {about}")]
    Argument {
        /// What stands there.
        given: String,
        /// How it is written, such as ``delay:TIME``.
        form: &'static str,
        /// What it does.
        about: &'static str,
    },
    /// It does not say how often.
    #[error("`{0}` does not say how often; how often: {COUNTS}")]
    Count(String),
}

/// Reads a fault as a person writes it: the requests meant, what goes wrong, how often.
///
/// - The requests: a method (`*`, or none, for any) and what path and query begin with, such as
///   `GET /v1/albums`; with `exactly` after it, or with segments in braces, that path alone, such
///   as `GET /v1/me exactly` and `GET /v1/albums/{id}`. Without a path every request to the Web
///   API is meant.
/// - What goes wrong: one of [`names`](Fault::names) or several, which add up.
/// - How often: `once` (unless said otherwise), `twice`, `3 times`, `always`; `after 2` lets so
///   many pass first.
///
/// ```
/// use spotify_tests::mock::{Fault, FaultError, MockSpotify};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mock = MockSpotify::start()?;
/// mock.fault("GET /v1/albums/{id} 429:2 twice".parse()?);
/// mock.fault("POST /api/token 503 delay:200ms always".parse()?);
///
/// let misspelled = "GET /v1/albums 53".parse::<Fault>().unwrap_err();
/// assert_eq!(misspelled, FaultError::Unknown("53".to_owned()));
/// # Ok(())
/// # }
/// ```
impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let (mut fault, mut rest) = meant(&words)?;
        let mut effects = 0;
        while let [word, more @ ..] = rest {
            rest = more;
            fault = match (*word, more) {
                ("once", _) => fault.times(1),
                ("twice", _) => fault.times(2),
                ("always", _) => fault.always(),
                ("after", [count, more @ ..]) => {
                    rest = more;
                    fault.after(number(count).ok_or_else(|| not_counted(&[word, count]))?)
                }
                ("after" | "times", _) => return Err(not_counted(&[word])),
                (count, ["times", more @ ..]) => {
                    rest = more;
                    let times = number(count).filter(|times| *times > 0);
                    fault.times(times.ok_or_else(|| not_counted(&[count, "times"]))?)
                }
                (name, _) => {
                    effects += 1;
                    names::apply(fault, name)?
                }
            };
        }
        if effects == 0 {
            return Err(FaultError::NoEffect);
        }
        fault.text = Some(words.join(" ").into());
        Ok(fault)
    }
}

impl Fault {
    /// What can go wrong by name: each with how it is written and what it does.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        names::NAMES.iter().map(|name| (name.form, name.about))
    }

    /// What it was read from; of others, the requests that are meant.
    pub(crate) fn title(&self) -> String {
        match &self.text {
            Some(text) => text.to_string(),
            None => format!("{} {} (made in code)", self.method, self.target),
        }
    }

    /// How many times it can still happen; no number if always.
    pub(crate) fn left(&self) -> Option<usize> {
        self.left
    }
}

/// The requests that the first words mean, and the other words.
fn meant<'a>(words: &'a [&'a str]) -> Result<(Fault, &'a [&'a str]), FaultError> {
    let (method, target, rest) = match words {
        [] => return Err(FaultError::NoEffect),
        [target, rest @ ..] if target.starts_with('/') => ("*", *target, rest),
        [method, target, rest @ ..] if target.starts_with('/') => (*method, *target, rest),
        [method, rest @ ..] if *method == "*" || METHODS.contains(method) => (*method, "/", rest),
        rest => ("*", "/", rest),
    };
    if method != "*" && !METHODS.contains(&method) {
        return Err(FaultError::Method(method.to_owned()));
    }
    let begins = |known: &[&str]| known.iter().any(|start| target.starts_with(start));
    let fault = match target {
        "/" => Fault::on(method, "/"),
        _ if begins(&API) => Fault::on(method, target),
        _ if begins(&ACCOUNTS) => Fault::on_accounts(method, target),
        _ => return Err(FaultError::Path(target.to_owned())),
    };
    if !target.contains('{') {
        return Ok(match rest {
            ["exactly", rest @ ..] if target != "/" => (fault.exactly(), rest),
            _ => (fault, rest),
        });
    }
    let rest = match rest {
        ["exactly", rest @ ..] => rest,
        _ => rest,
    };
    let pattern = Pattern::new(method, target).map_err(|_| FaultError::Path(target.to_owned()))?;
    let service = fault.service;
    let fault = match service {
        Service::Accounts => Fault::on_accounts(method, "/"),
        _ => Fault::on(method, "/"),
    };
    Ok((fault.only_if(move |request| pattern.matches(request)), rest))
}

fn number(text: &str) -> Option<usize> {
    text.parse().ok()
}

fn not_counted(words: &[&str]) -> FaultError {
    FaultError::Count(words.join(" "))
}

/// Reads `200ms` or `2s`; a minute at most, so that nobody waits for what was mistyped.
fn time(text: &str) -> Option<Duration> {
    let time = match text.strip_suffix("ms") {
        Some(millis) => Duration::from_millis(millis.parse().ok()?),
        None => Duration::from_secs(text.strip_suffix('s')?.parse().ok()?),
    };
    (time <= Duration::from_secs(60)).then_some(time)
}
