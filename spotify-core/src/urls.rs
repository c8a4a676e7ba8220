//! Where Spotify is, and what may stand there instead.

use std::{fmt, str::FromStr, sync::Arc};

use http::{
    Uri,
    uri::{Authority, Parts, Scheme},
};

/// Where the Web API is.
pub const API_BASE_URL: &str = "https://api.spotify.com/v1";
/// Where the accounts service is.
pub const ACCOUNTS_BASE_URL: &str = "https://accounts.spotify.com";
/// Where a user signs in and consents.
pub const AUTHORIZE_URL: &str = "https://accounts.spotify.com/authorize";
/// Where tokens are had.
pub const TOKEN_URL: &str = "https://accounts.spotify.com/api/token";
/// Where a device would ask for a code (RFC 8628); Spotify has no such place.
pub const DEVICE_AUTHORIZATION_URL: Option<&str> = None;

/// The address that requests start with: scheme, host, port, and the front of a path.
///
/// It is `https`, or `http` on a loopback address (`127.0.0.1`, `[::1]`) for tests; it has no
/// user, query or fragment, and no slash at the end. Defaults to [`API_BASE_URL`].
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: Arc<str>,
    origin: usize,
    /// The origin once more, in the form that requests are put together from.
    parts: (Scheme, Authority),
}

impl BaseUrl {
    /// The address as text, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port: `https://api.spotify.com`.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.text.get(..self.origin).unwrap_or_default()
    }

    /// The path behind the origin, such as `/v1`; may be empty.
    #[must_use]
    pub fn path(&self) -> &str {
        self.text.get(self.origin..).unwrap_or_default()
    }

    /// Scheme, host and port, for a request to be put together from.
    pub(crate) fn parts(&self) -> Parts {
        let mut parts = Parts::default();
        parts.scheme = Some(self.parts.0.clone());
        parts.authority = Some(self.parts.1.clone());
        parts
    }

    /// Whether a request to `uri` would go to this origin: same scheme, host and port.
    #[must_use]
    pub fn is_origin_of(&self, uri: &Uri) -> bool {
        uri.scheme()
            .zip(uri.authority())
            .is_some_and(|(scheme, authority)| self.is_origin(scheme, authority))
    }

    /// Whether a request to `uri` would go to this origin, and to this path or below it.
    pub(crate) fn is_prefix_of(&self, uri: &Uri) -> bool {
        let below = uri.path().strip_prefix(self.path());
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && self.is_origin_of(uri)
    }

    /// Whether this is another spelling of the same address.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let (scheme, authority) = &other.parts;
        self.path() == other.path() && self.is_origin(scheme, authority)
    }

    fn is_origin(&self, scheme: &Scheme, authority: &Authority) -> bool {
        let (own_scheme, own) = &self.parts;
        own_scheme == scheme
            && !authority.as_str().contains('@')
            && own.host().eq_ignore_ascii_case(authority.host())
            && port(own_scheme, own) == port(scheme, authority)
    }

    /// Adds to the path; `path` starts with a slash.
    #[must_use]
    pub(crate) fn join(&self, path: &str) -> String {
        [self.as_str(), path].concat()
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self {
            text: API_BASE_URL.into(),
            origin: "https://api.spotify.com".len(),
            parts: (Scheme::HTTPS, Authority::from_static("api.spotify.com")),
        }
    }
}

impl FromStr for BaseUrl {
    type Err = InvalidBaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidBaseUrl> {
        let refuse = |problem| InvalidBaseUrl {
            url: text.chars().take(100).collect(),
            problem,
        };
        if text.contains('@') {
            // Not shown: what stands before the @ may be a password.
            return Err(InvalidBaseUrl {
                url: "…".into(),
                problem: Problem::UserInfo,
            });
        }
        if text.contains(['?', '#']) {
            return Err(refuse(Problem::Query));
        }
        let uri: Uri = text.parse().map_err(|_| refuse(Problem::Syntax))?;
        let Parts {
            scheme: Some(scheme),
            authority: Some(authority),
            ..
        } = uri.into_parts()
        else {
            return Err(refuse(Problem::Syntax));
        };
        match scheme.as_str() {
            "https" => {}
            "http" if is_loopback(authority.host()) => {}
            "http" => return Err(refuse(Problem::PlainHttp)),
            _ => return Err(refuse(Problem::Scheme)),
        }
        if has_unusable_port(&authority) {
            return Err(refuse(Problem::Port));
        }
        let trimmed = text.trim_end_matches('/');
        let origin = scheme.as_str().len() + "://".len() + authority.as_str().len();
        Ok(Self {
            text: trimmed.into(),
            origin,
            parts: (scheme, authority),
        })
    }
}

impl TryFrom<&str> for BaseUrl {
    type Error = InvalidBaseUrl;

    fn try_from(text: &str) -> Result<Self, InvalidBaseUrl> {
        text.parse()
    }
}

impl TryFrom<String> for BaseUrl {
    type Error = InvalidBaseUrl;

    fn try_from(text: String) -> Result<Self, InvalidBaseUrl> {
        text.parse()
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({self})")
    }
}

