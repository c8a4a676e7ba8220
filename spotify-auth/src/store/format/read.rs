//! The fields of a JSON object, taken out one by one.

use std::time::Duration;

use serde_json::{Map, Value};
use spotify_core::{Scopes, Secret, Timestamp};

use super::{
    ACCESS, AUTHORIZED_AT, EXPIRES_AT, EXPIRES_IN, InvalidToken, MILLIS_FROM, REFRESH, SCOPE, TYPE,
    wipe::wipe,
};

/// Another name of the scopes.
const SCOPES: &str = "scopes";

/// Whether a key of a token is one that this library knows.
pub(crate) fn is_known(name: &str) -> bool {
    [
        ACCESS,
        TYPE,
        REFRESH,
        EXPIRES_AT,
        EXPIRES_IN,
        SCOPE,
        SCOPES,
        AUTHORIZED_AT,
    ]
    .contains(&name)
}

/// An object that is being read.
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    pub(crate) fn new(map: Map<String, Value>) -> Self {
        Self(map)
    }

    /// Reads bytes that should be a JSON object.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, InvalidToken> {
        let whole = |problem| InvalidToken::new("the whole", problem);
        if bytes.trim_ascii().is_empty() {
            return Err(whole("empty"));
        }
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(map)) => Ok(Self(map)),
            Ok(_) => Err(whole("JSON, but no object")),
            // The error's own text may quote what it cannot read.
            Err(error) if error.is_eof() => Err(whole("JSON that ends too early")),
            Err(_) => Err(whole("not JSON")),
        }
    }

    /// Takes a field out; `null` counts as absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Result<Option<Secret>, InvalidToken> {
        let value = self.take(name);
        let text = value.map(|value| text_of(value).ok_or(InvalidToken::new(name, "not a text")));
        text.transpose()
    }

    pub(crate) fn number(&mut self, name: &'static str) -> Result<Option<u64>, InvalidToken> {
        let value = self.take(name);
        let read = |value: Value| {
            value
                .as_u64()
                .ok_or(InvalidToken::new(name, "not a number"))
        };
        value.map(read).transpose()
    }

    /// Seconds or milliseconds since 1970, or RFC 3339.
    pub(crate) fn moment(&mut self, name: &'static str) -> Result<Option<Timestamp>, InvalidToken> {
        let read = |value: Value| {
            moment_of(&value).ok_or(InvalidToken::new(
                name,
                "neither seconds since 1970 nor an RFC 3339 date-time",
            ))
        };
        self.take(name).map(read).transpose()
    }

    pub(crate) fn duration(
        &mut self,
        name: &'static str,
    ) -> Result<Option<Duration>, InvalidToken> {
        let read = |value: Value| {
            let secs = secs_of(&value).filter(|secs| *secs >= 0.0);
            let millis = secs.map(|secs| (secs * 1000.0).round() as u64);
            millis
                .map(Duration::from_millis)
                .ok_or(InvalidToken::new(name, "not a number of seconds"))
        };
        self.take(name).map(read).transpose()
    }

    /// A text or a list of texts, under either name.
    pub(crate) fn scopes(&mut self) -> Result<Option<Scopes>, InvalidToken> {
        let (one, many) = (self.take(SCOPE), self.take(SCOPES));
        let Some(value) = one.or(many) else {
            return Ok(None);
        };
        let wrong = InvalidToken::new(SCOPE, "neither a text nor a list of texts");
        match value {
            Value::String(text) => Ok(Some(text.as_str().into())),
            Value::Array(list) => {
                let words = list.iter().map(Value::as_str).collect::<Option<Vec<_>>>();
                Ok(Some(words.ok_or(wrong)?.into()))
            }
            _ => Err(wrong),
        }
    }

    pub(crate) fn list(&mut self, name: &'static str) -> Result<Vec<Value>, InvalidToken> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => Ok(list),
            Some(_) => Err(InvalidToken::new(name, "not a list")),
        }
    }

    /// Takes an object out.
    pub(crate) fn fields(&mut self, name: &'static str) -> Result<Option<Self>, InvalidToken> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Self(map))),
            Some(_) => Err(InvalidToken::new(name, "not an object")),
        }
    }

    /// What nobody has taken.
    pub(crate) fn rest(mut self) -> impl Iterator<Item = (String, Value)> {
        std::mem::take(&mut self.0).into_iter()
    }
}

/// What nobody has taken may be a secret all the same.
impl Drop for Fields {
    fn drop(&mut self) {
        self.0.values_mut().for_each(wipe);
    }
}

/// A text, moved into where it is wiped.
fn text_of(value: Value) -> Option<Secret> {
    match value {
        Value::String(text) => Some(Secret::new(text)),
        _ => None,
    }
}

fn moment_of(value: &Value) -> Option<Timestamp> {
    let whole = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => match text.trim().parse() {
            Ok(moment) => return Some(moment),
            Err(_) => text.trim().parse().ok(),
        },
        _ => None,
    };
    match whole {
        Some(number) if number.unsigned_abs() >= MILLIS_FROM.unsigned_abs() => {
            Some(Timestamp::from_millis(number))
        }
        Some(number) => Some(Timestamp::from_secs(number)),
        None => {
            let number = secs_of(value)?;
            let millis = if number.abs() >= MILLIS_FROM as f64 {
                number
            } else {
                number * 1000.0
            };
            Some(Timestamp::from_millis(millis.round() as i64))
        }
    }
}

fn secs_of(value: &Value) -> Option<f64> {
    let secs: Option<f64> = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    secs.filter(|secs| secs.is_finite())
}
