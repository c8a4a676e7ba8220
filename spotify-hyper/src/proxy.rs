//! Which proxy to go through.

use std::fmt;

use http::Uri;

/// Which proxy to go through, for API and token requests alike.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProxyChoice {
    /// What the environment says: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in
    /// capitals or small letters.
    #[default]
    System,
    /// None, whatever the environment says.
    None,
    /// This one: `http://[user:password@]host[:port]`, or the same with `https`.
    Url(String),
}

impl fmt::Debug for ProxyChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System => "System",
            Self::None => "None",
            Self::Url(_) => "Url(..)", // it may hold a password
        })
    }
}

/// Whether the text names a proxy that can be used.
pub(crate) fn is_valid(url: &str) -> bool {
    let Ok(url) = url.parse::<Uri>() else {
        return false;
    };
    let Some(authority) = url.authority() else {
        return false;
    };
    let bad_port = authority
        .as_str()
        .rsplit_once(':')
        .is_some_and(|(host, port)| {
            !port.is_empty() && host.ends_with(authority.host()) && authority.port_u16().is_none()
        });
    matches!(url.scheme_str(), Some("http" | "https"))
        && !authority.host().is_empty()
        && !bad_port
        && url.path_and_query().is_none_or(|path| path.as_str() == "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_usable_proxies() {
        for good in [
            "http://localhost:3128",
            "http://user:p%40ss@proxy.example:8080/",
            "https://10.0.0.1",
            "http://[::1]:8080",
        ] {
            assert!(is_valid(good), "{good}");
        }
        for bad in [
            "",
            "proxy.example",
            "proxy.example:8080",
            "http://",
            "ftp://proxy.example",
            "socks5://localhost:1080",
            "http://proxy.example:99999",
            "http://proxy.example/path",
            "http://user:pass word@proxy.example",
        ] {
            assert!(!is_valid(bad), "{bad}");
        }
    }

    #[test]
    fn never_shows_the_password() {
        let choice = ProxyChoice::Url("http://user:secret@proxy.example".to_owned());
        assert_eq!(format!("{choice:?}"), "Url(..)");
    }
}
