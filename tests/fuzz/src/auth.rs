//! What authorization reads: settings, the browser's answer, the token endpoint's.

use std::{str, time::Duration};

use spotify_auth::{App, ClientCredentials, Entropy, Refresh, Settings, SettingsError, Variables};
use spotify_core::{Accounts, Grant, Now, Timestamp, Token};

use super::Target;

/// Settings are read or named as wrong, and what was read reads back from what is written.
fn settings(
    read: impl Fn(&str, &Variables) -> Result<Settings, SettingsError>,
    write: impl Fn(&Settings, &Variables) -> Result<String, SettingsError>,
    data: &[u8],
) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    // Short names, so that they are found soon.
    let names = Variables::prefixed("").named(spotify_auth::Setting::Account, "A");
    let names = names
        .named(spotify_auth::Setting::ClientSecret, "B")
        .keep_empty();
    let kept = |text: &str| match read(text, &names) {
        Ok(settings) => settings,
        Err(SettingsError::Source(invalid)) => {
            assert!(!invalid.problems.is_empty());
            assert!(
                invalid
                    .problems
                    .iter()
                    .all(|problem| problem.line.is_some())
            );
            invalid.kept
        }
        Err(error) => panic!("{error}"),
    };
    let settings = kept(text);
    match write(&settings, &names) {
        Ok(written) => assert_eq!(kept(&written), settings, "{written:?}"),
        Err(SettingsError::Unwritable { .. }) => {}
        Err(error) => panic!("{error}"),
    }
}

/// The text of a `.env` file.
pub(super) struct Dotenv;

impl Target for Dotenv {
    fn check(data: &[u8]) {
        settings(
            Settings::from_dotenv_text,
            |settings, names| settings.expose_dotenv(names),
            data,
        );
    }
}

/// The text of an INI file, which is also written to again.
pub(super) struct Ini;

impl Target for Ini {
    fn check(data: &[u8]) {
        let read = |text: &str, names: &Variables| Settings::from_ini_text(text, "DEFAULT", names);
        let old = str::from_utf8(data).unwrap_or_default();
        settings(
            read,
            |settings, names| settings.expose_ini(old, "DEFAULT", names),
            data,
        );
        settings(
            read,
            |settings, names| settings.expose_ini("", "DEFAULT", names),
            data,
        );
    }
}

/// Where the browser was sent back to: nothing is accepted without the state that was sent.
pub(super) struct Callback;

impl Target for Callback {
    fn check(data: &[u8]) {
        let Ok(text) = str::from_utf8(data) else {
            return;
        };
        let app = App::new("client-id").unwrap();
        let app = app.redirect("http://127.0.0.1:8888/callback").unwrap();
        let way = app.authorization_code_pkce("").unwrap();
        let asking = way.begin(Entropy::new([1; 32], [2; 32]), &Accounts::default());
        // The state is hard to guess, so it is filled in.
        let state = asking.params().state.expose().to_owned();
        let url = text.replace("STATE", &state);
        if asking.callback(&url).is_ok() {
            assert!(url.contains(&state) || url.contains('%'), "{text}");
            assert!(url.contains("code") || url.contains('%'), "{text}");
        }
    }
}

/// An answer of the token endpoint.
pub(super) struct TokenAnswer;

impl Target for TokenAnswer {
    fn check(data: &[u8]) {
        let now = Now {
            wall: Timestamp::EPOCH,
            mono: Duration::ZERO,
        };
        let app = App::new("client-id").unwrap().secret("secret").unwrap();
        let held = Token::new("BQ-held").refresh("AQ-held");
        for status in [200, 400, 503] {
            let reply = || {
                let mut reply = http::Response::new(data.to_vec().into());
                *reply.status_mut() = http::StatusCode::from_u16(status).unwrap();
                reply
            };
            let good = |token: &Token| {
                assert!(status == 200);
                assert!(
                    token
                        .access
                        .expose()
                        .bytes()
                        .all(|byte| byte.is_ascii_graphic())
                );
                assert!(!token.access.is_empty());
                assert!(
                    token
                        .refresh
                        .as_ref()
                        .is_none_or(|refresh| !refresh.is_empty())
                );
            };
            let credentials = ClientCredentials::new(app.clone()).unwrap();
            if let Ok(token) = credentials.accept(None, reply(), now) {
                good(&token);
            }
            if let Ok(token) = Refresh::new(app.clone(), "AQ").accept(Some(&held), reply(), now) {
                good(&token);
                // What is not answered is kept.
                assert!(token.refresh.is_some());
            }
        }
    }
}
