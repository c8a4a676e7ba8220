//! The two kinds of apps, and what those in Development mode cannot ask for.

use http::Uri;

use crate::{Availability, BuildError, Meta};

/// What Spotify lets an app do.
///
/// A client that is told its app's tier with [`Builder::tier`](crate::Builder::tier) refuses what
/// the tier does not have before anything is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tier {
    /// What every new app is: five users, fewer operations and fields, shorter pages, a quota.
    Development,
    /// What Spotify has granted to organisations: everything, within a rate limit.
    ExtendedQuota,
}

impl Tier {
    /// Whether apps of this tier may call an operation, as far as the tier says it:
    /// [`Availability::ClosedSince`] also asks since when the app has used it.
    #[must_use]
    pub const fn may_call(self, meta: &Meta) -> bool {
        match self {
            Self::Development => matches!(meta.availability, Availability::Everyone),
            Self::ExtendedQuota => !matches!(meta.availability, Availability::Withdrawn),
        }
    }

    /// Refuses a request that the tier does not have, or a number above its limits.
    pub(crate) fn check(self, meta: &'static Meta, uri: &Uri) -> Result<(), BuildError> {
        if !self.may_call(meta) {
            return Err(BuildError::ClosedToTier { endpoint: meta });
        }
        if self != Self::Development {
            return Ok(());
        }
        let query = uri.query().unwrap_or_default();
        for param in meta.params {
            let Some((_, most)) = param.development else {
                continue;
            };
            let given = query.split('&').find_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                (name == param.name).then(|| value.parse::<u64>().ok())?
            });
            if let Some(given) = given.filter(|given| *given > most) {
                return Err(BuildError::invalid(
                    meta.name,
                    param.name,
                    format!(
                        "{given} is over {most}, the maximum for development-mode apps; \
                         ask for {most} and read on from page to page"
                    ),
                ));
            }
        }
        Ok(())
    }
}
