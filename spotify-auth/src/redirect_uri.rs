//! Where the browser is sent back to: Spotify's rules, checked before it is asked.

use std::{fmt, str::FromStr, sync::Arc};

use url::{Host, Url};

/// An address at which a sign-in ends, kept character for character.
///
/// - `https` with any host but `localhost`;
/// - `http` with the host `127.0.0.1` or `[::1]`, with any port or none;
/// - a scheme of the app's own: `myapp://callback`, `com.example.app:/callback`.
///
/// No fragment, user name, wildcard, white space, nor anything else that RFC 3986 does not allow
/// unescaped; no `code`, `state`, `error` or `iss` in its query, for the answer brings those.
///
/// It must be the same, character for character, as one listed on the dashboard; only the port of
/// a loopback address may differ. Source:
/// <https://developer.spotify.com/documentation/web-api/concepts/redirect_uri>.
///
/// ```
/// use spotify_auth::RedirectUri;
///
/// let uri: RedirectUri = "http://127.0.0.1:8888/callback".parse()?;
/// assert_eq!(uri.as_str(), "http://127.0.0.1:8888/callback");
///
/// let error = "http://localhost:8888/callback".parse::<RedirectUri>().unwrap_err();
/// assert!(error.to_string().contains("http://127.0.0.1/callback"));
/// # Ok::<(), spotify_auth::InvalidRedirectUri>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RedirectUri(Arc<Parsed>);

#[derive(PartialEq, Eq)]
struct Parsed {
    text: Box<str>,
    url: Url,
}

impl RedirectUri {
    /// The text as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Whether it is `http` on a loopback address, where a program can listen by itself.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.0.url.scheme() == "http"
    }

    /// Whether a browser that was sent here would arrive at `url`, whatever the query.
    pub(crate) fn leads_to(&self, url: &Url) -> bool {
        let own = &self.0.url;
        let path = |url: &Url| {
            if url.path().is_empty() {
                "/".to_owned()
            } else {
                url.path().to_owned()
            }
        };
        own.scheme() == url.scheme()
            && own.host() == url.host()
            && own.port_or_known_default() == url.port_or_known_default()
            && url.username().is_empty()
            && url.password().is_none()
            && path(own) == path(url)
    }

    /// Reads an absolute address, or a path on the same host.
    pub(crate) fn resolve(&self, address: &str) -> Option<Url> {
        self.0.url.join(address).ok()
    }
}

impl FromStr for RedirectUri {
    type Err = InvalidRedirectUri;

    fn from_str(text: &str) -> Result<Self, InvalidRedirectUri> {
        match check(text) {
            Ok(url) => Ok(Self(Arc::new(Parsed {
                text: text.into(),
                url,
            }))),
            Err(rule) => {
                // Not shown: what stands before the @ may be a password.
                let uri = if rule == RedirectRule::UserInfo {
                    "…"
                } else {
                    text
                };
                Err(InvalidRedirectUri {
                    uri: uri.chars().take(100).collect(),
                    rule,
                })
            }
        }
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedirectUri({self})")
    }
}

/// Says which rule a redirect URI breaks, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("redirect URI {uri:?}: {rule}")]
pub struct InvalidRedirectUri {
    uri: String,
    rule: RedirectRule,
}

impl InvalidRedirectUri {
    /// The rule that it breaks.
    #[must_use]
    pub const fn rule(&self) -> RedirectRule {
        self.rule
    }
}

/// The rules for redirect URIs, as their breach is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum RedirectRule {
    /// It is empty.
    #[error("empty; write the one that your app's settings on the dashboard list")]
    Empty,
    /// It has a character that no URI has.
    #[error(
        "it has white space, a control character or another that a URI cannot have; write it in \
         ASCII, with such characters percent-encoded"
    )]
    Character,
    /// It is no absolute URI.
    #[error("not an absolute address; expected the form http://127.0.0.1/callback")]
    Syntax,
    /// Its port is none.
    #[error("the port is not a number from 0 to 65535; correct it or leave it out")]
    Port,
    /// It has a fragment.
    #[error("it has a fragment; leave out the # and what follows")]
    Fragment,
    /// It has a user name or a password.
    #[error("it has a user name or password; leave out what stands before the @")]
    UserInfo,
    /// It has a wildcard.
    #[error("it has a wildcard; list each address on the dashboard and write out the one meant")]
    Wildcard,
    /// It has no host.
    #[error("it has no host; write one, or a single slash behind a scheme of your own")]
    NoHost,
    /// Its host is `localhost`.
    #[error(
        "Spotify refuses localhost; use http://127.0.0.1/callback here and in your app's settings \
         on the dashboard: they must match character for character, only the port of a loopback \
         address may differ"
    )]
    Localhost,
    /// It is `http` and not on a loopback address.
    #[error(
        "Spotify allows http on 127.0.0.1 and [::1] only, written like that; use https, or \
         http://127.0.0.1/callback for a program on the user's machine"
    )]
    PlainHttp,
    /// Its scheme belongs to something else.
    #[error(
        "this scheme leads nowhere safe; use https, http://127.0.0.1/callback, or a scheme of \
         your own such as myapp://callback"
    )]
    Scheme,
    /// Its query has a parameter that the answer brings.
    #[error("its query has code, state, error or iss, which the answer adds; leave them out")]
    Query,
}

