//! What the calls of a client share, whatever its kind.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Response};

use crate::{
    BaseUrl, BuildError, Clock, Endpoint, Flow, GrantNeeded, ScopeCheck,
    call::{Call, Policy, RateGate},
    drift::{self, Listener},
    error::Error,
    session::Session,
    tier::Tier,
};

/// What the calls of a client share, whatever its kind.
pub(crate) struct Shared {
    pub(crate) base: BaseUrl,
    pub(crate) tier: Option<Tier>,
    pub(crate) premium: Option<bool>,
    pub(crate) scope_check: ScopeCheck,
    pub(crate) headers: Arc<HeaderMap>,
    pub(crate) policy: Arc<Policy>,
    pub(crate) gate: RateGate,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) drift: Listener,
}

impl Shared {
    pub(crate) fn call<E: Endpoint>(&self, endpoint: &E, session: &Session) -> Result<Call, Error> {
        let meta = endpoint.meta();
        if meta.grant == GrantNeeded::User && session.flow() == Flow::ClientCredentials {
            return Err(BuildError::UserTokenNeeded {
                endpoint: meta.name,
            }
            .into());
        }
        if meta.premium && self.premium == Some(false) {
            return Err(BuildError::PremiumNeeded {
                endpoint: meta.name,
            }
            .into());
        }
        let request = endpoint.request(&self.base)?;
        if let Some(tier) = self.tier {
            tier.check(meta, request.uri())?;
        }
        self.check_scopes(endpoint, session)?;
        let elsewhere = meta.grant == GrantNeeded::Nobody || endpoint.base().is_some();
        let make = if session.is_anonymous() || elsewhere {
            Call::anonymous
        } else {
            Call::new
        };
        let call = make(
            meta,
            request,
            self.policy.clone(),
            &self.gate,
            self.clock.seed(),
        );
        Ok(call.headers(self.headers.clone()).needs(endpoint.scopes()))
    }

    /// Looks at what the held token allows, if the call carries one and that is known.
    fn check_scopes<E: Endpoint>(&self, endpoint: &E, session: &Session) -> Result<(), BuildError> {
        if endpoint.meta().grant == GrantNeeded::Nobody || endpoint.base().is_some() {
            return Ok(());
        }
        self.scope_check.check(endpoint, || {
            let held = session.last_resort(None, self.clock.now())?;
            held.scopes().cloned()
        })
    }

    /// Reads an answer, and tells what was left out of it.
    pub(crate) fn read<E: Endpoint>(
        &self,
        endpoint: &E,
        response: Response<Bytes>,
    ) -> Result<E::Response, Error> {
        let (answer, drifts) = drift::collect(|| endpoint.decode(response));
        self.drift.tell(endpoint.meta(), &drifts);
        Ok(answer?)
    }
}
