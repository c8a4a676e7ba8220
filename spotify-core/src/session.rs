//! Who holds the token, and how the next one is had: once, however many calls need it.

use std::{sync::Arc, time::Duration};

use http::HeaderMap;

use crate::{
    AccessToken, Accounts, AuthError, Clock, Flow, Grant, Now, Token,
    call::{Bearer, Policy},
    error::{Error, Outcome, Phase},
    sync::{Mutex, lock},
};

mod account;
mod asynchronous;
mod blocking;
mod cell;
mod change;
mod credentials;
mod events;
mod flight;
mod hook;
mod keep;
mod renewal;
pub(crate) mod sign_in;
mod state;

pub(crate) use account::{WHOSE, account_of, who};
pub(crate) use asynchronous::AsyncSession;
pub(crate) use blocking::BlockingSession;
pub(crate) use cell::Source;
use cell::{Account, Base, Cell, Held, Stamp, Unsaved};
pub use credentials::Credentials;
use events::Listeners;
pub use events::{ListenerId, TokenEvent};
pub(crate) use hook::Hook;
pub use hook::HookError;
pub use renewal::{Renewal, RenewalStep, states};
pub use state::SessionState;

/// How long before its end a token is renewed, unless set otherwise.
pub const MARGIN: Duration = Duration::from_secs(60);

/// What both kinds of client share of a session: the token that is held, and the rules.
///
/// It does no IO: a [`Renewal`] says what is to be done, and the client's driver does it.
pub struct Session {
    accounts: Accounts,
    headers: HeaderMap,
    policy: Arc<Policy>,
    cell: Mutex<Cell>,
    listeners: Listeners,
}

/// The rules of a session.
pub(crate) struct Rules {
    pub(crate) accounts: Accounts,
    pub(crate) headers: HeaderMap,
    pub(crate) policy: Arc<Policy>,
    pub(crate) margin: Duration,
    pub(crate) automatic: bool,
    pub(crate) holding: bool,
    pub(crate) hooked: bool,
}

/// Whether an error says that there is no valid token, and not that nobody could tell.
pub(crate) fn nothing_valid(error: &Error) -> bool {
    match error {
        Error::ReauthRequired(_) => true,
        Error::Auth(error) => matches!(
            error,
            AuthError::NothingToRenew | AuthError::NoToken | AuthError::Expired
        ),
        _ => false,
    }
}

/// No token came before the deadline.
pub(crate) fn too_late(deadline: Duration) -> Error {
    Error::Deadline {
        phase: Phase::Authorize,
        outcome: Outcome::NotSent,
        deadline,
        endpoint: None,
    }
}

/// What a call that has no token may do about it.
pub(crate) enum Errand {
    /// Have one renewed.
    Renew,
    /// See whether the store has one.
    Look,
    /// Nothing, and this is why.
    Nothing(AuthError),
}

impl Session {
    pub(crate) fn new(credentials: Credentials, rules: Rules, now: Now) -> Self {
        let Rules {
            accounts,
            headers,
            policy,
            margin,
            automatic,
            holding,
            hooked,
        } = rules;
        let mut cell = Cell::new(margin, automatic, holding, hooked);
        cell.begin(credentials, now);
        if !holding {
            cell.clear();
        }
        Self {
            accounts,
            headers,
            policy,
            cell: Mutex::new(cell),
            listeners: Listeners::default(),
        }
    }

    /// A session for a loop of your own: Spotify's accounts service, and the defaults of a
    /// client's builder.
    #[must_use]
    pub fn for_grant(grant: impl Grant + 'static, token: Option<Token>, now: Now) -> Arc<Self> {
        Self::for_grant_at(Accounts::default(), grant, token, now)
    }

    /// A session for a loop of your own with another accounts service than Spotify's, such as that
    /// of a mock; see [`for_grant`](Self::for_grant).
    #[must_use]
    pub fn for_grant_at(
        accounts: Accounts,
        grant: impl Grant + 'static,
        token: Option<Token>,
        now: Now,
    ) -> Arc<Self> {
        let mut credentials = Credentials::grant(grant);
        credentials.token = token;
        let rules = Rules {
            accounts,
            headers: HeaderMap::new(),
            policy: Arc::default(),
            margin: MARGIN,
            automatic: true,
            holding: true,
            hooked: false,
        };
        Arc::new(Self::new(credentials, rules, now))
    }

    /// What is known of the session, without any secret.
    #[must_use]
    pub fn state(&self, now: Now) -> SessionState {
        let cell = lock(&self.cell);
        let token = cell.held.as_ref().map(|held| &held.token);
        SessionState {
            authorized: cell
                .held
                .as_ref()
                .is_some_and(|held| held.good(Duration::ZERO, now)),
            flow: cell.key.flow,
            client_id: cell.key.client.clone(),
            account: cell.key.account.clone(),
            scopes: token.and_then(|token| token.scopes.clone()),
            expires_at: token.and_then(|token| token.expires_at),
            authorized_at: token.and_then(|token| token.authorized_at),
            store_degraded: cell.unsaved.map(|unsaved| unsaved.why),
            automatic_renewal: cell.automatic,
            holds_tokens: cell.holding,
        }
    }

