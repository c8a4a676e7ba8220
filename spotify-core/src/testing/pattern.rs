//! Which requests an answer is for.

use std::fmt;

use bytes::Bytes;
use http::Request;
use serde_json::Value;

/// Which requests an [`Answer`](super::Answer) is for: by method, path, query and body.
///
/// As text it is `GET /v1/albums/{id}?market=SE`. Whatever stands in braces stands for anything:
/// a segment of the path, a value in the query, a field of a form, a text in JSON. The query must
/// have the pairs of the pattern, in any order; without one in the pattern, any will do. So it is
/// with the body.
///
/// ```
/// use spotify_core::testing::{Pattern, Replay};
///
/// let add = Pattern::new("POST /v1/playlists/{id}/items").body(r#"{"uris": ["{any}"]}"#);
/// let wire = Replay::new().on(add, r#"{"snapshot_id": "s"}"#);
/// # let _ = wire;
/// ```
#[derive(Debug, Clone)]
pub struct Pattern {
    method: Box<str>,
    path: Box<str>,
    query: Option<Box<str>>,
    body: Option<Body>,
    origin: Option<Box<str>>,
}

#[derive(Debug, Clone)]
enum Body {
    Json(Value),
    /// Pairs of a form, or a single text.
    Text(Box<str>),
    Bytes(Bytes),
}

/// In what a request is not the one that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Difference {
    /// It is another call altogether.
    Call,
    Query,
    /// Where in the body, never what stands there.
    Body(String),
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        if let Some(query) = self.query.as_deref().filter(|query| !query.is_empty()) {
            write!(f, "?{query}")?;
        }
        match &self.origin {
            Some(origin) => write!(f, " ({origin})"),
            None => Ok(()),
        }
    }
}

impl From<&str> for Pattern {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&String> for Pattern {
    fn from(text: &String) -> Self {
        Self::new(text)
    }
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl Pattern {
    /// Reads a method and a path, with a query or without: `GET /v1/me/tracks?limit=50`.
    ///
    /// The method may be left out if it is `GET`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let (method, target) = text.split_once(' ').unwrap_or(("GET", text));
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.into())),
            None => (target, None),
        };
        // Written by hand, so a small letter or a slash that is missing does no harm.
        let path = if path.starts_with('/') {
            path.into()
        } else {
            ["/", path].concat().into()
        };
        Self {
            method: method.to_ascii_uppercase().into(),
            path,
            query,
            body: None,
            origin: None,
        }
    }

    /// Sets the query that a request must have, as it stands in a URL; an empty one is none.
    #[must_use]
    pub fn query(mut self, query: &str) -> Self {
        self.query = Some(query.into());
        self
    }

    /// Sets the body that a request must have.
    ///
    /// JSON is compared as JSON, whatever its layout; a form by its fields, in any order; anything
    /// else byte by byte.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        self.body = Some(match serde_json::from_slice(&body) {
            Ok(json) => Body::Json(json),
            Err(_) => match std::str::from_utf8(&body) {
                Ok(text) => Body::Text(text.into()),
                Err(_) => Body::Bytes(body),
            },
        });
        self
    }

    /// Says where the answer comes from, such as the name of a file; errors tell it.
    #[must_use]
    pub fn origin(mut self, origin: &str) -> Self {
        self.origin = Some(origin.into());
        self
    }

    /// In what the request differs; `None` if it is the one that is meant.
    pub(super) fn difference(&self, request: &Request<Bytes>) -> Option<Difference> {
        let path = segments_match(&self.path, request.uri().path());
        if !path || *self.method != *request.method().as_str() {
            return Some(Difference::Call);
        }
        let asked = request.uri().query().unwrap_or_default();
        if self
            .query
            .as_deref()
            .is_some_and(|q| !pairs_match(q, asked))
        {
            return Some(Difference::Query);
        }
        let place = self.body.as_ref()?.difference(request.body())?;
        Some(Difference::Body(place))
    }
}

impl Body {
    /// Where a body differs.
    fn difference(&self, asked: &Bytes) -> Option<String> {
        let whole = String::new();
        match self {
            Self::Json(wanted) => match serde_json::from_slice(asked) {
                Ok(asked) => json_difference(wanted, &asked, whole),
                Err(_) => Some(whole),
            },
            Self::Text(wanted) => {
                let asked = std::str::from_utf8(asked).ok();
                (!asked.is_some_and(|asked| pairs_match(wanted, asked))).then_some(whole)
            }
            Self::Bytes(wanted) => (wanted != asked).then_some(whole),
        }
    }
}

/// Whether a text stands for any.
fn is_any(text: &str) -> bool {
    text.starts_with('{') && text.ends_with('}')
}

