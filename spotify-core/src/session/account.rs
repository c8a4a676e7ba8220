//! Whose token it is, where nobody named the account.

use std::time::Duration;

use super::{Account, Session, Source, Stamp};
use crate::{Flow, Method, Raw, Reply, sync::lock};

/// Longest time for it: a sign-in waits meanwhile.
pub(crate) const WHOSE: Duration = Duration::from_secs(10);

/// Asks whose token it is.
pub(crate) fn who() -> Raw {
    Raw::new(Method::GET, "/me")
}

/// The account's immutable id where there is one, else the user's.
pub(crate) fn account_of(reply: &Reply) -> Option<Box<str>> {
    let user: serde_json::Value = reply.json().ok()?;
    let named = |name: &str| user.get(name).and_then(serde_json::Value::as_str);
    let mut names = named("account_id").into_iter().chain(named("id"));
    names.find(|name| !name.is_empty()).map(Into::into)
}

impl Session {
    /// Whether a user has signed in whose account nobody named.
    pub(crate) fn wants_account(&self) -> bool {
        let cell = lock(&self.cell);
        cell.account == Account::Unknown
            && cell.held.is_some()
            && matches!(cell.source, Source::Grant(_))
            && cell.key.flow != Flow::ClientCredentials
    }

    /// Takes the account that was found in the store.
    pub(super) fn pick(&self, account: Option<Box<str>>, stamp: Stamp) {
        let mut cell = lock(&self.cell);
        if cell.stamp.epoch == stamp.epoch && cell.account == Account::Unknown {
            cell.found(account);
        }
    }

    /// Takes the account that was asked for.
    pub(crate) fn found(&self, account: Box<str>) {
        let mut cell = lock(&self.cell);
        if cell.account == Account::Unknown {
            cell.found(Some(account));
        }
    }
}
