//! An in-process mock of Spotify: the Web API and the accounts service on loopback.
//!
//! The mock answers as Spotify does, from an invented catalogue that follows from a seed, keeps
//! what users change (library, playlists, player, tokens) in memory, records every request and
//! fails on request ([`Fault`]). It runs on a thread of its own, so that blocking and
//! asynchronous code can use it alike, and ends when it is dropped.
//!
//! # What it knows
//!
//! - Accounts: `GET /authorize` (code, with or without PKCE; a signed-in browser's cookies stand
//!   for its user), `POST /api/token` (client credentials, authorization code, refresh token,
//!   device code), and the device endpoint that Spotify does not have.
//! - All 96 operations of the Web API, old families and new: what one of them changes the others
//!   show. An app with extended quota gets everything; one in Development mode gets 403 (or 404)
//!   for what it has lost, and fewer fields of the rest.
//!
//! Everything else is 404. Of the parameters, `locale`, `include_external` and `show_dialog` are
//! recorded but have no effect. Audiobooks are to be had in every country, other than Spotify's,
//! but for one of them ([`World::unavailable_audiobook`]).
//!
//! # In a test
//!
//! A client of spotify-core is had in a line ([`client`](MockSpotify::client),
//! [`blocking_client`](MockSpotify::blocking_client)); every other client takes the
//! [addresses](MockSpotify::api_base) and a [token](MockSpotify::mint_full_token). Afterwards the
//! mock tells what it was asked.
//!
//! ```
//! use spotify_blocking::prelude::*;
//! use spotify_tests::mock::{MockSpotify, Profile};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockSpotify::builder().profile(Profile::Extended).start()?;
//! mock.fault("GET /v1/albums/{id} 503 twice".parse()?);
//! let client = mock.blocking_client(Ureq::new()?)?;
//!
//! let album = mock.world().album().parse()?;
//! client.albums().get(album).send()?;
//!
//! mock.assert_requested("GET /v1/albums/{id}", 3);
//! mock.assert_no_strangers();
//! # Ok(())
//! # }
//! ```
//!
//! # By hand
//!
//! [`Builder::dashboard`] serves a page for people: the requests as they come, and buttons for
//! faults. It has an address of its own, and answers nobody but itself.

mod accounts;
mod api;
mod asked;
mod builder;
mod catalogue;
mod client;
mod clock;
mod cookies;
mod dashboard;
mod device;
mod fault;
mod http1;
mod http2;
mod json;
mod operations;
mod pattern;
mod random;
mod record;
mod server;
mod shared;
mod state;
mod tls;
mod tokens;

mod world;

use std::{
    fmt, io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

pub use builder::Builder;
pub use fault::{Answer, BOMB_BYTES, Fault, FaultError, Forbidden, Hits, RetryAfter};
pub use pattern::PatternError;
pub use record::{Recorded, Service, Version};
pub use tls::Certificate;
pub use world::World;

use catalogue::DEMO_USER;
use server::Server;
use shared::{Reply, Shared};

/// What kind of app the mock takes its client for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// An app in Development mode under the rules of February 2026: fewer operations, fewer
    /// fields, search pages of at most 10.
    #[default]
    DevMode2026,
    /// An app with extended quota: everything, with `available_markets` of 184 countries.
    Extended,
}

/// What a refresh does to the refresh token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rotation {
    /// The answer has no `refresh_token`, the old one stays good: Spotify since mid-2026.
    #[default]
    None,
    /// Each refresh gives a new one and ends the old one. A token used twice is answered with
    /// "Refresh token revoked" and revokes all that came from the same sign-in.
    Strict,
    /// In turn: no `refresh_token`, null, an empty one, a new one. Old ones stay good.
    Optional,
}

/// What the user does on the consent page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Consent {
    /// Agrees at once.
    #[default]
    Grant,
    /// Refuses at once: `error=access_denied`.
    Deny,
    /// Sees an HTML page with the links `#grant` and `#deny`, and `#switch` to agree as
    /// [`World::another_user`], who has a profile and playlists of her own.
    Interactive,
}

/// The base address of each server.
#[derive(Debug)]
pub(crate) struct Bases {
    api: String,
    accounts: String,
    tls_api: String,
    tls_accounts: String,
    stranger: String,
    dashboard: Option<String>,
}

/// A running mock. Dropping it closes every socket and joins its thread.
pub struct MockSpotify {
    shared: Arc<Shared>,
    ca_pem: String,
    ca_der: Vec<u8>,
    _server: Server,
}

impl MockSpotify {
    /// Starts a mock as an app in Development mode meets it, on ports the system chooses.
    ///
    /// # Errors
    ///
    /// As [`Builder::start`].
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Prepares a mock that differs from the default.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

/// Addresses and credentials.
impl MockSpotify {
    /// The base of the Web API, such as `http://127.0.0.1:49213/v1`.
    pub fn api_base(&self) -> String {
        self.shared.bases.api.clone()
    }

    /// The base of the accounts service, such as `http://127.0.0.1:49214`.
    pub fn accounts_base(&self) -> String {
        self.shared.bases.accounts.clone()
    }

