//! The token of the async client: seen, set, renewed, asked for, while the client is in use.

use std::{
    fmt,
    sync::{Arc, Weak},
};

use super::{Client, Inner};
use crate::{
    BuildError, Endpoint, Grant, Scopes, SignIn, Token, TokenStore,
    call::Bearer,
    error::Error,
    live::live,
    session::{
        Credentials, Hook, HookError, ListenerId, TokenEvent, WHOSE, account_of, nothing_valid,
        sign_in::Terms, too_late, who,
    },
    shared::Carries,
};

live!(TokenStore);

impl Client {
    /// Gets tokens from this function from now on; see
    /// [`renew_with`](crate::ClientBuilder::renew_with). A renewal under way ends as it began.
    pub fn set_renewal_hook<F, R>(&self, hook: F)
    where
        F: Fn(Option<Token>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Token, HookError>> + Send + 'static,
    {
        self.inner.session.set_hook(Some(Hook::asynchronous(hook)));
    }

    /// Gets another token than the one that is held, whether or not that is over: by the grant,
    /// or by what another process has put into the store meanwhile. However many ask at once,
    /// one is got.
    ///
    /// # Errors
    /// [`AuthError::NothingToRenew`](crate::AuthError::NothingToRenew) without a grant,
    /// [`AuthError::NoToken`](crate::AuthError::NoToken) when holding is off,
    /// [`Error::ReauthRequired`] when only a new sign-in helps, or what went wrong on the way.
    pub async fn renew(&self) -> Result<Token, Error> {
        let session = &self.inner.session;
        let deadline = self.inner.shared.policy.deadline;
        session
            .renew(deadline)
            .await
            .unwrap_or_else(|| Err(too_late(deadline)))?;
        let held = session.shared().token();
        held.ok_or_else(|| crate::AuthError::NoToken.into())
    }

    /// The token itself if it is valid, what it is renewed to if it is over, or `None`: where
    /// there is no token, where it does not allow all of `scopes` (one of which nothing is known
    /// allows none), and where it is over and cannot be renewed.
    ///
    /// A token that is not the one that the client holds is renewed apart from it: neither the
    /// client nor its store has it afterwards.
    ///
    /// # Errors
    /// Whatever kept the renewal from being tried or answered; that says nothing of the token.
    pub async fn validate(
        &self,
        token: Option<Token>,
        scopes: &Scopes,
    ) -> Result<Option<Token>, Error> {
        let Inner {
            shared, session, ..
        } = &*self.inner;
        let covers = |token: &Token| {
            scopes.is_empty()
                || token
                    .scopes
                    .as_ref()
                    .is_some_and(|held| held.covers(scopes))
        };
        let Some(token) = token.filter(covers) else {
            return Ok(None);
        };
        if session.shared().lasts(&token, shared.clock.now()) {
            return Ok(Some(token));
        }
        let renewed = if session.shared().token().as_ref() == Some(&token) {
            self.renew().await
        } else {
            let apart = session.apart(token);
            let deadline = shared.policy.deadline;
            let renewed = apart
                .renew(deadline)
                .await
                .unwrap_or_else(|| Err(too_late(deadline)));
            renewed.and_then(|_| {
                let token = apart.shared().token();
                token.ok_or_else(|| crate::AuthError::NoToken.into())
            })
        };
        match renewed {
            // The new one may allow less.
            Ok(token) => Ok(Some(token).filter(covers)),
            Err(error) if nothing_valid(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The token that is held or stored if it is [valid](Self::validate), or what it is renewed
    /// to.
    ///
    /// # Errors
    /// As [`validate`](Self::validate), and when the store cannot be read.
    pub async fn valid_token(&self, scopes: &Scopes) -> Result<Option<Token>, Error> {
        let Inner {
            shared, session, ..
        } = &*self.inner;
        match session.look(shared.policy.deadline).await {
            Some(Err(error)) if !nothing_valid(&error) => return Err(error),
            None => return Err(too_late(shared.policy.deadline)),
            Some(_) => {}
        }
        self.validate(session.shared().token(), scopes).await
    }

    /// Carries a sign-in out to its first token, and goes on with that and its grant.
    ///
    /// The token is in the store when this returns, under the account that was named, or that of
    /// whoever has signed in; see [`Builder::account`](crate::Builder::account). When holding is
    /// off it is given and nothing more.
    ///
    /// # Errors
    /// Whatever can go wrong in the sign-in. The exchange of a code is never repeated, for a code
    /// is good for one. [`Error::Deadline`] when it takes longer than [`SignIn::longest`].
    pub async fn sign_in(&self, sign_in: impl SignIn) -> Result<Token, Error> {
        let Inner {
            shared,
            transport,
            session,
        } = &*self.inner;
        let (accounts, headers, policy) = session.shared().terms();
        let terms = Terms {
            accounts,
            headers,
            limits: policy.limits,
            clock: &*shared.clock,
        };
        let signed_in = terms.drive(&**transport, sign_in).await?;
        let now = shared.clock.now();
        let token = signed_in.token.clone();
        session.shared().signed_in(signed_in, now);
        session.supersede();
        self.keep_token().await;
        Ok(token)
    }

    /// The [valid token](Self::valid_token) that is held or stored, or else that of a
    /// [sign-in](Self::sign_in). Without `check_store`, what is there counts for nothing.
    ///
    /// A store that cannot be read holds nothing for this.
    ///
    /// # Errors
    /// As both.
    pub async fn token_or_sign_in(
        &self,
        scopes: &Scopes,
        check_store: bool,
        sign_in: impl SignIn,
    ) -> Result<Token, Error> {
        if check_store {
            match self.valid_token(scopes).await {
                Ok(Some(token)) => return Ok(token),
                Ok(None) | Err(Error::Store(_)) => {}
                Err(error) => return Err(error),
            }
        }
        self.sign_in(sign_in).await
    }

    /// Writes the token of a sign-in to the store, under its account.
    pub(crate) async fn keep_token(&self) {
        let session = &self.inner.session;
        if !session.shared().is_holding() {
            return;
        }
        if self.inner.shared.find_account
            && session.shared().wants_account()
            && let Some(account) = self.whose().await
        {
            session.shared().found(account);
        }
        session.keep().await;
    }

    /// Asks whose the token is; a sign-in does not fail for that.
    async fn whose(&self) -> Option<Box<str>> {
        let Inner {
            shared, session, ..
        } = &*self.inner;
        let call = shared.call(&who(), session.shared(), &Carries::Held).ok()?;
        let answer = self.drive(call.within(WHOSE)).await.ok()?;
        account_of(&who().decode(answer).ok()?)
    }
}
