//! Settings as names and values again, secrets and all.

use std::{borrow::Cow, ffi::OsString};

use super::{Setting, Settings, Variables};
use crate::SettingsError;

impl Settings {
    /// Shows what is set, secrets and all, as pairs for
    /// [`Command::envs`](std::process::Command::envs). Every use of this is worth a second look.
    ///
    /// A setting that has no name among the variables is left out.
    ///
    /// ```
    /// use spotify_auth::{Settings, Variables};
    ///
    /// let settings = Settings::new().client_id("4fe3fecf").scopes("streaming user-top-read");
    /// let pairs = settings.expose_pairs(&Variables::SPOTIFY);
    /// assert_eq!(pairs[0], ("SPOTIFY_CLIENT_ID".into(), "4fe3fecf".into()));
    /// assert_eq!(pairs[1], ("SPOTIFY_SCOPES".into(), "streaming user-top-read".into()));
    /// ```
    #[must_use]
    pub fn expose_pairs(&self, variables: &Variables) -> Vec<(String, OsString)> {
        let named = variables.iter();
        named
            .filter_map(|(setting, name)| Some((name.to_owned(), self.value(setting)?)))
            .collect()
    }

    /// Shows what is set, secrets and all, as the text of a `.env` file. Every use of this is
    /// worth a second look.
    ///
    /// It reads back as the same, by a shell as well, whatever quotes, blanks and dollar signs are
    /// in it.
    ///
    /// # Errors
    /// [`SettingsError::Unwritable`] for a value with line breaks, control characters, or
    /// backticks and quotes at once; for a path that is no UTF-8, and a name that cannot stand
    /// there.
    pub fn expose_dotenv(&self, variables: &Variables) -> Result<String, SettingsError> {
        let mut text = String::new();
        for (setting, name, value) in self.texts(variables)? {
            let Some(value) = quoted(&value) else {
                let reason = "it has backticks, and quotes or backslashes as well";
                return Err(SettingsError::Unwritable { setting, reason });
            };
            text.push_str(&name);
            text.push('=');
            text.push_str(&value);
            text.push('\n');
        }
        Ok(text)
    }

    /// What is set, where it can stand in a line of a file.
    pub(super) fn texts(
        &self,
        variables: &Variables,
    ) -> Result<Vec<(Setting, String, String)>, SettingsError> {
        let mut texts = Vec::new();
        for (setting, name) in variables.iter() {
            let Some(value) = self.value(setting) else {
                continue;
            };
            let refuse = |reason| Err(SettingsError::Unwritable { setting, reason });
            let mut letters = name.chars();
            let plain = letters
                .next()
                .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
                && letters.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
            if !plain {
                return refuse(
                    "its name is not a letter or `_` and then letters, digits, `_` and `.`",
                );
            }
            let Ok(value) = value.into_string() else {
                return refuse("it is no UTF-8");
            };
            if value.chars().any(char::is_control) {
                return refuse("it has line breaks or control characters");
            }
            texts.push((setting, name.to_owned(), value));
        }
        Ok(texts)
    }

    fn value(&self, setting: Setting) -> Option<OsString> {
        let text = |text: &str| OsString::from(text);
        match setting {
            Setting::ClientId => self.client_id.as_deref().map(text),
            Setting::ClientSecret => self.client_secret.as_ref().map(|s| text(s.expose())),
            Setting::RedirectUri => self.redirect_uri.as_deref().map(text),
            Setting::Scopes => self.scopes.as_ref().map(|scopes| scopes.to_string().into()),
            Setting::Account => self.account.as_deref().map(text),
            Setting::RefreshToken => self.refresh_token.as_ref().map(|t| text(t.expose())),
            Setting::TokenFile => self.token_file.as_deref().map(|path| path.into()),
            Setting::Store => self
                .store
                .map(|store| text(if store { "true" } else { "false" })),
        }
    }
}

/// A value as it stands behind `=`: as it is, in quotes in which nothing has a meaning, or in
/// those where a backslash takes the meaning away (but not that of a backtick).
fn quoted(value: &str) -> Option<Cow<'_, str>> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+,".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        return Some(value.into());
    }
    if !value.contains(['\'', '\\']) {
        return Some(format!("'{value}'").into());
    }
    if value.contains('`') {
        return None;
    }
    let mut text = String::from("\"");
    for c in value.chars() {
        if matches!(c, '"' | '\\' | '$') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    Some(text.into())
}
