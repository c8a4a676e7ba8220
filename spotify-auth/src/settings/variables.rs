//! The names under which settings stand.

use std::{borrow::Cow, fmt};

/// One of the [`Settings`](crate::Settings).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// The app's client id.
    ClientId,
    /// The app's client secret.
    ClientSecret,
    /// Where sign-ins come back to.
    RedirectUri,
    /// What to ask the user for.
    Scopes,
    /// The account.
    Account,
    /// A refresh token to begin with.
    RefreshToken,
    /// The file that tokens are kept in.
    TokenFile,
    /// Whether tokens are kept.
    Store,
}

impl Setting {
    /// Every setting.
    pub const ALL: &'static [Self] = &[
        Self::ClientId,
        Self::ClientSecret,
        Self::RedirectUri,
        Self::Scopes,
        Self::Account,
        Self::RefreshToken,
        Self::TokenFile,
        Self::Store,
    ];

    /// Its name in [`Settings`](crate::Settings), such as `client_id`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClientId => "client_id",
            Self::ClientSecret => "client_secret",
            Self::RedirectUri => "redirect_uri",
            Self::Scopes => "scopes",
            Self::Account => "account",
            Self::RefreshToken => "refresh_token",
            Self::TokenFile => "token_file",
            Self::Store => "store",
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The names under which settings stand in the environment, in a `.env` or INI file or as files
/// in a folder of secrets; a setting without a name is not looked for.
///
/// There is one for each library that a program may come from. The names may be changed, and
/// [`prefixed`](Self::prefixed) makes some of your own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variables {
    /// The app's client id.
    pub client_id: Option<Cow<'static, str>>,
    /// The app's client secret.
    pub client_secret: Option<Cow<'static, str>>,
    /// Where sign-ins come back to.
    pub redirect_uri: Option<Cow<'static, str>>,
    /// What to ask the user for.
    pub scopes: Option<Cow<'static, str>>,
    /// The account.
    pub account: Option<Cow<'static, str>>,
    /// A refresh token to begin with.
    pub refresh_token: Option<Cow<'static, str>>,
    /// The file that tokens are kept in.
    pub token_file: Option<Cow<'static, str>>,
    /// Whether tokens are kept.
    pub store: Option<Cow<'static, str>>,
    /// Whether a value that is empty counts as set; else it is as if it were not there.
    pub keep_empty: bool,
}

