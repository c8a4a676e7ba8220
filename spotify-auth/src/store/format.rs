//! The written form of one token.

use std::{borrow::Cow, collections::BTreeMap, fmt, time::Duration};

use serde_json::{Map, Number, Value};
use spotify_core::{RefreshToken, Secret, Timestamp, Token};

mod read;
mod wipe;

pub(crate) use read::{Fields, is_known};
pub(crate) use wipe::Wiped;

/// The names of the fields, as OAuth has them where it has them.
pub(crate) const ACCESS: &str = "access_token";
pub(crate) const TYPE: &str = "token_type";
pub(crate) const REFRESH: &str = "refresh_token";
pub(crate) const EXPIRES_AT: &str = "expires_at";
pub(crate) const EXPIRES_IN: &str = "expires_in";
pub(crate) const SCOPE: &str = "scope";
pub(crate) const AUTHORIZED_AT: &str = "authorized_at";

/// Epoch numbers from here on are milliseconds: as seconds they would be after the year 5138.
const MILLIS_FROM: i64 = 100_000_000_000;

/// One token as JSON text, as a map of texts and as a file.
///
/// | field | written | also read |
/// |---|---|---|
/// | `access_token` | text | |
/// | `token_type` | `Bearer` | in any case, or absent |
/// | `refresh_token` | text | empty counts as absent |
/// | `expires_at`, `authorized_at` | seconds since 1970, UTC | milliseconds; RFC 3339; as text |
/// | `expires_in` | seconds | as text |
/// | `scope` | text with spaces | with commas; a list; under the name `scopes` |
///
/// All but `access_token` may be absent or `null`. Any other key is kept in [`Token::extra`], or
/// refused ([`strict`](Self::strict)). What cannot be read gives an [`InvalidToken`] and never a
/// part of a token.
///
/// ```
/// use spotify_auth::TokenFormat;
///
/// let format = TokenFormat::new();
/// let token = format.read(r#"{"access_token":"BQ","scope":["user-top-read"],"my_note":1}"#)?;
/// assert_eq!(token.extra["my_note"].expose(), "1");
/// let text = format.write(&token);
/// assert_eq!(format.read(text.expose())?, token);
/// assert!(TokenFormat::new().strict().read(text.expose()).is_err());
/// # Ok::<(), spotify_auth::InvalidToken>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TokenFormat {
    strict: bool,
}

impl TokenFormat {
    /// Keeps keys that are not known.
    #[must_use]
    pub const fn new() -> Self {
        Self { strict: false }
    }

    /// Refuses keys that are not known.
    #[must_use]
    pub const fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Reads JSON text.
    ///
    /// # Errors
    /// [`InvalidToken`] names the place.
    pub fn read(&self, text: &str) -> Result<Token, InvalidToken> {
        self.read_bytes(text.as_bytes())
    }

    pub(crate) fn read_bytes(&self, bytes: &[u8]) -> Result<Token, InvalidToken> {
        self.read_object(Fields::parse(bytes)?)
    }

    /// Writes JSON text.
    #[must_use]
    pub fn write(&self, token: &Token) -> Secret {
        Wiped(Value::Object(object(token))).text()
    }

    /// Reads a map of texts: numbers as digits, what is not known as JSON.
    ///
    /// # Errors
    /// [`InvalidToken`] names the place.
    pub fn read_map<'a>(
        &self,
        map: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Token, InvalidToken> {
        let fields = map.into_iter().map(|(name, text)| {
            let value = match is_known(name) {
                true => None,
                false => serde_json::from_str(text).ok(),
            };
            (name.to_owned(), value.unwrap_or_else(|| text.into()))
        });
        self.read_object(Fields::new(fields.collect()))
    }

    /// Writes a map of texts.
    #[must_use]
    pub fn write_map(&self, token: &Token) -> BTreeMap<String, Secret> {
        let fields = object(token).into_iter().map(|(name, value)| {
            let text = match value {
                Value::String(text) if is_known(&name) => text,
                other => return (name, Wiped(other).text()),
            };
            (name, Secret::new(text))
        });
        fields.collect()
    }

    /// Reads a token that this library wrote: one that no call can carry is none of its business.
    pub(crate) fn read_own(&self, mut fields: Fields) -> Result<Token, InvalidToken> {
        let access = fields.text(ACCESS)?;
        let access = access.ok_or(InvalidToken::new(ACCESS, "missing"))?;
        self.read_rest(Token::new(access.expose()), fields)
    }

