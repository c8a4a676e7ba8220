//! A made-up accounts service with the three ways in which refresh tokens are replaced, and the
//! grant that talks to it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test takes what it needs, and says what it expects"
)]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use spotify_core::{
    Accounts, AuthError, Flow, Grant, Limits, Now, OAuthError, RefreshToken, Repeat, Token,
    TransportError,
};

/// Whether a refresh replaces the refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rotation {
    /// Always, and the old one is dead.
    Strict,
    /// Never.
    None,
    /// Every other time, and the old one stays good.
    Optional,
}

/// The service.
#[derive(Debug, Clone)]
pub(crate) struct Service(pub(crate) Arc<Mutex<State>>);

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) rotation: Rotation,
    pub(crate) good: Vec<String>,
    pub(crate) exchanges: u32,
    pub(crate) refused: u32,
}

impl Service {
    /// A service that has given out the refresh token `refresh-0`.
    pub(crate) fn new(rotation: Rotation) -> Self {
        let good = vec!["refresh-0".to_owned()];
        Self(Arc::new(Mutex::new(State {
            rotation,
            good,
            exchanges: 0,
            refused: 0,
        })))
    }

    pub(crate) fn exchanges(&self) -> u32 {
        self.0.lock().unwrap().exchanges
    }

    pub(crate) fn refused(&self) -> u32 {
        self.0.lock().unwrap().refused
    }

    /// Answers a refresh: `access|refresh` as text.
    pub(crate) fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let mut state = self.0.lock().unwrap();
        let sent = String::from_utf8_lossy(request.body()).into_owned();
        if !state.good.contains(&sent) {
            state.refused += 1;
            let mut response = Response::new(Bytes::from_static(b"invalid_grant"));
            *response.status_mut() = StatusCode::BAD_REQUEST;
            return response;
        }
        state.exchanges += 1;
        let number = state.exchanges;
        let fresh = format!("refresh-{number}");
        let given = match state.rotation {
            Rotation::Strict => {
                state.good = vec![fresh.clone()];
                fresh
            }
            Rotation::Optional if number.is_multiple_of(2) => {
                state.good.push(fresh.clone());
                fresh
            }
            Rotation::None | Rotation::Optional => String::new(),
        };
        Response::new(Bytes::from(format!("access-{number}|{given}")))
    }
}

impl spotify_core::BlockingTransport for Service {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        Ok(self.answer(&request))
    }
}

/// A grant for it: the body of a request is the refresh token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refresh {
    pub(crate) repeat: Repeat,
}

pub(crate) const REFRESH: Refresh = Refresh {
    repeat: Repeat::Once,
};

impl Grant for Refresh {
    fn flow(&self) -> Flow {
        Flow::Pkce
    }

    fn client_id(&self) -> &str {
        "app"
    }

    fn repeat(&self) -> Repeat {
        self.repeat
    }

    fn request(
        &self,
        accounts: &Accounts,
        current: Option<&Token>,
    ) -> Result<Request<Bytes>, AuthError> {
        let refresh = match (
            self.repeat,
            current.and_then(|token| token.refresh.as_ref()),
        ) {
            (_, Some(refresh)) => refresh.expose().to_owned(),
            (Repeat::Once, None) => return Err(AuthError::NothingToRenew),
            (_, None) => "refresh-0".to_owned(),
        };
        let request = Request::post(accounts.token.as_str()).body(Bytes::from(refresh));
        Ok(request.unwrap())
    }

    fn accept(
        &self,
        current: Option<&Token>,
        reply: Response<Bytes>,
        now: Now,
    ) -> Result<Token, AuthError> {
        let text = String::from_utf8_lossy(reply.body()).into_owned();
        if reply.status() != StatusCode::OK {
            return Err(OAuthError::new(reply.status(), &text, None).into());
        }
        let (access, refresh) = text.split_once('|').unwrap_or((&text, ""));
        let mut token = Token::new(access).expires_in(Duration::from_secs(3600), now);
        token.authorized_at = current.and_then(|token| token.authorized_at);
        token.refresh = match refresh {
            "" => current.and_then(|token| token.refresh.clone()),
            refresh => Some(RefreshToken::new(refresh)),
        };
        Ok(token)
    }
}
