//! Why no answer was brought back.

use std::{error::Error as StdError, io, net::SocketAddr, time::Duration};

use spotify_core::{AuthError, Error};

use crate::{RedirectUri, Rejected, error::DASHBOARD};

/// A sign-in that ended without a code, and why; it never holds the code or the state.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RedirectError {
    /// The browser did not come back in time.
    #[error(
        "the browser did not come back within {} seconds; if it shows \"Invalid redirect URI\", \
         add {redirect_uri} to your app's settings at {DASHBOARD}: they must match character for \
         character, only the port of a loopback address may differ",
        .after.as_secs()
    )]
    TimedOut {
        /// How long it was waited for.
        after: Duration,
        /// Where it was waited for.
        redirect_uri: RedirectUri,
    },
    /// Another program listens at the port of the redirect URI; no other port was tried.
    #[error(
        "another program listens at {0}; end it, or write the redirect URI with port 0 and list \
         it without a port at {DASHBOARD}: then any free port will do"
    )]
    PortTaken(SocketAddr),
    /// The system does not let this program listen at the port of the redirect URI.
    #[error(
        "this program may not listen at {0}; a redirect URI without a port means port 80, so \
         write it with port 0 and leave it without a port at {DASHBOARD}: then any free port \
         will do"
    )]
    PortForbidden(SocketAddr),
    /// The redirect URI is none at which a program can listen.
    #[error(
        "no program can listen at the redirect URI {0}; use http://127.0.0.1/callback, or have \
         the address pasted"
    )]
    NotLoopback(RedirectUri),
    /// The redirect URI has port 0, at which no browser arrives.
    #[error(
        "the redirect URI {0} has port 0; bind the listener before the sign-in begins, and give \
         the app the redirect URI that the listener has then"
    )]
    PortZero(RedirectUri),
    /// The listener is bound for another redirect URI than that of the sign-in.
    #[error(
        "the listener waits at {bound} and the browser would be sent to {asked}; give the app the \
         listener's redirect URI"
    )]
    OtherRedirect {
        /// The listener's.
        bound: RedirectUri,
        /// The sign-in's.
        asked: RedirectUri,
    },
    /// It was cancelled, or the person gave no answer.
    #[error("the sign-in was cancelled")]
    Cancelled,
    /// The answer that came back was not taken: consent was denied, or it is another's answer.
    #[error(transparent)]
    Rejected(Rejected),
    /// The certificate of an `https` listener cannot be had.
    #[cfg(feature = "https-listener")]
    #[error(transparent)]
    Certificate(#[from] super::CertificateError),
    /// The browser that a script drives brought no answer.
    #[cfg(feature = "webdriver")]
    #[error(transparent)]
    WebDriver(super::WebDriverError),
    /// The handler failed.
    #[error("the redirect handler failed: {0}")]
    Handler(#[source] Box<dyn StdError + Send + Sync>),
    /// The system failed.
    #[error("{doing}: {source}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

impl RedirectError {
    /// Wraps the error of a handler of your own.
    pub fn handler(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Handler(error.into())
    }

    pub(crate) fn io(doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { doing, source }
    }
}

impl From<RedirectError> for AuthError {
    fn from(error: RedirectError) -> Self {
        match error {
            RedirectError::Rejected(rejected) => rejected.into(),
            error => Self::SignIn(error.to_string().into()),
        }
    }
}

impl From<RedirectError> for Error {
    fn from(error: RedirectError) -> Self {
        Self::Auth(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d16_each_error_says_what_to_do() {
        let uri: RedirectUri = "http://127.0.0.1:8888/callback".parse().unwrap();
        let address: SocketAddr = "127.0.0.1:8888".parse().unwrap();
        let errors = [
            RedirectError::TimedOut {
                after: Duration::from_secs(120),
                redirect_uri: uri.clone(),
            },
            RedirectError::PortTaken(address),
            RedirectError::PortForbidden(address),
            RedirectError::NotLoopback("https://example.com/cb".parse().unwrap()),
            RedirectError::PortZero("http://127.0.0.1:0/cb".parse().unwrap()),
            RedirectError::OtherRedirect {
                bound: uri,
                asked: "http://127.0.0.1:9/cb".parse().unwrap(),
            },
            RedirectError::Cancelled,
            RedirectError::handler("no window"),
            RedirectError::io("listening at the redirect URI")(io::Error::other("gone")),
        ];
        let error: Error = RedirectError::Cancelled.into();
        assert!(matches!(error, Error::Auth(AuthError::SignIn(_))));
        insta::assert_snapshot!(errors.map(|error| error.to_string()).join("\n"));
    }
}
