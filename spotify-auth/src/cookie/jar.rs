//! The cookies of a browser, and those that are set on the way.

use http::{HeaderMap, header};
use serde::{Deserialize, Deserializer, de::IgnoredAny};
use spotify_core::Secret;
use zeroize::Zeroizing;

use crate::{SettingsError, token_response::Text};

/// What tells the accounts service who the browser's user is.
const NAMES: [&str; 3] = ["sp_t", "sp_dc", "sp_key"];
/// How many cookies are kept, and how long one may be.
const MOST: (usize, usize) = (32, 4096);

/// The cookies of a browser that is signed in at the accounts service.
///
/// With them anybody is that user, at Spotify itself: keep them as you keep a password. Nothing
/// prints them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cookies([Secret; 3]);

impl Cookies {
    /// Takes the values of `sp_t`, `sp_dc` and `sp_key`.
    ///
    /// # Errors
    /// [`SettingsError::Cookie`] for the first that is empty or has characters that no cookie
    /// has.
    pub fn new(
        sp_t: impl Into<String>,
        sp_dc: impl Into<String>,
        sp_key: impl Into<String>,
    ) -> Result<Self, SettingsError> {
        Self::check([Secret::new(sp_t), Secret::new(sp_dc), Secret::new(sp_key)].map(Some))
    }

    /// Reads them from the text of a JSON file: an object with a member for each, or a list of
    /// objects with `name` and `value`, as browsers' extensions write them. Others are left out.
    ///
    /// # Errors
    /// As [`new`](Self::new), and when the text is no JSON of that kind.
    pub fn from_json(text: &str) -> Result<Self, SettingsError> {
        let read = if text.trim_start().starts_with('[') {
            serde_json::from_str::<Vec<Entry>>(text).map(|entries| {
                NAMES.map(|name| {
                    let mut named = entries.iter().filter(|entry| entry.name == name);
                    named.next().and_then(|entry| entry.value.0.clone())
                })
            })
        } else {
            serde_json::from_str::<Object>(text)
                .map(|object| [object.sp_t.0, object.sp_dc.0, object.sp_key.0])
        };
        // The error's own text may quote the value of a cookie.
        let problem = "not JSON with a text for each of sp_t, sp_dc and sp_key";
        Self::check(read.map_err(|_| SettingsError::Cookie("cookies", problem))?)
    }

    fn check(values: [Option<Secret>; 3]) -> Result<Self, SettingsError> {
        let mut values = values.into_iter();
        let mut next = |name| {
            let value = values.next().flatten();
            let value = value.filter(|value| !value.is_empty());
            let value = value.ok_or(SettingsError::Cookie(name, "missing"))?;
            if value.expose().len() > MOST.1 || !value.expose().bytes().all(is_octet) {
                let problem = "has characters that no cookie has, or too many";
                return Err(SettingsError::Cookie(name, problem));
            }
            Ok(value)
        };
        let [t, dc, key] = NAMES;
        Ok(Self([next(t)?, next(dc)?, next(key)?]))
    }
}

#[derive(Deserialize)]
struct Object {
    #[serde(default)]
    sp_t: Text,
    #[serde(default)]
    sp_dc: Text,
    #[serde(default)]
    sp_key: Text,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    name: String,
    #[serde(default, deserialize_with = "text_or_nothing")]
    value: Text,
}

/// Cookies of other names may have values of any kind.
fn text_or_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Value {
        Text(Text),
        Other(IgnoredAny),
    }
    Ok(match Value::deserialize(deserializer)? {
        Value::Text(text) => text,
        Value::Other(_) => Text(None),
    })
}

/// Names and values, as they go out.
#[derive(Debug)]
pub(super) struct Jar(Vec<(Box<str>, Secret)>);

impl Jar {
    pub(super) fn new(cookies: Cookies) -> Self {
        Self(NAMES.map(Box::from).into_iter().zip(cookies.0).collect())
    }

