//! Under which names tokens are kept, and which of them are meant.

use crate::Flow;

/// Whose token it is: how it was had, by which app, for which account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct CredentialKey {
    /// How it was had.
    pub flow: Flow,
    /// The app's client id.
    pub client: Box<str>,
    /// The account, by a name of the user's choice; `None` where an app has but one.
    pub account: Option<Box<str>>,
}

impl CredentialKey {
    /// The key of an app that has one account, or none.
    #[must_use]
    pub fn new(flow: Flow, client: &str) -> Self {
        Self {
            flow,
            client: client.into(),
            account: None,
        }
    }

    /// The same for a named account.
    #[must_use]
    pub fn account(mut self, name: &str) -> Self {
        self.account = Some(name.into());
        self
    }
}

/// Which keys are meant: of each part a list, and a key has to be in all that are set.
///
/// A part that is not set matches every key; an empty list matches none.
///
/// ```
/// use spotify_core::{CredentialKey, Flow, KeyFilter};
///
/// let key = CredentialKey::new(Flow::Pkce, "app").account("alice");
/// let filter = KeyFilter::all().client("app").accounts([Some("alice"), None]);
/// assert!(filter.matches(&key));
/// assert!(!filter.flows([]).matches(&key));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct KeyFilter {
    /// Only those had in one of these ways.
    pub flows: Option<Vec<Flow>>,
    /// Only those of these apps, by their client ids.
    pub clients: Option<Vec<Box<str>>>,
    /// Only those of these accounts; `None` in the list stands for a key that names none.
    pub accounts: Option<Vec<Option<Box<str>>>>,
}

impl KeyFilter {
    /// Matches every key.
    #[must_use]
    pub const fn all() -> Self {
        Self {
            flows: None,
            clients: None,
            accounts: None,
        }
    }

    /// Matches this key and no other.
    #[must_use]
    pub fn only(key: &CredentialKey) -> Self {
        Self::all()
            .flow(key.flow)
            .client(&key.client)
            .account(key.account.as_deref())
    }

    /// Only those had in this way.
    #[must_use]
    pub fn flow(self, flow: Flow) -> Self {
        self.flows([flow])
    }

    /// Only those had in one of these ways.
    #[must_use]
    pub fn flows(mut self, flows: impl IntoIterator<Item = Flow>) -> Self {
        self.flows = Some(flows.into_iter().collect());
        self
    }

    /// Only those of this app.
    #[must_use]
    pub fn client(self, client: &str) -> Self {
        self.clients([client])
    }

    /// Only those of these apps.
    #[must_use]
    pub fn clients<'a>(mut self, clients: impl IntoIterator<Item = &'a str>) -> Self {
        self.clients = Some(clients.into_iter().map(Into::into).collect());
        self
    }

    /// Only those of this account; `None`: only those that name none.
    #[must_use]
    pub fn account<'a>(self, account: impl Into<Option<&'a str>>) -> Self {
        self.accounts([account.into()])
    }

    /// Only those of these accounts.
    #[must_use]
    pub fn accounts<'a>(mut self, accounts: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let accounts = accounts.into_iter();
        self.accounts = Some(accounts.map(|name| name.map(Into::into)).collect());
        self
    }

    /// Whether a key is meant.
    #[must_use]
    pub fn matches(&self, key: &CredentialKey) -> bool {
        fn among<T: PartialEq>(list: Option<&Vec<T>>, part: &T) -> bool {
            list.is_none_or(|list| list.contains(part))
        }
        among(self.flows.as_ref(), &key.flow)
            && among(self.clients.as_ref(), &key.client)
            && among(self.accounts.as_ref(), &key.account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f20_lists_are_joined_by_and_and_an_empty_one_matches_nothing() {
        let named = CredentialKey::new(Flow::Pkce, "app").account("alice");
        let unnamed = CredentialKey::new(Flow::ClientCredentials, "app");
        let all = KeyFilter::all;
        for (filter, expected) in [
            (all(), [true, true]),
            (all().flow(Flow::Pkce), [true, false]),
            (
                all().flows([Flow::Pkce, Flow::ClientCredentials]),
                [true, true],
            ),
            (all().client("app"), [true, true]),
            (all().clients(["other", "app"]), [true, true]),
            (all().client("other"), [false, false]),
            (all().account("alice"), [true, false]),
            (all().account(None), [false, true]),
            (all().accounts([Some("alice"), None]), [true, true]),
            (all().flow(Flow::Pkce).account(None), [false, false]),
            (all().flows([]), [false, false]),
            (all().clients([]), [false, false]),
            (all().accounts([]), [false, false]),
            (KeyFilter::only(&named), [true, false]),
            (KeyFilter::only(&unnamed), [false, true]),
        ] {
            assert_eq!(
                [&named, &unnamed].map(|key| filter.matches(key)),
                expected,
                "{filter:?}"
            );
        }
    }
}
