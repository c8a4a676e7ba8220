//! What stands for what: the same secret always gets the same placeholder.

use std::{collections::HashMap, ops::Range};

use super::{
    forms::{self, Form},
    rule::{Kind, cursor_number},
};

/// Shorter texts are replaced where a rule finds them and not elsewhere: too much would be meant.
pub(super) const SHORTEST: usize = 8;

/// The kind of what [`Rule::literal`](super::Rule::literal) names.
pub(super) const LITERAL: &str = "literal";

/// Words of the API that a person can be called as well: segments of paths, types, members.
const FIXED: [&str; 34] = [
    "accounts",
    "added_by",
    "audio-analysis",
    "audio-features",
    "audiobook",
    "audiobooks",
    "authorize",
    "available-genre-seeds",
    "available_markets",
    "categories",
    "chapters",
    "collection",
    "contains",
    "currently-playing",
    "description",
    "display_name",
    "episodes",
    "external_ids",
    "external_urls",
    "featured-playlists",
    "followers",
    "following",
    "new-releases",
    "playlist",
    "playlists",
    "popularity",
    "previous",
    "recently-played",
    "recommendations",
    "related-artists",
    "snapshot_id",
    "spotify.com",
    "top-tracks",
    "track_number",
];

/// What was found so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    entries: Vec<Entry>,
    numbers: HashMap<String, usize>,
}

#[derive(Clone)]
struct Entry {
    kind: Kind,
    secret: String,
    placeholder: String,
    /// Made once, for every text is searched for them.
    written: Vec<Form>,
    base64: Vec<Form>,
}

/// Tells nothing: secrets stand here.
impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.placeholder)
    }
}

impl Entry {
    /// Whether it is replaced within words and in requests: a person can be called like
    /// something else, a token cannot.
    fn is_strict(&self) -> bool {
        self.kind.is_credential() || self.kind.name() == LITERAL
    }

    fn is_looked_for(&self) -> bool {
        let is_fixed = !self.is_strict() && FIXED.contains(&self.secret.as_str());
        self.secret.len() >= SHORTEST && !is_fixed
    }

    fn stands_in(&self, text: &str) -> bool {
        let mut forms = self.written.iter().chain(&self.base64);
        forms.any(|form| form.find(text).is_some())
            || forms::find_escaped(text, &self.secret).is_some()
    }
}

impl Memory {
    /// What stands for a text, from now on wherever it is found.
    pub(super) fn placeholder(&mut self, kind: &Kind, secret: &str) -> String {
        let known = self.entries.iter().find(|entry| entry.secret == secret);
        if let Some(entry) = known {
            return entry.placeholder.clone();
        }
        let number = self.numbers.entry(kind.name().to_owned()).or_default();
        *number += 1;
        let placeholder = kind.placeholder(*number, secret);
        self.add(kind.clone(), secret, placeholder.clone());
        placeholder
    }

    pub(super) fn add(&mut self, kind: Kind, secret: &str, placeholder: String) {
        self.entries.push(Entry {
            kind,
            secret: secret.to_owned(),
            placeholder,
            written: Form::all(forms::written(secret)),
            base64: Form::all(forms::base64_escaped(secret)),
        });
        // What is part of another one must not be replaced before it.
        self.entries
            .sort_by_key(|entry| std::cmp::Reverse(entry.secret.len()));
    }

    /// Leaves out the numbers that a text uses already.
    pub(super) fn reserve(&mut self, kind: &Kind, text: &str) {
        let mut number = self.numbers.get(kind.name()).copied().unwrap_or_default();
        // Numbers are given one after the other, but a file of them may have been removed.
        for next in number + 1..number + 1000 {
            if text.contains(&kind.placeholder(next, "")) {
                number = next;
            }
        }
        if kind.is_cursor() {
            let words = text.split(|c: char| !c.is_ascii_alphanumeric());
            number = words.filter_map(cursor_number).fold(number, usize::max);
        }
        self.numbers.insert(kind.name().to_owned(), number);
    }

    /// What of all that is known stands somewhere in a text.
    pub(super) fn among(&self, text: &str) -> Self {
        let stands = |entry: &&Entry| entry.is_looked_for() && entry.stands_in(text);
        let entries = self.entries.iter().filter(stands).cloned().collect();
        Self {
            entries,
            numbers: HashMap::new(),
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Replaces everything that is known, in each of its forms; and tells what, and by what.
    pub(super) fn replace(&self, text: &str) -> Option<(String, Vec<(Kind, String)>)> {
        replace(text, self.entries.iter())
    }

    /// Replaces what lets somebody in, and what somebody wants to be replaced everywhere.
    pub(super) fn replace_credentials(&self, text: &str) -> Option<(String, Vec<(Kind, String)>)> {
        let strict = self.entries.iter().filter(|entry| entry.is_strict());
        replace(text, strict)
    }

    /// Everything that lets somebody in.
    pub(super) fn credentials(&self) -> impl Iterator<Item = (&Kind, &str)> {
        self.entries
            .iter()
            .filter(|entry| entry.kind.is_credential())
            .map(|entry| (&entry.kind, entry.secret.as_str()))
    }
}

fn replace<'a>(
    text: &str,
    entries: impl Iterator<Item = &'a Entry>,
) -> Option<(String, Vec<(Kind, String)>)> {
    let mut out = text.to_owned();
    let mut replaced = Vec::new();
    for entry in entries.filter(|entry| entry.is_looked_for()) {
        if !entry.stands_in(&out) {
            continue;
        }
        let before = out.clone();
        let by = || entry.placeholder.clone();
        for form in &entry.written {
            if entry.is_strict() {
                forms::replace_each(&mut out, |rest| Some((form.find(rest)?, by())));
            } else {
                replace_words(&mut out, form, &entry.placeholder);
            }
        }
        forms::replace_each(&mut out, |rest| {
            Some((forms::find_escaped(rest, &entry.secret)?, by()))
        });
        for form in &entry.base64 {
            forms::replace_each(&mut out, |rest| Some((run(rest, form.find(rest)?), by())));
        }
        if out != before {
            replaced.push((entry.kind.clone(), entry.placeholder.clone()));
        }
    }
    (out != text).then_some((out, replaced))
}

/// Replaces a text where it is not part of a word.
fn replace_words(text: &mut String, word: &Form, by: &str) {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| word.find(rest)) {
        let (start, end) = (at + found.start, at + found.end);
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        at = end;
        if (!before.ends_with(inside) || ends_in_escape(before)) && !after.starts_with(inside) {
            text.replace_range(start..end, by);
            at = start + by.len();
        }
    }
}

/// Whether a text ends in an escaped byte, such as the comma of `a%2Cb`: its digits are no letters.
fn ends_in_escape(text: &str) -> bool {
    match text.as_bytes() {
        [.., b'%', first, second] => first.is_ascii_hexdigit() && second.is_ascii_hexdigit(),
        _ => false,
    }
}

/// The whole run of base64 around a piece of it. A slash ends it, for it ends a path's segment
/// more often than it is part of base64.
fn run(text: &str, piece: Range<usize>) -> Range<usize> {
    let inside = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_');
    let before = text.get(..piece.start).unwrap_or_default();
    let after = text.get(piece.end..).unwrap_or_default();
    let start = piece.start - before.chars().rev().take_while(inside).count();
    let mut end = piece.end + after.chars().take_while(inside).count();
    end += text
        .get(end..)
        .unwrap_or_default()
        .chars()
        .take_while(|c| *c == '=')
        .count();
    start..end
}
