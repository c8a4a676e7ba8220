//! What a call carries beside its request.

use std::{sync::Arc, time::Duration};

use http::HeaderMap;

use super::{Bearer, Call};
use crate::ScopeNeeds;

impl Call {
    /// Carries this token and no other: it is not asked for, and a 401 is final.
    #[must_use]
    pub fn bearer(mut self, bearer: Bearer) -> Self {
        (self.anonymous, self.renewed) = (true, true);
        self.bearer = Some(bearer);
        self
    }

    /// Adds headers that every request of a client carries; the operation's own win.
    #[must_use]
    pub fn headers(mut self, headers: Arc<HeaderMap>) -> Self {
        self.headers = Some(headers);
        self
    }

    /// Ends earlier than the policy says.
    pub(crate) fn within(mut self, deadline: Duration) -> Self {
        let policy = Arc::make_mut(&mut self.policy);
        policy.deadline = policy.deadline.min(deadline);
        self
    }

    /// Says which scopes it takes, where its arguments tell more than its operation; errors name
    /// them.
    #[must_use]
    pub fn needs(mut self, needs: ScopeNeeds) -> Self {
        self.needs = needs;
        self
    }
}
