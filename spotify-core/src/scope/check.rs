//! Whether a call's scopes are looked at before it is sent.

use std::{fmt, sync::Arc};

use crate::{BuildError, Endpoint, Meta, ScopeNeeds, Scopes, trace};

/// What a client does when it knows that its token lacks a scope that a call takes.
///
/// Where the token's scopes are not known, nothing is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ScopeCheck {
    /// Sends the call all the same, and says what is missing to `tracing`, if the feature of that
    /// name is on. If Spotify refuses it, the error says so as well.
    #[default]
    Warn,
    /// Refuses the call before anything is sent, with
    /// [`BuildError::MissingScopes`](crate::BuildError::MissingScopes).
    Deny,
    /// Looks at nothing.
    Off,
}

impl ScopeCheck {
    /// Looks at one call, if it is told to and `held` knows anything.
    pub(crate) fn check<E: Endpoint>(
        self,
        endpoint: &E,
        held: impl FnOnce() -> Option<Arc<Scopes>>,
    ) -> Result<(), BuildError> {
        if self == Self::Off || endpoint.meta().scopes.is_empty() {
            return Ok(());
        }
        let needed = endpoint.scopes();
        if needed.is_empty() {
            return Ok(());
        }
        let Some(held) = held() else {
            return Ok(());
        };
        match MissingScopes::find(endpoint.meta(), needed, &held) {
            Some(found) if self == Self::Deny => Err(BuildError::MissingScopes(Box::new(found))),
            Some(found) => {
                trace::missing_scopes(&found);
                Ok(())
            }
            None => Ok(()),
        }
    }
}

/// A token lacks scopes that a call takes; nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingScopes {
    /// The operation.
    pub endpoint: &'static Meta,
    /// What the call takes, given its arguments.
    pub needed: ScopeNeeds,
    /// What the token allows.
    pub held: Scopes,
    /// What it lacks; where one of several is enough, all of these.
    pub missing: Scopes,
}

impl MissingScopes {
    /// Compares what a call takes with what its token allows.
    fn find(endpoint: &'static Meta, needed: ScopeNeeds, held: &Scopes) -> Option<Self> {
        let missing = needed.missing(held);
        (!missing.is_empty()).then(|| Self {
            endpoint,
            needed,
            held: held.clone(),
            missing,
        })
    }
}

impl fmt::Display for MissingScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} takes ", self.endpoint.name)?;
        let (all, one_of) = (self.needed.all(), self.needed.one_of());
        if !all.is_empty() {
            write!(f, "`{all}`")?;
        }
        match (all.is_empty(), one_of.is_empty()) {
            (_, true) => {}
            (false, false) => write!(f, " and one of `{one_of}`")?,
            (true, false) => write!(f, "one of `{one_of}`")?,
        }
        match self.held.is_empty() {
            true => f.write_str("; the token has none")?,
            false => write!(f, "; the token has `{}`", self.held)?,
        }
        write!(f, ", so `{}` is missing", self.missing)
    }
}

impl std::error::Error for MissingScopes {}
