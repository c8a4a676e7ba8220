//! What both kinds of client let their owner see and change while they are in use.

/// Writes the methods that wait for nothing, which are the same for both.
macro_rules! live {
    ($store:ident) => {
        impl Client {
            /// A handle of the same client whose calls carry this token.
            ///
            /// It shares everything with the client but the token that the client holds: it
            /// neither uses nor changes that. A 401 is final, since nothing renews this token.
            #[must_use]
            pub fn with_token(&self, token: impl Into<Token>) -> Self {
                let Token { access, scopes, .. } = token.into();
                Self {
                    inner: self.inner.clone(),
                    carries: Carries::Own(Bearer::with_scopes(access, scopes)),
                }
            }

            /// A handle of the same client whose calls carry no token: no `authorization` header
            /// is sent, and nothing is renewed. Where the token that the client holds is over,
            /// listeners hear of it all the same.
            #[must_use]
            pub fn without_token(&self) -> Self {
                Self {
                    inner: self.inner.clone(),
                    carries: Carries::Nothing,
                }
            }

            /// The token that is held, however old.
            #[must_use]
            pub fn token(&self) -> Option<Token> {
                self.inner.session.shared().token()
            }

            /// Holds this token from now on. It is not written to the store; what it is renewed
            /// to is.
            ///
            /// A renewal under way does not change it any more; calls that waited for one go on
            /// with this token.
            ///
            /// # Errors
            /// [`BuildError::Setting`] when no header can carry it, when it has a refresh token
            /// and the client uses client credentials, when the client is anonymous, or when
            /// holding is off.
            pub fn set_token(&self, token: impl Into<Token>) -> Result<(), BuildError> {
                let Inner {
                    shared, session, ..
                } = &*self.inner;
                session
                    .shared()
                    .set_token(token.into(), shared.clock.now())?;
                session.supersede();
                Ok(())
            }

            /// Gets tokens by this grant from now on. What was held is given up, for it was
            /// another grant's; the next call takes what the store holds for the new one.
            ///
            /// # Errors
            /// As [`set_credentials`](Self::set_credentials).
            pub fn set_grant(&self, grant: impl Grant + 'static) -> Result<(), BuildError> {
                self.set_credentials(Credentials::grant(grant))
            }

            /// Begins anew with this grant, token and account. Nothing of what was set or held
            /// before stays, but the store.
            ///
            /// Calls that have their token go on with it; calls that wait for one get one of the
            /// new grant. The answer to a renewal under way is written to the store where it
            /// belongs, and is not used.
            ///
            /// # Errors
            /// [`BuildError::Setting`] for what cannot be: as [`set_token`](Self::set_token), or
            /// an account without a name.
            pub fn set_credentials(&self, credentials: Credentials) -> Result<(), BuildError> {
                let Inner {
                    shared, session, ..
                } = &*self.inner;
                session
                    .shared()
                    .set_credentials(credentials, shared.clock.now())?;
                session.supersede();
                Ok(())
            }

            /// The store in use.
            #[must_use]
            pub fn store(&self) -> Arc<dyn $store> {
                self.inner.session.store()
            }

            /// Keeps tokens in this store from now on. The token that is held stays, and the
            /// next one goes to the new store; so does the answer to a renewal under way.
            pub fn set_store(&self, store: impl $store + 'static) {
                self.inner.session.set_store(Arc::new(store));
            }

            /// Gets tokens by the grant's own exchange again, which is the default.
            pub fn remove_renewal_hook(&self) {
                self.inner.session.set_hook(None);
            }

            /// Switches renewal without being asked to on or off; see
            /// [`Builder::automatic_renewal`](crate::Builder::automatic_renewal).
            pub fn set_automatic_renewal(&self, on: bool) {
                self.inner.session.shared().set_automatic(on);
            }

            /// Switches holding tokens on or off; see
            /// [`Builder::hold_tokens`](crate::Builder::hold_tokens).
            ///
            /// Switching it off wipes what is held. What the store holds stays there, and a
            /// renewal under way writes its answer to it, since the refresh token that the store
            /// has may be dead by then.
            pub fn set_hold_tokens(&self, on: bool) {
                self.inner.session.shared().set_holding(on);
                self.inner.session.supersede();
            }

            /// Calls `listener` for every [`TokenEvent`] from now on, on the thread on which it
            /// happens, while no lock is held. One that panics harms nobody.
            ///
            /// A listener that needs the client holds a [`WeakClient`], or the two keep each
            /// other alive; it must not wait for a renewal, which would wait for the listener.
            pub fn add_listener(
                &self,
                listener: impl Fn(&TokenEvent) + Send + Sync + 'static,
            ) -> ListenerId {
                self.inner.session.shared().listen(listener)
            }

            /// Calls a listener no more; says whether there was one.
            pub fn remove_listener(&self, id: ListenerId) -> bool {
                self.inner.session.shared().unlisten(id)
            }

            /// A handle that does not keep the client alive.
            #[must_use]
            pub fn downgrade(&self) -> WeakClient {
                WeakClient(Arc::downgrade(&self.inner))
            }
        }

        /// A handle that does not keep a [`Client`] alive, as for a listener of its own.
        #[derive(Clone)]
        pub struct WeakClient(Weak<Inner>);

        impl WeakClient {
            /// The client, while there is one.
            #[must_use]
            pub fn upgrade(&self) -> Option<Client> {
                self.0.upgrade().map(|inner| Client {
                    inner,
                    carries: Carries::Held,
                })
            }
        }

        impl fmt::Debug for WeakClient {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("WeakClient")
            }
        }
    };
}

pub(crate) use live;