    /// The base of the Web API over TLS (HTTP/2 and HTTP/1.1 by ALPN).
    pub fn tls_api_base(&self) -> String {
        self.shared.bases.tls_api.clone()
    }

    /// The base of the accounts service over TLS (HTTP/2 and HTTP/1.1 by ALPN).
    pub fn tls_accounts_base(&self) -> String {
        self.shared.bases.tls_accounts.clone()
    }

    /// The base of a server that nobody should be sent to. It answers 200 to everything and
    /// records it in [`stranger_requests`](Self::stranger_requests).
    pub fn stranger_base(&self) -> String {
        self.shared.bases.stranger.clone()
    }

    /// The address of the page for people; none unless [`Builder::dashboard`] asked for it.
    pub fn dashboard_url(&self) -> Option<String> {
        let base = self.shared.bases.dashboard.as_ref()?;
        Some(format!("{base}/"))
    }

    /// The certificate of the authority that signs for the TLS servers, as PEM.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// The certificate of the authority that signs for the TLS servers, as DER.
    pub fn ca_der(&self) -> &[u8] {
        &self.ca_der
    }

    /// The client id of the app.
    pub fn client_id(&self) -> &str {
        &self.shared.client_id
    }

    /// The client secret of the app.
    pub fn client_secret(&self) -> &str {
        &self.shared.client_secret
    }
}

/// Tokens.
impl MockSpotify {
    /// Makes an access token of the demo user, without a sign-in.
    pub fn mint_token(&self, scopes: &[&str]) -> String {
        self.shared.mint(
            scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            Some(DEMO_USER),
        )
    }

    /// Makes an access token of the demo user with every scope.
    pub fn mint_full_token(&self) -> String {
        self.mint_token(&accounts::SCOPES)
    }

    /// Makes an access token of the app alone, as client credentials give it.
    pub fn mint_app_token(&self) -> String {
        self.shared.mint(Vec::new(), None)
    }

    /// Makes a refresh token of the demo user that needs no client secret, as PKCE gives it.
    pub fn mint_refresh_token(&self, scopes: &[&str]) -> String {
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        lock(&self.shared.tokens).mint_refresh(scopes, DEMO_USER, false, self.shared.clock.now())
    }

    /// Ends every access token given out so far.
    pub fn expire_tokens(&self) {
        lock(&self.shared.tokens).expire_all();
    }

    /// Ends every refresh token given out so far: `invalid_grant`.
    pub fn revoke_refresh_tokens(&self) {
        lock(&self.shared.tokens).revoke_all();
    }

    /// Puts the mock's clock forward: access tokens age, and refresh tokens reach their six
    /// months.
    pub fn advance(&self, time: Duration) {
        self.shared.clock.advance(time);
    }

    /// Counts the token requests that were granted.
    pub fn exchanges(&self) -> usize {
        self.shared.exchanges().0
    }

    /// Counts the token requests that were refused.
    pub fn refused_exchanges(&self) -> usize {
        self.shared.exchanges().1
    }
}

/// What happened, and what is to happen.
impl MockSpotify {
    /// Makes something go wrong; see [`Fault`], which text can be parsed into. The result tells
    /// how often it did.
    pub fn fault(&self, fault: Fault) -> Hits {
        let hits = fault.hits();
        lock(&self.shared.faults).push(fault);
        hits
    }

    /// Forgets all faults.
    pub fn clear_faults(&self) {
        lock(&self.shared.faults).clear();
    }

    /// The requests to the Web API and the accounts service in the order they came, those that
    /// met a fault among them.
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.shared.requests).clone()
    }

    /// Forgets the requests recorded so far; counts stay.
    pub fn clear_requests(&self) {
        self.shared.forget_requests();
    }

    /// The requests that reached the server at [`stranger_base`](Self::stranger_base).
    pub fn stranger_requests(&self) -> Vec<Recorded> {
        lock(&self.shared.strays).clone()
    }

    /// Counts how many times a write took effect: a method other than GET and a path such as
    /// `/v1/me/player/next`, without query.
    pub fn executions(&self, method: &str, path: &str) -> usize {
        let key = (method.to_owned(), path.to_owned());
        lock(&self.shared.executions)
            .get(&key)
            .copied()
            .unwrap_or_default()
    }

    /// Counts the connections one of the servers has accepted, with and without TLS.
    pub fn connections(&self, service: Service) -> u64 {
        self.shared.connections(service)
    }

    /// Shows what is in the mock's world: ids to ask for.
    pub fn world(&self) -> World<'_> {
        World::new(&self.shared)
    }

    /// Takes the active device away: the player is idle, commands find no device.
    pub fn stop_player(&self) {
        lock(&self.shared.state).player.active = None;
    }

    /// Forgets what was played: the list of recent plays is empty.
    pub fn clear_history(&self) {
        lock(&self.shared.state).history.clear();
    }
}

impl fmt::Debug for MockSpotify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockSpotify")
            .field("bases", &self.shared.bases)
            .finish_non_exhaustive()
    }
}

/// A panic of another holder left nothing half-done that matters to a test.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
