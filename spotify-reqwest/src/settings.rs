//! [`ReqwestBuilder`]: what can be set before there is a transport.

use std::{fmt, time::Duration};

use reqwest::{Client, ClientBuilder, redirect, retry};
use spotify_core::{ProxyChoice, SetupError};

use crate::{Reqwest, attempt::Bound};

/// Sets a [`Reqwest`] up; from [`Reqwest::builder`].
#[must_use]
pub struct ReqwestBuilder {
    /// Or what was wrong with a setting that reqwest had to be given at once.
    library: Result<ClientBuilder, SetupError>,
    proxy: ProxyChoice,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    roots: Vec<Vec<u8>>,
    /// Whether reqwest has our TLS, with all of `roots`.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    tls_given: bool,
    #[cfg(feature = "native-tls")]
    native: bool,
}

impl Reqwest {
    /// Makes a transport with the usual settings; a client needs no more than one.
    ///
    /// # Errors
    /// [`SetupError::Tls`] or [`SetupError::Library`], if TLS or reqwest cannot be set up.
    pub fn new() -> Result<Self, SetupError> {
        Self::builder().build()
    }

    /// Makes a transport with settings of reqwest's own; see [`ReqwestBuilder::client`].
    ///
    /// ```
    /// use spotify_reqwest::Reqwest;
    ///
    /// let transport = Reqwest::with(|client| client.pool_max_idle_per_host(4).tcp_nodelay(true))?;
    /// # Ok::<(), spotify_reqwest::SetupError>(())
    /// ```
    ///
    /// Settings of TLS given here, such as root certificates of one's own, replace those of this
    /// crate; `tls_backend_preconfigured` takes them whole.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with(settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Result<Self, SetupError> {
        Self::builder().client(settings).build()
    }

    /// Begins to set a transport up.
    pub fn builder() -> ReqwestBuilder {
        ReqwestBuilder {
            library: Ok(Client::builder()),
            proxy: ProxyChoice::System,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            roots: Vec::new(),
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            tls_given: false,
            #[cfg(feature = "native-tls")]
            native: cfg!(not(feature = "rustls")),
        }
    }
}

impl ReqwestBuilder {
    /// Sets the proxy; [`ProxyChoice::System`] unless set.
    pub fn proxy(mut self, proxy: ProxyChoice) -> Self {
        self.proxy = proxy;
        self
    }

    /// Trusts further root certificates, such as those of a company, in PEM form.
    ///
    /// They stand beside the web's (rustls) or the system's (native-tls) root certificates. This
    /// replaces a TLS configuration that [`client`](Self::client) set before; one that it sets
    /// afterwards replaces this.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn add_root_certificate_pem(mut self, pem: &[u8]) -> Self {
        self.roots.push(pem.to_vec());
        self.tls_given = false;
        self
    }

    /// Speaks TLS by the operating system's library in place of rustls.
    #[cfg(feature = "native-tls")]
    pub fn native_tls(mut self) -> Self {
        self.native = true;
        self.tls_given = false;
        self
    }

    /// Sets how long an idle connection is kept; 90 s unless set.
    pub fn pool_idle_timeout(mut self, idle: Duration) -> Self {
        self.library = self.library.map(|library| library.pool_idle_timeout(idle));
        self
    }

    /// Sets how many idle connections to one host are kept; no limit unless set.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.library = self
            .library
            .map(|library| library.pool_max_idle_per_host(connections));
        self
    }

    /// Changes reqwest's own builder, for everything that has no setting here.
    ///
    /// What a transport must not do is turned off again afterwards: redirects, repeats, decoding
    /// of bodies, reqwest's switches that accept invalid certificates.
    ///
    /// `change` finds the TLS of this crate in place, with the root certificates added so far, and
    /// may replace it: `tls_backend_preconfigured` takes a `ClientConfig` of rustls, such as one
    /// with other root certificates, a client certificate, or HTTP/1.1 alone as its
    /// `alpn_protocols`. Of this and
    /// [`add_root_certificate_pem`](Self::add_root_certificate_pem) the later call wins. reqwest's
    /// single settings of TLS (`tls_certs_merge` and the like) change nothing in the rustls
    /// configuration of this crate; its `tls_backend_rustls` panics in `build` unless the program
    /// has installed a provider of rustls.
    pub fn client(mut self, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        self = self.give_tls();
        self.library = self.library.map(change);
        self
    }

    /// Makes the transport.
    ///
    /// # Errors
    /// [`SetupError`] says which setting cannot be used.
    pub fn build(self) -> Result<Reqwest, SetupError> {
        self.proxy.check()?;
        let Self { library, proxy, .. } = self.give_tls();
        let library = library?
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .connector_layer(Bound);
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let library = library
            .tls_danger_accept_invalid_certs(false)
            .tls_danger_accept_invalid_hostnames(false);
        let library = match &proxy {
            ProxyChoice::System => library,
            ProxyChoice::None => library.no_proxy(),
            ProxyChoice::Url(url) => {
                // reqwest's error would repeat the URL.
                let proxy = reqwest::Proxy::all(url).map_err(|_| SetupError::InvalidProxyUrl)?;
                library.no_proxy().proxy(proxy)
            }
        };
        library
            .build()
            .map(Reqwest::own)
            .map_err(|error| SetupError::Library(error.into()))
    }

    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    fn give_tls(self) -> Self {
        self
    }

    /// Gives reqwest our TLS, unless it has it: what `change` does to it afterwards stays.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn give_tls(mut self) -> Self {
        if self.tls_given {
            return self;
        }
        self.tls_given = true;
        let roots = &self.roots;
        #[cfg(feature = "native-tls")]
        if self.native {
            self.library = self.library.and_then(|library| native(library, roots));
            return self;
        }
        #[cfg(feature = "rustls")]
        {
            self.library = self.library.and_then(|library| {
                let tls = crate::tls::config(roots)?;
                Ok(library.tls_backend_preconfigured(tls))
            });
        }
        self
    }
}

impl fmt::Debug for ReqwestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestBuilder")
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "native-tls")]
fn native(library: ClientBuilder, roots: &[Vec<u8>]) -> Result<ClientBuilder, SetupError> {
    let mut library = library
        .tls_backend_native()
        .tls_version_min(reqwest::tls::Version::TLS_1_2);
    for pem in roots {
        let certificates = reqwest::Certificate::from_pem_bundle(pem)
            .map_err(|error| SetupError::InvalidCertificate(error.into()))?;
        if certificates.is_empty() {
            return Err(SetupError::InvalidCertificate(
                "it holds no certificate".into(),
            ));
        }
        library = library.tls_certs_merge(certificates);
    }
    Ok(library)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unusable_proxy_is_named_without_its_password() {
        let choice = ProxyChoice::Url("socks5://user:secret@localhost".to_owned());
        let error = Reqwest::builder().proxy(choice).build().unwrap_err();
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
            let error = Reqwest::builder()
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
