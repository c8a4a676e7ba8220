//! The settings that say how calls are authorized.

use std::{sync::Arc, time::Duration};

use crate::{
    Grant, Token, blocking,
    builder::Builder,
    client,
    session::{Hook, HookError, Source},
};

impl<T: ?Sized, S: ?Sized> Builder<T, S> {
    /// Begins with this token: an access token as text, or a whole [`Token`]. It wins over what
    /// the store holds, and is not written to it; what it is renewed to is.
    ///
    /// Without a [`grant`](Self::grant) there is no next one: when it ends, calls fail with what
    /// Spotify says.
    pub fn token(mut self, token: impl Into<Token>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Gets tokens by this grant.
    pub fn grant(mut self, grant: impl Grant + 'static) -> Self {
        self.source = Some(Source::Grant(Arc::new(grant)));
        self
    }

    /// Sends no token at all.
    pub fn anonymous(mut self) -> Self {
        self.source = Some(Source::Anonymous);
        self
    }

    /// Names the account, where the store holds several; unless named, it is the one that was
    /// used last, and after a [sign-in](crate::ClientBuilder::sign_in) the one that has signed in.
    ///
    /// `~name` names it for a new sign-in: what the store holds under the name is not taken up,
    /// and is replaced by what comes.
    pub fn account(mut self, name: impl Into<String>) -> Self {
        self.account = Some(name.into());
        self
    }

    /// Sets how long before its end a token is renewed; 60 s unless set, and never more than
    /// half its lifetime.
    pub fn renew_before(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// Switches renewal without being asked to on or off; on unless set.
    ///
    /// When it is off, a call whose token is over ends with
    /// [`AuthError::Expired`](crate::AuthError::Expired) before anything is sent, and
    /// [`renew`](crate::Client::renew) gets the next one.
    pub fn automatic_renewal(mut self, on: bool) -> Self {
        self.automatic = on;
        self
    }

    /// Switches holding tokens on or off; on unless set.
    ///
    /// When it is off, no token is held, used or stored: each call brings
    /// [its own](crate::Client::with_token), or goes [without](crate::Client::without_token).
    pub fn hold_tokens(mut self, on: bool) -> Self {
        self.holding = on;
        self
    }

    /// Switches on or off that a sign-in for an account that nobody named asks Spotify whose it
    /// is (`GET /me`), so that the store keeps it under that account; on unless set. Without a
    /// store nobody is asked.
    pub fn find_account(mut self, on: bool) -> Self {
        self.find_account = on;
        self
    }
}

impl client::ClientBuilder {
    /// Gets tokens from this function instead of by the grant's exchange. It is given the token
    /// that is held, however old, and called once however many calls wait.
    ///
    /// With a [grant](Self::grant), what it gives is kept in the store like the grant's own
    /// tokens; without one it is held and no more. It must not renew the same client's token:
    /// that would wait for itself.
    ///
    /// ```
    /// # use spotify_core::{Client, HookError, Token, testing::Replay};
    /// # async fn ask_my_server() -> Result<String, HookError> { Ok("t".to_owned()) }
    /// let client = Client::builder(Replay::new())
    ///     .renew_with(|_old| async { Ok(Token::new(ask_my_server().await?)) })
    ///     .build()?;
    /// # Ok::<(), spotify_core::BuildError>(())
    /// ```
    pub fn renew_with<F, R>(mut self, hook: F) -> Self
    where
        F: Fn(Option<Token>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Token, HookError>> + Send + 'static,
    {
        self.hook = Some(Hook::asynchronous(hook));
        self
    }
}

impl blocking::ClientBuilder {
    /// Gets tokens from this function instead of by the grant's exchange. It is given the token
    /// that is held, however old, and called once however many calls wait.
    ///
    /// With a [grant](Self::grant), what it gives is kept in the store like the grant's own
    /// tokens; without one it is held and no more. It must not renew the same client's token:
    /// that would wait for itself.
    pub fn renew_with<F>(mut self, hook: F) -> Self
    where
        F: Fn(Option<Token>) -> Result<Token, HookError> + Send + Sync + 'static,
    {
        self.hook = Some(Hook::blocking(hook));
        self
    }
}
