//! A store that hangs.

use std::time::Duration;

use spotify_core::{
    BlockingTokenStore, Commit, CredentialKey, Generation, KeyFilter, Lease, Record, StoreError,
    Token, TokenStore,
};

/// A store that never answers.
pub(crate) struct Hung;

#[async_trait::async_trait]
impl TokenStore for Hung {
    async fn load(&self, _: &CredentialKey) -> Result<Option<Record>, StoreError> {
        std::future::pending().await
    }

    async fn commit(
        &self,
        _: &CredentialKey,
        _: Option<Generation>,
        _: Option<&Token>,
    ) -> Result<Commit, StoreError> {
        std::future::pending().await
    }

    async fn lease(&self, _: &CredentialKey, _: Duration) -> Result<Option<Lease>, StoreError> {
        std::future::pending().await
    }

    async fn release(&self, _: Lease) -> Result<(), StoreError> {
        std::future::pending().await
    }

    async fn list(&self, _: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        std::future::pending().await
    }
}

fn never() -> ! {
    loop {
        std::thread::park();
    }
}

impl BlockingTokenStore for Hung {
    fn load(&self, _: &CredentialKey) -> Result<Option<Record>, StoreError> {
        never()
    }

    fn commit(
        &self,
        _: &CredentialKey,
        _: Option<Generation>,
        _: Option<&Token>,
    ) -> Result<Commit, StoreError> {
        never()
    }

    fn lease(&self, _: &CredentialKey, _: Duration) -> Result<Option<Lease>, StoreError> {
        never()
    }

    fn release(&self, _: Lease) -> Result<(), StoreError> {
        never()
    }

    fn list(&self, _: &KeyFilter) -> Result<Vec<CredentialKey>, StoreError> {
        never()
    }
}
