//! Secrets and persons out of fixtures, by rule.
//!
//! ```
//! use spotify_tests::{Fixture, Scrub};
//!
//! let mut fixture: Fixture = "\
//! spotify-fixture 1
//! > GET /v1/users/ada
//! > authorization: Bearer BQDhunter2hunter2
//! < 200
//! ".parse()?;
//! let replaced = Scrub::new().fixture(&mut fixture);
//! assert_eq!(replaced.len(), 2);
//! assert!(fixture.to_string().contains("> GET /v1/users/fixture-user-1\n"));
//! assert!(fixture.to_string().contains("> authorization: Bearer {access-token-1}\n"));
//! # Ok::<(), spotify_tests::FixtureError>(())
//! ```

use std::fmt;

use crate::fixture::Fixture;

mod forms;
mod known;
mod loose;
mod memory;
mod pass;
mod rule;
mod usual;
mod walk;

pub(crate) use known::{Finding, Known};
use memory::{Memory, SHORTEST};
use pass::Pass;
use rule::Finds;
pub use rule::{Field, Kind, Place, Rule};
#[cfg(feature = "insta")]
pub(crate) use usual::PLAYER;
use walk::{Leaf, What};

/// Rules, and what they have replaced so far.
///
/// The same secret gets the same placeholder for as long as one `Scrub` is used, so that what
/// belonged together still does. What a rule has found, if it has at least 8 bytes, is then
/// replaced wherever it stands: as it is, percent-encoded, in base64 or in hex.
#[derive(Debug, Clone)]
pub struct Scrub {
    rules: Vec<Rule>,
    memory: Memory,
}

/// Something that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replaced {
    /// Where it stood.
    pub place: String,
    /// The name of its kind.
    pub kind: String,
    /// What stands there now.
    pub placeholder: String,
}

impl fmt::Display for Replaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            kind,
            placeholder,
        } = self;
        write!(f, "{place}: {kind}, now {placeholder}")
    }
}

impl Default for Scrub {
    fn default() -> Self {
        Self::new()
    }
}

impl Scrub {
    /// The usual rules: tokens, credentials, cookies, codes, states and verifiers, client ids and
    /// secrets, e-mail addresses, user ids and names, cursors.
    #[must_use]
    pub fn new() -> Self {
        let rules = usual::rules();
        Self {
            rules,
            ..Self::empty()
        }
    }

    /// No rule at all.
    #[must_use]
    pub fn empty() -> Self {
        let memory = Memory::default();
        Self {
            rules: Vec::new(),
            memory,
        }
    }

    /// Adds a rule, which goes before those that are there.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        if let Finds::Literal(text, by) = &rule.finds {
            self.memory.add(rule.kind.clone(), text, by.clone());
        }
        self.rules.insert(0, rule);
        self
    }

    /// Leaves out the placeholders that a text has already, so that none comes to stand for two
    /// things; for files that were scrubbed before.
    pub fn reserve(&mut self, text: &str) {
        for rule in &self.rules {
            self.memory.reserve(&rule.kind, text);
        }
    }

    /// Replaces what a fixture must not have, and tells what it was.
    pub fn fixture(&mut self, fixture: &mut Fixture) -> Vec<Replaced> {
        let mut replaced = Vec::new();
        walk::fixture(fixture, &mut |leaf| self.by_rule(&leaf, &mut replaced));
        let mut all = String::new();
        walk::fixture(fixture, &mut |leaf| note(&leaf, &mut all));
        let known = self.memory.among(&all);
        if !known.is_empty() {
            walk::fixture(fixture, &mut |leaf| by_memory(&known, &leaf, &mut replaced));
        }
        self.told(replaced)
    }

    /// Learns what a fixture has, and leaves it.
    pub(crate) fn learn(&mut self, fixture: &Fixture) {
        let mut replaced = Vec::new();
        walk::fixture(&mut fixture.clone(), &mut |leaf| {
            if matches!(leaf.what, What::Binary) {
                self.binary(&leaf, &mut replaced);
            }
            self.by_rule(&leaf, &mut replaced)
        });
    }

    /// Does the same with a body that stands alone: JSON, whose layout stays as it is, a form, or
    /// any text.
    pub fn text(&mut self, text: &str) -> (String, Vec<Replaced>) {
        let (mut text, mut replaced) = (text.to_owned(), Vec::new());
        let at = "the body";
        walk::body(&mut text, false, at, &mut |leaf| {
            self.by_rule(&leaf, &mut replaced)
        });
        walk::body(&mut text, false, at, &mut |leaf| {
            by_memory(&self.memory, &leaf, &mut replaced)
        });
        (text, self.told(replaced))
    }

    /// The same without secrets in the places, where names in JSON stand.
    fn told(&self, mut replaced: Vec<Replaced>) -> Vec<Replaced> {
        for Replaced { place, .. } in &mut replaced {
            if let Some((told, _)) = self.memory.replace(place) {
                *place = told;
            }
        }
        replaced
    }

    /// What lets somebody in, of all that was found.
    pub(crate) fn credentials(&self) -> impl Iterator<Item = (&Kind, &str)> {
        self.memory.credentials()
    }

    /// What the rules find in bodies that are no text, where nothing can be replaced.
    pub(crate) fn in_binary(&mut self, fixture: &Fixture) -> Option<Finding> {
        let mut found = None;
        walk::fixture(&mut fixture.clone(), &mut |leaf| {
            let mut replaced = Vec::new();
            if matches!(leaf.what, What::Binary) {
                self.binary(&leaf, &mut replaced);
            }
            if let (None, Some(Replaced { kind, .. })) = (&found, replaced.pop()) {
                let place = leaf.at.to_owned();
                found = Some(Finding { place, kind });
            }
            None
        });
        found
    }

    /// Looks through what is left of a body that is no text: at all of it if that is JSON, and
    /// else at what people can read in it.
    fn binary(&mut self, leaf: &Leaf<'_>, replaced: &mut Vec<Replaced>) {
        let mut pass = Pass::new(self, leaf.at, replaced);
        if pass.json(leaf.text).is_some() {
            return;
        }
        let unreadable = |c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER;
        for run in leaf.text.split(unreadable) {
            if run.len() >= SHORTEST {
                pass.text(run);
            }
        }
    }

    fn by_rule(&mut self, leaf: &Leaf<'_>, replaced: &mut Vec<Replaced>) -> Option<String> {
        let mut pass = Pass::new(self, leaf.at, replaced);
        pass.leaf(leaf)
    }
}

/// Adds a text to all others.
fn note(leaf: &Leaf<'_>, all: &mut String) -> Option<String> {
    all.push_str(leaf.text);
    all.push('\n');
    None
}

fn by_memory(known: &Memory, leaf: &Leaf<'_>, replaced: &mut Vec<Replaced>) -> Option<String> {
    let (new, found) = match leaf.what {
        What::Binary => return None,
        // A number means something else more often than not.
        What::Number { .. } => known.replace_credentials(leaf.text)?,
        _ => known.replace(leaf.text)?,
    };
    replaced.extend(found.into_iter().map(|(kind, placeholder)| Replaced {
        place: leaf.at.to_owned(),
        kind: kind.name().to_owned(),
        placeholder,
    }));
    Some(new)
}
