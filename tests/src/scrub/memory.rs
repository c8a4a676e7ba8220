//! What stands for what: the same secret always gets the same placeholder.

use std::collections::HashMap;

use super::{forms, rule::Kind};

/// Shorter texts are replaced where a rule finds them and not elsewhere: too much would be meant.
pub(super) const SHORTEST: usize = 8;

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
    written: Vec<String>,
    base64: Vec<String>,
}

/// Tells nothing: secrets stand here.
impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.placeholder)
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
            written: forms::written(secret),
            base64: forms::base64(secret),
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
        self.numbers.insert(kind.name().to_owned(), number);
    }

    /// What of all that is known stands somewhere in a text.
    pub(super) fn among(&self, text: &str) -> Self {
        let escaped = text
            .lines()
            .filter(|line| line.contains(['%', '+']))
            .collect::<Vec<_>>();
        let stands = |entry: &&Entry| {
            entry.secret.len() >= SHORTEST
                && (entry
                    .written
                    .iter()
                    .chain(&entry.base64)
                    .any(|form| text.contains(form.as_str()))
                    || escaped
                        .iter()
                        .any(|line| forms::find_escaped(line, &entry.secret).is_some()))
        };
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
        let mut out = text.to_owned();
        let mut replaced = Vec::new();
        for entry in self
            .entries
            .iter()
            .filter(|entry| entry.secret.len() >= SHORTEST)
        {
            let before = out.clone();
            for form in &entry.written {
                if out.contains(form.as_str()) {
                    out = out.replace(form.as_str(), &entry.placeholder);
                }
            }
            let by = || entry.placeholder.clone();
            forms::replace_each(&mut out, |rest| {
                Some((forms::find_escaped(rest, &entry.secret)?, by()))
            });
            for form in &entry.base64 {
                forms::replace_each(&mut out, |rest| {
                    let at = rest.find(form.as_str())?;
                    Some((run(rest, at, form.len()), by()))
                });
            }
            if out != before {
                replaced.push((entry.kind.clone(), entry.placeholder.clone()));
            }
        }
        (out != text).then_some((out, replaced))
    }

    /// Everything that lets somebody in.
    pub(super) fn credentials(&self) -> impl Iterator<Item = (&Kind, &str)> {
        self.entries
            .iter()
            .filter(|entry| entry.kind.is_credential())
            .map(|entry| (&entry.kind, entry.secret.as_str()))
    }
}

/// The whole run of base64 around a piece of it. A slash ends it, for it ends a path's segment
/// more often than it is part of base64.
fn run(text: &str, at: usize, length: usize) -> std::ops::Range<usize> {
    let inside = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_');
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let after = rest.get(length..).unwrap_or_default();
    let start = at - before.chars().rev().take_while(inside).count();
    let mut end = at + length + after.chars().take_while(inside).count();
    end += text
        .get(end..)
        .unwrap_or_default()
        .chars()
        .take_while(|c| *c == '=')
        .count();
    start..end
}
