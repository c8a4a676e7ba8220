//! The rules at work on one text: it is taken apart, and each part is shown to them.

use base64::{Engine as _, prelude::BASE64_STANDARD_NO_PAD};

use crate::fixture::json;

use super::{
    Replaced, Scrub, forms, loose,
    rule::{Field, Finds, Kind, Place, Rule, is_by_hand, is_placeholder},
    walk::{self, Leaf, What},
};

/// How often something may stand within something else and still be taken apart.
const DEEPEST: usize = 12;

/// Shorter numbers let nobody in: `"code": 404`.
const SHORTEST_NUMBER: usize = 6;

/// The rules at work on one text.
pub(super) struct Pass<'a> {
    scrub: &'a mut Scrub,
    at: &'a str,
    replaced: &'a mut Vec<Replaced>,
    depth: usize,
}

impl<'a> Pass<'a> {
    pub(super) const fn new(
        scrub: &'a mut Scrub,
        at: &'a str,
        replaced: &'a mut Vec<Replaced>,
    ) -> Self {
        let depth = 0;
        Self {
            scrub,
            at,
            replaced,
            depth,
        }
    }

    pub(super) fn leaf(&mut self, leaf: &Leaf<'_>) -> Option<String> {
        let value = leaf.text;
        match leaf.what {
            What::Target => self.url(value),
            What::Header("authorization") => self.authorization(value),
            What::Header("cookie") => self.cookies(value),
            What::Header("set-cookie") => self.set_cookie(value),
            What::Header(name) => self.value(Place::Header, name, value),
            What::Json {
                name,
                object,
                parent,
            } => self.field(Field {
                place: Place::Json,
                name,
                value,
                object,
                parent,
            }),
            What::Number {
                name,
                object,
                parent,
            } => {
                let kind = self.rule(&Field {
                    place: Place::Json,
                    name,
                    value,
                    object,
                    parent,
                })?;
                let is_meant = !kind.is_credential() || value.len() >= SHORTEST_NUMBER;
                (is_meant && !is_placeholder(value)).then(|| self.put(&kind, value))
            }
            What::Form => self.pairs(value, Place::Form, ""),
            What::Text => self.text(value),
            What::Binary => None,
        }
    }

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

    /// What the first rule that holds for a whole value makes of it.
    fn rule(&self, field: &Field<'_>) -> Option<Kind> {
        let holds = |rule: &&Rule| match &rule.finds {
            Finds::Whole(when) => when(field),
            Finds::Part(_) | Finds::Literal(..) => false,
        };
        Some(self.scrub.rules.iter().find(holds)?.kind.clone())
    }

    /// A whole value, or else what it is made of.
    fn field(&mut self, field: Field<'_>) -> Option<String> {
        let value = field.value;
        if value.is_empty() || is_placeholder(value) {
            return None;
        }
        let kind = self.rule(&field);
        if is_by_hand(value) {
            // Where a credential belongs it may be one in braces.
            let kind = kind.filter(Kind::is_credential)?;
            return Some(self.put(&kind, value));
        }
        if let Some(kind) = kind {
            return Some(self.put(&kind, value));
        }
        if self.depth >= DEEPEST {
            return self.parts(value);
        }
        self.depth += 1;
        let new = self.within(value);
        self.depth -= 1;
        new
    }

    /// What stands in a value that is no secret as a whole.
    fn within(&mut self, value: &str) -> Option<String> {
        if let Some(new) = self.json(value) {
            return (new != value).then_some(new);
        }
        if value.starts_with("spotify:") && value.contains(',') {
            return self.each(value, |pass, uri| pass.segments(uri, ':'));
        }
        if value.starts_with("spotify:") {
            return self.segments(value, ':');
        }
        let is_one = !value.contains(char::is_whitespace);
        if is_one && (value.contains("://") || value.contains(['?', '#']) || value.starts_with('/'))
        {
            return self.url(value);
        }
        self.text(value)
    }

