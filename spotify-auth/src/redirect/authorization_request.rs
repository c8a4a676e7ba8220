//! What a handler is told: the URL to open, and which answer belongs to it.

use std::{fmt, sync::Arc};

use spotify_core::{BaseUrl, Secret};
use url::form_urlencoded;

use crate::{Asking, CallbackError, RedirectUri, State, callback::Response};

/// Where the answer stands in the address that the browser is sent back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseMode {
    /// In the query, where a server sees it: the authorization code.
    Query,
    /// In the fragment, which a browser keeps to itself: the implicit grant.
    Fragment,
}

/// A sign-in as a [`RedirectHandler`](super::RedirectHandler) sees it. Cheap to clone.
///
/// No `Debug` shows the URL, for it holds the state.
#[derive(Clone)]
pub struct AuthorizationRequest(Arc<Parts>);

struct Parts {
    url: Secret,
    redirect_uri: RedirectUri,
    state: State,
    /// Whose origin is the issuer of the answer.
    authorize: BaseUrl,
    mode: ResponseMode,
}

/// What an answer that belongs to the sign-in says, by its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Consent {
    /// The user consented.
    Granted,
    /// The user did not, or the answer cannot be used; the sign-in is over all the same.
    Refused,
}

impl AuthorizationRequest {
    pub(crate) fn new(
        url: String,
        redirect_uri: RedirectUri,
        state: State,
        authorize: BaseUrl,
        mode: ResponseMode,
    ) -> Self {
        Self(Arc::new(Parts {
            url: Secret::new(url),
            redirect_uri,
            state,
            authorize,
            mode,
        }))
    }

    /// The URL to open in the user's browser. It holds the state, so it belongs in no log.
    #[must_use]
    pub fn url(&self) -> &str {
        self.0.url.expose()
    }

    /// Where the browser will be sent back to.
    #[must_use]
    pub fn redirect_uri(&self) -> &RedirectUri {
        &self.0.redirect_uri
    }

    /// Where the answer will stand.
    #[must_use]
    pub fn response_mode(&self) -> ResponseMode {
        self.0.mode
    }

    /// Whether an answer belongs to this sign-in, in any of the forms of a
    /// [`Callback`](super::Callback), and what it says.
    ///
    /// `Ok` ends the sign-in. After an error a handler waits on, for anybody can send that.
    ///
    /// # Errors
    /// [`CallbackError`] says why it does not belong here.
    pub fn check(&self, callback: &str) -> Result<Consent, CallbackError> {
        let response = self.read(callback)?;
        response.check_state(&self.0.state)?;
        let granted = match self.0.mode {
            ResponseMode::Query => response.into_code(self.0.authorize.origin()).is_ok(),
            ResponseMode::Fragment => has_token(callback),
        };
        Ok(if granted {
            Consent::Granted
        } else {
            Consent::Refused
        })
    }

    fn read(&self, callback: &str) -> Result<Response, CallbackError> {
        match self.0.mode {
            ResponseMode::Query => Response::read(callback, &self.0.redirect_uri),
            ResponseMode::Fragment => {
                Response::read(&fragment_as_query(callback), &self.0.redirect_uri)
            }
        }
    }
}

impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationRequest")
            .field("redirect_uri", &self.0.redirect_uri)
            .field("response_mode", &self.0.mode)
            .finish_non_exhaustive()
    }
}

impl Asking {
    /// The sign-in as a [`RedirectHandler`](super::RedirectHandler) sees it.
    #[must_use]
    pub fn authorization_request(&self) -> AuthorizationRequest {
        AuthorizationRequest::new(
            self.url(),
            self.params.redirect_uri.clone(),
            self.params.state.clone(),
            self.authorize.clone(),
            ResponseMode::Query,
        )
    }
}

/// Joins the fragment to the query, so that one reader serves both. An error may come in either.
fn fragment_as_query(callback: &str) -> String {
    let callback = callback.trim();
    match callback.split_once('#') {
        Some((address, fragment)) if address.contains('?') => format!("{address}&{fragment}"),
        Some((address, fragment)) => format!("{address}?{fragment}"),
        None => callback.to_owned(),
    }
}

fn has_token(callback: &str) -> bool {
    let (_, fragment) = callback.split_once('#').unwrap_or(("", callback));
    let has =
        |wanted: &str| form_urlencoded::parse(fragment.as_bytes()).any(|(name, _)| name == wanted);
    has("access_token") && !has("error")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = "abcdefghijklmnopqrstuvwxyz";

    fn request(mode: ResponseMode) -> AuthorizationRequest {
        AuthorizationRequest::new(
            format!("https://accounts.spotify.com/authorize?state={STATE}"),
            "http://127.0.0.1:8888/cb".parse().unwrap(),
            State::new(STATE).unwrap(),
            "https://accounts.spotify.com/authorize".parse().unwrap(),
            mode,
        )
    }

    /// `+` granted, `-` refused, `?` astray.
    fn told(mode: ResponseMode, answer: &str) -> char {
        match request(mode).check(&answer.replace("{s}", STATE)) {
            Ok(Consent::Granted) => '+',
            Ok(Consent::Refused) => '-',
            Err(_) => '?',
        }
    }

    #[test]
    fn an_answer_in_the_query_is_told_from_others() {
        for (answer, verdict) in [
            ("/cb?code=AQ&state={s}", '+'),
            ("http://127.0.0.1:8888/cb?code=AQ&state={s}", '+'),
            ("code=AQ&state={s}", '+'),
            ("/cb?error=access_denied&state={s}", '-'),
            ("/cb?code=AQ&code=AQ&state={s}", '-'),
            ("/cb?state={s}", '-'),
            ("/cb?code=AQ&state=x", '?'),
            ("/cb?code=AQ", '?'),
            ("/other?code=AQ&state={s}", '?'),
            ("/cb?code=AQ#state={s}", '?'),
        ] {
            assert_eq!(told(ResponseMode::Query, answer), verdict, "{answer}");
        }
    }

    #[test]
    fn d15_an_answer_in_the_fragment_is_told_from_others() {
        for (answer, verdict) in [
            ("/cb#access_token=BQ&state={s}", '+'),
            ("http://127.0.0.1:8888/cb#state={s}&access_token=BQ", '+'),
            ("#access_token=BQ&state={s}", '+'),
            ("access_token=BQ&state={s}", '+'),
            ("/cb?keep=1#access_token=BQ&state={s}", '+'),
            ("/cb#error=access_denied&state={s}", '-'),
            ("/cb?error=access_denied&state={s}", '-'),
            ("/cb#access_token=BQ&error=x&state={s}", '-'),
            ("/cb#access_token=BQ&state=x", '?'),
            ("/cb?state={s}#access_token=BQ&state={s}", '?'),
            ("/other#access_token=BQ&state={s}", '?'),
            ("/cb", '?'),
        ] {
            assert_eq!(told(ResponseMode::Fragment, answer), verdict, "{answer}");
        }
    }

    #[test]
    fn t1_no_debug_shows_the_state() {
        let text = format!("{:?}", request(ResponseMode::Query));
        assert!(
            text.contains("127.0.0.1:8888") && !text.contains(STATE),
            "{text}"
        );
    }
}
