//! What a client has asked: lines to read, requests to find, and assertions.

use std::fmt::Write as _;

use super::{
    MockSpotify, Recorded, Service, lock,
    pattern::{Pattern, PatternError},
};

/// What a failed assertion shows of the requests: the last so many.
const SHOWN: usize = 40;

/// Parameters of a query whose values are secrets, or differ from run to run. To the Web API some
/// of them are something else, such as the `state` of `PUT /v1/me/player/repeat`.
const SECRET: [&str; 12] = [
    "access_token",
    "client_secret",
    "code",
    "code_challenge",
    "code_verifier",
    "continue",
    "device_code",
    "id_token",
    "nonce",
    "refresh_token",
    "state",
    "user_code",
];

/// What was asked.
///
/// A pattern is a method, or `*` for any, and a path: `GET /v1/albums/{id}`, where a segment in
/// braces stands for any. A query in the pattern must have the pairs of the request, in any order
/// (`?limit=50&offset={any}`); without one, any will do.
impl MockSpotify {
    /// Writes a line for each request that [`requests`](Self::requests) has: method, path and
    /// query. Outside of the Web API, what is secret in a query or differs from run to run
    /// (`state`, `code`) is left out: `…`.
    ///
    /// ```
    /// use spotify_blocking::prelude::*;
    /// use spotify_tests::MockSpotify;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = MockSpotify::start()?;
    /// let client = mock.blocking_client(Ureq::new()?)?;
    /// client.player().shuffle(true).send()?;
    /// assert_eq!(mock.log(), "PUT /v1/me/player/shuffle?state=true\n");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn log(&self) -> String {
        lines(&lock(&self.shared.requests))
    }

    /// Finds the requests that a pattern means, in the order they came.
    ///
    /// # Errors
    ///
    /// [`PatternError`] where the text is no pattern, and would never be met.
    pub fn requests_to(&self, pattern: &str) -> Result<Vec<Recorded>, PatternError> {
        let pattern: Pattern = pattern.parse()?;
        let mut requests = self.requests();
        requests.retain(|request| pattern.matches(request));
        Ok(requests)
    }

    /// Counts the requests that a pattern means.
    ///
    /// # Errors
    ///
    /// As [`requests_to`](Self::requests_to).
    pub fn count(&self, pattern: &str) -> Result<usize, PatternError> {
        let pattern: Pattern = pattern.parse()?;
        let requests = lock(&self.shared.requests);
        Ok(requests.iter().filter(|r| pattern.matches(r)).count())
    }

    /// Asserts that the requests that a pattern means came so many times, 0 among them.
    ///
    /// # Panics
    ///
    /// If they did not, with all that was asked; or if the text is no pattern.
    #[track_caller]
    pub fn assert_requested(&self, pattern: &str, times: usize) {
        let (count, problem) = match self.count(pattern) {
            Ok(count) => (count, String::new()),
            Err(error) => (0, error.to_string()),
        };
        assert!(problem.is_empty(), "{problem}");
        assert!(
            count == times,
            "expected `{pattern}` {}, the mock was asked for it {}; {}",
            said(times),
            said(count),
            told(&lock(&self.shared.requests)),
        );
    }

    /// Asserts that nobody was sent to [`stranger_base`](Self::stranger_base).
    ///
    /// # Panics
    ///
    /// If somebody was, with what the stranger was asked.
    #[track_caller]
    pub fn assert_no_strangers(&self) {
        let strays = lock(&self.shared.strays);
        assert!(
            strays.is_empty(),
            "expected no request to the stranger, {} came; {}",
            strays.len(),
            told(&strays),
        );
    }
}

/// Method, path and query of a request, without what is secret.
fn line(request: &Recorded) -> String {
    format!("{} {}", request.method, shown_target(request))
}

/// Path and query of a request, without what is secret.
pub(crate) fn shown_target(request: &Recorded) -> String {
    let Some((path, query)) = request.target.split_once('?') else {
        return request.target.clone();
    };
    let secret = |name: &str| match request.service {
        Service::Api => name == "access_token",
        _ => SECRET.contains(&name),
    };
    let pairs: Vec<String> = query
        .split('&')
        .map(|pair| {
            let name = pair.split('=').next().unwrap_or(pair);
            let plain = url::form_urlencoded::parse(name.as_bytes()).next();
            match plain.is_some_and(|(plain, _)| secret(&plain)) {
                true => format!("{name}=…"),
                false => pair.to_owned(),
            }
        })
        .collect();
    format!("{path}?{}", pairs.join("&"))
}

fn lines(requests: &[Recorded]) -> String {
    requests.iter().fold(String::new(), |mut lines, request| {
        // Writing to a string does not fail.
        let _ = writeln!(lines, "{}", line(request));
        lines
    })
}

fn said(times: usize) -> String {
    match times {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        times => format!("{times} times"),
    }
}

/// What was asked, for the text of a failure.
fn told(requests: &[Recorded]) -> String {
    if requests.is_empty() {
        return "nothing was asked".to_owned();
    }
    let before = requests.len().saturating_sub(SHOWN);
    let mut told = "what was asked:".to_owned();
    if before > 0 {
        let _ = write!(told, "\n  … {before} before");
    }
    for request in requests.iter().skip(before) {
        let _ = write!(told, "\n  {}", line(request));
    }
    told
}
