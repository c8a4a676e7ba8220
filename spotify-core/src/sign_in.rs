//! Sign-ins as machines: from the person's consent, or the wish for it, to the first token.
//!
//! ```text
//!  code:    start ─► Transmit ─► Done
//!  device:  start ─► Transmit ─► Wait ─► Transmit ─► Wait ─► … ─► Done
//!  cookies: start ─► Transmit ─► Transmit ─► … ─► Done
//! ```
//! A client's builder drives them. A loop of your own does what it does:
//!
//! ```
//! # use bytes::Bytes;
//! # use spotify_core::{Accounts, Error, Now, SignIn, SignInStep, SignedIn, TransportError};
//! # fn my_http(_: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
//! #     Ok(http::Response::default())
//! # }
//! # fn my_sleep(_: std::time::Duration) {}
//! fn drive(sign_in: impl SignIn, accounts: &Accounts) -> Result<SignedIn, Error> {
//!     let now = Now::default(); // your clocks
//!     let mut step = sign_in.start(accounts, now);
//!     loop {
//!         step = match step {
//!             SignInStep::Transmit(s) => {
//!                 let reply = my_http(s.request());
//!                 s.reply(reply, now)
//!             }
//!             SignInStep::Wait(s) => {
//!                 my_sleep(s.delay());
//!                 s.over(now)
//!             }
//!             SignInStep::Done(result) => return result,
//!         }
//!     }
//! }
//! ```

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{Request, Response};

use crate::{Accounts, AuthError, Error, Now, SignedIn, TransportError, session::sign_in};

/// A way to the first token: with a code that a browser brought back, with a code that a person
/// enters elsewhere, with whatever else a person's consent is shown by.
///
/// Used up when it starts, so that no code and no verifier goes out twice.
pub trait SignIn: Send {
    /// Begins.
    fn start(self, accounts: &Accounts, now: Now) -> SignInStep;

    /// Longest time for all of it; a minute, unless it waits for a person.
    fn longest(&self) -> Duration {
        Duration::from_secs(60)
    }
}

/// What a sign-in wants next. Each variant takes the one answer it can use.
#[derive(Debug)]
#[must_use = "a sign-in that is not driven on never ends"]
pub enum SignInStep {
    /// One exchange with the accounts service.
    Transmit(Box<Transmit>),
    /// Time.
    Wait(Wait),
    /// Nothing: this is what it came to.
    Done(Result<SignedIn, Error>),
}

type AfterReply = dyn FnOnce(Result<Response<Bytes>, TransportError>, Now) -> SignInStep + Send;
type AfterWait = dyn FnOnce(Now) -> SignInStep + Send;

impl SignInStep {
    /// Asks for an exchange, and goes on with whatever comes of it.
    pub fn transmit(
        request: Request<Bytes>,
        then: impl FnOnce(Result<Response<Bytes>, TransportError>, Now) -> Self + Send + 'static,
    ) -> Self {
        Self::Transmit(Box::new(Transmit {
            request,
            then: Box::new(then),
        }))
    }

    /// Asks for an exchange, and goes on with its answer. A lost answer, a 429 and a failure of
    /// the service end the sign-in; a redirect is an answer like any other, and not followed.
    pub fn page(
        request: Result<Request<Bytes>, AuthError>,
        then: impl FnOnce(Response<Bytes>, Now) -> Result<Self, Error> + Send + 'static,
    ) -> Self {
        match request {
            Ok(request) => Self::transmit(request, |reply, now| {
                sign_in::answered(reply, now)
                    .and_then(|reply| then(reply, now))
                    .unwrap_or_else(Self::failed)
            }),
            Err(error) => Self::failed(error),
        }
    }

    /// The same for a request of a form, which a redirect must not lead elsewhere: it ends the
    /// sign-in as well.
    pub fn exchange(
        request: Result<Request<Bytes>, AuthError>,
        then: impl FnOnce(Response<Bytes>, Now) -> Result<Self, AuthError> + Send + 'static,
    ) -> Self {
        Self::page(request, |reply, now| match sign_in::unusable(&reply) {
            Some(error) => Err(error.into()),
            None => Ok(then(reply, now)?),
        })
    }

    /// Asks for time to pass.
    pub fn wait(delay: Duration, then: impl FnOnce(Now) -> Self + Send + 'static) -> Self {
        Self::Wait(Wait {
            delay,
            then: Box::new(then),
        })
    }

    /// Ends with a token.
    pub fn done(signed_in: SignedIn) -> Self {
        Self::Done(Ok(signed_in))
    }

    /// Ends without one.
    pub fn failed(error: impl Into<Error>) -> Self {
        Self::Done(Err(error.into()))
    }
}

/// The sign-in wants one exchange with the accounts service.
pub struct Transmit {
    request: Request<Bytes>,
    then: Box<AfterReply>,
}

impl Transmit {
    /// The request. It may hold codes, secrets and cookies: it goes to the accounts service's
    /// origin only, and a redirect in the answer is not followed.
    #[must_use]
    pub fn request(&self) -> Request<Bytes> {
        self.request.clone()
    }

    /// Goes on with what came back.
    pub fn reply(self, reply: Result<Response<Bytes>, TransportError>, now: Now) -> SignInStep {
        (self.then)(reply, now)
    }
}

impl fmt::Debug for Transmit {
    /// Shows the method and the path only: queries and bodies hold codes and secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Transmit({} {})",
            self.request.method(),
            self.request.uri().path()
        )
    }
}

/// The sign-in wants time to pass.
pub struct Wait {
    delay: Duration,
    then: Box<AfterWait>,
}

impl Wait {
    /// How much.
    #[must_use]
    pub const fn delay(&self) -> Duration {
        self.delay
    }

    /// Goes on.
    pub fn over(self, now: Now) -> SignInStep {
        (self.then)(now)
    }
}

impl fmt::Debug for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wait({:?})", self.delay)
    }
}
