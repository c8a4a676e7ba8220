//! What is wrong with a request before anything is sent.

use std::fmt;

use crate::{Argument, Availability, InvalidBaseUrl, Meta, MissingScopes, Param};

/// A request or a client could not be put together; nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A number, or the length of a list, is out of range.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    /// A value cannot be what it must be.
    #[error("{endpoint}: {param}: {problem}")]
    Invalid {
        /// The name of the request.
        endpoint: &'static str,
        /// The name of the parameter, or of several.
        param: &'static str,
        /// What is wrong, what is allowed, what to do.
        problem: Box<str>,
    },
    /// A text cannot be read as what it should be: an id, a link, a market.
    #[error("{0}")]
    Text(Box<str>),
    /// The address cannot be written.
    #[error("the request's address cannot be written: {0}")]
    Target(&'static str),
    /// The body cannot be written as JSON.
    #[error("the request's body cannot be written: {0}")]
    Body(Box<str>),
    /// A setting of the client cannot be what it is.
    #[error("setting {name}: {problem}")]
    Setting {
        /// The name of the setting.
        name: &'static str,
        /// What is wrong, what is allowed, what to do; never the value of a secret.
        problem: Box<str>,
    },
    /// A base URL that is none.
    #[error(transparent)]
    BaseUrl(#[from] InvalidBaseUrl),
    /// The operation is about a user, and the client's tokens are an app's own.
    #[error("{endpoint} takes a user's token, and client credentials give an app's own")]
    UserTokenNeeded {
        /// The name of the request.
        endpoint: &'static str,
    },
    /// The client was told that the user has no Premium, and the operation takes it.
    #[error("{endpoint} takes Premium, which the user does not have")]
    PremiumNeeded {
        /// The name of the request.
        endpoint: &'static str,
    },
    /// The token lacks scopes that the call takes, and the client was told to
    /// [refuse](crate::ScopeCheck::Deny) it then.
    #[error(transparent)]
    MissingScopes(Box<MissingScopes>),
    /// The client was told its app's [tier](crate::Tier), and the tier does not have the
    /// operation.
    #[error("{}", Closed(endpoint))]
    ClosedToTier {
        /// The operation.
        endpoint: &'static Meta,
    },
    /// The client was given no way to authorize its calls.
    #[error(
        "no credentials: give the client a grant, a token or a sign-in, or say that it is anonymous"
    )]
    NoCredentials,
}

impl BuildError {
    /// Refuses a value.
    #[must_use]
    pub fn invalid(
        endpoint: &'static str,
        param: &'static str,
        problem: impl Into<Box<str>>,
    ) -> Self {
        Self::Invalid {
            endpoint,
            param,
            problem: problem.into(),
        }
    }

    /// Refuses a setting.
    #[must_use]
    pub fn setting(name: &'static str, problem: impl Into<Box<str>>) -> Self {
        Self::Setting {
            name,
            problem: problem.into(),
        }
    }
}

/// Says that an operation is closed, since when, and what to use instead.
struct Closed<'a>(&'a Meta);

impl fmt::Display for Closed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let meta = self.0;
        write!(f, "{}: closed to ", meta.name)?;
        f.write_str(match meta.availability {
            Availability::Withdrawn => "every app",
            _ => "development-mode apps",
        })?;
        match (meta.availability, meta.deprecated) {
            (Availability::ClosedSince(day), _) => write!(f, " since {day}")?,
            (_, Some(deprecated)) => write!(f, " since {}", deprecated.since)?,
            _ => {}
        }
        match meta.deprecated.and_then(|deprecated| deprecated.instead) {
            Some(instead) => write!(f, "; use {instead} instead"),
            None => f.write_str("; there is nothing in its place"),
        }
    }
}

/// A number, or the length of a list, is out of range.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutOfRange {
    /// The name of the request.
    pub endpoint: &'static str,
    /// The parameter, with its range.
    pub param: &'static Param,
    /// What was given: the number, or how many elements or characters.
    pub size: u64,
    /// What was counted; empty where it is the number itself.
    pub unit: &'static str,
}

impl OutOfRange {
    /// Compares a value with a parameter's range.
    ///
    /// # Errors
    /// Itself, when the value is out of it.
    pub fn check(
        endpoint: &'static str,
        param: &'static Param,
        value: &(impl Argument + ?Sized),
    ) -> Result<(), Self> {
        let size = value.size();
        match param.range {
            Some((min, max)) if !(min..=max).contains(&size) => Err(Self {
                endpoint,
                param,
                size,
                unit: value.unit(),
            }),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            endpoint,
            param,
            size,
            unit,
        } = self;
        let (min, max) = param.range.unwrap_or((0, u64::MAX));
        match *unit {
            "" => write!(
                f,
                "{endpoint}: {} {size} is outside {min}..={max}",
                param.name
            )?,
            unit => write!(
                f,
                "{endpoint}: {} has {size} {unit}; {min} to {max} are allowed",
                param.name
            )?,
        }
        match param.development {
            Some((min, max)) => write!(f, " ({min}..={max} for development-mode apps)"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for OutOfRange {}
