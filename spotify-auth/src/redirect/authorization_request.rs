//! What a handler is told: the URL to open, and which answer belongs to it.

use std::{fmt, sync::Arc};

use spotify_core::{BaseUrl, Now, Secret, Timestamp};

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
    response_type: ResponseType,
    state: State,
    /// Whose origin is the issuer of the answer.
    authorize: BaseUrl,
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
    fn new(params: &AuthorizeParams, authorize: &BaseUrl) -> Self {
        Self(Arc::new(Parts {
            url: Secret::new(params.url(authorize)),
            redirect_uri: params.redirect_uri.clone(),
            response_type: params.response_type,
            state: params.state.clone(),
            authorize: authorize.clone(),
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

    /// What the browser will bring back: a code in the query of the redirect URI, where a server
    /// sees it, or a token in the fragment, which a browser keeps to itself.
    #[must_use]
    pub fn response_type(&self) -> ResponseType {
        self.0.response_type
    }

    /// Whether an answer belongs to this sign-in, in any of the forms of a
    /// [`Callback`](super::Callback), and what it says.
    ///
    /// `Ok` ends the sign-in. After an error a handler waits on, for anybody can send that.
    ///
    /// # Errors
    /// [`CallbackError`] says why it does not belong here.
    pub fn check(&self, callback: &str) -> Result<Consent, CallbackError> {
        let parts = &*self.0;
        let issuer = parts.authorize.origin();
        let granted = match parts.response_type {
            ResponseType::Code => {
                let response = Response::read(callback, &parts.redirect_uri)?;
                response.check_state(&parts.state)?;
                response.into_code(issuer).is_ok()
            }
            ResponseType::Token => {
                let response = Response::read_fragment(callback, &parts.redirect_uri)?;
                response.check_state(&parts.state)?;
                // How long it is good is not asked here.
                response.into_token(issuer, NO_TIME).is_ok()
            }
        };
        Ok(if granted {
            Consent::Granted
        } else {
            Consent::Refused
        })
    }
}

const NO_TIME: Now = Now {
    wall: Timestamp::EPOCH,
    mono: std::time::Duration::ZERO,
};

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
        AuthorizationRequest::new(&self.params, &self.authorize)
    }
}

/// What the tests of handlers share.
#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// The state of [`request`].
    pub(crate) const STATE: &str = "abcdefghijklmnopqrstuvwxyz";

    /// A sign-in that comes back to this redirect URI.
    pub(crate) fn request(redirect_uri: &str, response_type: ResponseType) -> AuthorizationRequest {
        let params = AuthorizeParams {
            client_id: "client-id".into(),
            response_type,
            redirect_uri: redirect_uri.parse().unwrap(),
            scope: "".into(),
            state: State::new(STATE).unwrap(),
            code_challenge: None,
            show_dialog: false,
            extra: crate::ExtraParams::default(),
        };
        let authorize = spotify_core::AUTHORIZE_URL.parse().unwrap();
        AuthorizationRequest::new(&params, &authorize)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        testing::{STATE, request},
        *,
    };

    /// `+` granted, `-` refused, `?` astray.
    fn told(kind: ResponseType, answer: &str) -> char {
        let request = request("http://127.0.0.1:8888/cb", kind);
        match request.check(&answer.replace("{s}", STATE)) {
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
            assert_eq!(told(ResponseType::Code, answer), verdict, "{answer}");
        }
    }

    #[test]
    fn d15_an_answer_in_the_fragment_is_told_from_others() {
        for (answer, verdict) in [
            ("/cb#access_token=BQ&token_type=Bearer&state={s}", '+'),
            (
                "http://127.0.0.1:8888/cb#token_type=bearer&state={s}&access_token=BQ",
                '+',
            ),
            ("#access_token=BQ&token_type=Bearer&state={s}", '+'),
            ("access_token=BQ&token_type=Bearer&state={s}", '+'),
            (
                "/cb?keep=1#access_token=BQ&token_type=Bearer&state={s}",
                '+',
            ),
            ("/cb#error=access_denied&state={s}", '-'),
            ("/cb?error=access_denied&state={s}", '-'),
            (
                "/cb#access_token=BQ&token_type=Bearer&error=x&state={s}",
                '-',
            ),
            ("/cb#access_token=BQ&token_type=Bearer&state=x", '?'),
            (
                "/cb?state={s}#access_token=BQ&token_type=Bearer&state={s}",
                '?',
            ),
            ("/other#access_token=BQ&token_type=Bearer&state={s}", '?'),
            ("/cb", '?'),
        ] {
            assert_eq!(told(ResponseType::Token, answer), verdict, "{answer}");
        }
    }

    #[test]
    fn t1_no_debug_shows_the_state() {
        let text = format!(
            "{:?}",
            request("http://127.0.0.1:8888/cb", ResponseType::Code)
        );
        assert!(
            text.contains("127.0.0.1:8888") && !text.contains(STATE),
            "{text}"
        );
    }
}