/// The name, for a `const`.
const fn name(text: &'static str) -> Option<Cow<'static, str>> {
    Some(Cow::Borrowed(text))
}

impl Variables {
    /// No names at all.
    const NONE: Self = Self {
        client_id: None,
        client_secret: None,
        redirect_uri: None,
        scopes: None,
        account: None,
        refresh_token: None,
        token_file: None,
        store: None,
        keep_empty: false,
    };

    /// Our own: `SPOTIFY_CLIENT_ID`, `SPOTIFY_CLIENT_SECRET`, `SPOTIFY_REDIRECT_URI`,
    /// `SPOTIFY_SCOPES`, `SPOTIFY_ACCOUNT`, `SPOTIFY_REFRESH_TOKEN`, `SPOTIFY_TOKEN_FILE` and
    /// `SPOTIFY_STORE`.
    pub const SPOTIFY: Self = Self {
        client_id: name("SPOTIFY_CLIENT_ID"),
        client_secret: name("SPOTIFY_CLIENT_SECRET"),
        redirect_uri: name("SPOTIFY_REDIRECT_URI"),
        scopes: name("SPOTIFY_SCOPES"),
        account: name("SPOTIFY_ACCOUNT"),
        refresh_token: name("SPOTIFY_REFRESH_TOKEN"),
        token_file: name("SPOTIFY_TOKEN_FILE"),
        store: name("SPOTIFY_STORE"),
        keep_empty: false,
    };

    /// Those of minim: `SPOTIFY_WEB_API_CLIENT_ID` and `SPOTIFY_WEB_API_CLIENT_SECRET`.
    pub const MINIM: Self = Self {
        client_id: name("SPOTIFY_WEB_API_CLIENT_ID"),
        client_secret: name("SPOTIFY_WEB_API_CLIENT_SECRET"),
        ..Self::NONE
    };

    /// Those of spotipy: `SPOTIPY_CLIENT_ID`, `SPOTIPY_CLIENT_SECRET`, `SPOTIPY_REDIRECT_URI` and
    /// `SPOTIPY_CLIENT_USERNAME`.
    pub const SPOTIPY: Self = Self {
        client_id: name("SPOTIPY_CLIENT_ID"),
        client_secret: name("SPOTIPY_CLIENT_SECRET"),
        redirect_uri: name("SPOTIPY_REDIRECT_URI"),
        account: name("SPOTIPY_CLIENT_USERNAME"),
        ..Self::NONE
    };

    /// Those of spotipie: `SPOTIPIE_CLIENT_ID`, `SPOTIPIE_CLIENT_SECRET` and
    /// `SPOTIPIE_REDIRECT_URI`.
    pub const SPOTIPIE: Self = Self {
        client_id: name("SPOTIPIE_CLIENT_ID"),
        client_secret: name("SPOTIPIE_CLIENT_SECRET"),
        redirect_uri: name("SPOTIPIE_REDIRECT_URI"),
        ..Self::NONE
    };

    /// Those of async_spotify: `application_id`, `application_secret`, `redirect_url` and
    /// `scopes`.
    pub const ASYNC_SPOTIFY: Self = Self {
        client_id: name("application_id"),
        client_secret: name("application_secret"),
        redirect_uri: name("redirect_url"),
        scopes: name("scopes"),
        ..Self::NONE
    };

    /// Those of spotantic: `SPOTANTIC_AUTH_CLIENT_ID`, `SPOTANTIC_AUTH_CLIENT_SECRET`,
    /// `SPOTANTIC_AUTH_REDIRECT_URI`, `SPOTANTIC_AUTH_SCOPE`, `SPOTANTIC_AUTH_STORE_ACCESS_TOKEN`
    /// and `SPOTANTIC_AUTH_ACCESS_TOKEN_FILE_PATH`.
    pub const SPOTANTIC: Self = Self {
        client_id: name("SPOTANTIC_AUTH_CLIENT_ID"),
        client_secret: name("SPOTANTIC_AUTH_CLIENT_SECRET"),
        redirect_uri: name("SPOTANTIC_AUTH_REDIRECT_URI"),
        scopes: name("SPOTANTIC_AUTH_SCOPE"),
        token_file: name("SPOTANTIC_AUTH_ACCESS_TOKEN_FILE_PATH"),
        store: name("SPOTANTIC_AUTH_STORE_ACCESS_TOKEN"),
        ..Self::NONE
    };

    /// Those of rspotify: `RSPOTIFY_CLIENT_ID`, `RSPOTIFY_CLIENT_SECRET` and
    /// `RSPOTIFY_REDIRECT_URI`.
    pub const RSPOTIFY: Self = Self {
        client_id: name("RSPOTIFY_CLIENT_ID"),
        client_secret: name("RSPOTIFY_CLIENT_SECRET"),
        redirect_uri: name("RSPOTIFY_REDIRECT_URI"),
        ..Self::NONE
    };

    /// Those of tekore: `SPOTIFY_CLIENT_ID`, `SPOTIFY_CLIENT_SECRET`, `SPOTIFY_REDIRECT_URI` and
    /// `SPOTIFY_USER_REFRESH`.
    pub const TEKORE: Self = Self {
        client_id: name("SPOTIFY_CLIENT_ID"),
        client_secret: name("SPOTIFY_CLIENT_SECRET"),
        redirect_uri: name("SPOTIFY_REDIRECT_URI"),
        refresh_token: name("SPOTIFY_USER_REFRESH"),
        ..Self::NONE
    };

    /// Our own names with another prefix: with `MY_APP`, or `MY_APP_`, it is `MY_APP_CLIENT_ID`,
    /// and so on; with an empty one, `CLIENT_ID`.
    #[must_use]
    pub fn prefixed(prefix: &str) -> Self {
        let dash = if prefix.is_empty() || prefix.ends_with('_') {
            ""
        } else {
            "_"
        };
        Setting::ALL.iter().fold(Self::NONE, |variables, setting| {
            let upper = setting.as_str().to_ascii_uppercase();
            variables.named(*setting, format!("{prefix}{dash}{upper}"))
        })
    }

    /// Gives a setting another name.
    #[must_use]
    pub fn named(mut self, setting: Setting, name: impl Into<Cow<'static, str>>) -> Self {
        *self.place(setting) = Some(name.into());
        self
    }

    /// Says that a value that is empty counts as set.
    #[must_use]
    pub const fn keep_empty(mut self) -> Self {
        self.keep_empty = true;
        self
    }

    /// The name of a setting, if it has one.
    #[must_use]
    pub fn get(&self, setting: Setting) -> Option<&str> {
        match setting {
            Setting::ClientId => self.client_id.as_deref(),
            Setting::ClientSecret => self.client_secret.as_deref(),
            Setting::RedirectUri => self.redirect_uri.as_deref(),
            Setting::Scopes => self.scopes.as_deref(),
            Setting::Account => self.account.as_deref(),
            Setting::RefreshToken => self.refresh_token.as_deref(),
            Setting::TokenFile => self.token_file.as_deref(),
            Setting::Store => self.store.as_deref(),
        }
    }

    fn place(&mut self, setting: Setting) -> &mut Option<Cow<'static, str>> {
        match setting {
            Setting::ClientId => &mut self.client_id,
            Setting::ClientSecret => &mut self.client_secret,
            Setting::RedirectUri => &mut self.redirect_uri,
            Setting::Scopes => &mut self.scopes,
            Setting::Account => &mut self.account,
            Setting::RefreshToken => &mut self.refresh_token,
            Setting::TokenFile => &mut self.token_file,
            Setting::Store => &mut self.store,
        }
    }

    /// The settings that have a name, with it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Setting, &str)> {
        let all = Setting::ALL.iter();
        all.filter_map(|setting| Some((*setting, self.get(*setting)?)))
    }
}

impl Default for Variables {
    /// Our own.
    fn default() -> Self {
        Self::SPOTIFY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b5_any_prefix() {
        let own = Variables::prefixed("MY_APP");
        assert_eq!(own.get(Setting::ClientId), Some("MY_APP_CLIENT_ID"));
        assert_eq!(own, Variables::prefixed("MY_APP_"));
        assert_eq!(Variables::prefixed("SPOTIFY"), Variables::SPOTIFY);
        assert_eq!(Variables::prefixed("").get(Setting::Store), Some("STORE"));
        let renamed = Variables::TEKORE.named(Setting::RefreshToken, "REFRESH");
        assert_eq!(renamed.get(Setting::RefreshToken), Some("REFRESH"));
    }
}
