//! What a session holds at this moment, behind its lock.

use std::{sync::Arc, time::Duration};

use super::Credentials;
use crate::{
    AccessToken, CredentialKey, Flow, Grant, Lease, Now, Reauth, Token,
    call::Bearer,
    store::{Generation, StoreErrorKind},
};

/// Where tokens come from.
#[derive(Clone)]
pub(crate) enum Source {
    /// Nowhere: calls carry none.
    Anonymous,
    /// From whoever made the client; there is no next one.
    Bare,
    /// From exchanges with the accounts service.
    Grant(Arc<dyn Grant>),
}

impl Source {
    /// How tokens are had.
    pub(super) fn flow(&self) -> Flow {
        match self {
            Self::Grant(grant) => grant.flow(),
            Self::Anonymous | Self::Bare => Flow::BearerToken,
        }
    }

    /// Under what its tokens are kept.
    pub(super) fn key(&self, account: Option<&str>) -> CredentialKey {
        let key = match self {
            Self::Grant(grant) => CredentialKey::new(grant.flow(), grant.client_id()),
            Self::Anonymous | Self::Bare => CredentialKey::new(Flow::BearerToken, ""),
        };
        match account {
            Some(account) => key.account(account),
            None => key,
        }
    }
}

/// What was held when a renewal began: it must not change what came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Counts the tokens and grants that were put in the place of others.
    pub(super) epoch: u64,
    /// Counts the stores.
    pub(super) shelf: u64,
}

pub(super) struct Cell {
    pub(super) source: Source,
    pub(super) key: CredentialKey,
    /// How the account was come by.
    pub(super) account: Account,
    pub(super) stamp: Stamp,
    pub(super) held: Option<Held>,
    /// Why the held token is not in the store, if it should be and is not.
    pub(super) unsaved: Option<Unsaved>,
    /// Before this the accounts service is not asked again.
    pub(super) quiet: Option<Duration>,
    /// Why the refresh token is no longer good: a grant that knows one by heart must not send it
    /// again.
    pub(super) ended: Option<Reauth>,
    /// The lease of a renewal that panicked or was dropped: the next one gives it back.
    pub(super) orphan: Option<Lease>,
    /// Whether tokens are renewed without being asked to.
    pub(super) automatic: bool,
    /// Whether tokens are held at all.
    pub(super) holding: bool,
    /// Whether a function of the user's renews tokens.
    pub(super) hooked: bool,
    /// Whether a renewal is under way that nobody waits for.
    pub(super) chores: bool,
    /// How long before its end a token is renewed.
    margin: Duration,
}

/// How the account of a session was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Account {
    /// It was not named: the one that was used last is looked for.
    Unknown,
    /// It was found in the store, or asked for.
    Found,
    /// It was named.
    Named,
    /// It was named for a new sign-in: what the store holds is not taken up.
    Fresh,
}

impl Cell {
    pub(super) fn new(margin: Duration, automatic: bool, holding: bool, hooked: bool) -> Self {
        Self {
            source: Source::Bare,
            key: Source::Bare.key(None),
            account: Account::Unknown,
            stamp: Stamp { epoch: 0, shelf: 0 },
            held: None,
            unsaved: None,
            quiet: None,
            ended: None,
            orphan: None,
            automatic,
            holding,
            hooked,
            chores: false,
            margin,
        }
    }

    /// The token that is held, if it is another than the one refused and lasts for `margin`.
    pub(super) fn lasting(
        &self,
        rejected: Option<&AccessToken>,
        margin: Duration,
        now: Now,
    ) -> Option<Bearer> {
        let held = self.held.as_ref()?;
        (held.good(margin, now) && rejected != Some(held.bearer.token()))
            .then(|| held.bearer.clone())
    }

    /// How long before its end a token is over: with nothing to renew it, it serves to the end.
    pub(super) fn margin(&self) -> Duration {
        if self.automatic && self.renewable() {
            self.margin
        } else {
            Duration::ZERO
        }
    }