    fn read_object(&self, mut fields: Fields) -> Result<Token, InvalidToken> {
        let access = fields.text(ACCESS)?.filter(|text| !text.is_empty());
        let access = access.ok_or(InvalidToken::new(ACCESS, "missing"))?;
        let token = Token::new(access.expose());
        if !token.is_valid() {
            return Err(InvalidToken::new(
                ACCESS,
                "not a text that a header can carry",
            ));
        }
        self.read_rest(token, fields)
    }

    fn read_rest(&self, mut token: Token, mut fields: Fields) -> Result<Token, InvalidToken> {
        if let Some(kind) = fields.text(TYPE)?
            && !kind.expose().eq_ignore_ascii_case("bearer")
        {
            return Err(InvalidToken::new(TYPE, "not bearer"));
        }
        let refresh = fields.text(REFRESH)?.map(|text| text.expose().into());
        token.refresh = refresh.filter(|text: &RefreshToken| !text.is_empty());
        token.expires_at = fields.moment(EXPIRES_AT)?;
        token.lifetime = fields.duration(EXPIRES_IN)?;
        token.scopes = fields.scopes()?;
        token.authorized_at = fields.moment(AUTHORIZED_AT)?;
        for (name, value) in fields.rest() {
            if self.strict {
                return Err(InvalidToken::new(name, "not known, and such are refused"));
            }
            token.extra.insert(name.into(), Wiped(value).text());
        }
        Ok(token)
    }
}

/// The written form of a token.
pub(crate) fn object(token: &Token) -> Map<String, Value> {
    let mut map = Map::new();
    for (name, text) in &token.extra {
        // Whoever puts in what is no JSON finds it there as text.
        let value = serde_json::from_str(text.expose()).unwrap_or_else(|_| text.expose().into());
        map.insert(name.to_string(), value);
    }
    map.insert(ACCESS.to_owned(), token.access.expose().into());
    map.insert(TYPE.to_owned(), "Bearer".into());
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            map.insert(name.to_owned(), value);
        }
    };
    put(
        REFRESH,
        token.refresh.as_ref().map(|text| text.expose().into()),
    );
    put(EXPIRES_AT, token.expires_at.map(moment));
    put(EXPIRES_IN, token.lifetime.map(duration));
    put(
        SCOPE,
        token
            .scopes
            .as_ref()
            .map(|scopes| scopes.to_string().into()),
    );
    put(AUTHORIZED_AT, token.authorized_at.map(moment));
    map
}

/// Seconds since 1970, with a fraction only where there is one.
fn moment(moment: Timestamp) -> Value {
    const MOST: i64 = MILLIS_FROM * 1000 - 1;
    let millis = moment.as_millis().clamp(-MOST, MOST);
    match millis % 1000 {
        0 => (millis / 1000).into(),
        _ => fraction(millis as f64 / 1000.0),
    }
}

fn duration(duration: Duration) -> Value {
    match duration.subsec_millis() {
        0 => duration.as_secs().into(),
        _ => fraction(duration.as_millis() as f64 / 1000.0),
    }
}

fn fraction(secs: f64) -> Value {
    Number::from_f64(secs).map_or(Value::Null, Value::Number)
}

/// What was to be read is no token; the error holds no part of it but the name of the place.
#[derive(Clone, PartialEq, Eq)]
pub struct InvalidToken {
    place: Cow<'static, str>,
    problem: &'static str,
}

impl InvalidToken {
    pub(crate) fn new(place: impl Into<Cow<'static, str>>, problem: &'static str) -> Self {
        /// A name that is longer is none, and may be anything.
        const LONGEST: usize = 64;
        let place = place.into();
        let plain = |c: char| c.is_ascii_graphic() || c == ' ';
        let name = place.len() <= LONGEST && place.chars().all(plain);
        Self {
            place: if name { place } else { "a key".into() },
            problem,
        }
    }

    /// The same within something larger.
    pub(crate) fn within(self, place: &str) -> Self {
        Self::new(format!("{place}.{}", self.place), self.problem)
    }

    /// Where it is wrong: a key, or the name of the whole.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }
}

impl fmt::Display for InvalidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

impl fmt::Debug for InvalidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidToken({self})")
    }
}

impl std::error::Error for InvalidToken {}
