//! What other libraries have left behind.

use std::path::{Path, PathBuf};

use spotify_core::Token;

use super::{InvalidToken, TokenFormat};

/// The name of rspotify's cache file.
pub const RSPOTIFY_CACHE: &str = ".spotify_token_cache.json";

/// Reads the text of spotipy's cache file, or what its cache handlers keep under `token_info`.
///
/// Its `expires_at` is in seconds, its scopes are one text. `expires_in` is how long the token
/// was good for when it was had.
///
/// # Errors
/// [`InvalidToken`] names the place.
pub fn spotipy_cache(text: &str) -> Result<Token, InvalidToken> {
    TokenFormat::new().read(text)
}

/// Reads the text of rspotify's cache file, [`RSPOTIFY_CACHE`].
///
/// Its `expires_at` is RFC 3339, its scopes are one text or a list.
///
/// # Errors
/// [`InvalidToken`] names the place.
pub fn rspotify_cache(text: &str) -> Result<Token, InvalidToken> {
    TokenFormat::new().read(text)
}

/// Where spotipy keeps its cache: at `path` if one is given, else `.cache-{username}` or `.cache`
/// in the current folder.
///
/// spotipy takes the user name from `SPOTIPY_CLIENT_USERNAME` where none is given; look it up and
/// hand it in.
#[must_use]
pub fn spotipy_cache_path(path: Option<&Path>, username: Option<&str>) -> PathBuf {
    match (path, username.filter(|name| !name.is_empty())) {
        (Some(path), _) => path.to_owned(),
        (None, Some(name)) => format!(".cache-{name}").into(),
        (None, None) => ".cache".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spotify_core::Timestamp;
    use std::time::Duration;

    #[test]
    fn f4_where_spotipy_keeps_its_cache() {
        let place = |path: Option<&str>, name| spotipy_cache_path(path.map(Path::new), name);
        assert_eq!(place(None, None), Path::new(".cache"));
        assert_eq!(place(None, Some("")), Path::new(".cache"));
        assert_eq!(place(None, Some("ann")), Path::new(".cache-ann"));
        assert_eq!(place(Some("x/cache"), Some("ann")), Path::new("x/cache"));
    }

    #[test]
    fn f3_caches_of_spotipy_and_rspotify_are_read() {
        let theirs = r#"{"access_token": "BQ1", "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": "AQ1", "scope": "user-top-read streaming", "expires_at": 1800000000}"#;
        let token = spotipy_cache(theirs).unwrap();
        let mut expected = Token::new("BQ1")
            .refresh("AQ1")
            .scopes("streaming user-top-read")
            .expires_at(Timestamp::from_secs(1_800_000_000));
        expected.lifetime = Some(Duration::from_secs(3600));
        assert_eq!(token, expected);

        let theirs = r#"{"access_token":"BQ1","expires_in":3600,
            "expires_at":"2027-01-15T08:00:00.123456789Z","refresh_token":"AQ1",
            "scope":"user-top-read streaming"}"#;
        let token = rspotify_cache(theirs).unwrap();
        assert_eq!(token.expires_at, "2027-01-15T08:00:00.123Z".parse().ok());
        assert_eq!(token.scopes, expected.scopes);
        let listed = theirs.replace(
            r#""scope":"user-top-read streaming""#,
            r#""scopes":["streaming","user-top-read"]"#,
        );
        assert_eq!(rspotify_cache(&listed).unwrap(), token);
        let bare = r#"{"access_token":"BQ1","expires_in":3600,"expires_at":null,
            "refresh_token":null,"scope":""}"#;
        assert_eq!(rspotify_cache(bare).unwrap().refresh, None);
    }
}
