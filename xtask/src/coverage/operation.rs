//! An operation as somebody describes it: we, the catalogue, or an OpenAPI description.

use std::fmt;

/// An operation. What a description does not tell is `None`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Operation {
    /// What to call it: the type of our request, or Spotify's name.
    pub(super) name: String,
    /// Spotify's name, such as `get-an-album`.
    pub(super) reference: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) area: Option<String>,
    /// Whose token it takes, and whether the user must have Premium.
    pub(super) token: Option<String>,
    pub(super) scopes: Vec<String>,
    /// How many of the scopes it takes.
    pub(super) scope_mode: Option<String>,
    /// Which apps may call it.
    pub(super) apps: Option<String>,
    pub(super) deprecated: bool,
    /// Since when it is deprecated.
    pub(super) since: Option<String>,
    /// What to use instead.
    pub(super) instead: Option<String>,
    pub(super) parameters: Vec<Parameter>,
    /// The statuses of an answer that is no error.
    pub(super) success: Option<Vec<u16>>,
}

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parameter {
    /// `path`, `query` or `body`.
    pub(super) place: String,
    pub(super) name: String,
    /// What it is; one of these where the description leaves it open.
    pub(super) kinds: Vec<String>,
    pub(super) required: bool,
    pub(super) range: Option<String>,
}

/// What stands for a fact that does not hold of an operation, such as a range without ends.
pub(super) const NONE: &str = "none";

impl Operation {
    /// What identifies it.
    pub(super) fn key(&self) -> (&str, &str) {
        (&self.method, &self.reference)
    }

    /// Its method and path.
    pub(super) fn request(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Its facts but for the parameters, each with its name.
    pub(super) fn facts(&self) -> Vec<(&'static str, Option<String>)> {
        let mut scopes = self.scopes.clone();
        scopes.sort_unstable();
        let deprecated = match self.deprecated {
            true => "deprecated",
            false => "not deprecated",
        };
        let success = self.success.as_ref().map(|statuses| {
            let texts: Vec<String> = statuses.iter().map(u16::to_string).collect();
            texts.join(", ")
        });
        vec![
            ("reference", Some(self.reference.clone())),
            ("area", self.area.clone()),
            ("path", Some(self.path.clone())),
            ("token", self.token.clone()),
            ("scopes", Some(or_none(scopes.join(", ")))),
            ("scope mode", self.mode()),
            ("apps", self.apps.clone()),
            ("deprecation", Some(deprecated.to_owned())),
            ("since", self.since.clone()),
            ("instead", self.instead.clone()),
            ("success", success),
        ]
    }

    /// The mode, with the first scope where that is not like the others.
    fn mode(&self) -> Option<String> {
        let mode = self.scope_mode.as_ref()?;
        let first = self.scopes.first().filter(|_| mode.starts_with("first"));
        Some(first.map_or_else(|| mode.clone(), |first| format!("{mode}: {first}")))
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let need = if self.required {
            "required"
        } else {
            "optional"
        };
        write!(f, "{need} {}", self.kinds.join(" or "))?;
        match &self.range {
            Some(range) if range != NONE => write!(f, " {range}"),
            _ => Ok(()),
        }
    }
}

/// Writes a range, as in `1..=50` and `1..=50 development 1..=10`.
pub(super) fn range(range: Option<(u64, u64)>, development: Option<(u64, u64)>) -> String {
    let text = |(min, max)| format!("{min}..={max}");
    match (range, development) {
        (None, _) => NONE.to_owned(),
        (Some(all), None) => text(all),
        (Some(all), Some(development)) => {
            format!("{} development {}", text(all), text(development))
        }
    }
}

/// A text, or what stands for none.
pub(super) fn or_none(text: String) -> String {
    if text.is_empty() {
        NONE.to_owned()
    } else {
        text
    }
}
