//! Headers that a transport adds by itself.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

/// A header that a transport adds by itself and cannot be kept from adding.
pub(super) struct Added {
    pub(super) header: &'static str,
    /// To which requests; empty for all of them.
    pub(super) methods: &'static [&'static str],
    pub(super) reason: &'static str,
    /// The scenarios in which it was seen.
    seen: Mutex<BTreeSet<&'static str>>,
}

impl Added {
    pub(super) fn new(
        header: &'static str,
        methods: &'static [&'static str],
        reason: &'static str,
    ) -> Self {
        Self {
            header,
            methods,
            reason,
            seen: Mutex::default(),
        }
    }

    /// Whether this line of a header is one; then the scenario is noted.
    pub(super) fn covers(&self, method: &str, line: &str, scenario: &'static str) -> bool {
        let concerned = self.methods.is_empty() || self.methods.contains(&method);
        let covers = concerned && self.header == line;
        if covers {
            let seen = self.seen.lock();
            seen.unwrap_or_else(PoisonError::into_inner)
                .insert(scenario);
        }
        covers
    }

    pub(super) fn scenarios(&self) -> BTreeSet<&'static str> {
        let seen = self.seen.lock();
        seen.unwrap_or_else(PoisonError::into_inner).clone()
    }
}
