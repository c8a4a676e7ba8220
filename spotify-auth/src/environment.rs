//! Settings from environment variables.

use crate::{App, ClientCredentials, SettingsError};

const CLIENT_ID: &str = "SPOTIFY_CLIENT_ID";
const CLIENT_SECRET: &str = "SPOTIFY_CLIENT_SECRET";
const REDIRECT_URI: &str = "SPOTIFY_REDIRECT_URI";

impl App {
    /// Reads `SPOTIFY_CLIENT_ID` and, where they are set, `SPOTIFY_CLIENT_SECRET` and
    /// `SPOTIFY_REDIRECT_URI` from the environment of the process.
    ///
    /// An empty variable counts as not set. Reads no `.env` file.
    ///
    /// # Errors
    /// [`SettingsError`] naming all that is missing, or the first that cannot be what it is.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::from_lookup(process)
    }

    /// Reads the same names from wherever `lookup` finds them.
    ///
    /// ```
    /// use spotify_auth::App;
    ///
    /// // Spotipy's names for the same settings.
    /// let app = App::from_lookup(|name| {
    ///     let name = name.replace("SPOTIFY_", "SPOTIPY_");
    /// #   let std_env_var = |name: &str| (name == "SPOTIPY_CLIENT_ID").then(|| "id".to_owned());
    ///     std_env_var(&name)
    /// })?;
    /// assert_eq!(app.client_id(), "id");
    /// # Ok::<(), spotify_auth::SettingsError>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_lookup(lookup: impl FnMut(&str) -> Option<String>) -> Result<Self, SettingsError> {
        read(&[CLIENT_ID], &[CLIENT_SECRET, REDIRECT_URI], lookup)
    }
}

impl ClientCredentials {
    /// Reads `SPOTIFY_CLIENT_ID` and `SPOTIFY_CLIENT_SECRET` from the environment of the process.
    ///
    /// # Errors
    /// [`SettingsError`] naming all that is missing, or the first that cannot be what it is.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::from_lookup(process)
    }

    /// Reads the same names from wherever `lookup` finds them; see [`App::from_lookup`].
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_lookup(lookup: impl FnMut(&str) -> Option<String>) -> Result<Self, SettingsError> {
        Self::new(read(&[CLIENT_ID, CLIENT_SECRET], &[], lookup)?)
    }
}

fn process(name: &str) -> Option<String> {
    // What is no UTF-8 is refused later, by the name of the setting.
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

fn read(
    required: &[&'static str],
    optional: &[&'static str],
    mut lookup: impl FnMut(&str) -> Option<String>,
) -> Result<App, SettingsError> {
    let mut find = |names: &[&'static str]| {
        let (mut set, mut unset) = (Vec::new(), Vec::new());
        for &name in names {
            match lookup(name).filter(|value| !value.is_empty()) {
                Some(value) => set.push((name, value)),
                None => unset.push(name),
            }
        }
        (set, unset)
    };
    let ((mut set, needed), (more, unset)) = (find(required), find(optional));
    if !needed.is_empty() {
        return Err(SettingsError::Missing { needed, unset });
    }
    set.extend(more);
    let mut take = |name| {
        let place = set.iter().position(|(key, _)| *key == name)?;
        Some(set.swap_remove(place).1)
    };
    let mut app = App::new(&take(CLIENT_ID).unwrap_or_default())?;
    if let Some(secret) = take(CLIENT_SECRET) {
        app = app.secret(secret)?;
    }
    if let Some(redirect) = take(REDIRECT_URI) {
        app = app.redirect(&redirect)?;
    }
    Ok(app)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        move |name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, v)| (*v).to_owned())
        }
    }

    #[test]
    fn b1_b2_all_that_is_set_is_read() {
        let lookup = settings(&[
            (CLIENT_ID, "id"),
            (CLIENT_SECRET, "secret"),
            (REDIRECT_URI, "http://127.0.0.1/callback"),
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
        let nothing = settings(&[(CLIENT_ID, "")]);
        let secret_only = settings(&[(CLIENT_SECRET, "hunter2")]);
        let wrong = settings(&[(CLIENT_ID, "id"), (REDIRECT_URI, "http://localhost/cb")]);
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
