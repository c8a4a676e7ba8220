//! What the calls of a client share, whatever its kind.

use std::sync::Arc;

use http::HeaderMap;

use crate::{
    BaseUrl, BuildError, Clock, Endpoint, Flow, GrantNeeded,
    call::{Call, Policy, RateGate},
    error::Error,
    session::Session,
};

/// What the calls of a client share, whatever its kind.
pub(crate) struct Shared {
    pub(crate) base: BaseUrl,
    pub(crate) headers: Arc<HeaderMap>,
    pub(crate) policy: Arc<Policy>,
    pub(crate) gate: RateGate,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Shared {
    pub(crate) fn call<E: Endpoint>(&self, endpoint: &E, session: &Session) -> Result<Call, Error> {
        if E::META.grant == GrantNeeded::User && session.flow() == Flow::ClientCredentials {
            return Err(BuildError::UserTokenNeeded {
                endpoint: E::META.name,
            }
            .into());
        }
        let request = endpoint.request(&self.base)?;
        let make = if session.is_anonymous() {
            Call::anonymous
        } else {
            Call::new
        };
        let call = make(
            E::META,
            request,
            self.policy.clone(),
            &self.gate,
            self.clock.seed(),
        );
        Ok(call.headers(self.headers.clone()))
    }
}