    /// JSON by the same rules, wherever it stands; `None` if it is none.
    pub(super) fn json(&mut self, text: &str) -> Option<String> {
        json::parse(text)?;
        let (mut out, at, depth) = (text.to_owned(), self.at, self.depth);
        walk::body(&mut out, false, at, &mut |leaf| {
            let mut pass = Pass::new(self.scrub, at, self.replaced);
            pass.depth = depth;
            pass.leaf(&leaf)
        });
        Some(out)
    }

    /// What stands between commas, one after the other.
    fn each(
        &mut self,
        list: &str,
        mut look: impl FnMut(&mut Self, &str) -> Option<String>,
    ) -> Option<String> {
        let items = list
            .split(',')
            .map(|item| look(self, item).unwrap_or_else(|| item.to_owned()));
        let out = items.collect::<Vec<_>>().join(",");
        (out != list).then_some(out)
    }

    /// Text that people read, or a program's message: addresses, `name=value`, `"name": "value"`,
    /// and what is known by its looks.
    pub(super) fn text(&mut self, text: &str) -> Option<String> {
        let mut out = text.to_owned();
        for span in loose::spans(text).into_iter().rev() {
            let Some(value) = text.get(span.range.clone()) else {
                continue;
            };
            let new = if span.is_url {
                self.url(value)
            } else {
                let field = Field {
                    place: span.place,
                    name: span.name,
                    value,
                    object: "",
                    parent: "",
                };
                match self.rule(&field) {
                    Some(kind) if !is_placeholder(value) => Some(self.put(&kind, value)),
                    _ => None,
                }
            };
            if let Some(new) = new {
                out.replace_range(span.range, &new);
            }
        }
        let out = self.parts(&out).unwrap_or(out);
        (out != text).then_some(out)
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
        let mut out = self.segments(path, '/').unwrap_or_else(|| path.to_owned());
        for (mark, pairs) in [('?', query), ('#', fragment)] {
            if let Some(pairs) = pairs {
                out.push(mark);
                out += &self
                    .pairs(pairs, Place::Query, path)
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

    fn pairs(&mut self, text: &str, place: Place, path: &str) -> Option<String> {
        let typed = text.split('&').find_map(|pair| pair.strip_prefix("type="));
        let object = forms::decode_pair(typed.unwrap_or_default());
        let pairs = text.split('&').map(|pair| {
            let (raw_name, raw) = pair.split_once('=').unwrap_or(("", pair));
            let name = forms::decode_pair(raw_name);
            // A fragment can have a path and a query of its own; pages write `&amp;`.
            let name = name.rsplit('?').next().unwrap_or_default();
            let name = name.strip_prefix("amp;").unwrap_or(name);
            let mut see = |raw: &str| {
                let new = self.field(Field {
                    place,
                    name,
                    value: &forms::decode_pair(raw),
                    object: &object,
                    parent: path,
                })?;
                Some(forms::encode(&new))
            };
            let new = if matches!(name, "ids" | "uris") {
                let comma = ["%2C", "%2c", ","].into_iter().find(|it| raw.contains(it));
                let comma = comma.unwrap_or(",");
                let items = raw.split(comma);
                let items = items.map(|item| see(item).unwrap_or_else(|| item.to_owned()));
                Some(items.collect::<Vec<_>>().join(comma)).filter(|new| new != raw)
            } else {
                see(raw)
            };
            match new {
                Some(new) if raw_name.is_empty() => new,
                Some(new) => format!("{raw_name}={new}"),
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
        // What is known by its two halves is known everywhere. RFC 6749 escapes both.
        let pair = credentials.trim().trim_end_matches('=');
        if let ("basic", Ok(pair)) = (&*name, BASE64_STANDARD_NO_PAD.decode(pair))
            && let Ok(pair) = String::from_utf8(pair)
            && let Some((id, secret)) = pair.split_once(':')
        {
            for (name, half) in [("client_id", id), ("client_secret", secret)] {
                self.value(Place::Form, name, half);
                self.value(Place::Form, name, &forms::decode_pair(half));
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
