//! What the token endpoint answers, read so that no odd value costs a sign-in.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::StatusCode;
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned},
};
use serde_json::Value;
use spotify_core::{AuthError, Now, OAuthError, Scopes, Secret, Token};

use crate::TokenRequest;

/// No answer is believed to be good for longer than a year.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A token as it was answered; what was left out is for the grant to fill in.
pub(crate) struct Answer {
    access: Secret,
    refresh: Option<Secret>,
    lifetime: Option<Duration>,
    scopes: Option<Scopes>,
}

impl Answer {
    /// Reads the answer to `request`.
    pub(crate) fn read(
        reply: &http::Response<Bytes>,
        request: &TokenRequest,
    ) -> Result<Self, AuthError> {
        let unexpected = unexpected(reply.status());
        let wire: Wire = read(reply, request.secrets())?;
        let access = wire.access_token.0.filter(|token| !token.is_empty());
        let access = access.ok_or_else(|| unexpected("access_token is missing or empty"))?;
        if !access.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(unexpected(
                "access_token has characters that no header can carry",
            ));
        }
        let kind = wire
            .token_type
            .0
            .ok_or_else(|| unexpected("token_type is missing"))?;
        if !kind.expose().eq_ignore_ascii_case("bearer") {
            return Err(unexpected("token_type is not bearer"));
        }
        Ok(Self {
            access,
            refresh: wire.refresh_token.0.filter(|token| !token.is_empty()),
            lifetime: lifetime(&wire.expires_in),
            scopes: wire
                .scope
                .0
                .map(|text| text.expose().into())
                .filter(|s: &Scopes| !s.is_empty()),
        })
    }

    pub(crate) fn into_token(self, now: Now) -> Token {
        let mut token = Token::new(self.access.expose());
        if let Some(lifetime) = self.lifetime {
            token = token.expires_in(lifetime, now);
        }
        token.refresh = self.refresh.map(|refresh| refresh.expose().into());
        token.scopes = self.scopes;
        token
    }

    /// The token of a sign-in that asked for `scopes`.
    pub(crate) fn into_first_token(self, scopes: Scopes, now: Now) -> Token {
        let mut token = self.into_token(now);
        // RFC 6749, section 5.1: no scope in the answer means what was asked for.
        token.scopes = token.scopes.or(Some(scopes));
        token.authorized_at = Some(now.wall);
        token
    }
}

#[derive(Deserialize)]
struct Wire {
    #[serde(default)]
    access_token: Text,
    #[serde(default)]
    token_type: Text,
    #[serde(default)]
    expires_in: Value,
    #[serde(default)]
    refresh_token: Text,
    #[serde(default)]
    scope: Text,
}

/// What an answer says no with.
#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    error: Text,
    #[serde(default)]
    error_description: Text,
}

/// Reads an answer of the accounts service that says yes; `secrets` are what it must not bring
/// into an error.
pub(crate) fn read<'a, T: DeserializeOwned>(
    reply: &http::Response<Bytes>,
    secrets: impl Iterator<Item = &'a str>,
) -> Result<T, AuthError> {
    let (status, body) = (reply.status(), reply.body());
    let unexpected = unexpected(status);
    if status.is_redirection() {
        return Err(unexpected("a redirect, and none is followed"));
    }
    // The error's own text may quote the body.
    let misshapen = |error| unexpected(&shape(body, &error));
    let refused: Refusal = serde_json::from_slice(body).map_err(misshapen)?;
    if let Some(word) = refused.error.0 {
        return Err(refusal(status, &word, refused.error_description.0, secrets).into());
    }
    if !status.is_success() {
        return Err(unexpected("JSON without an error word"));
    }
    serde_json::from_slice(body).map_err(misshapen)
}

/// Says what is wrong with an answer; never a part of it that could be a secret.
pub(crate) fn unexpected(status: StatusCode) -> impl Fn(&str) -> AuthError {
    move |problem| AuthError::Unexpected {
        status,
        problem: problem.into(),
    }
}

/// A text or `null`, hidden from the start.
#[derive(Default)]
pub(crate) struct Text(pub(crate) Option<Secret>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or null")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(Some(Secret::new(text))))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Text, E> {
                Ok(Text(Some(Secret::new(text))))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Text, E> {
                Ok(Text(None))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// How long something is good for; `None` where the answer does not say it in any way.
pub(crate) fn lifetime(expires_in: &Value) -> Option<Duration> {
    let secs = match expires_in {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let secs = secs
        .filter(|secs| !secs.is_nan())?
        .clamp(0.0, LONGEST.as_secs_f64());
    Duration::try_from_secs_f64(secs).ok()
}

fn refusal<'a>(
    status: StatusCode,
    word: &Secret,
    description: Option<Secret>,
    secrets: impl Iterator<Item = &'a str>,
) -> OAuthError {
    // A service that quotes what it was sent must not bring it into logs.
    let secrets: Vec<_> = secrets.filter(|secret| !secret.is_empty()).collect();
    let clean = |text: &Secret| {
        secrets
            .iter()
            .fold(text.expose().to_owned(), |text, secret| {
                text.replace(secret, "[redacted]")
            })
    };
    OAuthError::new(
        status,
        &clean(word),
        description.as_ref().map(clean).as_deref(),
    )
}

/// Says what a body is that is no answer, without a word of it.
fn shape(body: &[u8], error: &serde_json::Error) -> String {
    use serde_json::error::Category;

    let body = body.trim_ascii();
    if body.is_empty() {
        return "an empty body".to_owned();
    }
    if body.starts_with(b"<") {
        return "a page of HTML or XML".to_owned();
    }
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof => "JSON that ends too early".to_owned(),
        Category::Data => format!("JSON of another shape (line {line}, column {column})"),
        Category::Syntax | Category::Io => format!("no JSON (line {line}, column {column})"),
    }
}