    /// Whether anything gives a new token.
    pub(super) fn renewable(&self) -> bool {
        self.hooked || matches!(self.source, Source::Grant(_))
    }

    /// Whether the token that is held is to be renewed, or over.
    pub(super) fn due(&self, now: Now) -> bool {
        let margin = self.margin();
        self.held
            .as_ref()
            .is_some_and(|held| !held.good(margin, now))
    }

    /// Holds a token, and gives the one before it.
    pub(super) fn hold(&mut self, held: Held) -> Option<Token> {
        if self.account == Account::Fresh {
            self.account = Account::Named;
        }
        self.held.replace(held).map(|held| held.token)
    }

    /// Gives up what is held, and makes renewals under way keep away.
    pub(super) fn clear(&mut self) -> Option<Token> {
        self.stamp.epoch += 1;
        self.unsaved = None;
        self.ended = None;
        self.lose_account();
        self.held.take().map(|held| held.token)
    }

    /// Forgets an account that belongs to what was held.
    fn lose_account(&mut self) {
        if self.account == Account::Found {
            self.account = Account::Unknown;
            self.key.account = None;
        }
    }

    /// Takes what is to be held from now on; gives the token before it.
    pub(super) fn begin(&mut self, credentials: Credentials, now: Now) -> Option<Token> {
        let Credentials {
            source,
            token,
            account,
        } = credentials;
        let old = self.clear();
        let (account, name) = match account.as_deref() {
            None => (Account::Unknown, None),
            Some(name) => match name.strip_prefix('~') {
                Some(name) => (Account::Fresh, Some(name)),
                None => (Account::Named, Some(name)),
            },
        };
        (self.key, self.account) = (source.key(name), account);
        self.source = source;
        self.held = token.map(|token| Held::new(token, None, now));
        old
    }

    /// Takes an account that was not named.
    pub(super) fn found(&mut self, account: Option<Box<str>>) {
        self.key.account = account;
        self.account = Account::Found;
    }
}

/// A token that has yet to be written to the store.
#[derive(Clone, Copy)]
pub(super) struct Unsaved {
    pub(super) why: StoreErrorKind,
    pub(super) base: Base,
}

impl Unsaved {
    /// To be written whatever the store holds.
    pub(super) const ANYHOW: Self = Self {
        why: StoreErrorKind::Unavailable,
        base: Base::Any,
    };
}

/// What the store must hold for a token to be written to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// Whatever it is: a user has signed in anew, or the store is a new one.
    Any,
    /// That which the token came of.
    Was(Option<Generation>),
}

pub(super) struct Held {
    pub(super) bearer: Bearer,
    pub(super) token: Token,
    /// The writing in the store that this is, if it is one.
    pub(super) generation: Option<Generation>,
    /// When it ends by the monotonic clock; `None` if nobody said.
    end: Option<Duration>,
}

impl Held {
    pub(super) fn new(token: Token, generation: Option<Generation>, now: Now) -> Self {
        let left = token.expires_at.map(|end| now.wall.until(end));
        // A stored end says nothing when the wall clock was set back since: a token never has
        // more than its lifetime left.
        let left = match (left, token.lifetime) {
            (Some(left), Some(lifetime)) => Some(left.min(lifetime)),
            (left, lifetime) => left.or(lifetime),
        };
        // A lifetime of nothing says nothing: the server will tell when it is over.
        let left = left.filter(|_| token.lifetime != Some(Duration::ZERO));
        Self {
            bearer: Bearer::with_scopes(token.access.clone(), token.scopes.clone()),
            end: left.map(|left| now.mono.saturating_add(left)),
            token,
            generation,
        }
    }

    /// Whether it lasts for longer than `margin`, or half its lifetime if that is less.
    pub(super) fn good(&self, margin: Duration, now: Now) -> bool {
        let margin = self
            .token
            .lifetime
            .map_or(margin, |lifetime| margin.min(lifetime / 2));
        self.end
            .is_none_or(|end| end > now.mono.saturating_add(margin))
    }
}
