//! The table of all operations that the tests go through.

use crate::{
    error::Result,
    source::{File, Token},
};

const FOLDER: &str = "spotify-endpoints/tests/support/table/";

/// One `visit.visit(least, most, &["area/fixture"])`.
pub(super) struct Entry<'a> {
    /// Where it is.
    pub(super) file: &'a File,
    /// The fixtures, each with its line.
    pub(super) fixtures: Vec<(&'a str, usize)>,
    words: Vec<&'a str>,
}

impl Entry<'_> {
    /// Whether it is the entry of an operation.
    pub(super) fn is_of(&self, name: &str) -> bool {
        self.words.contains(&name)
    }
}

/// Reads all entries.
pub(super) fn read(files: &[File]) -> Result<Vec<Entry<'_>>> {
    let mut entries = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with(FOLDER)) {
        let tokens = file.tokens()?;
        for at in 0..tokens.len() {
            let rest = tokens.get(at..).unwrap_or_default();
            let call = ["visit", ".", "visit", "("];
            if rest.iter().map(text).take(call.len()).eq(call) {
                let rest = rest.get(call.len()..).unwrap_or_default();
                entries.push(entry(file, rest));
            }
        }
    }
    Ok(entries)
}

/// Reads three arguments, up to the bracket that closes them.
fn entry<'a>(file: &'a File, rest: &'a [Token]) -> Entry<'a> {
    let (mut depth, mut argument) = (0_usize, 0);
    let mut entry = Entry {
        file,
        fixtures: Vec::new(),
        words: Vec::new(),
    };
    for token in rest {
        match text(token) {
            "(" | "[" | "{" => depth += 1,
            ")" if depth == 0 => break,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "," if depth == 0 => argument += 1,
            name if argument == 2 && token.literal => {
                entry.fixtures.push((name.trim_matches('"'), token.line));
            }
            word if argument < 2 && !token.literal => entry.words.push(word),
            _ => {}
        }
    }
    entry
}

fn text(token: &Token) -> &str {
    &token.text
}
