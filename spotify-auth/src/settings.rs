//! The settings of an app and its sign-ins, from wherever a program finds them.

use std::{borrow::Cow, ffi::OsString, path::PathBuf};

use http::HeaderValue;
use spotify_core::{CredentialKey, RefreshToken, Scopes, Secret, store::AppNote};

use crate::{App, ClientCredentials, ClientSecret, SettingsError, token_request};

#[cfg(feature = "settings")]
mod dotenv;
#[cfg(feature = "settings")]
mod file;
#[cfg(feature = "settings")]
mod ini;
mod invalid;
mod read;
mod variables;
mod write;

pub use invalid::{InvalidSource, SourceProblem};
pub use variables::{Setting, Variables};

/// The settings of an app and its sign-ins; each may be missing.
///
/// Each source gives such a value, and [`or`](Self::or) puts them together, setting by setting:
/// what is said first wins. In this order they are usually asked:
///
/// ```
/// use spotify_auth::{Settings, Variables};
///
/// # let environment = |name: &str| (name == "SPOTIPY_CLIENT_ID").then_some("4fe3fecf");
/// let settings = Settings::new()
///     .redirect_uri("http://127.0.0.1:8888/callback")
///     .or(Settings::from_lookup(&Variables::SPOTIPY, environment)?);
/// let app = settings.app()?;
/// assert_eq!(app.client_id(), "4fe3fecf");
/// # Ok::<(), spotify_auth::SettingsError>(())
/// ```
///
/// | source | function |
/// |---|---|
/// | the program itself | the setters |
/// | the environment | [`from_env`](Self::from_env), [`from_lookup`](Self::from_lookup) |
/// | a file `.env` | `from_dotenv`, `from_dotenv_text` (feature `settings`) |
/// | a folder of secrets | `from_secrets` (feature `settings`) |
/// | an INI file | `from_ini`, `from_ini_text` (feature `settings`) |
/// | a token store | [`noted`](Self::noted) |
///
/// Nothing is looked at closely before [`app`](Self::app) or another function needs it.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Settings {
    /// The app's client id.
    pub client_id: Option<String>,
    /// The app's client secret.
    pub client_secret: Option<ClientSecret>,
    /// Where sign-ins come back to, kept character for character.
    pub redirect_uri: Option<String>,
    /// What to ask the user for.
    pub scopes: Option<Scopes>,
    /// The account, where a store holds several.
    pub account: Option<String>,
    /// A refresh token to begin with.
    pub refresh_token: Option<RefreshToken>,
    /// The file that tokens are kept in.
    pub token_file: Option<PathBuf>,
    /// Whether tokens are kept beyond the program's end.
    pub store: Option<bool>,
    /// The names under which settings were looked for.
    sought: Vec<Variables>,
}

impl Settings {
    /// Begins with nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the client id.
    #[must_use]
    pub fn client_id(mut self, id: impl Into<String>) -> Self {
        self.client_id = Some(id.into());
        self
    }

