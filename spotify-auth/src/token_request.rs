//! What is sent to the token endpoint.

use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bytes::Bytes;
use http::{HeaderValue, Method, header};
use spotify_core::{Accounts, AuthError, BaseUrl, RefreshToken};
use url::form_urlencoded::Serializer;
use zeroize::Zeroizing;

use crate::{App, ClientSecret, Code, DeviceCode, RedirectUri, Verifier};

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
    /// `urn:ietf:params:oauth:grant-type:device_code` (RFC 8628, section 3.4).
    DeviceCode {
        /// `device_code`: what stands for the device while the person enters the code.
        device_code: DeviceCode,
    },
}

impl TokenGrant {
    /// The value of `grant_type`.
    #[must_use]
    pub const fn grant_type(&self) -> &'static str {
        match self {
            Self::AuthorizationCode { .. } => "authorization_code",
            Self::RefreshToken { .. } => "refresh_token",
            Self::ClientCredentials => "client_credentials",
            Self::DeviceCode { .. } => "urn:ietf:params:oauth:grant-type:device_code",
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
            TokenGrant::DeviceCode { device_code } => {
                form.push(("device_code", device_code.expose()));
            }
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
        let secret = self.client_secret.as_ref();
        post(
            &accounts.token,
            &self.expose_form(),
            &self.client_id,
            secret,
        )
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
            TokenGrant::DeviceCode { device_code } => (Some(device_code.expose()), None),
        };
        [a, b, self.client_secret.as_ref().map(ClientSecret::expose)]
            .into_iter()
            .flatten()
    }
}

/// Writes a form for the accounts service, with the app's secret if it has one.
pub(crate) fn post(
    url: &BaseUrl,
    form: &[(&'static str, &str)],
    client_id: &str,
    secret: Option<&ClientSecret>,
) -> Result<http::Request<Bytes>, AuthError> {
    let unwritable = |error: http::Error| AuthError::Request(error.to_string().into());
    let body = Serializer::new(String::new()).extend_pairs(form).finish();
    let mut request = http::Request::builder()
        .method(Method::POST)
        .uri(url.as_str())
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(secret) = secret {
        let basic = basic(client_id, secret).map_err(|e| unwritable(e.into()))?;
        request = request.header(header::AUTHORIZATION, basic);
    }
    request.body(body.into()).map_err(unwritable)
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