fn check(text: &str) -> Result<Url, RedirectRule> {
    if text.is_empty() {
        return Err(RedirectRule::Empty);
    }
    // The URL standard mends much of what follows without a word (`http:\\127.1`, tabs, missing
    // slashes); what is sent is the text, so the text itself is looked at.
    let (scheme, rest) = text.split_once(':').ok_or(RedirectRule::Syntax)?;
    let (own, rest) = match rest.strip_prefix("//") {
        Some(rest) => (false, rest),
        None => (true, rest),
    };
    let (authority, _) = rest.split_at(rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len()));
    if !own && authority.contains('@') {
        return Err(RedirectRule::UserInfo);
    }
    if !text.bytes().all(allowed) || !crate::callback::escapes_are_whole(text) {
        return Err(RedirectRule::Character);
    }
    if text.contains('#') {
        return Err(RedirectRule::Fragment);
    }
    if text.contains('*') {
        return Err(RedirectRule::Wildcard);
    }
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    if own && (web || !rest.starts_with('/')) {
        return Err(RedirectRule::Syntax);
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    if !own && host.is_empty() {
        return Err(RedirectRule::NoHost);
    }
    if port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return Err(RedirectRule::Port);
    }
    let url = Url::parse(text).map_err(|_| RedirectRule::Syntax)?;
    let is_localhost = matches!(url.host(), Some(Host::Domain(name))
        if name.trim_end_matches('.').eq_ignore_ascii_case("localhost"));
    match url.scheme() {
        "http" | "https" if is_localhost => return Err(RedirectRule::Localhost),
        "http" if !matches!(host, "127.0.0.1" | "[::1]") => return Err(RedirectRule::PlainHttp),
        "http" | "https" => {}
        "ftp" | "ws" | "wss" | "file" | "data" | "blob" | "about" | "javascript" | "vbscript"
        | "view-source" => return Err(RedirectRule::Scheme),
        _ => {}
    }
    if url
        .query_pairs()
        .any(|(name, _)| matches!(&*name, "code" | "state" | "error" | "iss"))
    {
        return Err(RedirectRule::Query);
    }
    Ok(url)
}

