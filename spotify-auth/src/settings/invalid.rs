//! What is wrong with a source of settings, and what was right.

use std::{borrow::Cow, fmt};

use super::Settings;
use crate::SettingsError;

/// A source of settings could not be read, or not all of it.
///
/// Never shows a value: it could be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidSource {
    /// Which source it is: the path of a file, or what kind of source.
    pub place: Box<str>,
    /// What is wrong with it, from above; at least one, and the first few if there are many.
    pub problems: Vec<SourceProblem>,
    /// What could be read all the same.
    pub kept: Settings,
}

impl InvalidSource {
    pub(super) fn error(
        place: &str,
        problems: Vec<SourceProblem>,
        kept: Settings,
    ) -> SettingsError {
        SettingsError::Source(Box::new(Self {
            place: place.into(),
            problems,
            kept,
        }))
    }
}

/// One thing that is wrong with a source of settings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceProblem {
    /// The line, counted from 1, where the source has lines.
    pub line: Option<usize>,
    /// The name of the setting, where it is known.
    pub name: Option<Box<str>>,
    /// What is wrong.
    pub reason: Cow<'static, str>,
}

impl SourceProblem {
    /// So many problems of a source are told.
    #[cfg(feature = "settings")]
    pub(super) const MOST: usize = 16;

    pub(super) fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            line: None,
            name: None,
            reason: reason.into(),
        }
    }

    pub(super) fn line(mut self, line: Option<usize>) -> Self {
        self.line = line;
        self
    }

    pub(super) fn name(mut self, name: &str) -> Self {
        self.name = Some(name.into());
        self
    }
}

impl fmt::Display for SourceProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(name) = &self.name {
            write!(f, "{name}: ")?;
        }
        f.write_str(&self.reason)
    }
}

impl fmt::Display for InvalidSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)?;
        for (i, problem) in self.problems.iter().enumerate() {
            f.write_str(if i == 0 { ": " } else { "; " })?;
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidSource {}
