//! What was asked and not prepared, and what was prepared and not asked.

use std::{error::Error, fmt};

/// A request that no answer was prepared for.
///
/// It is the source of a [`TransportError`](crate::TransportError) whose kind is
/// [`Unprepared`](crate::TransportErrorKind::Unprepared). It tells no body: one may hold secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unexpected {
    /// Method, path and query of the request.
    pub asked: String,
    /// The answer that was next, where they are given in order.
    pub next: Option<String>,
    /// The answer that is for the same method and path, and in what the request differs from it.
    pub nearest: Option<String>,
    /// What answers are left for.
    pub left: Vec<String>,
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "asked for {}; ", self.asked)?;
        if let Some(next) = &self.next {
            write!(f, "next in order is {next}; ")?;
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "{nearest}; ")?;
        }
        f.write_str("answers left: ")?;
        if self.left.is_empty() {
            return f.write_str("none");
        }
        f.write_str(&self.left.join(", "))
    }
}

impl Error for Unexpected {}

/// Not all went as it was prepared; from [`Replay::finish`](super::Replay::finish).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unfinished {
    /// Answers that nobody asked for, by their patterns.
    pub unused: Vec<String>,
    /// Requests that no answer was prepared for.
    pub unexpected: Vec<Unexpected>,
}

impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unused = self
            .unused
            .iter()
            .map(|pattern| format!("never asked for: {pattern}"));
        let unexpected = self
            .unexpected
            .iter()
            .map(|other| format!("not prepared: {other}"));
        let lines: Vec<_> = unused.chain(unexpected).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl Error for Unfinished {}