    /// Sets the client secret.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<ClientSecret>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// Sets the redirect URI.
    #[must_use]
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(uri.into());
        self
    }

    /// Sets what to ask the user for.
    #[must_use]
    pub fn scopes(mut self, scopes: impl Into<Scopes>) -> Self {
        self.scopes = Some(scopes.into());
        self
    }

    /// Names the account.
    #[must_use]
    pub fn account(mut self, name: impl Into<String>) -> Self {
        self.account = Some(name.into());
        self
    }

    /// Sets the refresh token.
    #[must_use]
    pub fn refresh_token(mut self, token: impl Into<RefreshToken>) -> Self {
        self.refresh_token = Some(token.into());
        self
    }

    /// Sets the file that tokens are kept in.
    #[must_use]
    pub fn token_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.token_file = Some(path.into());
        self
    }

    /// Sets whether tokens are kept beyond the program's end.
    #[must_use]
    pub fn store(mut self, store: bool) -> Self {
        self.store = Some(store);
        self
    }

    /// Takes from another source what is not set yet.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        let Self {
            client_id,
            client_secret,
            redirect_uri,
            scopes,
            account,
            refresh_token,
            token_file,
            store,
            sought,
        } = other;
        self.client_id = self.client_id.or(client_id);
        self.client_secret = self.client_secret.or(client_secret);
        self.redirect_uri = self.redirect_uri.or(redirect_uri);
        self.scopes = self.scopes.or(scopes);
        self.account = self.account.or(account);
        self.refresh_token = self.refresh_token.or(refresh_token);
        self.token_file = self.token_file.or(token_file);
        self.store = self.store.or(store);
        self.sought.extend(sought);
        self
    }

    /// What a token store knows of the app: the id and the account that tokens are kept under, and
    /// what was [noted](spotify_core::TokenStore::noted) beside them. Usually the last source.
    ///
    /// ```
    /// # use spotify_auth::Settings;
    /// # use spotify_core::{CredentialKey, Flow, store::AppNote};
    /// # let (key, note) = (CredentialKey::new(Flow::Pkce, "4fe3fecf"), AppNote::new());
    /// // With the key that was used last, and what the store says of it:
    /// let settings = Settings::new().or(Settings::noted(&key, Some(&note)));
    /// assert_eq!(settings.app()?.client_id(), "4fe3fecf");
    /// # Ok::<(), spotify_auth::SettingsError>(())
    /// ```
    #[must_use]
    pub fn noted(key: &CredentialKey, note: Option<&AppNote>) -> Self {
        let mut settings = Self::new();
        settings.client_id = Some(key.client.to_string()).filter(|id| !id.is_empty());
        settings.account = key.account.as_deref().map(str::to_owned);
        if let Some(note) = note {
            let secret = note.client_secret.as_ref();
            settings.client_secret = secret.map(|secret| secret.expose().into());
            settings.redirect_uri = note.redirect_uri.as_deref().map(str::to_owned);
            settings.scopes.clone_from(&note.scopes);
        }
        settings
    }

    /// What a token store is told of the app, the client secret included, so that it is
    /// [noted](Self::noted) the next time. Stores keep it beside a token only.
    #[must_use]
    pub fn note(&self) -> AppNote {
        let mut note = AppNote::new();
        let secret = self.client_secret.as_ref();
        note.client_secret = secret.map(|secret| Secret::new(secret.expose()));
        note.redirect_uri = self.redirect_uri.as_deref().map(Into::into);
        note.scopes.clone_from(&self.scopes);
        note
    }

    /// The app that is set: its id, and its secret and redirect URI where they are.
    ///
    /// # Errors
    /// [`SettingsError`] naming all that is missing and the variables that would give it, or the
    /// first setting that cannot be what it is.
    pub fn app(&self) -> Result<App, SettingsError> {
        let useful = [Setting::ClientSecret, Setting::RedirectUri];
        self.app_with(&[Setting::ClientId], &useful)
    }

    /// The way in of the app itself, which takes id and secret.
    ///
    /// # Errors
    /// As [`app`](Self::app).
    pub fn client_credentials(&self) -> Result<ClientCredentials, SettingsError> {
        let needed = [Setting::ClientId, Setting::ClientSecret];
        ClientCredentials::new(self.app_with(&needed, &[])?)
    }

    /// The header `Authorization: Basic …` made of id and secret (RFC 6749, section 2.3.1); its
    /// value is marked as sensitive.
    ///
    /// # Errors
    /// [`SettingsError::Missing`] names which of them is missing.
    pub fn basic_credentials(&self) -> Result<HeaderValue, SettingsError> {
        let needed = [Setting::ClientId, Setting::ClientSecret];
        let app = self.app_with(&needed, &[])?;
        let secret = app
            .client_secret()
            .ok_or(SettingsError::ClientSecret("missing"))?;
        token_request::basic(app.client_id(), secret)
            .map_err(|_| SettingsError::ClientSecret("cannot stand in a header"))
    }

    fn app_with(&self, needed: &[Setting], useful: &[Setting]) -> Result<App, SettingsError> {
        let missing = |settings: &[Setting]| {
            let missing = settings.iter().filter(|setting| !self.has(**setting));
            missing
                .map(|setting| self.names_of(*setting))
                .collect::<Vec<_>>()
        };
        let unset = missing(needed);
        if !unset.is_empty() {
            return Err(SettingsError::Missing {
                needed: unset,
                unset: missing(useful),
            });
        }
        let mut app = App::new(self.client_id.as_deref().unwrap_or_default())?;
        if let Some(secret) = &self.client_secret {
            app = app.secret(secret.clone())?;
        }
        if let Some(uri) = &self.redirect_uri {
            app = app.redirect(uri)?;
        }
        Ok(app)
    }

    /// The variables that would give a setting; its own name, if it was looked for nowhere.
    fn names_of(&self, setting: Setting) -> Cow<'static, str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.sought.iter().filter_map(|sought| sought.get(setting)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match names.as_slice() {
            [] => setting.as_str().into(),
            names => names.join(" or ").into(),
        }
    }

    fn has(&self, setting: Setting) -> bool {
        match setting {
            Setting::ClientId => self.client_id.is_some(),
            Setting::ClientSecret => self.client_secret.is_some(),
            Setting::RedirectUri => self.redirect_uri.is_some(),
            Setting::Scopes => self.scopes.is_some(),
            Setting::Account => self.account.is_some(),
            Setting::RefreshToken => self.refresh_token.is_some(),
            Setting::TokenFile => self.token_file.is_some(),
            Setting::Store => self.store.is_some(),
        }
    }
}

