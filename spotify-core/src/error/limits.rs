//! Limits that are too long to wait out.

use std::{error::Error as StdError, fmt, time::Duration};

use crate::{Meta, Timestamp};

/// Spotify asks to wait for longer than the client is willing to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RateLimited {
    /// When it ends.
    pub until: Timestamp,
    /// How long that is from now.
    pub retry_after: Duration,
    /// Which limit it is.
    pub reason: LimitReason,
    /// Whom it holds.
    pub scope: LimitScope,
    /// The operation that met it; `None` for a token request.
    pub endpoint: Option<&'static Meta>,
}

impl fmt::Display for RateLimited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.reason, self.scope) {
            (LimitReason::Quota, _) => "the developer account's quota is used up",
            (LimitReason::Rate, LimitScope::Accounts) => {
                "the accounts service asks to wait before another token"
            }
            (LimitReason::Rate, _) => "Spotify asks to wait before the next call",
        })?;
        write!(
            f,
            " (429): until {}, which is {}",
            self.until,
            Spell(self.retry_after)
        )
    }
}

impl StdError for RateLimited {}

/// Writes a length of time the way people say it: `13 h 35 min`, `4 s`.
struct Spell(Duration);

impl fmt::Display for Spell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secs = self.0.as_secs() + u64::from(self.0.subsec_nanos() > 0);
        match (secs / 3600, secs / 60 % 60, secs % 60) {
            (0, 0, s) => write!(f, "{s} s"),
            (0, m, s) => write!(f, "{m} min {s} s"),
            (h, m, _) => write!(f, "{h} h {m} min"),
        }
    }
}

/// Which limit was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitReason {
    /// Too many requests within half a minute; waiting helps.
    Rate,
    /// The quota of the developer account is used up (`QUOTA_EXCEEDED`); it takes hours, and
    /// another client id of the same account does not help.
    Quota,
}

/// Whom a limit holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitScope {
    /// Every call of this app.
    App,
    /// Every app of this developer account.
    DeveloperAccount,
    /// Token requests.
    Accounts,
}