/// What RFC 3986 allows in a URI: unreserved, reserved, and the percent sign.
const fn allowed(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(
            byte,
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a3_what_spotify_takes_is_kept_character_for_character() {
        for text in [
            "https://example.com/callback",
            "https://example.com/callback/",
            "https://example.com",
            "https://EXAMPLE.com/CallBack",
            "https://example.com:8443/cb",
            "https://example.com:443/cb",
            "https://sub.example.co.uk/a/b/c?keep=this",
            "https://xn--exmple-cua.com/cb",
            "https://example.com/with%20space",
            "https://example.com/@me/callback",
            "https://127.0.0.1:8443/cb",
            "http://127.0.0.1",
            "http://127.0.0.1/",
            "http://127.0.0.1/callback",
            "http://127.0.0.1:8888/callback",
            "http://127.0.0.1:0/callback",
            "http://127.0.0.1:80/call-back",
            "http://[::1]/callback",
            "http://[::1]:8888/callback",
            "HTTP://127.0.0.1:8888/",
            "myapp://callback",
            "myapp://callback/",
            "myapp://oauth/callback?app=1",
            "com.example.app:/oauth2redirect",
            "spotify-tui://cb",
        ] {
            let uri: RedirectUri = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(uri.as_str(), text);
            assert!(uri.leads_to(&Url::parse(text).unwrap()), "{text}");
        }
    }

    #[test]
    fn a3_what_spotify_refuses_is_refused_here_by_its_rule() {
        use RedirectRule::*;
        for (text, rule) in [
            ("", Empty),
            (" ", Syntax),
            ("callback", Syntax),
            ("/callback", Syntax),
            ("127.0.0.1/callback", Syntax),
            ("127.0.0.1:8888/callback", Syntax),
            ("localhost:8888/callback", Syntax),
            ("example.com:443/cb", Syntax),
            ("https:example.com/cb", Syntax),
            ("https:/example.com/cb", Syntax),
            ("mailto:me", Syntax),
            ("1app://callback", Syntax),
            ("https://[::1/cb", Syntax),
            ("https://exa%20mple.com/cb", Syntax),
            ("http://localhost/callback", Localhost),
            ("http://localhost:8888/callback", Localhost),
            ("https://localhost:8888/callback", Localhost),
            ("http://LocalHost/callback", Localhost),
            ("http://localhost./callback", Localhost),
            ("http://example.com/callback", PlainHttp),
            ("http://127.0.0.1.example.com/callback", PlainHttp),
            ("http://127.0.0.2/callback", PlainHttp),
            ("http://127.1/callback", PlainHttp),
            ("http://2130706433/callback", PlainHttp),
            ("http://0x7f.0.0.1/callback", PlainHttp),
            ("http://0.0.0.0:8888/callback", PlainHttp),
            ("http://[0:0:0:0:0:0:0:1]/callback", PlainHttp),
            ("http://[::]/callback", PlainHttp),
            ("http://192.168.1.4/callback", PlainHttp),
            ("http://app.localhost/callback", PlainHttp),
            ("https://example.com/cb#top", Fragment),
            ("https://example.com/cb#", Fragment),
            ("myapp://callback#x", Fragment),
            ("https://user:hunter2@example.com/cb", UserInfo),
            ("http://127.0.0.1:8888@evil.example/callback", UserInfo),
            ("https://@example.com/cb", UserInfo),
            ("https://*.example.com/cb", Wildcard),
            ("https://example.com/*", Wildcard),
            ("http://127.0.0.1:*/callback", Wildcard),
            (" https://example.com/cb", Character),
            ("https://example.com/cb ", Character),
            ("https://example.com/a b", Character),
            ("https://example.com/cb\n", Character),
            ("https://example.com/\tcb", Character),
            ("https://exa\0mple.com/cb", Character),
            ("https://exämple.com/cb", Character),
            ("https://example.com/\u{202e}bc", Character),
            ("https://example.com\\cb", Character),
            ("https://example.com/{id}", Character),
            ("https://example.com/%zz", Character),
            ("https://example.com/%2", Character),
            ("https:///callback", NoHost),
            ("https://:8080/callback", NoHost),
            ("http://", NoHost),
            ("myapp://", NoHost),
            ("myapp:///callback", NoHost),
            ("http://127.0.0.1:/callback", Port),
            ("http://127.0.0.1:99999/callback", Port),
            ("http://127.0.0.1:http/callback", Port),
            ("ftp://example.com/cb", Scheme),
            ("ws://example.com/cb", Scheme),
            ("file:/etc/passwd", Scheme),
            ("javascript://example.com/%0aalert(1)", Scheme),
            ("data:/text", Scheme),
            ("https://example.com/cb?state=1", Query),
            ("https://example.com/cb?a=1&code=", Query),
        ] {
            let error = text.parse::<RedirectUri>().expect_err(text);
            assert_eq!(error.rule(), rule, "{text}");
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn a3_each_rule_says_what_to_write_instead() {
        insta::assert_snapshot!(
            [
                "",
                "x y://h",
                "callback",
                "http://127.0.0.1:x/",
                "https://h/#f",
                "https://u:p@h/",
                "https://*/",
                "https:///",
                "http://localhost:8888/callback",
                "http://h/",
                "ftp://h/",
                "https://h/?code=1",
            ]
            .map(|text| text.parse::<RedirectUri>().unwrap_err().to_string())
            .join("\n")
        );
    }

    proptest::proptest! {
        #[test]
        fn a3_no_text_panics_and_none_is_changed(text in "\\PC*|https?://\\PC*|http://127.0.0.1\\PC*") {
            if let Ok(uri) = text.parse::<RedirectUri>() {
                proptest::prop_assert_eq!(uri.as_str(), &*text);
            }
        }
    }
}
