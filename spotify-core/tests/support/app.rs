//! Grants of made-up apps, a sign-in, and a wire that can be stopped.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test takes what it needs, and says what it expects"
)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use spotify_core::{
    Accounts, AuthError, BlockingTransport, Flow, Grant, HttpTransport, Limits, Now, Repeat,
    SignIn, SignInStep, SignedIn, Token, TransportError,
};

use crate::{accounts::Refresh, wire::Wire};

/// The grant of any app, by any flow; its exchanges are those of [`Refresh`].
#[derive(Clone, Copy)]
pub(crate) struct Any {
    pub(crate) flow: Flow,
    pub(crate) app: &'static str,
    pub(crate) repeat: Repeat,
}

impl Any {
    pub(crate) fn user(app: &'static str) -> Self {
        Self {
            flow: Flow::Pkce,
            app,
            repeat: Repeat::Once,
        }
    }

    pub(crate) fn app_only() -> Self {
        Self {
            flow: Flow::ClientCredentials,
            app: "app",
            repeat: Repeat::Safe,
        }
    }

    fn inner(&self) -> Refresh {
        Refresh {
            repeat: self.repeat,
        }
    }
}

impl Grant for Any {
    fn flow(&self) -> Flow {
        self.flow
    }

    fn client_id(&self) -> &str {
        self.app
    }

    fn repeat(&self) -> Repeat {
        self.repeat
    }

    fn request(
        &self,
        accounts: &Accounts,
        current: Option<&Token>,
    ) -> Result<Request<Bytes>, AuthError> {
        self.inner().request(accounts, current)
    }

    fn accept(
        &self,
        current: Option<&Token>,
        reply: Response<Bytes>,
        now: Now,
    ) -> Result<Token, AuthError> {
        let mut token = self.inner().accept(current, reply, now)?;
        if self.flow == Flow::ClientCredentials {
            token.refresh = None;
        }
        Ok(token)
    }
}

/// A sign-in whose code the service takes for a refresh token.
pub(crate) struct Code(pub(crate) &'static str, pub(crate) Any);

impl SignIn for Code {
    fn start(self, accounts: &Accounts, _: Now) -> SignInStep {
        let code = Token::new("-").refresh(self.0);
        let request = self.1.inner().request(accounts, Some(&code));
        SignInStep::exchange(request, move |reply, now| {
            let token = self.1.inner().accept(Some(&code), reply, now)?;
            let token = token.authorized_at(now.wall);
            Ok(SignInStep::done(SignedIn::new(token, self.1)))
        })
    }
}

/// A wire on which token requests wait while it is shut. It answers `GET /me` with a user.
#[derive(Clone)]
pub(crate) struct Gate {
    pub(crate) wire: Wire,
    shut: Arc<AtomicBool>,
}

impl Gate {
    pub(crate) fn new(wire: Wire) -> Self {
        Self {
            wire,
            shut: Arc::default(),
        }
    }

    pub(crate) fn shut(&self, shut: bool) {
        self.shut.store(shut, SeqCst);
    }
}

#[async_trait::async_trait]
impl HttpTransport for Gate {
    async fn send(
        &self,
        request: Request<Bytes>,
        l: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let token = request.uri().host() == Some("accounts.spotify.com");
        // The service acts when it is asked, and answers when the wire lets it.
        let answer = self.wire.send(request, l);
        std::future::poll_fn(|context| {
            if token && self.shut.load(SeqCst) {
                context.waker().wake_by_ref();
                return std::task::Poll::Pending;
            }
            std::task::Poll::Ready(())
        })
        .await;
        answer
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending().await
    }
}
