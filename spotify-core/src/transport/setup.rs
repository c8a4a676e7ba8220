//! What the transports' own settings have in common.

use std::{error::Error as StdError, fmt};

use http::Uri;

use crate::{BuildError, Error, urls::has_unusable_port};

/// Which proxy a transport goes through, for API and token requests alike.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// What the environment says: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in
    /// capitals or small letters; with reqwest and its feature `system-proxy` the settings of
    /// macOS and Windows too.
    #[default]
    System,
    /// None, whatever the environment says.
    None,
    /// This one: `http://[user:password@]host[:port]`, or the same with `https`.
    Url(String),
}

impl ProxyChoice {
    /// Refuses a URL that names no proxy.
    ///
    /// # Errors
    /// [`SetupError::InvalidProxyUrl`], which does not repeat the URL.
    pub fn check(&self) -> Result<(), SetupError> {
        match self {
            Self::Url(url) if !names_a_proxy(url) => Err(SetupError::InvalidProxyUrl),
            _ => Ok(()),
        }
    }
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

/// Why a transport could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The proxy's URL cannot be used; the message does not repeat it.
    #[error(
        "the proxy URL cannot be used: it must be http://[user:password@]host[:port], or the same \
         with https, the user and password percent-encoded"
    )]
    InvalidProxyUrl,
    /// A root certificate cannot be used.
    #[error("the root certificates cannot be used: they must be X.509 certificates in PEM form")]
    InvalidCertificate(#[source] Box<dyn StdError + Send + Sync>),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up")]
    Tls(#[source] Box<dyn StdError + Send + Sync>),
    /// The HTTP library refuses the settings.
    #[error("the HTTP library cannot be set up like that")]
    Library(#[source] Box<dyn StdError + Send + Sync>),
    /// The system gives no thread for the runtime that the transport brings along.
    #[error("the transport's runtime cannot be started")]
    Runtime(#[source] Box<dyn StdError + Send + Sync>),
}

impl From<SetupError> for Error {
    fn from(error: SetupError) -> Self {
        let mut problem = error.to_string();
        if let Some(source) = error.source() {
            problem.push_str(&format!(": {source}"));
        }
        Self::Build(BuildError::setting("transport", problem))
    }
}

fn names_a_proxy(url: &str) -> bool {
    let Ok(url) = url.parse::<Uri>() else {
        return false;
    };
    let Some(authority) = url.authority() else {
        return false;
    };
    matches!(url.scheme_str(), Some("http" | "https"))
        && !authority.host().is_empty()
        && !has_unusable_port(authority)
        && url.path_and_query().is_none_or(|path| path.as_str() == "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h9_tells_usable_proxies_and_never_shows_the_password() {
        for good in [
            "http://localhost:3128",
            "http://user:p%40ss@proxy.example:8080/",
            "https://10.0.0.1",
            "http://[::1]:8080",
        ] {
            assert!(ProxyChoice::Url(good.to_owned()).check().is_ok(), "{good}");
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
            "http://user:secret word@proxy.example",
        ] {
            let choice = ProxyChoice::Url(bad.to_owned());
            let error = Error::from(choice.check().unwrap_err());
            assert!(!format!("{choice:?} {error:#}").contains("secret"), "{bad}");
        }
    }
}
