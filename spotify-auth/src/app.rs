//! The app that asks: what its page on the dashboard says.

use std::sync::Arc;

use spotify_core::{Flow, Scopes};

use crate::{Asking, AuthorizationCode, Ignored, PendingSignIn, RedirectUri, SettingsError};

spotify_core::secret! {
    /// The client secret of a confidential app.
    ///
    /// Belongs on servers only: an app that is handed out has no secret and uses PKCE.
    ClientSecret,
}

/// An app as it is registered at <https://developer.spotify.com/dashboard>: its id, its secret if
/// it can keep one, and the redirect URI that sign-ins come back to.
///
/// Cheap to clone.
///
/// ```
/// use spotify_auth::App;
///
/// let app = App::new("4fe3fecfe5334023a1472516cc99d805")?
///     .redirect("http://127.0.0.1:8888/callback")?;
/// assert!(!app.is_confidential());
/// # Ok::<(), spotify_auth::SettingsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    client_id: Arc<str>,
    secret: Option<ClientSecret>,
    redirect: Option<RedirectUri>,
}

impl App {
    /// Takes the client id.
    ///
    /// # Errors
    /// [`SettingsError::ClientId`] when it is empty or has characters that no id has: anything
    /// but visible ASCII, or a colon.
    pub fn new(client_id: &str) -> Result<Self, SettingsError> {
        if let Some(problem) = problem(client_id) {
            return Err(SettingsError::ClientId(problem));
        }
        if client_id.contains(':') {
            return Err(SettingsError::ClientId("has a colon"));
        }
        Ok(Self {
            client_id: client_id.into(),
            secret: None,
            redirect: None,
        })
    }

    /// Adds the client secret, which makes the app confidential.
    ///
    /// # Errors
    /// [`SettingsError::ClientSecret`] when it is empty or has anything but visible ASCII.
    pub fn secret(mut self, secret: impl Into<ClientSecret>) -> Result<Self, SettingsError> {
        let secret = secret.into();
        match problem(secret.expose()) {
            Some(problem) => Err(SettingsError::ClientSecret(problem)),
            None => {
                self.secret = Some(secret);
                Ok(self)
            }
        }
    }

    /// Adds the redirect URI; its text is sent as it is written here.
    ///
    /// # Errors
    /// [`SettingsError::RedirectUri`] when it breaks one of the rules of [`RedirectUri`].
    pub fn redirect(mut self, uri: &str) -> Result<Self, SettingsError> {
        self.redirect = Some(uri.parse()?);
        Ok(self)
    }

    /// The client id.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The client secret, if the app has one.
    #[must_use]
    pub const fn client_secret(&self) -> Option<&ClientSecret> {
        self.secret.as_ref()
    }

    /// The redirect URI, if the app has one.
    #[must_use]
    pub const fn redirect_uri(&self) -> Option<&RedirectUri> {
        self.redirect.as_ref()
    }

    /// Whether the app has a secret.
    #[must_use]
    pub const fn is_confidential(&self) -> bool {
        self.secret.is_some()
    }

    /// Signs a user in with the client secret alone (RFC 6749, section 4.1).
    ///
    /// [`authorization_code_pkce`](Self::authorization_code_pkce) is safer, and works with a
    /// secret as well.
    ///
    /// # Errors
    /// [`SettingsError`] when the app has no secret or no redirect URI.
    pub fn authorization_code(
        &self,
        scopes: impl Into<Scopes>,
    ) -> Result<AuthorizationCode, SettingsError> {
        self.needs_secret(Flow::AuthorizationCode)?;
        AuthorizationCode::new(self.clone(), scopes.into(), Flow::AuthorizationCode)
    }

    /// Signs a user in with a proof key (RFC 7636), and with the client secret if there is one.
    ///
    /// # Errors
    /// [`SettingsError`] when the app has no redirect URI.
    pub fn authorization_code_pkce(
        &self,
        scopes: impl Into<Scopes>,
    ) -> Result<AuthorizationCode, SettingsError> {
        AuthorizationCode::new(self.clone(), scopes.into(), Flow::Pkce)
    }

    /// Goes on with a sign-in that was put aside; see [`PendingSignIn`].
    ///
    /// # Errors
    /// [`SettingsError`] when another app began it, or when it needs a secret and the app has
    /// none.
    pub fn resume(&self, pending: PendingSignIn) -> Result<Asking, SettingsError> {
        Asking::resume(self.clone(), pending)
    }

    pub(crate) fn needs_secret(&self, flow: Flow) -> Result<&ClientSecret, SettingsError> {
        self.secret.as_ref().ok_or(SettingsError::NeedsSecret(flow))
    }

    /// The redirect URI, for a way in that has no use for it.
    pub(crate) fn unused_redirect(&self, flow: Flow) -> Option<Ignored> {
        let redirect_uri = self.redirect.clone()?;
        Some(Ignored::RedirectUri { flow, redirect_uri })
    }

    pub(crate) fn shared_id(&self) -> Arc<str> {
        Arc::clone(&self.client_id)
    }
}

fn problem(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        Some("empty")
    } else if text.trim() != text {
        Some("has white space at its beginning or end")
    } else if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Some("has spaces, control characters or letters outside ASCII")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a15_ids_and_secrets_are_looked_at() {
        let mut texts = String::new();
        for id in ["", " ", "abc\n", "a b", "a\0b", "abc:def", "id-ä"] {
            texts.push_str(&format!("{}\n", App::new(id).unwrap_err()));
        }
        for secret in ["", "hunter2\r", "hunter 2"] {
            texts.push_str(&format!(
                "{}\n",
                App::new("id").unwrap().secret(secret).unwrap_err()
            ));
        }
        assert!(!texts.contains("hunter"));
        insta::assert_snapshot!(texts);
    }

    #[test]
    fn a15_what_a_way_in_needs_is_asked_for_when_it_is_chosen() {
        let public = App::new("id").unwrap();
        let confidential = App::new("id").unwrap().secret("secret").unwrap();
        insta::assert_snapshot!(
            [
                public.authorization_code("").unwrap_err(),
                public.authorization_code_pkce("").unwrap_err(),
                confidential.authorization_code("").unwrap_err(),
                crate::ClientCredentials::new(public).unwrap_err(),
            ]
            .map(|error| error.to_string())
            .join("\n")
        );
    }
}
