//! A whole sign-in, from the question to the exchange.

use super::{AsyncRedirectHandler, RedirectError, RedirectHandler};
use crate::{Asking, Exchange};

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
