//! A function of the user's that renews tokens in the place of the grant.

use std::{
    error::Error as StdError,
    future::ready,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use crate::{AuthError, BoxFuture, Token, error::Error};

/// What a hook says when it has no token: an [`Error`] of this crate goes to the calls as it is,
/// any other one as the text of an [`AuthError::Hook`].
pub type HookError = Box<dyn StdError + Send + Sync>;

type Asked = dyn Fn(Option<Token>) -> BoxFuture<Result<Token, HookError>> + Send + Sync;

/// The function; that of a blocking client is a future that is ready at once.
#[derive(Clone)]
pub(crate) struct Hook(Arc<Asked>);

impl Hook {
    pub(crate) fn asynchronous<F, R>(hook: F) -> Self
    where
        F: Fn(Option<Token>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Token, HookError>> + Send + 'static,
    {
        Self(Arc::new(move |current| Box::pin(hook(current))))
    }

    pub(crate) fn blocking<F>(hook: F) -> Self
    where
        F: Fn(Option<Token>) -> Result<Token, HookError> + Send + Sync + 'static,
    {
        Self(Arc::new(move |current| Box::pin(ready(hook(current)))))
    }

    /// Asks for a token in the place of the one that is held.
    pub(super) async fn ask(&self, current: Option<Token>) -> Result<Token, Error> {
        (self.0)(current).await.map_err(refusal)
    }

    /// The same on the caller's thread.
    pub(super) fn ask_now(&self, current: Option<Token>) -> Result<Token, Error> {
        let asking = pin!(self.ask(current));
        match asking.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(token) => token,
            // A blocking client's hook is ready at once.
            Poll::Pending => Err(AuthError::NothingToRenew.into()),
        }
    }
}

fn refusal(error: HookError) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => *error,
        Err(error) => AuthError::Hook(error.to_string().into()).into(),
    }
}
