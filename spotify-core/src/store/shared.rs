//! A store that others have a hold of as well.

use std::{sync::Arc, time::Duration};

use super::{
    AppNote, BlockingTokenStore, Commit, CredentialKey, Generation, KeyFilter, Lease, Record,
    StoreError, TokenStore,
};
use crate::Token;

#[async_trait::async_trait]
impl<S: TokenStore + ?Sized> TokenStore for Arc<S> {
    async fn load(&self, key: &CredentialKey) -> Result<Option<Record>, StoreError> {
        (**self).load(key).await
    }

    async fn commit(
        &self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
    ) -> Result<Commit, StoreError> {
        (**self).commit(key, expected, new).await
    }

    async fn lease(
        &self,
        key: &CredentialKey,
        time: Duration,
    ) -> Result<Option<Lease>, StoreError> {
        (**self).lease(key, time).await
    }

    async fn release(&self, lease: Lease) -> Result<(), StoreError> {
        (**self).release(lease).await
    }

    async fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        (**self).list(filter).await
    }

    async fn used(&self, key: &CredentialKey) -> Result<(), StoreError> {
        (**self).used(key).await
    }

    async fn note(&self, key: &CredentialKey, note: &AppNote) -> Result<(), StoreError> {
        (**self).note(key, note).await
    }

    async fn noted(&self, key: &CredentialKey) -> Result<Option<AppNote>, StoreError> {
        (**self).noted(key).await
    }

    async fn remove(&self, filter: &KeyFilter) -> Result<usize, StoreError> {
        (**self).remove(filter).await
    }
}

impl<S: BlockingTokenStore + ?Sized> BlockingTokenStore for Arc<S> {
    fn load(&self, key: &CredentialKey) -> Result<Option<Record>, StoreError> {
        (**self).load(key)
    }

    fn commit(
        &self,
        key: &CredentialKey,
        expected: Option<Generation>,
        new: Option<&Token>,
    ) -> Result<Commit, StoreError> {
        (**self).commit(key, expected, new)
    }

    fn lease(&self, key: &CredentialKey, time: Duration) -> Result<Option<Lease>, StoreError> {
        (**self).lease(key, time)
    }

    fn release(&self, lease: Lease) -> Result<(), StoreError> {
        (**self).release(lease)
    }

    fn list(&self, filter: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        (**self).list(filter)
    }

    fn used(&self, key: &CredentialKey) -> Result<(), StoreError> {
        (**self).used(key)
    }

    fn note(&self, key: &CredentialKey, note: &AppNote) -> Result<(), StoreError> {
        (**self).note(key, note)
    }

    fn noted(&self, key: &CredentialKey) -> Result<Option<AppNote>, StoreError> {
        (**self).noted(key)
    }

    fn remove(&self, filter: &KeyFilter) -> Result<usize, StoreError> {
        (**self).remove(filter)
    }
}
