//! Secrets that must never be written, and the search for them.

use super::{
    forms::{self, Form},
    memory::SHORTEST,
    walk,
};
use crate::fixture::Fixture;

/// Secrets that are known.
#[derive(Clone, Default)]
pub(crate) struct Known(Vec<Secret>);

#[derive(Clone)]
struct Secret {
    kind: String,
    text: String,
    forms: Vec<Form>,
}

/// Where a secret was found, and of what kind it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) place: String,
    pub(crate) kind: String,
}

impl Known {
    /// Adds one; one that is too short to be told from other text is looked for as it is only.
    pub(crate) fn add(&mut self, kind: &str, text: &str) {
        if text.is_empty() || self.0.iter().any(|known| known.text == text) {
            return;
        }
        let mut all = vec![text.to_owned()];
        if text.len() >= SHORTEST {
            let hex = forms::hex(text);
            all.extend(forms::base64_escaped(text));
            all.extend([hex.to_uppercase(), hex]);
        }
        self.0.push(Secret {
            kind: kind.to_owned(),
            text: text.to_owned(),
            forms: Form::all(all),
        });
    }

    /// Adds one that was seen, if it is long enough to be told from other text.
    pub(crate) fn see(&mut self, kind: &str, text: &str) {
        if text.len() >= SHORTEST {
            self.add(kind, text);
        }
    }

    /// Looks for all of them in a text.
    fn kind_in(&self, text: &str) -> Option<&str> {
        let views = forms::views(text);
        let found = self.0.iter().find(|secret| {
            let form = |form: &Form| views.iter().any(|view| form.find(view).is_some());
            secret.forms.iter().any(form)
        });
        found.map(|secret| secret.kind.as_str())
    }

    /// A place without the names on the way to it, if a secret is one of them.
    fn told(&self, place: &str) -> String {
        match place.split_once(" /") {
            Some((body, _)) if self.kind_in(place).is_some() => body.to_owned(),
            _ => place.to_owned(),
        }
    }

    /// Looks for all of them in the name of a file.
    pub(crate) fn in_name(&self, name: &str) -> Option<Finding> {
        let kind = self.kind_in(name)?.to_owned();
        let place = "the name of the file".to_owned();
        Some(Finding { place, kind })
    }

    /// Looks for all of them in every text of a fixture, and then in what would be written.
    pub(crate) fn in_fixture(&self, fixture: &Fixture) -> Option<Finding> {
        let mut found = None;
        let mut all = fixture.to_string();
        walk::fixture(&mut fixture.clone(), &mut |leaf| {
            all.push('\n');
            all.push_str(leaf.text);
            None
        });
        // Usually there is nothing, and no need to look where.
        let kind = self.kind_in(&all)?;
        walk::fixture(&mut fixture.clone(), &mut |leaf| {
            if found.is_none()
                && let Some(kind) = self.kind_in(leaf.text)
            {
                let (place, kind) = (self.told(leaf.at), kind.to_owned());
                found = Some(Finding { place, kind });
            }
            None
        });
        let (place, kind) = ("the file".to_owned(), kind.to_owned());
        found.or(Some(Finding { place, kind }))
    }
}

/// Tells how many there are, and none of them.
impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} secrets", self.0.len())
    }
}
