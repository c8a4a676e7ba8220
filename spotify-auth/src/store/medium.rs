//! What keeps all contents in one piece.

use spotify_core::{Clock, StoreError};

use super::contents::Contents;

/// Reads everything and replaces everything.
pub(crate) trait Medium: Send + Sync {
    /// What is kept now.
    fn read(&self) -> Result<Contents, StoreError>;

    /// Changes what is kept, with nobody between reading and writing as far as the medium can
    /// see to that. Writes only if the change says that there was one.
    fn update<R>(&self, change: impl FnOnce(&mut Contents) -> Change<R>) -> Result<R, StoreError>;

    /// Tells when leases end, and draws the marks of writings and leases.
    fn clock(&self) -> &dyn Clock;
}

/// What a change came to, and whether there was one.
pub(crate) struct Change<R> {
    pub(crate) result: R,
    pub(crate) changed: bool,
}

/// Makes a [`Medium`] a [`BlockingTokenStore`](spotify_core::BlockingTokenStore).
macro_rules! token_store {
    ($store:ident $(<$param:ident: $bound:ident>)?) => {
        impl $(<$param: $bound>)? spotify_core::BlockingTokenStore for $store $(<$param>)? {
            fn load(
                &self,
                key: &spotify_core::CredentialKey,
            ) -> Result<Option<spotify_core::Record>, spotify_core::StoreError> {
                Ok(self.read()?.load(key))
            }

            fn commit(
                &self,
                key: &spotify_core::CredentialKey,
                expected: Option<spotify_core::Generation>,
                new: Option<&spotify_core::Token>,
            ) -> Result<spotify_core::Commit, spotify_core::StoreError> {
                let id = self.clock().seed();
                self.update(|contents| {
                    let result = contents.commit(key, expected, new, id);
                    let changed = matches!(result, spotify_core::Commit::Done(_));
                    $crate::store::medium::Change { result, changed }
                })
            }

            fn lease(
                &self,
                key: &spotify_core::CredentialKey,
                time: std::time::Duration,
            ) -> Result<Option<spotify_core::Lease>, spotify_core::StoreError> {
                let (id, now) = (self.clock().seed(), || self.clock().now().wall);
                if self.read()?.is_leased(key, now()) {
                    return Ok(None);
                }
                self.update(|contents| {
                    // Not before: getting here may have taken a while.
                    let now = now();
                    let result = contents.lease(key, time, now, id);
                    let changed = result.is_some();
                    $crate::store::medium::Change { result, changed }
                })
            }

            fn release(
                &self,
                lease: spotify_core::Lease,
            ) -> Result<(), spotify_core::StoreError> {
                if !self.read()?.is_given(&lease) {
                    return Ok(());
                }
                self.update(|contents| {
                    let changed = contents.release(&lease);
                    $crate::store::medium::Change { result: (), changed }
                })
            }

            fn list(
                &self,
                filter: &spotify_core::KeyFilter,
            ) -> Result<Vec<spotify_core::CredentialKey>, spotify_core::StoreError> {
                Ok(self.read()?.list(filter))
            }

            fn used(
                &self,
                key: &spotify_core::CredentialKey,
            ) -> Result<(), spotify_core::StoreError> {
                if !self.read()?.is_older(key) {
                    return Ok(());
                }
                self.update(|contents| {
                    let changed = contents.used(key);
                    $crate::store::medium::Change { result: (), changed }
                })
            }

            fn note(
                &self,
                key: &spotify_core::CredentialKey,
                note: &spotify_core::AppNote,
            ) -> Result<(), spotify_core::StoreError> {
                self.update(|contents| {
                    let changed = contents.note(key, note);
                    $crate::store::medium::Change { result: (), changed }
                })
            }

            fn noted(
                &self,
                key: &spotify_core::CredentialKey,
            ) -> Result<Option<spotify_core::AppNote>, spotify_core::StoreError> {
                Ok(self.read()?.noted(key))
            }
        }
    };
}

pub(crate) use token_store;
