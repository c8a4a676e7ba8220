//! Which requests an answer is for.

use std::{cmp::Reverse, fmt};

use bytes::Bytes;
use http::Request;
use serde_json::Value;

/// Which requests an [`Answer`](super::Answer) is for: by method, path, query and body.
///
/// As text it is `GET /v1/albums/{id}?market=SE`. Whatever stands in braces stands for anything:
/// a segment of the path, a value in the query, a field of a form, a text in JSON, or a part of
/// one, as in `spotify:track:{id}`. The query must have the pairs of the pattern, in any order;
/// without one in the pattern, any will do. So it is with the body.
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

/// The texts around what stands in braces; one alone if nothing does.
///
/// Braces within braces are part of what they stand in; one that is never closed stands for
/// itself.
fn literals(text: &str) -> Vec<&str> {
    let (mut literals, mut start, mut open, mut depth) = (Vec::new(), 0, 0, 0_usize);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            b'}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    literals.push(text.get(start..open).unwrap_or_default());
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    literals.push(text.get(start..).unwrap_or_default());
    literals
}

/// Whether a text stands for any.
fn is_any(text: &str) -> bool {
    literals(text) == ["", ""]
}

/// Compares a text in which braces stand for anything.
fn text_matches(wanted: &str, asked: &str) -> bool {
    if wanted == asked {
        return true;
    }
    let literals = literals(wanted);
    let [first, middle @ .., last] = &*literals else {
        return false;
    };
    let inner = asked.strip_prefix(first);
    let Some(mut rest) = inner.and_then(|inner| inner.strip_suffix(last)) else {
        return false;
    };
    // The first place will do for each: it leaves most to those behind it.
    middle.iter().all(|literal| {
        let after = rest.split_once(literal).map(|(_, after)| after);
        rest = after.unwrap_or_default();
        after.is_some()
    })
}

fn segments_match(wanted: &str, asked: &str) -> bool {
    let (mut wanted, mut asked) = (wanted.split('/'), asked.split('/'));
    loop {
        match (wanted.next(), asked.next()) {
            (None, None) => break true,
            (Some(w), Some(a)) if text_matches(w, a) => {}
            _ => break false,
        }
    }
}

/// Compares `a=1&b=2` in any order, as it is written.
fn pairs_match(wanted: &str, asked: &str) -> bool {
    if wanted == asked || is_any(wanted) {
        return true;
    }
    let mut asked: Vec<_> = asked.split('&').collect();
    // Exact ones first, so that one in braces takes no other's place.
    let mut open: Vec<_> = wanted.split('&').collect();
    open.retain(|pair| match asked.iter().position(|asked| asked == pair) {
        Some(at) => {
            asked.swap_remove(at);
            false
        }
        None => true,
    });
    // Of those with most text around their braces fewest will do, so they choose next.
    open.sort_by_key(|pair| Reverse(literals(pair).iter().map(|text| text.len()).sum::<usize>()));
    let each_found = open.iter().all(|pair| {
        let found = asked.iter().position(|asked| pair_matches(pair, asked));
        found.map(|at| asked.swap_remove(at)).is_some()
    });
    each_found && asked.is_empty()
}

/// Compares a pair by its name and by what its value stands for.
fn pair_matches(wanted: &str, asked: &str) -> bool {
    let (Some((name, value)), Some((asked_name, asked))) =
        (wanted.split_once('='), asked.split_once('='))
    else {
        return false;
    };
    name == asked_name && text_matches(value, asked)
}

/// The JSON pointer of the first difference.
fn json_difference(wanted: &Value, asked: &Value, at: String) -> Option<String> {
    match (wanted, asked) {
        (Value::String(wanted), Value::String(asked)) => {
            (!text_matches(wanted, asked)).then_some(at)
        }
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

    #[test]
    fn braces_stand_for_a_part_of_a_text() {
        let on = |wanted, asked| super::text_matches(wanted, asked);
        assert!(on(
            "spotify:track:{any}",
            "spotify:track:11dFghVXANMlKmJXsNCbNl"
        ));
        assert!(on("{kind}:{id}", "track:a:b") && on("a{x}b{y}c{z}d", "a-b-c-d"));
        assert!(on("{x}ab", "abab") && on("a{x}a", "aa") && on("{{a} b}", "any"));
        assert!(on("a{", "a{") && on("}a", "}a"));
        for (wanted, asked) in [
            ("spotify:track:{any}", "spotify:album:a"),
            ("{any}.jpg", "a.png"),
            ("a{x}a", "a"),
            ("a{x}b{y}c", "ac"),
            ("{x}-{y}-{z}", "a-b"),
            ("a{", "ab"),
        ] {
            assert!(!on(wanted, asked), "{wanted} {asked}");
        }
        let pattern = || Pattern::new("POST /v1/{kind}s/a{rest}?uri=spotify:{any}");
        let target = "/v1/albums/ab?uri=spotify:track:b";
        assert_eq!(difference(pattern(), target, ""), None);
        let other = difference(pattern(), "/v1/albums/b?uri=spotify:track:b", "");
        assert_eq!(other, Some(Difference::Call));
        let other = difference(pattern(), "/v1/albums/ab?uri=b", "");
        assert_eq!(other, Some(Difference::Query));
        let json = || Pattern::new("POST /a").body(r#"["spotify:track:{a}", "{b}"]"#);
        assert_eq!(difference(json(), "/a", r#"["spotify:track:1", ""]"#), None);
        let other = difference(json(), "/a", r#"["spotify:album:1", ""]"#);
        assert_eq!(other, Some(Difference::Body("/0".to_owned())));
    }

    #[test]
    fn pairs_that_are_exact_choose_first() {
        let on = |wanted, asked| super::pairs_match(wanted, asked);
        assert!(on("a={x}&a=1", "a=1&a=2") && on("a={x}&a=1", "a=2&a=1"));
        assert!(on("a={x}&a=p{y}", "a=p1&a=2") && on("a={x}&a={y}", "a=1&a=1"));
        assert!(on("flag&a=1", "a=1&flag") && on("{any}", "a=1&b"));
        assert!(!on("a={x}&a=1", "a=2&a=3") && !on("a={x}", "a=1&a=2"));
        assert!(!on("flag", "flag=") && !on("{flag}&a=1", "a=1&other"));
        assert!(!on("a={x}", "b=1") && !on("a={x}", "a"));
    }
}