    /// How tokens are had, and whether calls carry none at all.
    pub(crate) fn outlook(&self) -> (Flow, bool) {
        let cell = lock(&self.cell);
        (
            cell.key.flow,
            matches!(cell.source, Source::Anonymous) && !cell.hooked,
        )
    }

    /// The token that is held, if it is another than the one refused and will last.
    #[must_use]
    pub fn usable(&self, rejected: Option<&AccessToken>, now: Now) -> Option<Bearer> {
        let cell = lock(&self.cell);
        cell.lasting(rejected, cell.margin(), now)
    }

    /// What is usable, unless something has to be done first.
    pub(crate) fn ready(&self, rejected: Option<&AccessToken>, now: Now) -> Option<Bearer> {
        let cell = lock(&self.cell);
        if cell.unsaved.is_some() || cell.chores {
            return None;
        }
        cell.lasting(rejected, cell.margin(), now)
    }

    /// The same for a token that is about to end: when no new one can be had, it is used up.
    pub(crate) fn last_resort(&self, rejected: Option<&AccessToken>, now: Now) -> Option<Bearer> {
        lock(&self.cell).lasting(rejected, Duration::ZERO, now)
    }

    /// What a call without a usable token may do.
    pub(crate) fn errand(&self, rejected: Option<&AccessToken>) -> Errand {
        use AuthError::{Expired, NoToken, NothingToRenew};
        let cell = lock(&self.cell);
        match (cell.holding, cell.automatic, rejected) {
            (true, true, _) => Errand::Renew,
            // The server's own words say more.
            (_, _, Some(_)) => Errand::Nothing(NothingToRenew),
            (false, ..) => Errand::Nothing(NoToken),
            (true, false, None) if matches!(cell.source, Source::Grant(_)) => Errand::Look,
            (true, false, None) if cell.held.is_some() => Errand::Nothing(Expired),
            (true, false, None) => Errand::Nothing(NoToken),
        }
    }

    /// The token that is held.
    pub(crate) fn token(&self) -> Option<Token> {
        let cell = lock(&self.cell);
        cell.held.as_ref().map(|held| held.token.clone())
    }

    /// Whether a token would do for a while, were it held.
    pub(crate) fn lasts(&self, token: &Token, now: Now) -> bool {
        let margin = lock(&self.cell).margin();
        Held::new(token.clone(), None, now).good(margin, now)
    }

    /// Whether tokens are held at all.
    pub(crate) fn is_holding(&self) -> bool {
        lock(&self.cell).holding
    }

    /// Whether a renewal that began at `stamp` still is about what is held.
    pub(crate) fn is_current(&self, stamp: Stamp) -> bool {
        lock(&self.cell).stamp.epoch == stamp.epoch
    }

    pub(crate) fn stamp(&self) -> Stamp {
        lock(&self.cell).stamp
    }

    /// What token requests are written with.
    pub(crate) fn terms(&self) -> (&Accounts, &HeaderMap, &Policy) {
        (&self.accounts, &self.headers, &self.policy)
    }

    /// Calls `listener` from now on for every [`TokenEvent`], on the thread on which it happens.
    pub(crate) fn listen(
        &self,
        listener: impl Fn(&TokenEvent) + Send + Sync + 'static,
    ) -> ListenerId {
        self.listeners.add(listener)
    }

    /// Calls a listener no more.
    pub(crate) fn unlisten(&self, id: ListenerId) -> bool {
        self.listeners.remove(id)
    }

    /// Tells that the token that is held is over, if it is.
    pub(crate) fn announce(&self, withheld: bool, now: Now) {
        if self.listeners.is_empty() {
            return;
        }
        let over = {
            let cell = lock(&self.cell);
            let held = cell.held.as_ref().filter(|_| cell.due(now));
            held.map(|held| held.token.clone())
        };
        if let Some(token) = over {
            self.listeners
                .tell(&TokenEvent::Expired { token, withheld });
        }
    }

    fn tell_updated(&self, old: Option<Token>, new: Token) {
        self.listeners.tell(&TokenEvent::Updated { old, new });
    }

    /// Begins to get another token than the one refused.
    pub fn renew(
        self: &Arc<Self>,
        rejected: Option<AccessToken>,
        clock: &dyn Clock,
    ) -> RenewalStep {
        self.renew_within(rejected, true, self.stamp(), clock, renewal::FLIGHT)
    }

    /// The same, with an end of its own, and perhaps without an exchange.
    fn renew_within(
        self: &Arc<Self>,
        rejected: Option<AccessToken>,
        exchange: bool,
        stamp: Stamp,
        clock: &dyn Clock,
        rest: Duration,
    ) -> RenewalStep {
        let now = clock.now();
        let end = now.mono.saturating_add(rest.min(renewal::FLIGHT));
        Renewal::start(
            self.clone(),
            rejected,
            exchange,
            stamp,
            clock.seed(),
            now,
            end,
        )
    }

    /// Begins to write to the store what could not be written when it was had.
    pub(crate) fn mend(self: &Arc<Self>, stamp: Stamp, clock: &dyn Clock) -> RenewalStep {
        Renewal::mend(self.clone(), stamp, clock.seed(), clock.now())
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("key", &lock(&self.cell).key)
            .finish_non_exhaustive()
    }
}
