//! What the browser brings back: read strictly, believed only with the right state.

use std::fmt;

use serde_json::Value;
use spotify_core::{Excerpt, Now, Scopes, Secret, Token};
use url::form_urlencoded;

use crate::{Asking, Code, RedirectUri, State, token_response};

/// Longer answers are not read.
const MAX: usize = 16 << 10;

/// Says why an answer was not taken; it never holds the code or the state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// The user pressed Cancel (`error=access_denied`).
    #[error("the user did not consent; ask again when they are ready to")]
    Denied,
    /// The accounts service refused, in another word than `access_denied`.
    #[error("the accounts service refused: {error}{}", Note(description.as_ref()))]
    Refused {
        /// The `error` word, cut and escaped.
        error: Excerpt,
        /// The `error_description`, cut and escaped.
        description: Option<Excerpt>,
    },
    /// The answer does not belong to this sign-in; it may be a forgery.
    #[error("the state of the answer {0}; the answer does not belong to this sign-in")]
    StateMismatch(StateProblem),
    /// It has neither a code nor an error.
    #[error("the answer has no code; hand over the whole address that the browser was sent to")]
    MissingCode,
    /// It has a parameter twice.
    #[error("the answer has {0} more than once")]
    Duplicate(&'static str),
    /// It has a code and an error.
    #[error("the answer has both a code and an error")]
    CodeAndError,
    /// It is that of an implicit grant, and has neither a token nor an error.
    #[error(
        "the answer has no access token; hand over the whole address that the browser was sent \
         to, with what follows the #"
    )]
    MissingToken,
    /// It came to another address than the redirect URI; this is the redirect URI.
    #[error("the answer did not come to the redirect URI {0}")]
    WrongRedirect(RedirectUri),
    /// It names another issuer than the accounts service that was asked (RFC 9207).
    #[error("the answer names another issuer than the accounts service that was asked")]
    WrongIssuer,
    /// It cannot be read.
    #[error("the answer cannot be read: {0}")]
    Malformed(&'static str),
}

/// What is wrong with the state of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum StateProblem {
    /// There is none, or it is empty.
    #[error("is missing")]
    Missing,
    /// There is more than one.
    #[error("is given more than once")]
    Duplicate,
    /// It is another.
    #[error("is not the one that was sent")]
    Wrong,
}

/// An answer that was not taken, and the sign-in if that goes on.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rejected<A = Asking> {
    /// Why the answer was not taken.
    pub error: CallbackError,
    /// The sign-in, still waiting: the answer did not have its state, so that it came from
    /// somewhere else. `None` if the answer had the state: then the sign-in is over.
    pub asking: Option<Box<A>>,
}

impl<A> Rejected<A> {
    pub(crate) fn stray(asking: A, error: CallbackError) -> Self {
        Self {
            error,
            asking: Some(Box::new(asking)),
        }
    }
}

impl<A> fmt::Display for Rejected<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<A: fmt::Debug> std::error::Error for Rejected<A> {}

/// The parameters of an answer, none of them believed yet.
#[derive(Default)]
pub(crate) struct Response {
    state: Param,
    code: Param,
    error: Param,
    description: Param,
    issuer: Param,
    token: Param,
    kind: Param,
    lifetime: Param,
    scope: Param,
}

impl Response {
    pub(crate) fn of_parts(code: Code, state: &str) -> Self {
        Self {
            state: Param::Once(Secret::new(state)),
            code: Param::Once(Secret::new(code.expose())),
            ..Self::default()
        }
    }

    /// Reads a URL, a request target or a bare query.
    pub(crate) fn read(text: &str, redirect: &RedirectUri) -> Result<Self, CallbackError> {
        Self::read_both(text, redirect).map(|(response, _)| response)
    }

    /// The same where the answer comes in the fragment, or in the query that a page made of it.
    pub(crate) fn read_fragment(text: &str, redirect: &RedirectUri) -> Result<Self, CallbackError> {
        let (mut response, fragment) = Self::read_both(text, redirect)?;
        response.take(fragment)?;
        Ok(response)
    }

