//! The settings of a client, the same for both kinds.

mod finish;
mod tokens;

use std::{convert::Infallible, fmt, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::{
    Accounts, BaseUrl, BuildError, Clock, Drift, Limits, Meta, ScopeCheck, SystemClock, Tier,
    Token,
    call::{Policy, RateGate},
    drift::Listener,
    session::{Credentials, Hook, MARGIN, Rules, Session, Source},
    shared::Shared,
};

/// Puts a client together.
///
/// It takes a transport to begin with, and one way to authorize its calls:
/// [`token`](Self::token), [`grant`](Self::grant), [`anonymous`](Self::anonymous), or a sign-in.
/// Everything else has a default.
#[must_use = "nothing is made until `build` is called"]
pub struct Builder<T: ?Sized, S: ?Sized> {
    transport: Arc<T>,
    store: Option<Arc<S>>,
    source: Option<Source>,
    token: Option<Token>,
    account: Option<String>,
    base: BaseUrl,
    accounts: Accounts,
    headers: HeaderMap,
    policy: Policy,
    limits: Option<Limits>,
    in_flight: usize,
    queue: Option<usize>,
    tier: Option<Tier>,
    premium: Option<bool>,
    scope_check: ScopeCheck,
    drift: Listener,
    margin: Duration,
    automatic: bool,
    holding: bool,
    find_account: bool,
    hook: Option<Hook>,
    clock: Arc<dyn Clock>,
    problem: Option<BuildError>,
}

/// What a builder has when everything is checked.
struct Parts<T: ?Sized, S: ?Sized> {
    shared: Shared,
    session: Session,
    transport: Arc<T>,
    store: Option<Arc<S>>,
    hook: Option<Hook>,
}

impl<T: ?Sized, S: ?Sized> Builder<T, S> {
    pub(crate) fn new(transport: Arc<T>) -> Self {
        let mut headers = HeaderMap::new();
        let agent = concat!("spotify-core/", env!("CARGO_PKG_VERSION"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
        Self {
            transport,
            store: None,
            source: None,
            token: None,
            account: None,
            base: BaseUrl::default(),
            accounts: Accounts::default(),
            headers,
            policy: Policy::new(),
            limits: None,
            in_flight: RateGate::IN_FLIGHT,
            queue: None,
            tier: None,
            premium: None,
            scope_check: ScopeCheck::default(),
            drift: Listener::default(),
            margin: MARGIN,
            automatic: true,
            holding: true,
            find_account: true,
            hook: None,
            clock: Arc::new(SystemClock),
            problem: None,
        }
    }

    /// Sets where the Web API is; [`API_BASE_URL`](crate::API_BASE_URL) unless set.
    pub fn api_base(mut self, base: impl TryInto<BaseUrl, Error: Into<BuildError>>) -> Self {
        match base.try_into() {
            Ok(base) => self.base = base,
            Err(error) => self.refuse(error.into()),
        }
        self
    }

    /// Sets where the accounts service is; [`ACCOUNTS_BASE_URL`](crate::ACCOUNTS_BASE_URL)
    /// unless set.
    pub fn accounts_base(mut self, base: impl TryInto<BaseUrl, Error: Into<BuildError>>) -> Self {
        match base.try_into() {
            Ok(base) => self.accounts = Accounts::at(&base),
            Err(error) => self.refuse(error.into()),
        }
        self
    }

    /// Sets the places of the accounts service one by one.
    pub fn accounts(mut self, accounts: Accounts) -> Self {
        self.accounts = accounts;
        self
    }

    /// Names your program to Spotify; unless set it is this crate and its version.
    pub fn user_agent(self, text: impl AsRef<str>) -> Self {
        self.header("user_agent", header::USER_AGENT, text.as_ref())
    }

    /// Asks for names in these languages, such as `es-MX, es;q=0.8`.
    pub fn accept_language(self, text: impl AsRef<str>) -> Self {
        self.header("accept_language", header::ACCEPT_LANGUAGE, text.as_ref())
    }

    /// Sets how patient the client is.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets what one attempt may cost, whatever the policy says.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Sets how many calls are in flight at once; 16 unless set, at least 1.
    pub fn in_flight(mut self, calls: usize) -> Self {
        if calls == 0 {
            let problem = "no call could ever be sent; it must be at least 1";
            self.refuse(BuildError::setting("in_flight", problem));
        }
        self.in_flight = calls;
        self
    }

    /// Refuses further calls with [`Error::Overloaded`](crate::Error::Overloaded) when so many wait already; unless set,
    /// any number may wait.
    pub fn queue(mut self, calls: usize) -> Self {
        self.queue = Some(calls);
        self
    }

    /// Says what Spotify lets the app do. Calls that its tier does not have are then refused
    /// before anything is sent; unless set, Spotify refuses them.
    pub fn tier(mut self, tier: Tier) -> Self {
        self.tier = Some(tier);
        self
    }

    /// Says whether the user has Premium. Without it, calls that take Premium are then refused
    /// before anything is sent; unless set, Spotify refuses them. The user's own profile tells.
    pub fn premium(mut self, premium: bool) -> Self {
        self.premium = Some(premium);
        self
    }

    /// Says what becomes of calls for which the token is known to lack a scope; unless set, they
    /// are sent, with a [warning](ScopeCheck::Warn).
    pub fn scope_check(mut self, check: ScopeCheck) -> Self {
        self.scope_check = check;
        self
    }

    /// Calls this whenever parts of a successful answer could not be read and were left out.
    ///
    /// It is called before the answer is given, on the thread that reads it.
    pub fn on_drift(
        mut self,
        listener: impl Fn(&'static Meta, &[Drift]) + Send + Sync + 'static,
    ) -> Self {
        self.drift = Listener::new(listener);
        self
    }

    /// Sets the clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    fn header(mut self, setting: &'static str, name: HeaderName, text: &str) -> Self {
        match HeaderValue::from_str(text) {
            Ok(value) if !text.trim().is_empty() => {
                self.headers.insert(name, value);
            }
            _ => self.refuse(BuildError::setting(
                setting,
                "it must be visible text without line breaks or control characters",
            )),
        }
        self
    }

    /// Keeps the first problem for `build` to report.
    fn refuse(&mut self, problem: BuildError) {
        self.problem.get_or_insert(problem);
    }

    /// Refuses what `build` would refuse, before a code is spent on it.
    fn before_sign_in(&mut self) -> Result<(), BuildError> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        if self.source.is_some() || self.token.is_some() {
            let problem = "a sign-in brings the token and the grant; leave out `token`, `grant` \
                           and `anonymous`";
            return Err(BuildError::setting("sign_in", problem));
        }
        if !self.holding {
            let problem = "a sign-in's token would not be held; leave holding on, or exchange the \
                           code with `Client::sign_in`";
            return Err(BuildError::setting("hold_tokens", problem));
        }
        let mut credentials = Credentials::of(Source::Bare);
        credentials.account = self.account.as_deref().map(Into::into);
        credentials.check()
    }

    /// Checks everything, and gives what both kinds of client are made of.
    fn parts(self) -> Result<Parts<T, S>, BuildError> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let source = match (self.source, &self.token) {
            (Some(source), _) => source,
            (None, Some(_)) => Source::Bare,
            // Tokens come from the user's function, or with the calls.
            (None, None) if self.hook.is_some() || !self.holding => Source::Bare,
            (None, None) => return Err(BuildError::NoCredentials),
        };
        let credentials = Credentials {
            source,
            token: self.token,
            account: self.account.map(Into::into),
        };
        credentials.check()?;
        if !self.holding && credentials.token.is_some() {
            let problem = "it would not be held; leave it out, or leave holding on";
            return Err(BuildError::setting("token", problem));
        }
        let limits = self.limits.unwrap_or(self.policy.limits);
        let policy = Arc::new(self.policy.limits(limits));
        let rules = Rules {
            accounts: self.accounts,
            headers: self.headers.clone(),
            policy: policy.clone(),
            margin: self.margin,
            automatic: self.automatic,
            holding: self.holding,
            hooked: self.hook.is_some(),
        };
        let session = Session::new(credentials, rules, self.clock.now());
        let shared = Shared {
            base: self.base,
            tier: self.tier,
            premium: self.premium,
            scope_check: self.scope_check,
            drift: self.drift,
            headers: Arc::new(self.headers),
            policy,
            gate: RateGate::with_queue(self.in_flight, self.queue),
            clock: self.clock,
            find_account: self.find_account && self.store.is_some(),
        };
        Ok(Parts {
            shared,
            session,
            transport: self.transport,
            store: self.store,
            hook: self.hook,
        })
    }
}

impl<T: ?Sized, S: ?Sized> fmt::Debug for Builder<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("base", &self.base)
            .field("accounts", &self.accounts)
            .field("policy", &self.policy)
            .field("token", &self.token)
            .finish_non_exhaustive()
    }
}

impl From<Infallible> for BuildError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
