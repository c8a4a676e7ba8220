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

use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::fixture::Fixture;

mod forms;
mod known;
mod memory;
mod rule;
mod usual;
mod walk;

pub(crate) use known::{Finding, Known};
use memory::Memory;
pub use rule::{Field, Kind, Place, Rule};
use rule::{Finds, is_placeholder};
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

    fn by_rule(&mut self, leaf: &Leaf<'_>, replaced: &mut Vec<Replaced>) -> Option<String> {
        let at = leaf.at;
        let mut pass = Pass {
            scrub: self,
            at,
            replaced,
        };
        match leaf.what {
            What::Target => pass.url(leaf.text),
            What::Header("authorization") => pass.authorization(leaf.text),
            What::Header("cookie") => pass.cookies(leaf.text),
            What::Header("set-cookie") => pass.set_cookie(leaf.text),
            What::Header(name) => pass.value(Place::Header, name, leaf.text),
            What::Json {
                name,
                object,
                parent,
            } => {
                let value = leaf.text;
                let place = Place::Json;
                pass.field(Field {
                    place,
                    name,
                    value,
                    object,
                    parent,
                })
            }
            What::Form => pass.pairs(leaf.text, Place::Form),
            What::Text => pass.parts(leaf.text),
            What::Binary => None,
        }
    }
}

/// Adds a text to all others.
fn note(leaf: &Leaf<'_>, all: &mut String) -> Option<String> {
    all.push_str(leaf.text);
    all.push('\n');
    None
}

fn by_memory(known: &Memory, leaf: &Leaf<'_>, replaced: &mut Vec<Replaced>) -> Option<String> {
    if matches!(leaf.what, What::Binary) {
        return None;
    }
    let (new, found) = known.replace(leaf.text)?;
    replaced.extend(found.into_iter().map(|(kind, placeholder)| Replaced {
        place: leaf.at.to_owned(),
        kind: kind.name().to_owned(),
        placeholder,
    }));
    Some(new)
}

/// The rules at work on one text.
struct Pass<'a> {
    scrub: &'a mut Scrub,
    at: &'a str,
    replaced: &'a mut Vec<Replaced>,
}

impl Pass<'_> {
    fn value(&mut self, place: Place, name: &str, value: &str) -> Option<String> {
        let (object, parent) = ("", "");
        self.field(Field {
            place,
            name,
            value,
            object,
            parent,
        })
    }

    /// A whole value, or else what it is made of.
    fn field(&mut self, field: Field<'_>) -> Option<String> {
        let value = field.value;
        if value.is_empty() || is_placeholder(value) {
            return None;
        }
        let rule = self.scrub.rules.iter().find(|rule| match &rule.finds {
            Finds::Whole(when) => when(&field),
            Finds::Part(_) | Finds::Literal(..) => false,
        });
        if let Some(rule) = rule {
            let kind = rule.kind.clone();
            return Some(self.put(&kind, value));
        }
        if value.starts_with("https://") || value.starts_with("http://") {
            return self.url(value);
        }
        if value.starts_with("spotify:") {
            return self.segments(value, ':');
        }
        self.parts(value)
    }

    fn put(&mut self, kind: &Kind, secret: &str) -> String {
        let placeholder = self.scrub.memory.placeholder(kind, secret);
        self.replaced.push(Replaced {
            place: self.at.to_owned(),
            kind: kind.name().to_owned(),
            placeholder: placeholder.clone(),
        });
        placeholder
    }

    /// Parts of a text that are known by their looks.
    fn parts(&mut self, text: &str) -> Option<String> {
        let finds = |rule: &Rule| matches!(rule.finds, Finds::Part(find) if find(text).is_some());
        if !self.scrub.rules.iter().any(finds) {
            return None;
        }
        let mut out = text.to_owned();
        let rules = self.scrub.rules.clone();
        for rule in &rules {
            let Finds::Part(find) = rule.finds else {
                continue;
            };
            forms::replace_each(&mut out, |rest| {
                let range = find(rest)?;
                let found = rest.get(range.clone())?;
                let by = if is_placeholder(found) {
                    found.to_owned()
                } else {
                    self.put(&rule.kind, found)
                };
                Some((range, by))
            });
        }
        (out != text).then_some(out)
    }

    fn url(&mut self, url: &str) -> Option<String> {
        let (rest, fragment) = split(url, '#');
        let (path, query) = split(rest, '?');
        let path = self.segments(path, '/').unwrap_or_else(|| path.to_owned());
        let mut out = path;
        for (mark, pairs) in [('?', query), ('#', fragment)] {
            if let Some(pairs) = pairs {
                out.push(mark);
                out += &self
                    .pairs(pairs, Place::Query)
                    .unwrap_or_else(|| pairs.to_owned());
            }
        }
        (out != url).then_some(out)
    }

    fn segments(&mut self, path: &str, mark: char) -> Option<String> {
        let mut before = String::new();
        let segments = path.split(mark).map(|raw| {
            let segment = forms::decode(raw).into_owned();
            let new = self.value(Place::Path, &before, &segment);
            before = segment;
            new.map_or_else(|| raw.to_owned(), |new| forms::encode(&new))
        });
        let out = segments.collect::<Vec<_>>().join(&mark.to_string());
        (out != path).then_some(out)
    }

    fn pairs(&mut self, text: &str, place: Place) -> Option<String> {
        let pairs = text.split('&').map(|pair| {
            let (name, raw) = pair.split_once('=').unwrap_or(("", pair));
            let value = forms::decode_pair(raw);
            match self.value(place, &forms::decode_pair(name), &value) {
                Some(new) if name.is_empty() => forms::encode(&new),
                Some(new) => format!("{name}={}", forms::encode(&new)),
                None => pair.to_owned(),
            }
        });
        let out = pairs.collect::<Vec<_>>().join("&");
        (out != text).then_some(out)
    }

    fn authorization(&mut self, text: &str) -> Option<String> {
        let (scheme, credentials) = text.split_once(' ').unwrap_or(("", text));
        let name = scheme.to_ascii_lowercase();
        let new = self.value(Place::Credentials, &name, credentials)?;
        // What is known by its two halves is known everywhere.
        if let ("basic", Ok(pair)) = (&*name, BASE64_STANDARD.decode(credentials))
            && let Ok(pair) = String::from_utf8(pair)
            && let Some((id, secret)) = pair.split_once(':')
        {
            for (name, half) in [("client_id", id), ("client_secret", secret)] {
                self.value(Place::Form, name, half);
            }
        }
        let space = if scheme.is_empty() { "" } else { " " };
        Some(format!("{scheme}{space}{new}"))
    }

    fn cookies(&mut self, text: &str) -> Option<String> {
        let cookies = text.split(';').map(|cookie| {
            let (name, value) = cookie.split_once('=').unwrap_or(("", cookie));
            match self.value(Place::Cookie, name.trim(), value.trim()) {
                Some(new) => format!("{name}={new}"),
                None => cookie.to_owned(),
            }
        });
        let out = cookies.collect::<Vec<_>>().join(";");
        (out != text).then_some(out)
    }

    fn set_cookie(&mut self, text: &str) -> Option<String> {
        let (cookie, attributes) = split(text, ';');
        let new = self.cookies(cookie)?;
        Some(match attributes {
            Some(attributes) => format!("{new};{attributes}"),
            None => new,
        })
    }
}

fn split(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}
