//! What is kept, and what is handed out with it.

use super::CredentialKey;
use crate::{Scopes, Secret, Token};

/// What is kept under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// The token.
    pub token: Token,
    /// Which writing of it this is.
    pub generation: Generation,
}

impl Record {
    /// Puts both together.
    #[must_use]
    pub const fn new(token: Token, generation: Generation) -> Self {
        Self { token, generation }
    }
}

/// Which writing of a record it is: how many there were, and a random mark.
///
/// The mark tells apart two writings of the same count, as after a store has lost one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Generation {
    /// Grows by one with each writing.
    pub count: u64,
    /// A random number of this writing.
    pub id: u64,
}

/// What became of a compare-and-set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Commit {
    /// It was done; this is the generation now. `None` after a removal.
    Done(Option<Generation>),
    /// Something else is kept than was expected, and nothing was changed.
    Conflict(Option<Record>),
}

/// The right to refresh what is kept under a key, until it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lease {
    /// Under which key.
    pub key: CredentialKey,
    /// A random number that tells this lease from others.
    pub id: u64,
    /// Whether an earlier lease ended by itself, neither given back nor followed by a commit.
    ///
    /// Its holder may have sent the refresh token and gone away before the answer was in the
    /// store: then a server that rotates has ended the refresh token that is kept.
    pub interrupted: bool,
}

impl Lease {
    /// Puts both together.
    #[must_use]
    pub const fn new(key: CredentialKey, id: u64) -> Self {
        Self {
            key,
            id,
            interrupted: false,
        }
    }

    /// The same after one that ended by itself; see the field of this name.
    #[must_use]
    pub const fn interrupted(mut self) -> Self {
        self.interrupted = true;
        self
    }
}

/// What of an app's settings is kept beside its tokens, for a program that is started without.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct AppNote {
    /// The client secret, where the app has one and wants it kept.
    pub client_secret: Option<Secret>,
    /// The redirect URI of its sign-ins.
    pub redirect_uri: Option<Box<str>>,
    /// The scopes that it asks for.
    pub scopes: Option<Scopes>,
}

impl AppNote {
    /// Notes nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            client_secret: None,
            redirect_uri: None,
            scopes: None,
        }
    }

    /// Notes the client secret.
    #[must_use]
    pub fn client_secret(mut self, secret: Secret) -> Self {
        self.client_secret = Some(secret);
        self
    }

    /// Notes the redirect URI.
    #[must_use]
    pub fn redirect_uri(mut self, uri: &str) -> Self {
        self.redirect_uri = Some(uri.into());
        self
    }

    /// Notes the scopes.
    #[must_use]
    pub fn scopes(mut self, scopes: impl Into<Scopes>) -> Self {
        self.scopes = Some(scopes.into());
        self
    }
}
