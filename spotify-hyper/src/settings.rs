//! [`HyperBuilder`]: what can be set before there is a transport.

use std::{fmt, time::Duration};

use http::Uri;
use hyper::rt::{Read, Write};
use hyper_util::client::{
    legacy::{Builder, connect::Connection},
    proxy::matcher::Matcher,
};
use spotify_core::{ProxyChoice, SetupError};
use tower_service::Service;

#[cfg(feature = "smol")]
use crate::smol;
#[cfg(feature = "rustls")]
use crate::tls::Tls;
#[cfg(feature = "tokio")]
use crate::tokio;
use crate::{
    Hyper,
    failure::BoxError,
    route::{Connector, Route},
    runtime::{Reactor, Runtime},
};

/// Sets a [`Hyper`] up; from [`Hyper::builder`] or [`Hyper::builder_on`].
#[must_use]
pub struct HyperBuilder {
    runtime: Runtime,
    library: Builder,
    proxy: ProxyChoice,
    #[cfg(feature = "rustls")]
    roots: Vec<Vec<u8>>,
    #[cfg(feature = "rustls")]
    tls: Option<rustls::ClientConfig>,
}

impl Hyper {
    /// Begins to set a transport on the runtime of one's choice up.
    ///
    /// ```
    /// # #[cfg(feature = "smol")]
    /// # fn main() -> Result<(), spotify_hyper::SetupError> {
    /// use spotify_hyper::{Hyper, Runtime};
    ///
    /// let transport = Hyper::builder_on(Runtime::smol()).build()?;
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "smol"))]
    /// # fn main() {}
    /// ```
    pub fn builder_on(runtime: Runtime) -> HyperBuilder {
        HyperBuilder {
            library: runtime.library(),
            runtime,
            proxy: ProxyChoice::System,
            #[cfg(feature = "rustls")]
            roots: Vec::new(),
            #[cfg(feature = "rustls")]
            tls: None,
        }
    }
}

/// On tokio.
#[cfg(feature = "tokio")]
impl Hyper {
    /// Makes a transport with the usual settings; a client needs no more than one.
    ///
    /// # Errors
    /// [`SetupError::Tls`], if TLS cannot be set up.
    pub fn new() -> Result<Self, SetupError> {
        Self::builder().build()
    }

    /// Makes a transport with settings of one's own.
    ///
    /// ```
    /// use spotify_hyper::{Hyper, ProxyChoice};
    ///
    /// let transport = Hyper::with(|settings| {
    ///     settings.proxy(ProxyChoice::None).pool_max_idle_per_host(4)
    /// })?;
    /// # Ok::<(), spotify_hyper::SetupError>(())
    /// ```
    ///
    /// # Errors
    /// [`SetupError`] says which setting cannot be used.
    pub fn with(settings: impl FnOnce(HyperBuilder) -> HyperBuilder) -> Result<Self, SetupError> {
        settings(Self::builder()).build()
    }

    /// Begins to set a transport on tokio up.
    pub fn builder() -> HyperBuilder {
        Self::builder_on(Runtime::tokio())
    }

    /// Runs on tokio over any connector; see [`from_parts`](Self::from_parts).
    pub fn over<C>(connector: C) -> Self
    where
        C: Service<Uri> + Clone + Send + Sync + 'static,
        C::Response: Connection + Read + Write + Unpin + Send + 'static,
        C::Error: Into<BoxError>,
        C::Future: Send + 'static,
    {
        Self::builder().build_over(connector)
    }
}

impl HyperBuilder {
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
    /// They stand beside the web's root certificates.
    #[cfg(feature = "rustls")]
    pub fn add_root_certificate_pem(mut self, pem: &[u8]) -> Self {
        self.roots.push(pem.to_vec());
        self
    }

    /// Takes a TLS configuration of one's own, in place of ring, the web's root certificates
    /// and those that were added.
    ///
    /// The protocols that it offers are replaced by HTTP/2 and HTTP/1.1.
    #[cfg(feature = "rustls")]
    pub fn tls(mut self, config: rustls::ClientConfig) -> Self {
        self.tls = Some(config);
        self
    }

    /// Sets how long an idle connection is kept; 90 s unless set.
    pub fn pool_idle_timeout(mut self, idle: Duration) -> Self {
        self.library.pool_idle_timeout(idle);
        self
    }

    /// Sets how many idle connections to one host are kept; no limit unless set.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.library.pool_max_idle_per_host(connections);
        self
    }

    /// Changes hyper-util's own builder, for everything that has no setting here.
    pub fn client(mut self, change: impl FnOnce(&mut Builder)) -> Self {
        change(&mut self.library);
        self
    }

    /// Makes the transport.
    ///
    /// # Errors
    /// [`SetupError`] says which setting cannot be used.
    pub fn build(self) -> Result<Hyper, SetupError> {
        match self.runtime.reactor {
            #[cfg(feature = "tokio")]
            Reactor::Tokio => self.build_by(tokio::Tcp::new()),
            #[cfg(feature = "smol")]
            Reactor::Smol => self.build_by(smol::Tcp),
        }
    }

    fn build_by(mut self, tcp: impl Connector) -> Result<Hyper, SetupError> {
        self.proxy.check()?;
        let proxies = match &self.proxy {
            ProxyChoice::None => None,
            ProxyChoice::System => Some(Matcher::from_env()),
            ProxyChoice::Url(url) => Some(Matcher::builder().all(url.as_str()).build()),
        };
        let timer = self.runtime.timer();
        #[cfg(feature = "rustls")]
        {
            let (target, proxy) = crate::tls::configs(self.tls.take(), &self.roots)?;
            let route = Route::new(tcp.clone(), proxies, Tls::new(tcp, proxy));
            let connector = Tls::new(route, target);
            Ok(Hyper::assemble(&mut self.library, connector, timer, true))
        }
        #[cfg(not(feature = "rustls"))]
        {
            let connector = Route::new(tcp.clone(), proxies, tcp);
            Ok(Hyper::assemble(&mut self.library, connector, timer, false))
        }
    }

    /// Makes the transport over any connector; see [`Hyper::from_parts`].
    ///
    /// The proxy, the root certificates and TLS are then the connector's business.
    pub fn build_over<C>(mut self, connector: C) -> Hyper
    where
        C: Service<Uri> + Clone + Send + Sync + 'static,
        C::Response: Connection + Read + Write + Unpin + Send + 'static,
        C::Error: Into<BoxError>,
        C::Future: Send + 'static,
    {
        let timer = self.runtime.timer();
        Hyper::assemble(&mut self.library, connector, timer, true)
    }
}

impl fmt::Debug for HyperBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperBuilder")
            .field("runtime", &self.runtime)
            .field("library", &self.library)
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "tokio"))]
mod tests {
    use super::*;

    #[test]
    fn an_unusable_proxy_is_named_without_its_password() {
        let choice = ProxyChoice::Url("socks5://user:secret@localhost".to_owned());
        let error = Hyper::builder().proxy(choice).build().unwrap_err();
        assert!(matches!(error, SetupError::InvalidProxyUrl));
        assert!(!format!("{error} {error:?}").contains("secret"));
    }

    #[cfg(feature = "rustls")]
    #[test]
    fn an_unusable_certificate_is_refused() {
        for pem in [
            &b"no certificate"[..],
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            b"-----BEGIN CERTIFICATE-----\n****\n-----END CERTIFICATE-----\n",
        ] {
            let error = Hyper::builder()
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