/// Where settings were looked for makes no difference.
impl PartialEq for Settings {
    fn eq(&self, other: &Self) -> bool {
        self.client_id == other.client_id
            && self.client_secret == other.client_secret
            && self.redirect_uri == other.redirect_uri
            && self.scopes == other.scopes
            && self.account == other.account
            && self.refresh_token == other.refresh_token
            && self.token_file == other.token_file
            && self.store == other.store
    }
}

impl Eq for Settings {}

impl App {
    /// Reads `SPOTIFY_CLIENT_ID` and, where they are set, `SPOTIFY_CLIENT_SECRET` and
    /// `SPOTIFY_REDIRECT_URI` from the environment of the process.
    ///
    /// An empty variable counts as not set. [`Settings`] reads other names and other sources.
    ///
    /// # Errors
    /// [`SettingsError`] naming all that is missing, or the first that cannot be what it is.
    pub fn from_env() -> Result<Self, SettingsError> {
        Settings::from_env(&Variables::SPOTIFY)?.app()
    }

    /// Reads the same names from wherever `lookup` finds them.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_lookup<V: Into<OsString>>(
        lookup: impl FnMut(&str) -> Option<V>,
    ) -> Result<Self, SettingsError> {
        Settings::from_lookup(&Variables::SPOTIFY, lookup)?.app()
    }
}

impl ClientCredentials {
    /// Reads `SPOTIFY_CLIENT_ID` and `SPOTIFY_CLIENT_SECRET` from the environment of the process.
    ///
    /// An empty variable counts as not set. [`Settings`] reads other names and other sources.
    ///
    /// # Errors
    /// [`SettingsError`] naming all that is missing, or the first that cannot be what it is.
    pub fn from_env() -> Result<Self, SettingsError> {
        Settings::from_env(&Variables::SPOTIFY)?.client_credentials()
    }

    /// Reads the same names from wherever `lookup` finds them.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_lookup<V: Into<OsString>>(
        lookup: impl FnMut(&str) -> Option<V>,
    ) -> Result<Self, SettingsError> {
        Settings::from_lookup(&Variables::SPOTIFY, lookup)?.client_credentials()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<&'static str> {
        move |name| Some(pairs.iter().find(|(key, _)| *key == name)?.1)
    }

    #[test]
    fn b1_b2_all_that_is_set_is_read() {
        let lookup = settings(&[
            ("SPOTIFY_CLIENT_ID", "id"),
            ("SPOTIFY_CLIENT_SECRET", "secret"),
            ("SPOTIFY_REDIRECT_URI", "http://127.0.0.1/callback"),
        ]);
        let app = App::from_lookup(&lookup).unwrap();
        assert_eq!(app.client_id(), "id");
        assert_eq!(app.client_secret().unwrap().expose(), "secret");
        assert_eq!(
            app.redirect_uri().unwrap().as_str(),
            "http://127.0.0.1/callback"
        );
        assert!(ClientCredentials::from_lookup(&lookup).is_ok());
    }

    #[test]
    fn b1_all_that_is_missing_is_named_at_once() {
        let nothing = settings(&[("SPOTIFY_CLIENT_ID", "")]);
        let secret_only = settings(&[("SPOTIFY_CLIENT_SECRET", "hunter2")]);
        let wrong = settings(&[
            ("SPOTIFY_CLIENT_ID", "id"),
            ("SPOTIFY_REDIRECT_URI", "http://localhost/cb"),
        ]);
        insta::assert_snapshot!(
            [
                App::from_lookup(&nothing).unwrap_err(),
                App::from_lookup(&secret_only).unwrap_err(),
                ClientCredentials::from_lookup(&nothing).unwrap_err(),
                ClientCredentials::from_lookup(&secret_only).unwrap_err(),
                ClientCredentials::from_lookup(&wrong).unwrap_err(),
                App::from_lookup(&wrong).unwrap_err(),
            ]
            .map(|error| error.to_string())
            .join("\n")
        );
    }
}
