//! What a handler is told: the URL to open, and which answer belongs to it.

use std::{fmt, sync::Arc};

#[cfg(feature = "listener")]
use spotify_core::Now;
use spotify_core::{BaseUrl, Secret};

use crate::{
    Asking, AuthorizeParams, CallbackError, RedirectUri, ResponseType, State, callback::Response,
    implicit,
};

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
    response_type: ResponseType,
}

/// What an answer is, by its look.
#[cfg(feature = "listener")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It belongs to another sign-in, or to none.
    Stray,
    /// It grants.
    Granted,
    /// It has the right state and no grant.
    Refused,
}

impl AuthorizationRequest {
    pub(crate) fn new(params: &AuthorizeParams, authorize: &BaseUrl) -> Self {
        Self(Arc::new(Parts {
            url: Secret::new(params.url(authorize)),
            redirect_uri: params.redirect_uri.clone(),
            state: params.state.clone(),
            authorize: authorize.clone(),
            response_type: params.response_type,
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

    /// What the answer is to bring: a code comes in the query, where a server sees it, a token in
    /// the fragment, which a browser keeps to itself.
    #[must_use]
    pub fn response_type(&self) -> ResponseType {
        self.0.response_type
    }

    /// Whether an answer belongs to this sign-in, in any of the forms of a
    /// [`Callback`](super::Callback).
    ///
    /// `Ok` does not say that the user consented: an answer with the right state ends the
    /// sign-in, whatever it says. After an error a handler waits on, for anybody can send that.
    ///
    /// # Errors
    /// [`CallbackError`] says why it does not belong here.
    pub fn check(&self, callback: &str) -> Result<(), CallbackError> {
        self.read(callback)?.check_state(&self.0.state)
    }

    #[cfg(feature = "listener")]
    pub(super) fn verdict(&self, callback: &str) -> Verdict {
        let response = self.read(callback);
        let Some(response) = response
            .ok()
            .filter(|r| r.check_state(&self.0.state).is_ok())
        else {
            return Verdict::Stray;
        };
        let issuer = self.0.authorize.origin();
        let granted = match self.0.response_type {
            ResponseType::Code => response.into_code(issuer).is_ok(),
            ResponseType::Token => response.into_token(issuer, Now::default()).is_ok(),
        };
        if granted {
            Verdict::Granted
        } else {
            Verdict::Refused
        }
    }

    fn read(&self, callback: &str) -> Result<Response, CallbackError> {
        Response::read(callback, self.0.response_type, &self.0.redirect_uri)
    }
}

#[cfg(test)]
impl AuthorizationRequest {
    /// A sign-in of a made-up app.
    pub(super) fn of(redirect: &str, state: &str, response_type: ResponseType) -> Self {
        let app = crate::App::new("app").unwrap().redirect(redirect).unwrap();
        let asking = app.authorization_code_pkce("").unwrap();
        let asking = asking.state(State::new(state).unwrap());
        let asking = asking.begin(
            crate::Entropy::os().unwrap(),
            &spotify_core::Accounts::default(),
        );
        let params = AuthorizeParams {
            response_type,
            ..asking.params
        };
        Self::new(&params, &asking.authorize)
    }
}

impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationRequest")
            .field("redirect_uri", &self.0.redirect_uri)
            .field("response_type", &self.0.response_type)
            .finish_non_exhaustive()
    }
}

impl Asking {
    /// The sign-in as a [`RedirectHandler`](super::RedirectHandler) sees it.
    #[must_use]
    pub fn authorization_request(&self) -> AuthorizationRequest {
        AuthorizationRequest::new(&self.params, &self.authorize)
    }
}

impl implicit::Asking {
    /// The sign-in as a [`RedirectHandler`](super::RedirectHandler) sees it.
    #[must_use]
    pub fn authorization_request(&self) -> AuthorizationRequest {
        AuthorizationRequest::new(self.params(), self.authorize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = "abcdefghijklmnopqrstuvwxyz";

    fn request(response_type: ResponseType) -> AuthorizationRequest {
        AuthorizationRequest::of("http://127.0.0.1:8888/cb", STATE, response_type)
    }

    /// `+` granted, `-` refused, `?` astray.
    fn told(mode: ResponseType, answer: &str) -> char {
        let (request, answer) = (request(mode), answer.replace("{s}", STATE));
        let verdict = request.verdict(&answer);
        assert_eq!(
            request.check(&answer).is_err(),
            matches!(verdict, Verdict::Stray)
        );
        match verdict {
            Verdict::Granted => '+',
            Verdict::Refused => '-',
            Verdict::Stray => '?',
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
            assert_eq!(told(ResponseType::Code, answer), verdict, "{answer}");
        }
    }

    #[test]
    fn d15_an_answer_in_the_fragment_is_told_from_others() {
        for (answer, verdict) in [
            ("/cb#access_token=BQ&token_type=bearer&state={s}", '+'),
            (
                "http://127.0.0.1:8888/cb#state={s}&access_token=BQ&token_type=bearer",
                '+',
            ),
            ("#access_token=BQ&token_type=bearer&state={s}", '+'),
            ("access_token=BQ&token_type=bearer&state={s}", '+'),
            (
                "/cb?keep=1#access_token=BQ&token_type=bearer&state={s}",
                '+',
            ),
            ("/cb#error=access_denied&state={s}", '-'),
            ("/cb?error=access_denied&state={s}", '-'),
            (
                "/cb#access_token=BQ&token_type=bearer&error=x&state={s}",
                '-',
            ),
            ("/cb#access_token=BQ&token_type=bearer&state=x", '?'),
            (
                "/cb?state={s}#access_token=BQ&token_type=bearer&state={s}",
                '?',
            ),
            ("/other#access_token=BQ&token_type=bearer&state={s}", '?'),
            ("/cb", '?'),
        ] {
            assert_eq!(told(ResponseType::Token, answer), verdict, "{answer}");
        }
    }

    #[test]
    fn t1_no_debug_shows_the_state() {
        let text = format!("{:?}", request(ResponseType::Code));
        assert!(
            text.contains("127.0.0.1:8888") && !text.contains(STATE),
            "{text}"
        );
    }
}
