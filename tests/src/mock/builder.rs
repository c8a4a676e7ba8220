//! The settings of a mock, and its start.

use std::{io, sync::Arc, time::Duration};

use tokio_rustls::TlsAcceptor;

use super::{
    Bases, Certificate, Consent, MockSpotify, Profile, Rotation, Service,
    server::{Door, Server},
    shared::Shared,
    tls,
};

/// How a mock is to be; made by [`MockSpotify::builder`].
#[derive(Debug, Clone)]
#[must_use]
pub struct Builder {
    pub(crate) seed: u64,
    pub(crate) profile: Profile,
    pub(crate) rotation: Rotation,
    pub(crate) consent: Consent,
    pub(crate) certificate: Certificate,
    pub(crate) token_lifetime: Duration,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) port: u16,
    pub(crate) accounts_port: u16,
    pub(crate) dashboard: Option<u16>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            seed: 2026,
            profile: Profile::default(),
            rotation: Rotation::default(),
            consent: Consent::default(),
            certificate: Certificate::default(),
            token_lifetime: Duration::from_secs(3600),
            redirect_uris: Vec::new(),
            port: 0,
            accounts_port: 0,
            dashboard: None,
        }
    }
}

impl Builder {
    /// Sets the seed of the catalogue, of ids and of tokens.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets what kind of app the client is. Default: [`Profile::DevMode2026`].
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Sets what a refresh does to the refresh token. Default: [`Rotation::None`].
    pub fn rotation(mut self, rotation: Rotation) -> Self {
        self.rotation = rotation;
        self
    }

    /// Sets what the user does on the consent page. Default: [`Consent::Grant`].
    pub fn consent(mut self, consent: Consent) -> Self {
        self.consent = consent;
        self
    }

    /// Sets the certificate of the TLS servers. Default: [`Certificate::Valid`].
    pub fn certificate(mut self, certificate: Certificate) -> Self {
        self.certificate = certificate;
        self
    }

    /// Sets how long access tokens live, and `expires_in` (whole seconds). Default: an hour.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// Registers a redirect URI, which must then be sent byte for byte. Loopback addresses
    /// (`http://127.0.0.1`, `http://[::1]`, any port and path) need not be registered.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uris.push(uri.into());
        self
    }

    /// Sets the port of the Web API. Default: 0, the system chooses.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the port of the accounts service. Default: 0, the system chooses.
    pub fn accounts_port(mut self, port: u16) -> Self {
        self.accounts_port = port;
        self
    }

    /// Serves a page for people on this port (0: the system chooses): what the mock serves, the
    /// requests as they come, and buttons for faults. Default: no page. Where it is,
    /// [`dashboard_url`](MockSpotify::dashboard_url) tells.
    pub fn dashboard(mut self, port: u16) -> Self {
        self.dashboard = Some(port);
        self
    }

    /// Starts the mock.
    ///
    /// # Errors
    ///
    /// Fails if a port is taken, or if the system gives no socket, thread or randomness.
    pub fn start(self) -> io::Result<MockSpotify> {
        let chain = tls::chain(self.certificate)?;
        let tls = || Some(TlsAcceptor::from(chain.config.clone()));
        let api = Door::open(Service::Api, self.port, None)?;
        let accounts = Door::open(Service::Accounts, self.accounts_port, None)?;
        let tls_api = Door::open(Service::Api, 0, tls())?;
        let tls_accounts = Door::open(Service::Accounts, 0, tls())?;
        let stranger = Door::open(Service::Stranger, 0, None)?;
        let dashboard = match self.dashboard {
            Some(port) => Some(Door::open(Service::Dashboard, port, None)?),
            None => None,
        };
        let bases = Bases {
            api: format!("{}/v1", api.base()),
            accounts: accounts.base(),
            tls_api: format!("{}/v1", tls_api.base()),
            tls_accounts: tls_accounts.base(),
            stranger: stranger.base(),
            dashboard: dashboard.as_ref().map(Door::base),
        };
        let shared = Arc::new(Shared::new(self, bases));
        let mut doors = vec![api, accounts, tls_api, tls_accounts, stranger];
        doors.extend(dashboard);
        let server = Server::start(doors, shared.clone())?;
        Ok(MockSpotify {
            shared,
            ca_pem: chain.ca_pem,
            ca_der: chain.ca_der,
            _server: server,
        })
    }
}