    /// The value of the `Cookie` header (RFC 6265, section 5.4).
    pub(super) fn header(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::new());
        for (name, value) in &self.0 {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(name);
            text.push('=');
            text.push_str(value.expose());
        }
        text
    }

    /// Keeps what a page sets and drops what it ends. There is one server, so that domain and
    /// path say nothing; a cookie that cannot be one is left out, and so is one too many.
    pub(super) fn take(&mut self, headers: &HeaderMap) {
        for set in headers.get_all(header::SET_COOKIE) {
            let Ok(text) = set.to_str() else { continue };
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let Some((name, value)) = pair.split_once('=') else {
                continue;
            };
            let (name, value) = (name.trim(), value.trim());
            if name.is_empty() || !name.bytes().all(is_octet) || !value.bytes().all(is_octet) {
                continue;
            }
            self.0.retain(|(known, _)| **known != *name);
            let length = name.len().saturating_add(value.len());
            if !value.is_empty() && !ends(attributes) && self.0.len() < MOST.0 && length <= MOST.1 {
                self.0.push((name.into(), Secret::new(value)));
            }
        }
    }
}

/// Whether the attributes say that a cookie is over.
fn ends(attributes: &str) -> bool {
    attributes.split(';').any(|attribute| {
        let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        name.trim().eq_ignore_ascii_case("max-age")
            && value.trim().parse::<i64>().is_ok_and(|secs| secs <= 0)
    })
}

/// RFC 6265, section 4.1.1; quotes, which some values have around them, as they are.
const fn is_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b',' | b';' | b'\\')
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn cookies() -> Cookies {
        Cookies::new("canary-t", "canary-dc", "canary-key").unwrap()
    }

    #[test]
    fn a12_cookies_come_as_values_or_as_json() {
        for text in [
            r#"{"sp_t":"canary-t","sp_dc":"canary-dc","sp_key":"canary-key"}"#,
            r#" {"sp_t":"canary-t","sp_dc":"canary-dc","sp_key":"canary-key","other":[1]}"#,
            r#"[{"name":"x","value":1,"domain":".example.com"},{"name":"sp_key","value":"canary-key"},
               {"name":"sp_t","value":"canary-t","session":false},{"name":"sp_dc","value":"canary-dc"}]"#,
        ] {
            assert_eq!(Cookies::from_json(text).unwrap(), cookies(), "{text}");
        }
        assert!(!format!("{:?} {:?}", cookies(), Jar::new(cookies())).contains("canary"));
    }

    #[test]
    fn a12_all_three_are_required_and_no_error_shows_one() {
        let mut texts = String::new();
        for text in [
            "",
            "canary",
            "[]",
            "{}",
            r#"{"sp_t":"canary","sp_dc":"canary"}"#,
            r#"{"sp_t":"canary","sp_dc":"","sp_key":"canary"}"#,
            r#"{"sp_t":"canary","sp_dc":null,"sp_key":"canary"}"#,
            r#"{"sp_t":"canary","sp_dc":["canary"],"sp_key":"canary"}"#,
            r#"{"sp_t":"canary","sp_dc":"can; ary","sp_key":"canary"}"#,
            r#"[{"name":"sp_dc","value":"canary\r\nX-Other: 1"},{"name":"sp_t","value":"canary"}]"#,
        ] {
            texts.push_str(&format!("{}\n", Cookies::from_json(text).unwrap_err()));
        }
        assert!(!texts.contains("canary"));
        insta::assert_snapshot!(texts);
    }

    #[test]
    fn a12_what_pages_set_is_kept_within_bounds() {
        let mut jar = Jar::new(cookies());
        let mut headers = HeaderMap::new();
        for set in [
            "sp_dc=new; Path=/; HttpOnly",
            "sp_key=; Max-Age=0",
            "csrf=\"a=b\"; Secure",
            "gone=1; max-age=-5",
            "no pair",
            "bad name=1",
            "=1",
        ] {
            headers.append(header::SET_COOKIE, HeaderValue::from_static(set));
        }
        jar.take(&headers);
        assert_eq!(&*jar.header(), "sp_t=canary-t; sp_dc=new; csrf=\"a=b\"");
        for number in 0..100 {
            let set = HeaderValue::try_from(format!("c{number}=1")).unwrap();
            headers.append(header::SET_COOKIE, set);
        }
        let long = format!("long={}", "x".repeat(5000));
        headers.append(header::SET_COOKIE, HeaderValue::try_from(long).unwrap());
        jar.take(&headers);
        assert_eq!(jar.0.len(), MOST.0);
        assert!(!jar.header().contains("long="));
    }
}
