//! Who holds the token, and how the next one is had: once, however many calls need it.

use std::{sync::Arc, time::Duration};

use http::HeaderMap;

use crate::{
    AccessToken, Accounts, AuthError, Clock, CredentialKey, Flow, Grant, Lease, Now, Reauth, Token,
    call::{Bearer, Policy},
    store::{Generation, Record, StoreErrorKind},
    sync::{Mutex, lock},
};

mod asynchronous;
mod blocking;
mod flight;
mod renewal;
pub(crate) mod sign_in;
mod state;

pub(crate) use asynchronous::AsyncSession;
pub(crate) use blocking::BlockingSession;
pub use renewal::{Renewal, RenewalStep, states};
pub use state::SessionState;

/// How long before its end a token is renewed, unless set otherwise.
pub const MARGIN: Duration = Duration::from_secs(60);

/// What both kinds of client share of a session: the token that is held, and the rules.
///
/// It does no IO: a [`Renewal`] says what is to be done, and the client's driver does it.
pub struct Session {
    source: Source,
    key: CredentialKey,
    accounts: Accounts,
    headers: HeaderMap,
    policy: Arc<Policy>,
    margin: Duration,
    cell: Mutex<Cell>,
}

/// Where tokens come from.
pub(crate) enum Source {
    /// Nowhere: calls carry none.
    Anonymous,
    /// From whoever made the client; there is no next one.
    Bare,
    /// From exchanges with the accounts service.
    Grant(Arc<dyn Grant>),
}

#[derive(Default)]
struct Cell {
    held: Option<Held>,
    /// Why the held token is not in the store, if it should be and is not.
    unsaved: Option<Unsaved>,
    /// Before this the accounts service is not asked again.
    quiet: Option<Duration>,
    /// Why the refresh token is no longer good: a grant that knows one by heart must not send it
    /// again.
    ended: Option<Reauth>,
    /// The lease of a renewal that panicked or was dropped: the next one gives it back.
    orphan: Option<Lease>,
}

impl Cell {
    fn held(&self, rejected: Option<&AccessToken>, margin: Duration, now: Now) -> Option<Bearer> {
        let held = self.held.as_ref()?;
        (held.good(margin, now) && rejected != Some(held.bearer.token()))
            .then(|| held.bearer.clone())
    }
}

/// A token that has yet to be written to the store.
#[derive(Clone, Copy)]
struct Unsaved {
    why: StoreErrorKind,
    base: Base,
}

/// What the store must hold for a token to be written to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Base {
    /// Whatever it is: a user has signed in anew.
    Any,
    /// That which the token came of.
    Was(Option<Generation>),
}

struct Held {
    bearer: Bearer,
    token: Token,
    /// The writing in the store that this is, if it is one.
    generation: Option<Generation>,
    /// When it ends by the monotonic clock; `None` if nobody said.
    end: Option<Duration>,
}

impl Session {
    #[allow(clippy::too_many_arguments, reason = "called once, by the builder")]
    pub(crate) fn new(
        source: Source,
        token: Option<Token>,
        account: Option<&str>,
        accounts: Accounts,
        headers: HeaderMap,
        policy: Arc<Policy>,
        margin: Duration,
        now: Now,
    ) -> Self {
        let mut key = match &source {
            Source::Grant(grant) => CredentialKey::new(grant.flow(), grant.client_id()),
            Source::Anonymous | Source::Bare => CredentialKey::new(Flow::BearerToken, ""),
        };
        if let Some(account) = account {
            key = key.account(account);
        }
        let cell = Cell {
            held: token.map(|token| Held::new(token, None, now)),
            ..Cell::default()
        };
        Self {
            source,
            key,
            accounts,
            headers,
            policy,
            margin,
            cell: Mutex::new(cell),
        }
    }