    /// Reads what stands before the fragment, and gives the fragment.
    fn read_both<'a>(
        text: &'a str,
        redirect: &RedirectUri,
    ) -> Result<(Self, &'a str), CallbackError> {
        let text = text.trim();
        if text.len() > MAX {
            return Err(CallbackError::Malformed("it is longer than 16 KiB"));
        }
        let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
        let query = if let Some(query) = text.strip_prefix('?') {
            query
        } else if is_address(text) {
            let (address, query) = text.split_once('?').unwrap_or((text, ""));
            if !redirect
                .resolve(address)
                .is_some_and(|url| redirect.leads_to(&url))
            {
                return Err(CallbackError::WrongRedirect(redirect.clone()));
            }
            query
        } else {
            text
        };
        let mut response = Self::default();
        response.take(query)?;
        Ok((response, fragment))
    }

    /// Takes the parameters of a query or a fragment.
    fn take(&mut self, query: &str) -> Result<(), CallbackError> {
        if !escapes_are_whole(query) {
            return Err(CallbackError::Malformed(
                "a percent sign without two hex digits",
            ));
        }
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if name.contains(char::REPLACEMENT_CHARACTER)
                || value.contains(char::REPLACEMENT_CHARACTER)
            {
                return Err(CallbackError::Malformed("it is not UTF-8"));
            }
            let param = match &*name {
                "state" => &mut self.state,
                "code" => &mut self.code,
                "error" => &mut self.error,
                "error_description" => &mut self.description,
                "iss" => &mut self.issuer,
                "access_token" => &mut self.token,
                "token_type" => &mut self.kind,
                "expires_in" => &mut self.lifetime,
                "scope" => &mut self.scope,
                _ => continue,
            };
            *param = match param {
                Param::Absent => Param::Once(Secret::new(value)),
                Param::Once(_) | Param::Repeated => Param::Repeated,
            };
        }
        Ok(())
    }

    pub(crate) fn check_state(&self, state: &State) -> Result<(), CallbackError> {
        Err(CallbackError::StateMismatch(match &self.state {
            Param::Once(given) if state.matches(given.expose()) => return Ok(()),
            Param::Once(given) if !given.is_empty() => StateProblem::Wrong,
            Param::Once(_) | Param::Absent => StateProblem::Missing,
            Param::Repeated => StateProblem::Duplicate,
        }))
    }

    /// Reads an answer that has the right state and was to bring a code.
    pub(crate) fn into_code(mut self, issuer: &str) -> Result<Code, CallbackError> {
        let code = self.code.once("code")?;
        match (code, self.refusal(issuer)?) {
            (Some(_), Some(_)) => Err(CallbackError::CodeAndError),
            (None, Some(refusal)) => Err(refusal),
            (None, None) => Err(CallbackError::MissingCode),
            (Some(code), None) if code.is_empty() => Err(CallbackError::MissingCode),
            (Some(code), None) if !is_printable(&code) => Err(CallbackError::Malformed(
                "the code has characters that no code has",
            )),
            (Some(code), None) => Ok(Code::new(code.expose())),
        }
    }

    /// Reads an answer that has the right state and was to bring a token.
    pub(crate) fn into_token(mut self, issuer: &str, now: Now) -> Result<Token, CallbackError> {
        let token = self.token.once("access_token")?;
        let kind = self.kind.once("token_type")?;
        let lifetime = self.lifetime.once("expires_in")?;
        let scope = self.scope.once("scope")?;
        if self.code.once("code")?.is_some() {
            return Err(CallbackError::Malformed(
                "it has a code, and none was asked for",
            ));
        }
        let token = match (token, self.refusal(issuer)?) {
            (Some(_), Some(_)) => {
                return Err(CallbackError::Malformed("it has a token and an error"));
            }
            (None, Some(refusal)) => return Err(refusal),
            (token, None) => token.filter(|token| !token.is_empty()),
        };
        let access = token.ok_or(CallbackError::MissingToken)?;
        if !is_printable(&access) {
            return Err(CallbackError::Malformed(
                "the token has characters that no header can carry",
            ));
        }
        if !kind.is_some_and(|kind| kind.expose().eq_ignore_ascii_case("bearer")) {
            return Err(CallbackError::Malformed("its token_type is not bearer"));
        }
        let mut token = Token::new(access.expose());
        let lifetime = lifetime.map(|text| Value::from(text.expose()));
        if let Some(lifetime) = lifetime.as_ref().and_then(token_response::lifetime) {
            token = token.expires_in(lifetime, now);
        }
        token.scopes = scope
            .map(|text| Scopes::from(text.expose()))
            .filter(|scopes| !scopes.is_empty());
        Ok(token)
    }

    /// What the accounts service refused with, if it did; it must be the one that was asked.
    fn refusal(&mut self, issuer: &str) -> Result<Option<CallbackError>, CallbackError> {
        let error = self.error.once("error")?;
        let description = self.description.once("error_description")?;
        let given = self.issuer.once("iss")?;
        if given.is_some_and(|given| given.expose() != issuer) {
            return Err(CallbackError::WrongIssuer);
        }
        let Some(error) = error else {
            return Ok(None);
        };
        if error.expose() == "access_denied" {
            return Ok(Some(CallbackError::Denied));
        }
        // The state is no secret any more, but it has no place in a log either.
        let state = self.state.once("state")?;
        let state = state.as_ref().map_or("", Secret::expose);
        let clean = |text: &Secret| Excerpt::new(&text.expose().replace(state, "[redacted]"));
        Ok(Some(CallbackError::Refused {
            error: clean(&error),
            description: description.as_ref().map(clean),
        }))
    }
}

fn is_printable(text: &Secret) -> bool {
    text.expose().bytes().all(|byte| byte.is_ascii_graphic())
}

#[derive(Default)]
enum Param {
    #[default]
    Absent,
    Once(Secret),
    Repeated,
}

impl Param {
    /// Takes the value, which must not be there twice.
    fn once(&mut self, name: &'static str) -> Result<Option<Secret>, CallbackError> {
        match std::mem::take(self) {
            Self::Absent => Ok(None),
            Self::Once(value) => Ok(Some(value)),
            Self::Repeated => Err(CallbackError::Duplicate(name)),
        }
    }
}

struct Note<'a>(Option<&'a Excerpt>);

impl fmt::Display for Note<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(text) => write!(f, " ({text})"),
            None => Ok(()),
        }
    }
}

/// Whether each percent sign has its two hex digits.
pub(crate) fn escapes_are_whole(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| {
        matches!(rest.as_bytes(), [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
    })
}

/// Whether a text begins with a scheme or a slash; a query cannot.
fn is_address(text: &str) -> bool {
    let is_scheme = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    };
    text.starts_with('/')
        || text
            .split_once(':')
            .is_some_and(|(scheme, _)| is_scheme(scheme))
}
