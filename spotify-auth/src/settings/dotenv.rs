//! Settings from the text of a `.env` file.

use std::{
    cell::Cell,
    io::{self, Read, Write as _},
    rc::Rc,
};

use spotify_core::Secret;

use super::{Settings, SourceProblem, Variables, read::Value};
use crate::SettingsError;

impl Settings {
    /// Reads the text of a `.env` file: a line for each variable, `NAME=value`.
    ///
    /// Values may stand in quotes; what follows ` #` is a comment. `$NAME` outside of single quotes
    /// stands for a variable further up or in the environment of the process. Of several
    /// variables of one name the last counts; letter case makes no difference. Variables of other
    /// programs are passed over.
    ///
    /// # Errors
    /// [`SettingsError::Source`] names the lines that are none of this, and has what the others
    /// say.
    pub fn from_dotenv_text(text: &str, variables: &Variables) -> Result<Self, SettingsError> {
        Self::read_dotenv(".env", text, variables)
    }

    pub(super) fn read_dotenv(
        place: &str,
        text: &str,
        variables: &Variables,
    ) -> Result<Self, SettingsError> {
        let File { lines, problems } = File::parse(text);
        Self::read(place, variables, problems, |name| {
            let mut lines = lines.iter().rev();
            let found = lines.find(|line| line.name.eq_ignore_ascii_case(name));
            Ok(found.map(|line| Value {
                text: line.value.clone(),
                line: Some(line.number),
            }))
        })
    }
}

/// What a `.env` file says, and where it makes no sense.
struct File {
    lines: Vec<Line>,
    problems: Vec<SourceProblem>,
}

struct Line {
    number: usize,
    name: String,
    value: Secret,
}

impl File {
    /// Reads all that makes sense; after a line that does not it goes on with the next.
    fn parse(text: &str) -> Self {
        let mut file = Self {
            lines: Vec::new(),
            problems: Vec::new(),
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // The parser takes a blank at the end of the last line for a value that goes on.
        let text = Secret::new([text, "\n"].concat());
        let mut cursor = Cursor {
            rest: text.expose().as_bytes(),
            number: 1,
        };
        while file.problems.len() < SourceProblem::MOST && file.parse_on(&mut cursor) {}
        file
    }

    /// Reads on to the end, or past the first line that makes no sense: then there may be more.
    fn parse_on(&mut self, cursor: &mut Cursor<'_>) -> bool {
        let total = cursor.rest.len();
        let read = Rc::new(Cell::new(0));
        let entries = dotenvy::Iter::new(ByLine {
            rest: cursor.rest,
            read: read.clone(),
        });
        for entry in entries {
            while cursor.is_blank() {
                cursor.skip_line();
            }
            let number = cursor.number;
            match entry {
                Ok((name, value)) => self.lines.push(Line {
                    number,
                    name,
                    value: Secret::new(value),
                }),
                // The error's own text has the line in it.
                Err(_) => {
                    let reason = "it is no `NAME=value`, or has a quote without its end or \
                                  letters that take single quotes around the value";
                    let problem = SourceProblem::new(reason).line(Some(number));
                    self.problems.push(problem);
                    cursor.skip_line();
                    return true;
                }
            }
            // As far as the parser has read: a value in quotes may have several lines.
            while total.saturating_sub(cursor.rest.len()) < read.get() {
                cursor.skip_line();
            }
        }
        false
    }
}

/// The lines to come.
struct Cursor<'a> {
    rest: &'a [u8],
    /// The number of the first of them.
    number: usize,
}

impl Cursor<'_> {
    /// Whether the next line is no entry.
    fn is_blank(&self) -> bool {
        let line = self.rest.split_inclusive(|byte| *byte == b'\n').next();
        let first = line.map(|line| line.trim_ascii_start().first());
        matches!(first, Some(None | Some(b'#')))
    }

    fn skip_line(&mut self) {
        match self.rest.iter().position(|byte| *byte == b'\n') {
            Some(end) => self.rest = self.rest.get(end + 1..).unwrap_or_default(),
            None => self.rest = &[],
        }
        self.number += 1;
    }
}

/// Gives one line at a time, so that it is known how far the parser has read.
struct ByLine<'a> {
    rest: &'a [u8],
    read: Rc<Cell<usize>>,
}

impl Read for ByLine<'_> {
    fn read(&mut self, mut buffer: &mut [u8]) -> io::Result<usize> {
        let line = self.rest.split_inclusive(|byte| *byte == b'\n').next();
        let count = buffer.write(line.unwrap_or_default())?;
        self.rest = self.rest.get(count..).unwrap_or_default();
        self.read.set(self.read.get() + count);
        Ok(count)
    }
}
