//! What is sent to the token endpoint.

use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bytes::Bytes;
use http::{HeaderValue, Method, header};
use spotify_core::{Accounts, AuthError, RefreshToken};
use url::form_urlencoded::Serializer;
use zeroize::Zeroizing;

use crate::{App, ClientSecret, Code, RedirectUri, Verifier};

/// A request to the token endpoint, each part as a value of its kind.
///
/// Its `Debug` shows no secret; [`expose_form`](Self::expose_form) does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The app that asks.
    pub client_id: Arc<str>,
    /// The secret that proves it, sent with the id as HTTP Basic.
    pub client_secret: Option<ClientSecret>,
    /// What it asks with.
    pub grant: TokenGrant,
}

/// What a token is asked with: the value of `grant_type` and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenGrant {
    /// `authorization_code`.
    AuthorizationCode {
        /// `code`: what the browser brought back.
        code: Code,
        /// `redirect_uri`: that of the authorize URL, character for character.
        redirect_uri: RedirectUri,
        /// `code_verifier`: the secret half of the proof, with PKCE.
        code_verifier: Option<Verifier>,
    },
    /// `refresh_token`.
    RefreshToken {
        /// `refresh_token`: the one that is held.
        refresh_token: RefreshToken,
    },
    /// `client_credentials`.
    ClientCredentials,
}

impl TokenGrant {
    /// The value of `grant_type`.
    #[must_use]
    pub const fn grant_type(&self) -> &'static str {
        match self {
            Self::AuthorizationCode { .. } => "authorization_code",
            Self::RefreshToken { .. } => "refresh_token",
            Self::ClientCredentials => "client_credentials",
        }
    }
}

impl TokenRequest {
    pub(crate) fn new(app: &App, grant: TokenGrant) -> Self {
        Self {
            client_id: app.shared_id(),
            client_secret: app.client_secret().cloned(),
            grant,
        }
    }

    /// Shows the form, secrets and all. Every use of this is worth a second look.
    ///
    /// The client id is part of it where there is no secret to send it with, and always with PKCE.
    #[must_use]
    pub fn expose_form(&self) -> Vec<(&'static str, &str)> {
        let mut form = vec![("grant_type", self.grant.grant_type())];
        let mut names_client = self.client_secret.is_none();
        match &self.grant {
            TokenGrant::AuthorizationCode {
                code,
                redirect_uri,
                code_verifier,
            } => {
                form.push(("code", code.expose()));
                form.push(("redirect_uri", redirect_uri.as_str()));
                if let Some(verifier) = code_verifier {
                    form.push(("code_verifier", verifier.expose()));
                    names_client = true;
                }
            }
            TokenGrant::RefreshToken { refresh_token } => {
                form.push(("refresh_token", refresh_token.expose()));
            }
            TokenGrant::ClientCredentials => {}
        }
        if names_client {
            form.push(("client_id", &self.client_id));
        }
        form
    }

    /// Writes the HTTP request.
    ///
    /// # Errors
    /// [`AuthError::Request`] when it cannot be written.
    pub fn to_http(&self, accounts: &Accounts) -> Result<http::Request<Bytes>, AuthError> {
        let unwritable = |error: http::Error| AuthError::Request(error.to_string().into());
        let form = Serializer::new(String::new())
            .extend_pairs(self.expose_form())
            .finish();
        let mut request = http::Request::builder()
            .method(Method::POST)
            .uri(accounts.token.as_str())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(secret) = &self.client_secret {
            let basic = basic(&self.client_id, secret).map_err(|e| unwritable(e.into()))?;
            request = request.header(header::AUTHORIZATION, basic);
        }
        request.body(form.into()).map_err(unwritable)
    }

    /// What the answer must not bring into an error.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let (a, b) = match &self.grant {
            TokenGrant::AuthorizationCode {
                code,
                code_verifier,
                ..
            } => (
                Some(code.expose()),
                code_verifier.as_ref().map(Verifier::expose),
            ),
            TokenGrant::RefreshToken { refresh_token } => (Some(refresh_token.expose()), None),
            TokenGrant::ClientCredentials => (None, None),
        };
        [a, b, self.client_secret.as_ref().map(ClientSecret::expose)]
            .into_iter()
            .flatten()
    }
}

/// The value of `Authorization`, marked as sensitive.
pub(crate) fn basic(
    id: &str,
    secret: &ClientSecret,
) -> Result<HeaderValue, header::InvalidHeaderValue> {
    let pair = Zeroizing::new([id, ":", secret.expose()].concat());
    let encoded = Zeroizing::new(BASE64_STANDARD.encode(&*pair));
    let mut value = HeaderValue::try_from(["Basic ", &encoded].concat())?;
    value.set_sensitive(true);
    Ok(value)
}
