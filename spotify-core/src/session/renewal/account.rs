//! Which of the accounts in the store it is, where none was named.

use super::{Renewal, RenewalStep, states};
use crate::{CredentialKey, Now, store::StoreError};

impl Renewal {
    /// Takes the account that was used last.
    pub(super) fn listed(
        mut self: Box<Self>,
        keys: Result<Vec<CredentialKey>, StoreError>,
        now: Now,
    ) -> RenewalStep {
        let keys = match keys {
            Ok(keys) => keys,
            Err(error) if !self.repeat().allowed() => return self.finish(Err(error.into())),
            Err(_) => {
                self.blind = true;
                return self.transmit(now);
            }
        };
        let ours = |key: &CredentialKey| key.flow == self.key.flow && key.client == self.key.client;
        if let Some(latest) = keys.into_iter().find(ours) {
            self.session.pick(latest.account.clone(), self.stamp);
            self.key = latest;
        }
        RenewalStep::Load(states::Load(self))
    }
}
