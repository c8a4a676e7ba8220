//! What the authorize URL says.

use std::{fmt, sync::Arc};

use spotify_core::{BaseUrl, Scopes};
use url::form_urlencoded::Serializer;

use crate::{Challenge, RedirectUri, SettingsError, State};

/// The parameters of an authorize URL, each as a value of its kind.
///
/// `code_challenge_method` is always [`Challenge::METHOD`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthorizeParams {
    /// `client_id`: the app.
    pub client_id: Arc<str>,
    /// `response_type`: what the browser is to bring back.
    pub response_type: ResponseType,
    /// `redirect_uri`: where the browser is sent back to.
    pub redirect_uri: RedirectUri,
    /// `scope`: what the user is asked to allow; left out where it is empty.
    pub scope: Scopes,
    /// `state`: what the answer must bring back.
    pub state: State,
    /// `code_challenge`: the public half of the proof, with PKCE.
    pub code_challenge: Option<Challenge>,
    /// `show_dialog`: whether a user who consented before is asked again; sent only if so.
    pub show_dialog: bool,
    /// Parameters that this library does not know.
    pub extra: ExtraParams,
}

impl AuthorizeParams {
    /// Writes the URL; it holds the state, so it belongs in the user's browser and in no log.
    pub(crate) fn url(&self, authorize: &BaseUrl) -> String {
        let mut query = Serializer::new(String::new());
        query
            .append_pair("client_id", &self.client_id)
            .append_pair("response_type", self.response_type.as_str())
            .append_pair("redirect_uri", self.redirect_uri.as_str())
            .append_pair("state", self.state.expose());
        if !self.scope.is_empty() {
            query.append_pair("scope", &self.scope.to_string());
        }
        if let Some(challenge) = &self.code_challenge {
            query
                .append_pair("code_challenge", challenge.as_str())
                .append_pair("code_challenge_method", Challenge::METHOD);
        }
        if self.show_dialog {
            query.append_pair("show_dialog", "true");
        }
        format!(
            "{authorize}?{}",
            query.extend_pairs(self.extra.iter()).finish()
        )
    }
}

/// What the browser is to bring back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseType {
    /// `code`: a code, to be exchanged for a token.
    Code,
    /// `token`: an access token; only the [implicit grant](crate::implicit) asks for it.
    Token,
}

impl ResponseType {
    /// The value of the parameter.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Token => "token",
        }
    }
}

/// Parameters of an authorize URL that this library does not know.
///
/// Their values show in no `Debug`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ExtraParams(Vec<(Box<str>, Box<str>)>);

impl ExtraParams {
    /// Names and values, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    pub(crate) fn add(&mut self, name: &str, value: &str) -> Result<(), SettingsError> {
        const OURS: [&str; 8] = [
            "client_id",
            "response_type",
            "redirect_uri",
            "state",
            "scope",
            "code_challenge",
            "code_challenge_method",
            "show_dialog",
        ];
        if name.is_empty() || OURS.contains(&name) || self.iter().any(|(known, _)| known == name) {
            return Err(SettingsError::Parameter(name.chars().take(100).collect()));
        }
        self.0.push((name.into(), value.into()));
        Ok(())
    }
}

impl fmt::Debug for ExtraParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}