    /// A session for a loop of your own: Spotify's accounts service, and the defaults of a
    /// client's builder.
    #[must_use]
    pub fn for_grant(grant: impl Grant + 'static, token: Option<Token>, now: Now) -> Arc<Self> {
        let source = Source::Grant(Arc::new(grant));
        let (accounts, policy) = (Accounts::default(), Arc::default());
        Arc::new(Self::new(
            source,
            token,
            None,
            accounts,
            HeaderMap::new(),
            policy,
            MARGIN,
            now,
        ))
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
            flow: self.key.flow,
            client_id: self.key.client.clone(),
            account: self.key.account.clone(),
            scopes: token.and_then(|token| token.scopes.clone()),
            expires_at: token.and_then(|token| token.expires_at),
            authorized_at: token.and_then(|token| token.authorized_at),
            store_degraded: cell.unsaved.map(|unsaved| unsaved.why),
        }
    }

    pub(crate) fn flow(&self) -> Flow {
        self.key.flow
    }

    pub(crate) fn is_anonymous(&self) -> bool {
        matches!(self.source, Source::Anonymous)
    }

    /// The token that is held, if it is another than the one refused and will last.
    #[must_use]
    pub fn usable(&self, rejected: Option<&AccessToken>, now: Now) -> Option<Bearer> {
        self.held(rejected, self.margin, now)
    }

    /// What is usable, unless something has to be done first.
    pub(crate) fn ready(&self, rejected: Option<&AccessToken>, now: Now) -> Option<Bearer> {
        let cell = lock(&self.cell);
        match cell.unsaved {
            Some(_) => None,
            None => cell.held(rejected, self.margin, now),
        }
    }

    /// The same for a token that is about to end: when no new one can be had, it is used up.
    pub(crate) fn last_resort(&self, rejected: Option<&AccessToken>, now: Now) -> Option<Bearer> {
        self.held(rejected, Duration::ZERO, now)
    }

    fn held(&self, rejected: Option<&AccessToken>, margin: Duration, now: Now) -> Option<Bearer> {
        lock(&self.cell).held(rejected, margin, now)
    }

    /// Notes that the token that is held is to be written, whatever the store holds.
    pub(crate) fn mark_unsaved(&self) {
        let why = StoreErrorKind::Unavailable;
        lock(&self.cell).unsaved = Some(Unsaved {
            why,
            base: Base::Any,
        });
    }

    /// Whether the token that is held has yet to be written to the store.
    pub(crate) fn is_unsaved(&self) -> bool {
        lock(&self.cell).unsaved.is_some()
    }

    /// The token that has yet to be written, and what the store must hold for that.
    fn unsaved(&self) -> Option<(Token, Base)> {
        let cell = lock(&self.cell);
        Some((cell.held.as_ref()?.token.clone(), cell.unsaved?.base))
    }

    /// The token that is held, and the writing in the store that it is.
    fn token(&self) -> Option<(Token, Option<Generation>)> {
        let cell = lock(&self.cell);
        cell.held
            .as_ref()
            .map(|held| (held.token.clone(), held.generation))
    }

    /// Takes over what the store holds, if it is news.
    fn adopt(&self, record: &Record, now: Now) {
        let theirs = Held::new(record.token.clone(), Some(record.generation), now);
        let mut cell = lock(&self.cell);
        let news = match &cell.held {
            None => true,
            // Given by hand, or not yet written: it wins over what is stored, while it lasts.
            Some(held) if held.generation.is_none() => {
                !held.good(Duration::ZERO, now) && theirs.good(self.margin, now)
            }
            Some(held) => held.generation != theirs.generation,
        };
        if news {
            cell.held = Some(theirs);
            cell.unsaved = None;
        }
    }

    /// Whether what the store holds could be used right away.
    fn would_do(&self, record: &Record, rejected: Option<&AccessToken>, now: Now) -> bool {
        rejected != Some(&record.token.access)
            && Held::new(record.token.clone(), None, now).good(self.margin, now)
    }

    /// Takes over what the store holds, whatever is held.
    fn replace(&self, record: &Record, now: Now) {
        self.install(record.token.clone(), Some(record.generation), None, now);
    }

    /// Holds a token: the writing in the store that it is, or why it could not be written.
    fn install(
        &self,
        token: Token,
        generation: Option<Generation>,
        unsaved: Option<Unsaved>,
        now: Now,
    ) {
        let mut cell = lock(&self.cell);
        cell.unsaved = unsaved;
        cell.held = Some(Held::new(token, generation, now));
    }

    /// Notes that a token has been written after all, if it still is the one that is held.
    fn saved(&self, token: &Token, generation: Option<Generation>) {
        let mut cell = lock(&self.cell);
        if let Some(held) = cell.held.as_mut().filter(|held| held.token == *token) {
            held.generation = generation;
            cell.unsaved = None;
        }
    }

    /// Gives up writing the token that is held: the store has gone on without it.
    fn keep_unsaved(&self) {
        lock(&self.cell).unsaved = None;
    }

    /// Drops the token, and remembers why nothing but a new sign-in helps.
    fn forget(&self, why: Reauth) {
        let mut cell = lock(&self.cell);
        cell.held = None;
        cell.unsaved = None;
        cell.ended = Some(why);
    }

    /// Why there is no token any more, if there is none.
    fn ended(&self) -> Option<Reauth> {
        let cell = lock(&self.cell);
        cell.ended.clone().filter(|_| cell.held.is_none())
    }

    /// Keeps the lease of a renewal that went away before its end.
    fn orphan(&self, lease: Lease) {
        lock(&self.cell).orphan = Some(lease);
    }

    /// The lease that such a renewal has left behind.
    fn take_orphan(&self) -> Option<Lease> {
        lock(&self.cell).orphan.take()
    }

    fn quiet(&self, now: Now) -> Duration {
        lock(&self.cell)
            .quiet
            .map_or(Duration::ZERO, |until| until.saturating_sub(now.mono))
    }

    fn hush(&self, wait: Duration, now: Now) {
        let until = now.mono.saturating_add(wait);
        let mut cell = lock(&self.cell);
        cell.quiet = cell.quiet.max(Some(until));
    }

    /// Begins to get another token than the one refused.
    pub fn renew(
        self: &Arc<Self>,
        rejected: Option<AccessToken>,
        clock: &dyn Clock,
    ) -> RenewalStep {
        self.renew_within(rejected, clock, renewal::FLIGHT)
    }

    /// The same, with an end of its own.
    fn renew_within(
        self: &Arc<Self>,
        rejected: Option<AccessToken>,
        clock: &dyn Clock,
        rest: Duration,
    ) -> RenewalStep {
        let now = clock.now();
        let end = now.mono.saturating_add(rest.min(renewal::FLIGHT));
        Renewal::start(self.clone(), rejected, clock.seed(), now, end)
    }

    /// Begins to write to the store what could not be written when it was had.
    pub(crate) fn mend(self: &Arc<Self>, clock: &dyn Clock) -> RenewalStep {
        Renewal::mend(self.clone(), clock.seed(), clock.now())
    }

    fn grant(&self) -> Result<Arc<dyn Grant>, AuthError> {
        match &self.source {
            Source::Grant(grant) => Ok(grant.clone()),
            Source::Anonymous | Source::Bare => Err(AuthError::NothingToRenew),
        }
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl Held {
    fn new(token: Token, generation: Option<Generation>, now: Now) -> Self {
        let left = token.expires_at.map(|end| now.wall.until(end));
        // A stored end says nothing when the wall clock was set back since: a token never has
        // more than its lifetime left.
        let left = match (left, token.lifetime) {
            (Some(left), Some(lifetime)) => Some(left.min(lifetime)),
            (left, lifetime) => left.or(lifetime),
        };
        // A lifetime of nothing says nothing: the server will tell when it is over.
        let left = left.filter(|_| token.lifetime != Some(Duration::ZERO));
        Self {
            bearer: Bearer::with_scopes(token.access.clone(), token.scopes.clone()),
            end: left.map(|left| now.mono.saturating_add(left)),
            token,
            generation,
        }
    }

    /// Whether it lasts for longer than `margin`, or half its lifetime if that is less.
    fn good(&self, margin: Duration, now: Now) -> bool {
        let margin = self
            .token
            .lifetime
            .map_or(margin, |lifetime| margin.min(lifetime / 2));
        self.end
            .is_none_or(|end| end > now.mono.saturating_add(margin))
    }
}
