//! How a builder ends: with a client, of either kind, or with the sign-in that makes one.

use std::sync::Arc;

use super::{Builder, Parts};
use crate::{
    BlockingTokenStore, BuildError, MemoryStore, SignIn, TokenStore, blocking, client,
    error::Error,
    session::{AsyncSession, BlockingSession, Source, sign_in::Terms},
};

impl<T: ?Sized, S: ?Sized> Builder<T, S> {
    /// What a sign-in needs of this client.
    fn terms(&self) -> Terms<'_> {
        Terms {
            accounts: &self.accounts,
            headers: &self.headers,
            limits: self.limits.unwrap_or(self.policy.limits),
            clock: &*self.clock,
        }
    }
}

impl client::ClientBuilder {
    /// Keeps tokens in this store; unless set, in the client's own memory.
    pub fn store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Makes the client. No IO.
    ///
    /// # Errors
    /// [`BuildError`] for the first setting that cannot be what it is, or when nothing says how
    /// calls are authorized.
    pub fn build(self) -> Result<client::Client, BuildError> {
        let Parts {
            shared,
            session,
            transport,
            store,
            hook,
        } = self.parts()?;
        let store =
            store.unwrap_or_else(|| Arc::new(MemoryStore::with_clock(shared.clock.clone())));
        let clock = shared.clock.clone();
        let session = AsyncSession::new(session, transport.clone(), store, hook, clock);
        Ok(client::Client::from_parts(shared, transport, session))
    }

    /// Carries a sign-in out to its first token, and makes the client that goes on with it. The
    /// token is in the store when this returns; if the store fails, it is in use all the same,
    /// [the session](crate::SessionState::store_degraded) says so, and writing it is tried again.
    ///
    /// Its requests go to the [accounts service](Self::accounts) and nowhere else.
    ///
    /// # Errors
    /// As [`build`](Self::build), and whatever can go wrong in the sign-in; the exchange of a
    /// code is never repeated, for a code is good for one.
    /// [`Error::Deadline`] when it takes longer than [`SignIn::longest`].
    pub async fn sign_in(mut self, sign_in: impl SignIn) -> Result<client::Client, Error> {
        self.before_sign_in()?;
        let signing_in = self.terms().drive(&*self.transport, sign_in);
        let signed_in = signing_in.await?;
        self.token = Some(signed_in.token);
        self.source = Some(Source::Grant(signed_in.grant));
        let client = self.build()?;
        client.keep_token().await;
        Ok(client)
    }
}

impl blocking::ClientBuilder {
    /// Keeps tokens in this store; unless set, in the client's own memory.
    pub fn store(mut self, store: impl BlockingTokenStore + 'static) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Makes the client. No IO.
    ///
    /// # Errors
    /// [`BuildError`] for the first setting that cannot be what it is, or when nothing says how
    /// calls are authorized.
    pub fn build(self) -> Result<blocking::Client, BuildError> {
        let Parts {
            shared,
            session,
            transport,
            store,
            hook,
        } = self.parts()?;
        let clock = shared.clock.clone();
        let session = BlockingSession::new(session, transport.clone(), store, hook, clock);
        Ok(blocking::Client::from_parts(shared, transport, session))
    }

    /// Carries a sign-in out to its first token, and makes the client that goes on with it. The
    /// token is in the store when this returns; if the store fails, it is in use all the same,
    /// [the session](crate::SessionState::store_degraded) says so, and writing it is tried again.
    ///
    /// Its requests go to the [accounts service](Self::accounts) and nowhere else.
    ///
    /// # Errors
    /// As [`build`](Self::build), and whatever can go wrong in the sign-in; the exchange of a
    /// code is never repeated, for a code is good for one.
    /// [`Error::Deadline`] when it takes longer than [`SignIn::longest`].
    pub fn sign_in(mut self, sign_in: impl SignIn) -> Result<blocking::Client, Error> {
        self.before_sign_in()?;
        let signed_in = self.terms().drive_blocking(&*self.transport, sign_in)?;
        self.token = Some(signed_in.token);
        self.source = Some(Source::Grant(signed_in.grant));
        let client = self.build()?;
        client.keep_token();
        Ok(client)
    }
}
