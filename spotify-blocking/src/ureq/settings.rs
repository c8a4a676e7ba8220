//! [`UreqBuilder`]: what can be set before there is a transport.

use std::{fmt, sync::Arc, time::Duration};

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use spotify_core::{ProxyChoice, SetupError};
use ureq::{
    Agent, Proxy,
    config::ConfigBuilder,
    tls::{Certificate, RootCerts, TlsConfig, TlsProvider},
    typestate::AgentScope,
};

use super::{
    Ureq,
    connect::{Later, connector},
};

/// Sets a [`Ureq`] up; from [`Ureq::builder`].
#[must_use]
pub struct UreqBuilder {
    /// Or what was wrong with a setting that ureq had to be given at once.
    library: Result<ConfigBuilder<AgentScope>, SetupError>,
    proxy: ProxyChoice,
    roots: Vec<Vec<u8>>,
    /// Whether ureq has our TLS, with all of `roots`.
    tls_given: bool,
}

impl Ureq {
    /// Makes a transport with the usual settings; a client needs no more than one.
    ///
    /// # Errors
    /// None today; [`SetupError`] leaves room for what may come.
    pub fn new() -> Result<Self, SetupError> {
        Self::builder().build()
    }

    /// Makes a transport with settings of ureq's own; see [`UreqBuilder::config`].
    ///
    /// ```
    /// use spotify_blocking::Ureq;
    ///
    /// let transport = Ureq::with(|config| config.max_idle_connections_per_host(4))?;
    /// # Ok::<(), spotify_blocking::SetupError>(())
    /// ```
    ///
    /// TLS given here with `tls_config`, such as root certificates of one's own, replaces that of
    /// this crate.
    ///
    /// # Errors
    /// [`SetupError::Tls`], if they turn the verification of certificates off.
    pub fn with(
        settings: impl FnOnce(ConfigBuilder<AgentScope>) -> ConfigBuilder<AgentScope>,
    ) -> Result<Self, SetupError> {
        Self::builder().config(settings).build()
    }

    /// Begins to set a transport up.
    pub fn builder() -> UreqBuilder {
        let library = Agent::config_builder()
            .user_agent("")
            .accept("")
            // As many as a client has in flight.
            .max_idle_connections(32)
            .max_idle_connections_per_host(16);
        UreqBuilder {
            library: Ok(library),
            proxy: ProxyChoice::System,
            roots: Vec::new(),
            tls_given: false,
        }
    }
}

impl UreqBuilder {
    /// Sets the proxy; [`ProxyChoice::System`] unless set.
    ///
    /// Every connection through a proxy is a tunnel (`CONNECT`): the proxy sees host names and
    /// nothing else.
    pub fn proxy(mut self, proxy: ProxyChoice) -> Self {
        self.proxy = proxy;
        self
    }

    /// Trusts further root certificates, such as those of a company, in PEM form.
    ///
    /// They stand beside the web's root certificates. This replaces a TLS configuration
    /// that [`config`](Self::config) set before; one that it sets afterwards replaces this.
    pub fn add_root_certificate_pem(mut self, pem: &[u8]) -> Self {
        self.roots.push(pem.to_vec());
        self.tls_given = false;
        self
    }

    /// Sets how long an idle connection is kept; 15 s unless set.
    pub fn pool_idle_timeout(mut self, idle: Duration) -> Self {
        self.library = self.library.map(|library| library.max_idle_age(idle));
        self
    }

    /// Sets how many idle connections to one host are kept; 16 unless set.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.library = self
            .library
            .map(|library| library.max_idle_connections_per_host(connections));
        self
    }

    /// Changes ureq's own settings, for everything that has no setting here.
    ///
    /// What a transport must not do is turned off again afterwards: redirects, statuses as
    /// errors. Timeouts come with every call.
    ///
    /// `change` finds the TLS of this crate in place, with the root certificates added so far, and
    /// may replace it with `tls_config`. Of this and
    /// [`add_root_certificate_pem`](Self::add_root_certificate_pem) the later call wins. A
    /// configuration with `disable_verification` is refused by [`build`](Self::build).
    pub fn config(
        mut self,
        change: impl FnOnce(ConfigBuilder<AgentScope>) -> ConfigBuilder<AgentScope>,
    ) -> Self {
        self = self.give_tls();
        self.library = self.library.map(change);
        self
    }

    /// Makes the transport.
    ///
    /// # Errors
    /// [`SetupError`] says which setting cannot be used.
    pub fn build(mut self) -> Result<Ureq, SetupError> {
        self.proxy.check()?;
        self = self.give_tls();
        let library = self.library?.accept_encoding("");
        let library = match &self.proxy {
            ProxyChoice::System => library,
            ProxyChoice::None => library.proxy(None),
            ProxyChoice::Url(url) => {
                let proxy = Proxy::new(url).map_err(|_| SetupError::InvalidProxyUrl)?;
                library.proxy(Some(proxy))
            }
        };
        let config = library.build();
        if config.tls_config().disable_verification() {
            return Err(SetupError::Tls(
                "`disable_verification` is set, and certificates are always verified: name the \
                 server's root certificate with `add_root_certificate_pem`"
                    .into(),
            ));
        }
        Ok(Ureq::own(Agent::with_parts(config, connector(), Later)))
    }

    /// Gives ureq our TLS, unless it has it: what `change` does to it afterwards stays.
    fn give_tls(mut self) -> Self {
        if !self.tls_given {
            self.tls_given = true;
            let roots = &self.roots;
            self.library = self
                .library
                .and_then(|library| Ok(library.tls_config(tls(roots)?)));
        }
        self
    }
}

impl fmt::Debug for UreqBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UreqBuilder")
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}

fn tls(roots: &[Vec<u8>]) -> Result<TlsConfig, SetupError> {
    // The provider is handed over, never installed: that is the program's business.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(provider)
        .root_certs(trusted(roots)?)
        .build())
}

fn trusted(roots: &[Vec<u8>]) -> Result<RootCerts, SetupError> {
    if roots.is_empty() {
        return Ok(RootCerts::WebPki);
    }
    let mut store = RootCertStore::empty(); // only to learn whether rustls can use them
    let web = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
    let mut all: Vec<_> = web.iter().map(|root| Certificate::from_der(root)).collect();
    for pem in roots {
        let before = all.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate =
                certificate.map_err(|error| SetupError::InvalidCertificate(error.into()))?;
            all.push(Certificate::from_der(&certificate).to_owned());
            store
                .add(certificate)
                .map_err(|error| SetupError::InvalidCertificate(error.into()))?;
        }
        if all.len() == before {
            return Err(SetupError::InvalidCertificate(
                "it holds no certificate".into(),
            ));
        }
    }
    Ok(RootCerts::Specific(Arc::new(all)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unusable_proxy_is_named_without_its_password() {
        let choice = ProxyChoice::Url("socks5://user:secret@localhost".to_owned());
        let error = Ureq::builder().proxy(choice).build().unwrap_err();
        assert!(matches!(error, SetupError::InvalidProxyUrl));
        assert!(!format!("{error} {error:?}").contains("secret"));
    }

    #[test]
    fn an_unusable_certificate_is_refused() {
        for pem in [
            &b"no certificate"[..],
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            b"-----BEGIN CERTIFICATE-----\n****\n-----END CERTIFICATE-----\n",
        ] {
            let error = Ureq::builder()
                .add_root_certificate_pem(pem)
                .build()
                .unwrap_err();
            assert!(
                matches!(error, SetupError::InvalidCertificate(_)),
                "{error:?}"
            );
        }
    }
}
