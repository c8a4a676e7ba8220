//! Why a driven browser brought no answer.

use std::{fmt, io, net::SocketAddr, path::PathBuf, time::Duration};

use spotify_core::Excerpt;

use crate::RedirectUri;

/// Says why a driven browser brought no answer.
///
/// It never holds an address with its path and query, nor what was typed into the browser; so
/// what drivers say in their own words is left out wherever it could.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebDriverError {
    /// The driver could not be started.
    #[error("{} {problem}", program.display())]
    Driver {
        /// The driver.
        program: PathBuf,
        /// What happened.
        #[source]
        problem: DriverProblem,
    },
    /// The driver that was named is on another machine.
    #[error("the driver's address {0} is not on this machine; take one such as 127.0.0.1:9515")]
    NotLoopback(SocketAddr),
    /// No browser has an address with the scheme of this redirect URI.
    #[error("no browser shows the address {0}; the redirect URI must be http or https")]
    RedirectUri(RedirectUri),
    /// The driver could not start the browser.
    #[error(
        "the driver could not start the browser: {0}; without a display it must be headless, and \
         as root Chromium needs the argument --no-sandbox"
    )]
    NoSession(Excerpt),
    /// The driver did not answer.
    #[error("the driver does not answer: {0}")]
    NoAnswer(#[source] io::Error),
    /// The driver's answer is no WebDriver.
    #[error("the driver's answer to {0} is not WebDriver's")]
    Malformed(&'static str),
    /// The driver could not do what it was told.
    #[error("the driver could not {command}: {code}")]
    Failed {
        /// What it was told.
        command: &'static str,
        /// WebDriver's word for what happened.
        code: &'static str,
    },
    /// The browser or its window was closed.
    #[error("the browser was closed before the answer came")]
    Closed,
    /// It was cancelled.
    #[error("the sign-in was cancelled")]
    Cancelled,
    /// The browser came to an address that cannot be opened, and that is not the redirect URI.
    #[error("the browser could not open {}; is there a network?", Place(.0.as_deref()))]
    Unreachable(
        /// Scheme, host and port.
        Option<String>,
    ),
    /// The time was over.
    #[error(
        "no answer within {} s: the browser was at {}{}; most often the redirect URI is not, \
         character for character, one of those that the app's dashboard lists",
        timeout.as_secs_f64(),
        Place(place.as_deref()),
        Waiting(selector.as_deref())
    )]
    TimedOut {
        /// How long it was.
        timeout: Duration,
        /// Where the browser was then: scheme, host and port.
        place: Option<String>,
        /// The selector of the step that waited then.
        selector: Option<String>,
    },
}

/// Why a driver could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DriverProblem {
    /// There is no such program.
    #[error("was not found; {0}")]
    NotFound(
        /// How to get it.
        &'static str,
    ),
    /// The system did not start it.
    #[error("could not be started: {0}")]
    NotStarted(#[source] io::Error),
    /// It ended, or took too long, without naming its port.
    #[error("was started and did not say on which port it listens")]
    Silent,
}

struct Place<'a>(Option<&'a str>);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.unwrap_or("no address yet"))
    }
}

struct Waiting<'a>(Option<&'a str>);

impl fmt::Display for Waiting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(selector) => write!(f, ", where {selector:?} was waited for"),
            None => Ok(()),
        }
    }
}
