//! Which parts of a playlist are read.

use std::fmt;

use spotify_core::{Argument, BuildError, Escaper};

/// Which parts of an answer are wanted.
///
/// As text it is what Spotify takes: names with commas between them, dots before the parts of an
/// object, parentheses around those of an object or of the rows of a list, and `!` before what is
/// not wanted. It is looked at when the request is sent.
///
/// ```
/// use spotify_endpoints::Fields;
///
/// let item = Fields::new().field("name").nested("album", Fields::new().without("images"));
/// let fields = Fields::new().field("owner.id").nested("items.items", Fields::new().nested("item", item));
/// assert_eq!(fields, Fields::from("owner.id,items.items(item(name,album(!images)))"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Fields(String);

impl Fields {
    /// Begins with nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// Adds a field with all that is in it; dots lead into objects.
    #[must_use]
    pub fn field(self, name: &str) -> Self {
        self.add(&[name])
    }

    /// Adds parts of a field: of an object, or of the rows of a list.
    #[must_use]
    pub fn nested(self, name: &str, parts: Self) -> Self {
        self.add(&[name, "(", &parts.0, ")"])
    }

    /// Leaves a field out, and takes what stands beside it.
    #[must_use]
    pub fn without(self, name: &str) -> Self {
        self.add(&["!", name])
    }

    fn add(mut self, words: &[&str]) -> Self {
        if !self.0.is_empty() {
            self.0.push(',');
        }
        self.0.extend(words.iter().copied());
        self
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Refuses what is not written so.
    pub(super) fn check(&self, endpoint: &'static str) -> Result<(), BuildError> {
        self.problem().map_or(Ok(()), |problem| {
            let problem = format!("{problem}; write it as in name,owner.id,items(item(!album))");
            Err(BuildError::invalid(endpoint, "fields", problem))
        })
    }

    fn problem(&self) -> Option<String> {
        let (mut place, mut open) = (Place::Start, 0_usize);
        for (at, char) in self.0.chars().enumerate() {
            place = match (place, char) {
                (Place::Start, '!') => Place::Name { begun: false },
                (Place::Start | Place::Name { .. }, 'a'..='z' | 'A'..='Z' | '0'..='9' | '_') => {
                    Place::Name { begun: true }
                }
                (Place::Name { begun: true }, '.') => Place::Name { begun: false },
                (Place::Name { begun: true }, '(') => {
                    open += 1;
                    Place::Start
                }
                (Place::Name { begun: true } | Place::End, ',') => Place::Start,
                (Place::Name { begun: true } | Place::End, ')') if open > 0 => {
                    open -= 1;
                    Place::End
                }
                (_, other) => {
                    let problem = match other {
                        ')' if open == 0 => "closes what nothing has opened",
                        '!' => "belongs before a name",
                        '.' | '(' | ')' | ',' => "has no name before it",
                        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => "has no comma before it",
                        _ => "cannot be in it",
                    };
                    return Some(format!("character {}, {other:?}, {problem}", at + 1));
                }
            };
        }
        match place {
            _ if self.0.is_empty() => Some("it is empty".to_owned()),
            Place::Start | Place::Name { begun: false } => Some("it ends before a name".to_owned()),
            _ if open > 0 => Some("a parenthesis is not closed".to_owned()),
            _ => None,
        }
    }
}

/// Where in the text a check is.
#[derive(Clone, Copy)]
enum Place {
    /// Before a name and what excludes it.
    Start,
    /// In a name; or before one, as long as it is not begun.
    Name { begun: bool },
    /// Behind a closing parenthesis.
    End,
}

impl From<&str> for Fields {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Fields {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Argument for Fields {
    fn write(&self, out: &mut Escaper<'_>) {
        out.push(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn m27_what_spotify_takes_is_taken() {
        for text in [
            "name",
            "description,uri",
            "tracks.items(added_at,added_by.id)",
            "tracks.items(track(name,href,album(name,href)))",
            "items(item(name,album(!name,href))),total",
            "!items",
        ] {
            assert_eq!(Fields::from(text).problem(), None, "{text}");
        }
        let built = Fields::new()
            .field("total")
            .nested("items", Fields::new().without("track"));
        assert_eq!(
            (built.as_str(), built.problem()),
            ("total,items(!track)", None)
        );
    }

    #[test]
    fn m27_what_it_does_not_take_is_told_by_its_place() {
        let problems = [
            "",
            "name,",
            ",name",
            "a..b",
            "a.",
            "!",
            "a!",
            "!!a",
            "items(",
            "items(name",
            "items()",
            "(name)",
            "a)",
            "items(a))",
            "items(a)b",
            "items(a)(b)",
            "a b",
            "a&limit=1",
            "näme",
            "a\n",
        ]
        .map(|text| {
            let problem = Fields::from(text).problem().unwrap_or_default();
            format!("{text:?}: {problem}")
        });
        insta::assert_snapshot!(problems.join("\n"));
    }
}
