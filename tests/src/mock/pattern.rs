//! Requests by method and path: `GET /v1/albums/{id}`.

use std::{fmt, str::FromStr};

use thiserror::Error;

use super::record::Recorded;

/// The methods that Spotify answers to, and that a pattern may name.
pub(crate) const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/// A method and a path, and a query if it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    method: Box<str>,
    path: Box<str>,
    query: Option<Box<str>>,
}

/// Why a text is no pattern of requests.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PatternError {
    /// It is not a method and a path.
    #[error("`{0}` is not a method and a path, such as `GET /v1/albums/{{id}}`")]
    Parts(String),
    /// There is no such method.
    #[error("there is no method `{0}`; there are: {methods}, and `*` for any", methods = METHODS.join(", "))]
    Method(String),
    /// Such a path is never asked for.
    #[error("`{0}` is no path: it begins with `/`, as in `GET /v1/albums/{{id}}`")]
    Path(String),
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let mut words = text.split_ascii_whitespace();
        let (Some(method), Some(target), None) = (words.next(), words.next(), words.next()) else {
            return Err(PatternError::Parts(text.to_owned()));
        };
        Self::new(method, target)
    }
}

impl Pattern {
    pub(crate) fn new(method: &str, target: &str) -> Result<Self, PatternError> {
        if method != "*" && !METHODS.contains(&method) {
            return Err(PatternError::Method(method.to_owned()));
        }
        if !target.starts_with('/') {
            return Err(PatternError::Path(target.to_owned()));
        }
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.into())),
            None => (target, None),
        };
        Ok(Self {
            method: method.into(),
            path: path.into(),
            query,
        })
    }

    pub(crate) fn matches(&self, request: &Recorded) -> bool {
        (&*self.method == "*" || *self.method == *request.method)
            && self
                .query
                .as_deref()
                .is_none_or(|query| matches_query(query, request.query()))
            && self.matches_path(request.path())
    }

    fn matches_path(&self, path: &str) -> bool {
        let (mut wanted, mut asked) = (self.path.split('/'), path.split('/'));
        loop {
            match (wanted.next(), asked.next()) {
                (None, None) => return true,
                (Some(wanted), Some(asked)) if wanted == asked || stands_for_any(wanted) => {}
                _ => return false,
            }
        }
    }
}

/// Compares the pairs, as they are written, in any order.
fn matches_query(wanted: &str, asked: &str) -> bool {
    let mut asked: Vec<&str> = asked.split('&').collect();
    // Those in braces come last, so that they take no other's place.
    let (any, exact): (Vec<&str>, Vec<&str>) = wanted
        .split('&')
        .partition(|pair| stands_for_any(split(pair).1));
    exact.iter().chain(&any).all(|wanted| {
        let place = asked.iter().position(|asked| same_pair(wanted, asked));
        place.map(|at| asked.swap_remove(at)).is_some()
    }) && asked.is_empty()
}

fn same_pair(wanted: &str, asked: &str) -> bool {
    let (name, value) = split(wanted);
    wanted == asked || (stands_for_any(value) && split(asked).0 == name)
}

fn split(pair: &str) -> (&str, &str) {
    pair.split_once('=').unwrap_or((pair, ""))
}

fn stands_for_any(text: &str) -> bool {
    text.starts_with('{') && text.ends_with('}')
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        match &self.query {
            Some(query) => write!(f, "?{query}"),
            None => Ok(()),
        }
    }
}