/// Says why an address cannot be a [`BaseUrl`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("base URL {url:?}: {problem}")]
pub struct InvalidBaseUrl {
    url: String,
    problem: Problem,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Problem {
    #[error("not an absolute URL; expected the form https://api.spotify.com/v1")]
    Syntax,
    #[error("http is allowed on a loopback address only (127.0.0.1 or [::1]); use https")]
    PlainHttp,
    #[error("the scheme must be https, or http on a loopback address")]
    Scheme,
    #[error("it must not carry a user name or password")]
    UserInfo,
    #[error("it must not have a query or a fragment")]
    Query,
    #[error("the port must be a number up to 65535")]
    Port,
}

/// Where the accounts service answers: the places that authorization needs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Accounts {
    /// Where a user signs in; see [`AUTHORIZE_URL`].
    pub authorize: BaseUrl,
    /// Where tokens are had; see [`TOKEN_URL`].
    pub token: BaseUrl,
    /// Where a device asks for a code, if anywhere; see [`DEVICE_AUTHORIZATION_URL`].
    pub device: Option<BaseUrl>,
}

impl Accounts {
    /// The places below a base, laid out as Spotify does: `/authorize` and `/api/token`.
    ///
    /// ```
    /// use spotify_core::Accounts;
    ///
    /// let mock = Accounts::at(&"http://127.0.0.1:4000".parse()?);
    /// assert_eq!(mock.token.as_str(), "http://127.0.0.1:4000/api/token");
    /// assert_eq!(Accounts::default().authorize.as_str(), spotify_core::AUTHORIZE_URL);
    /// # Ok::<(), spotify_core::InvalidBaseUrl>(())
    /// ```
    #[must_use]
    pub fn at(base: &BaseUrl) -> Self {
        let below = |path: &str| BaseUrl {
            text: base.join(path).into(),
            ..base.clone()
        };
        Self {
            authorize: below("/authorize"),
            token: below("/api/token"),
            device: None,
        }
    }

    /// Sets where a user signs in.
    #[must_use]
    pub fn authorize(mut self, url: BaseUrl) -> Self {
        self.authorize = url;
        self
    }

    /// Sets where tokens are had.
    #[must_use]
    pub fn token(mut self, url: BaseUrl) -> Self {
        self.token = url;
        self
    }

    /// Sets where a device asks for a code.
    #[must_use]
    pub fn device(mut self, url: BaseUrl) -> Self {
        self.device = Some(url);
        self
    }
}

impl TryFrom<&str> for Accounts {
    type Error = InvalidBaseUrl;

    /// The places below a base; see [`Accounts::at`].
    fn try_from(base: &str) -> Result<Self, InvalidBaseUrl> {
        Ok(Self::at(&base.parse()?))
    }
}

impl Default for Accounts {
    fn default() -> Self {
        let origin = ACCOUNTS_BASE_URL.len();
        Self::at(&BaseUrl {
            text: ACCOUNTS_BASE_URL.into(),
            origin,
            parts: (
                Scheme::HTTPS,
                Authority::from_static("accounts.spotify.com"),
            ),
        })
    }
}

pub(crate) fn is_loopback(host: &str) -> bool {
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<std::net::IpAddr>()
        .is_ok_and(|address| address.is_loopback())
}

/// Whether a port is given that is none; an empty one is the usual one.
pub(crate) fn has_unusable_port(authority: &Authority) -> bool {
    let text = authority.as_str();
    text.rsplit_once(':').is_some_and(|(host, port)| {
        !port.is_empty() && host.ends_with(authority.host()) && authority.port_u16().is_none()
    })
}

fn port(scheme: &Scheme, authority: &Authority) -> Option<u16> {
    authority.port_u16().or(match scheme.as_str() {
        "https" => Some(443),
        "http" => Some(80),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q4_plain_http_only_on_loopback() {
        for good in [
            "https://api.spotify.com/v1",
            "http://127.0.0.1:4000/v1/",
            "http://[::1]:9",
            "https://h/",
        ] {
            let base: BaseUrl = good.parse().unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(base.as_str(), good.trim_end_matches('/'));
            assert_eq!([base.origin(), base.path()].concat(), base.as_str());
        }
        let mut texts = String::new();
        for bad in [
            "http://api.spotify.com/v1",
            "http://localhost:4000",
            "http://127.0.0.1.example.com",
            "ftp://h",
            "api.spotify.com",
            "/v1",
            "",
            "https://user:hunter2@h/v1",
            "https://h/v1?x=1",
            "https://h/#f",
            "https://h:65536/v1",
        ] {
            let error = bad.parse::<BaseUrl>().unwrap_err().to_string();
            assert!(!error.contains("hunter2"));
            texts.push_str(&format!("{error}\n"));
        }
        insta::assert_snapshot!(texts);
    }

    #[test]
    fn q1_an_origin_is_scheme_host_and_port() {
        let base = BaseUrl::default();
        for (uri, same) in [
            ("https://api.spotify.com/v1/me", true),
            ("https://API.spotify.com:443/v1/me", true),
            ("http://api.spotify.com/v1/me", false),
            ("https://api.spotify.com:444/v1/me", false),
            ("https://api.spotify.com.evil.example/v1/me", false),
            ("https://api.spotify.com@evil.example/v1/me", false),
            ("https://x@api.spotify.com/v1/me", false),
            ("/v1/me", false),
        ] {
            assert_eq!(base.is_origin_of(&uri.parse().unwrap()), same, "{uri}");
        }
    }
}
