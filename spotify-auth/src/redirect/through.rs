//! A whole sign-in, from the question to the exchange.

use spotify_core::Clock;

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