fn segments_match(wanted: &str, asked: &str) -> bool {
    let (mut wanted, mut asked) = (wanted.split('/'), asked.split('/'));
    loop {
        match (wanted.next(), asked.next()) {
            (None, None) => break true,
            (Some(w), Some(a)) if w == a || is_any(w) => {}
            _ => break false,
        }
    }
}

/// Compares `a=1&b=2` in any order, as it is written.
fn pairs_match(wanted: &str, asked: &str) -> bool {
    if wanted == asked || is_any(wanted) {
        return true;
    }
    let split = |text: &'_ str| text.split('&').count();
    let mut left: Vec<_> = asked.split('&').map(|pair| pair.split_once('=')).collect();
    split(wanted) == split(asked)
        && wanted.split('&').all(|pair| {
            let Some((name, value)) = pair.split_once('=') else {
                return false;
            };
            // An exact one first, so that one in braces takes no other's place.
            let exact = left.iter().position(|asked| *asked == Some((name, value)));
            let found = exact.or_else(|| {
                is_any(value).then_some(())?;
                left.iter()
                    .position(|asked| asked.is_some_and(|(asked, _)| asked == name))
            });
            found.map(|at| left.swap_remove(at)).is_some()
        })
}

/// The JSON pointer of the first difference.
fn json_difference(wanted: &Value, asked: &Value, at: String) -> Option<String> {
    match (wanted, asked) {
        (Value::String(any), Value::String(_)) if is_any(any) => None,
        (Value::Array(wanted), Value::Array(asked)) if wanted.len() == asked.len() => {
            let pairs = wanted.iter().zip(asked).enumerate();
            pairs.fold(None, |found, (index, (wanted, asked))| {
                found.or_else(|| json_difference(wanted, asked, format!("{at}/{index}")))
            })
        }
        (Value::Object(wanted), Value::Object(asked)) => {
            let extra = asked.keys().find(|name| !wanted.contains_key(*name));
            let missing = wanted.keys().find(|name| !asked.contains_key(*name));
            if let Some(name) = extra.or(missing) {
                return Some(format!("{at}/{name}"));
            }
            wanted.iter().fold(None, |found, (name, wanted)| {
                let asked = asked.get(name).unwrap_or(&Value::Null);
                found.or_else(|| json_difference(wanted, asked, format!("{at}/{name}")))
            })
        }
        (wanted, asked) => (wanted != asked).then_some(at),
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Request;

    use super::{Difference, Pattern};

    fn difference(pattern: Pattern, target: &str, body: &str) -> Option<Difference> {
        let request = Request::post(target).body(Bytes::copy_from_slice(body.as_bytes()));
        pattern.difference(&request.unwrap())
    }

    #[test]
    fn a_query_is_compared_in_any_order() {
        let on = |query| difference(Pattern::new("POST /a?x=1&y={any}"), query, "");
        assert_eq!(on("/a?x=1&y=2"), None);
        assert_eq!(on("/a?y=2&x=1"), None);
        for other in ["/a", "/a?x=1", "/a?x=2&y=2", "/a?x=1&y=2&z=3", "/a?x=1&z=2"] {
            assert_eq!(on(other), Some(Difference::Query), "{other}");
        }
        assert_eq!(on("/b?x=1&y=2"), Some(Difference::Call));
        assert_eq!(difference(Pattern::new("POST /a"), "/a?x=1", ""), None);
        let none = Pattern::new("POST /a").query("");
        assert_eq!(difference(none, "/a?x=1", ""), Some(Difference::Query));
    }

    #[test]
    fn a_body_is_compared_by_what_it_is() {
        let on = |wanted: &'static str, asked: &str| match difference(
            Pattern::new("POST /a").body(wanted),
            "/a",
            asked,
        ) {
            None => "-".to_owned(),
            Some(Difference::Body(place)) => place,
            Some(other) => panic!("{other:?}"),
        };
        let json = r#"{"uris": ["{uri}", "b"], "position": 0}"#;
        assert_eq!(on(json, r#"{"position":0,"uris":["a","b"]}"#), "-");
        assert_eq!(on(json, r#"{"position":1,"uris":["a","b"]}"#), "/position");
        assert_eq!(on(json, r#"{"position":0,"uris":["a","c"]}"#), "/uris/1");
        assert_eq!(on(json, r#"{"position":0,"uris":["a"]}"#), "/uris");
        assert_eq!(on(json, r#"{"uris":["a","b"]}"#), "/position");
        assert_eq!(on(json, r#"{"uris":["a","b"],"position":0,"x":1}"#), "/x");
        assert_eq!(on(json, "no JSON"), "");
        let form = "grant_type=refresh_token&refresh_token={refresh-token-1}";
        assert_eq!(on(form, "refresh_token=r&grant_type=refresh_token"), "-");
        assert_eq!(on(form, "refresh_token=r&grant_type=other"), "");
        assert_eq!(on("plain", "plain"), "-");
        assert_eq!(on("plain", "other"), "");
    }
}
