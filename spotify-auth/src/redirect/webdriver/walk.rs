//! The way to the redirect URI, step by step.

use std::{fmt, iter::Peekable, slice};

use spotify_core::Secret;
use url::Url;

use super::{
    WebDriverError,
    session::{Outcome, Session},
};
use crate::{RedirectUri, redirect::Cancel};

/// One thing to do in the browser, with the CSS selector of what it is done to.
#[derive(Clone)]
pub(super) enum Step {
    Click(String),
    Fill(String, Secret),
    WaitFor(String),
}

impl Step {
    pub(super) fn selector(&self) -> &str {
        match self {
            Self::Click(selector) | Self::Fill(selector, _) | Self::WaitFor(selector) => selector,
        }
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Click(_) => "Click",
            Self::Fill(..) => "Fill",
            Self::WaitFor(_) => "WaitFor",
        };
        f.debug_tuple(name).field(&self.selector()).finish()
    }
}

/// Takes the steps and waits for the redirect URI. `place` is where the browser was last seen.
pub(super) fn walk(
    session: &Session,
    goal: &RedirectUri,
    steps: &mut Peekable<slice::Iter<'_, Step>>,
    place: &mut Option<String>,
    cancel: &Cancel,
) -> Result<String, WebDriverError> {
    loop {
        if cancel.take() {
            return Err(WebDriverError::Cancelled);
        }
        let address = match session.address() {
            // Between two pages.
            Err(WebDriverError::Failed { .. }) => {
                session.pause(cancel)?;
                continue;
            }
            address => address?,
        };
        if reaches(&address, goal) {
            return Ok(address);
        }
        *place = origin(&address);
        if session.shows_error_page()? {
            // It may have come up since the address was asked for.
            let address = session.address()?;
            return match reaches(&address, goal) {
                true => Ok(address),
                false => Err(WebDriverError::Unreachable(origin(&address))),
            };
        }
        let outcome = match steps.peek() {
            Some(Step::Click(selector)) => session.click(selector)?,
            Some(Step::Fill(selector, text)) => session.fill(selector, text)?,
            Some(Step::WaitFor(selector)) => session.wait_for(selector)?,
            None => Outcome::NotYet,
        };
        match outcome {
            Outcome::Done => drop(steps.next()),
            Outcome::NotYet => session.pause(cancel)?,
        }
    }
}

fn reaches(address: &str, goal: &RedirectUri) -> bool {
    Url::parse(address).is_ok_and(|url| goal.leads_to(&url))
}

/// Scheme, host and port, for errors: the rest of an address may hold secrets.
fn origin(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    url.has_host().then(|| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d18_only_the_redirect_uri_itself_is_the_goal() {
        let goal: RedirectUri = "https://example.com/callback".parse().unwrap();
        for (address, reached) in [
            ("https://example.com/callback?code=1", true),
            ("https://example.com/callback#access_token=1", true),
            ("https://example.com/callback", true),
            ("https://example.com/callback2?code=1", false),
            ("https://example.com.evil.test/callback?code=1", false),
            (
                "https://accounts.spotify.com/?continue=https://example.com/callback",
                false,
            ),
            ("http://example.com/callback?code=1", false),
            ("data:,", false),
            ("", false),
        ] {
            assert_eq!(reaches(address, &goal), reached, "{address}");
        }
    }

    #[test]
    fn d18_errors_show_the_origin_of_an_address_only() {
        let shown = origin("http://127.0.0.1:8888/callback?code=AQ").unwrap();
        assert_eq!(shown, "http://127.0.0.1:8888");
        assert_eq!(
            origin("https://u:p@example.com/a").unwrap(),
            "https://example.com"
        );
        assert_eq!(origin("data:,"), None);
        assert_eq!(origin("about:blank"), None);
    }
}
