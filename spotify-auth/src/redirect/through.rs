//! A whole sign-in, from the question to the exchange.

use std::{fmt, time::Duration};

use spotify_core::{Accounts, Clock, Now, SignIn, SignInStep};

use super::{AsyncRedirectHandler, RedirectError, RedirectHandler};
use crate::{Asking, Exchange, Rejected, implicit};

impl Asking {
    /// Asks the user through a handler, and takes the answer.
    ///
    /// # Errors
    /// [`RedirectError::Rejected`] where the user did not consent or the answer is another's;
    /// otherwise what kept the handler from bringing one.
    pub fn through<H>(self, handler: &mut H) -> Result<Exchange, RedirectError>
    where
        H: RedirectHandler + ?Sized,
    {
        let callback = handler.handle(&self.authorization_request())?;
        Ok(self.callback(callback.expose())?)
    }

    /// Makes a sign-in that asks the user when it starts, and not before: for
    /// `token_or_sign_in` of a client, which does not start it while the store has a token.
    ///
    /// The handler blocks the thread; an async program asks with
    /// [`through_async`](Self::through_async) after `valid_token`.
    pub fn asked_by<H: RedirectHandler + Send>(self, handler: H) -> AskedUser<H> {
        AskedUser {
            asking: self,
            handler,
        }
    }

    /// Does what [`through`](Self::through) does, without blocking.
    ///
    /// # Errors
    /// As [`through`](Self::through).
    pub async fn through_async<H>(self, handler: &mut H) -> Result<Exchange, RedirectError>
    where
        H: AsyncRedirectHandler,
    {
        let callback = handler.handle(self.authorization_request()).await?;
        Ok(self.callback(callback.expose())?)
    }
}

impl implicit::Asking {
    /// Asks the user through a handler, and takes the answer at the time of the clock.
    ///
    /// # Errors
    /// As [`crate::Asking::through`], but that [`Rejected::asking`] is always `None`.
    pub fn through<H>(
        self,
        handler: &mut H,
        clock: &dyn Clock,
    ) -> Result<implicit::Granted, RedirectError>
    where
        H: RedirectHandler + ?Sized,
    {
        let callback = handler.handle(&self.authorization_request())?;
        Ok(self.callback(callback.expose(), clock.now())?)
    }

    /// Does what [`through`](Self::through) does, without blocking.
    ///
    /// # Errors
    /// As [`through`](Self::through).
    pub async fn through_async<H>(
        self,
        handler: &mut H,
        clock: &dyn Clock,
    ) -> Result<implicit::Granted, RedirectError>
    where
        H: AsyncRedirectHandler,
    {
        let callback = handler.handle(self.authorization_request()).await?;
        Ok(self.callback(callback.expose(), clock.now())?)
    }
}

impl From<Rejected> for RedirectError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

impl From<Rejected<implicit::Asking>> for RedirectError {
    fn from(rejected: Rejected<implicit::Asking>) -> Self {
        Self::Rejected(Rejected {
            error: rejected.error,
            asking: None,
        })
    }
}

/// A sign-in that asks the user when it starts; see [`Asking::asked_by`].
#[must_use = "nobody is asked before a client carries it out"]
pub struct AskedUser<H> {
    asking: Asking,
    handler: H,
}

impl<H: RedirectHandler + Send> SignIn for AskedUser<H> {
    fn start(mut self, accounts: &Accounts, now: Now) -> SignInStep {
        match self.asking.through(&mut self.handler) {
            Ok(exchange) => exchange.start(accounts, now),
            Err(error) => SignInStep::failed(error),
        }
    }

    /// A day: how long the user may take is for the handler to say.
    fn longest(&self) -> Duration {
        Duration::from_secs(24 * 60 * 60)
    }
}

impl<H> fmt::Debug for AskedUser<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AskedUser")
            .field("asking", &self.asking)
            .finish_non_exhaustive()
    }
}
