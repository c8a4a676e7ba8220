//! What the calls of a client share, whatever its kind.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Response};

use crate::{
    BaseUrl, BuildError, Clock, Endpoint, Flow, GrantNeeded, ScopeCheck,
    call::{Bearer, Call, Policy, RateGate},
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
    /// Whether a sign-in asks whose it is.
    pub(crate) find_account: bool,
}

/// What authorizes the calls of one handle of a client.
#[derive(Clone, Default)]
pub(crate) enum Carries {
    /// The token that the client holds.
    #[default]
    Held,
    /// This one.
    Own(Bearer),
    /// None.
    Nothing,
}

impl Shared {
    pub(crate) fn call<E: Endpoint>(
        &self,
        endpoint: &E,
        session: &Session,
        carries: &Carries,
    ) -> Result<Call, Error> {
        let meta = endpoint.meta();
        let (flow, anonymous) = session.outlook();
        if meta.grant == GrantNeeded::User
            && flow == Flow::ClientCredentials
            && matches!(carries, Carries::Held)
        {
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
        self.check_scopes(endpoint, session, carries)?;
        let elsewhere = meta.grant == GrantNeeded::Nobody || endpoint.base().is_some();
        let make = match carries {
            _ if elsewhere => Call::anonymous,
            Carries::Held if !anonymous => Call::new,
            Carries::Held | Carries::Own(_) | Carries::Nothing => Call::anonymous,
        };
        let call = make(
            meta,
            request,
            self.policy.clone(),
            &self.gate,
            self.clock.seed(),
        );
        let call = match carries {
            Carries::Own(bearer) if !elsewhere => {
                bearer.header()?;
                call.bearer(bearer.clone())
            }
            Carries::Nothing if !elsewhere => {
                session.announce(true, self.clock.now());
                call
            }
            _ => call,
        };
        Ok(call.headers(self.headers.clone()).needs(endpoint.scopes()))
    }

    /// Looks at what the token that the call carries allows, if it carries one and that is known.
    fn check_scopes<E: Endpoint>(
        &self,
        endpoint: &E,
        session: &Session,
        carries: &Carries,
    ) -> Result<(), BuildError> {
        if endpoint.meta().grant == GrantNeeded::Nobody || endpoint.base().is_some() {
            return Ok(());
        }
        self.scope_check.check(endpoint, || match carries {
            Carries::Held => session
                .last_resort(None, self.clock.now())?
                .scopes()
                .cloned(),
            Carries::Own(bearer) => bearer.scopes().cloned(),
            Carries::Nothing => None,
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
