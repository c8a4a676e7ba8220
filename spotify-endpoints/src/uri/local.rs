//! URIs of files on a user's own device, which Spotify knows by their tags only.

use std::{borrow::Cow, fmt, time::Duration};

use percent_encoding::percent_decode_str;

use crate::{id::Problem, model::Text};

const PREFIX: &str = "spotify:local:";

/// `spotify:local:<artist>:<album>:<title>:<seconds>`, where each part may be empty.
///
/// The text is kept as it came; the methods undo its encoding. It cannot be played or saved
/// through the Web API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalUri(Text);

impl LocalUri {
    /// The artist; empty if the file does not tell.
    #[must_use]
    pub fn artist(&self) -> Cow<'_, str> {
        self.part(0)
    }

    /// The album; empty if the file does not tell.
    #[must_use]
    pub fn album(&self) -> Cow<'_, str> {
        self.part(1)
    }

    /// The title; empty if the file does not tell.
    #[must_use]
    pub fn title(&self) -> Cow<'_, str> {
        self.part(2)
    }

    /// The duration, in whole seconds.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        self.part(3).parse().ok().map(Duration::from_secs)
    }

    /// The URI, encoded as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn behind_prefix(rest: &str) -> Result<Self, Problem> {
        if rest.split(':').count() != 4 || rest.chars().any(char::is_control) {
            return Err(Problem::Local);
        }
        Ok(Self([PREFIX, rest].concat().into()))
    }

    /// Undoes the encoding of one part, in which `+` stands for a blank.
    fn part(&self, index: usize) -> Cow<'_, str> {
        let rest = self.0.strip_prefix(PREFIX).unwrap_or_default();
        let part = rest.split(':').nth(index).unwrap_or_default();
        if !part.contains(['+', '%']) {
            return part.into();
        }
        let blanks = part.replace('+', " ");
        percent_decode_str(&blanks)
            .decode_utf8_lossy()
            .into_owned()
            .into()
    }
}

impl fmt::Display for LocalUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
