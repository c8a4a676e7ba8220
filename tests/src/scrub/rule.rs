//! What is to be replaced, and by what.

use std::{borrow::Cow, fmt, ops::Range, sync::Arc};

/// A kind of thing that must not stand in a file; it decides what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    name: Cow<'static, str>,
    form: Form,
    credential: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Braces,
    Id,
    Email,
    Cursor,
}

impl Kind {
    /// Something whose form does not matter, such as a token: `{name-1}`, `{name-2}`.
    ///
    /// In a replayed request braces stand for anything. The name is of small letters and hyphens.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self::of(name.into(), Form::Braces)
    }

    /// Something that is still to be read as an id: `fixture-name-1`.
    #[must_use]
    pub fn id(name: impl Into<Cow<'static, str>>) -> Self {
        Self::of(name.into(), Form::Id)
    }

    /// An address: `fixture-1@example.com`.
    #[must_use]
    pub fn email() -> Self {
        Self::of("e-mail".into(), Form::Email)
    }

    /// A place in a listing: digits stay digits, and the length stays as it is.
    #[must_use]
    pub fn cursor() -> Self {
        Self::of("cursor".into(), Form::Cursor)
    }

    /// As [`new`](Self::new), for what lets somebody in: a recorder that saw one never writes it.
    #[must_use]
    pub fn credential(name: impl Into<Cow<'static, str>>) -> Self {
        let kind = Self::new(name);
        Self {
            credential: true,
            ..kind
        }
    }

    const fn of(name: Cow<'static, str>, form: Form) -> Self {
        Self {
            name,
            form,
            credential: false,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_cursor(&self) -> bool {
        self.form == Form::Cursor
    }

    pub(super) const fn is_credential(&self) -> bool {
        self.credential
    }

    pub(super) fn placeholder(&self, number: usize, secret: &str) -> String {
        let (name, width) = (&self.name, secret.len());
        match self.form {
            Form::Id => format!("fixture-{name}-{number}"),
            Form::Email => format!("fixture-{number}@example.com"),
            Form::Cursor if width > 7 && secret.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("9{number:0width$}", width = width - 1)
            }
            Form::Cursor
                if width > 11 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
            {
                format!("cursor{number:0width$}", width = width - 6)
            }
            Form::Cursor | Form::Braces => format!("{{{name}-{number}}}"),
        }
    }
}

/// Whether a text stands for something already: one of the forms of [`Kind::placeholder`].
pub(super) fn is_placeholder(text: &str) -> bool {
    let numbered = |text: &str| {
        text.rsplit_once('-').is_some_and(|(name, number)| {
            let inside =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
            begins && name.bytes().all(inside) && is_number(number)
        })
    };
    if let Some(braced) = braced(text) {
        return numbered(braced);
    }
    if let Some(rest) = text.strip_prefix("fixture-") {
        let number = rest.strip_suffix("@example.com");
        return number.map_or_else(|| numbered(rest), is_number);
    }
    cursor_number(text).is_some()
}

/// Whether somebody wrote it to stand for anything: `{any}`.
pub(super) fn is_by_hand(text: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || "_- ".contains(c);
    braced(text).is_some_and(|name| name.chars().all(inside))
}

fn braced(text: &str) -> Option<&str> {
    text.strip_prefix('{')?.strip_suffix('}')
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number of a cursor that stands for another.
pub(super) fn cursor_number(text: &str) -> Option<usize> {
    let digits = match text.strip_prefix("cursor") {
        Some(digits) => digits.starts_with('0').then_some(digits)?,
        None => text.strip_prefix("900").filter(|rest| rest.len() > 4)?,
    };
    let number = digits.trim_start_matches('0');
    let is_ours = is_number(digits) && digits.len() > 4 && number.len() < 7;
    is_ours.then(|| number.parse().unwrap_or_default())
}

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A header, by its name in small letters.
    Header,
    /// What stands behind the scheme in an `authorization` header; the name is the scheme, in
    /// small letters.
    Credentials,
    /// A cookie, by its name, in either direction.
    Cookie,
    /// A segment of a path or of a Spotify URI; the name is the segment before it.
    Path,
    /// A parameter of a URL, behind `?` or `#`.
    Query,
    /// A field of a form.
    Form,
    /// A text in JSON, by its name.
    Json,
}

/// A value, and what is known of it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Field<'a> {
    /// Where it stands.
    pub place: Place,
    /// What it is called there.
    pub name: &'a str,
    /// The value, without escapes.
    pub value: &'a str,
    /// In JSON: the `type` of the object that it is part of; in a query: the parameter `type`; or
    /// nothing.
    pub object: &'a str,
    /// In JSON: what that object is called in its own parent; in a query: the path before it; or
    /// nothing.
    pub parent: &'a str,
}

/// What is to be replaced, and by what.
///
/// ```
/// use spotify_tests::{Kind, Place, Rule, Scrub};
///
/// let device = Rule::named(Kind::id("device"), &["device_id"]);
/// let session = Rule::when(Kind::new("session"), |field| {
///     field.place == Place::Header && field.name == "x-session"
/// });
/// let mut scrub = Scrub::new().rule(device).rule(session);
/// let (text, _) = scrub.text(r#"{"device_id": "ab12"}"#);
/// assert_eq!(text, r#"{"device_id": "fixture-device-1"}"#);
/// ```
#[derive(Clone)]
pub struct Rule {
    pub(super) kind: Kind,
    pub(super) finds: Finds,
}

type When = Arc<dyn Fn(&Field<'_>) -> bool + Send + Sync>;

#[derive(Clone)]
pub(super) enum Finds {
    Whole(When),
    Part(fn(&str) -> Option<Range<usize>>),
    Literal(String, String),
}

impl Rule {
    /// Replaces the values that a condition holds for.
    #[must_use]
    pub fn when(
        kind: Kind,
        condition: impl Fn(&Field<'_>) -> bool + Send + Sync + 'static,
    ) -> Self {
        let finds = Finds::Whole(Arc::new(condition));
        Self { kind, finds }
    }

    /// Replaces parameters, fields of forms and texts in JSON by their names.
    #[must_use]
    pub fn named(kind: Kind, names: &'static [&'static str]) -> Self {
        Self::when(kind, move |field| {
            matches!(field.place, Place::Query | Place::Form | Place::Json)
                && names.contains(&field.name)
        })
    }

    /// Replaces a header by its name in small letters.
    #[must_use]
    pub fn header(kind: Kind, name: &'static str) -> Self {
        Self::when(kind, move |field| {
            field.place == Place::Header && field.name == name
        })
    }

    /// Replaces the segment of a path that stands behind another: the `ada` of `/users/ada`, and
    /// of `spotify:user:ada`.
    #[must_use]
    pub fn behind(kind: Kind, segments: &'static [&'static str]) -> Self {
        Self::when(kind, move |field| {
            field.place == Place::Path && segments.contains(&field.name)
        })
    }

    /// Replaces part of any text, for as long as it finds one.
    #[must_use]
    pub fn part(kind: Kind, find: fn(&str) -> Option<Range<usize>>) -> Self {
        let finds = Finds::Part(find);
        Self { kind, finds }
    }

    /// Replaces a text of at least 8 bytes by another, wherever it stands and however it is
    /// encoded: the address of a server of your own, say.
    #[must_use]
    pub fn literal(text: impl Into<String>, by: impl Into<String>) -> Self {
        let finds = Finds::Literal(text.into(), by.into());
        Self {
            kind: Kind::new(super::memory::LITERAL),
            finds,
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
