//! TLS by rustls over any connection, with ring and the web's root certificates.

mod stream;

use std::{
    io,
    sync::Arc,
    task::{Context, Poll},
};

use futures_rustls::TlsConnector;
use http::{Uri, uri::Scheme};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use smol_hyper::rt::FuturesIo;
use spotify_core::{SetupError, TransportErrorKind as Kind};
use tower_service::Service;

use crate::{
    failure::Unsent,
    route::{Connecting, Connector},
};
pub(crate) use stream::MaybeTls;
use stream::Underlying;

/// TLS over another connector's connections, where the target says `https`.
#[derive(Clone)]
pub(crate) struct Tls<C> {
    connector: C,
    config: Arc<ClientConfig>,
}

impl<C> Tls<C> {
    pub(crate) fn new(connector: C, config: ClientConfig) -> Self {
        Self {
            connector,
            config: Arc::new(config),
        }
    }
}

impl<C: Connector> Service<Uri> for Tls<C> {
    type Response = MaybeTls<C::Response>;
    type Error = Unsent;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Unsent>> {
        self.connector.poll_ready(cx)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let name = match target.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => server_name(&target),
            Some(scheme) if *scheme == Scheme::HTTP => {
                let connecting = self.connector.call(target);
                return Box::pin(async { connecting.await.map(MaybeTls::Plain) });
            }
            _ => {
                let why = "the scheme of the URL is neither `http` nor `https`";
                return Box::pin(async move { Err(Unsent::new(Kind::Other, why)) });
            }
        };
        let tls = TlsConnector::from(Arc::clone(&self.config));
        let connecting = self.connector.call(target);
        Box::pin(async move {
            let name = name.map_err(handshake)?;
            let socket = Underlying(connecting.await?);
            let stream = tls.connect(name, socket).await.map_err(handshake)?;
            Ok(MaybeTls::Tls(Box::new(FuturesIo::new(stream))))
        })
    }
}

fn handshake(error: io::Error) -> Unsent {
    Unsent::new(Kind::Tls, error)
}

fn server_name(target: &Uri) -> io::Result<ServerName<'static>> {
    let host = target.host().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    ServerName::try_from(host.to_owned()).map_err(io::Error::other)
}

/// How TLS is spoken with the target (HTTP/2 and 1.1), and with a proxy (1.1 alone).
pub(crate) fn configs(
    own: Option<ClientConfig>,
    roots: &[Vec<u8>],
) -> Result<(ClientConfig, ClientConfig), SetupError> {
    let mut target = match own {
        Some(own) => own,
        None => {
            // The provider is handed over, never installed: that is the program's business.
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .map_err(|error| SetupError::Tls(error.into()))?
                .with_root_certificates(trusted(roots)?)
                .with_no_client_auth()
        }
    };
    let mut proxy = target.clone();
    target.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    proxy.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((target, proxy))
}

fn trusted(roots: &[Vec<u8>]) -> Result<RootCertStore, SetupError> {
    let mut store = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    for pem in roots {
        let before = store.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate =
                certificate.map_err(|error| SetupError::InvalidCertificate(error.into()))?;
            store
                .add(certificate)
                .map_err(|error| SetupError::InvalidCertificate(error.into()))?;
        }
        if store.len() == before {
            return Err(SetupError::InvalidCertificate(
                "it holds no certificate".into(),
            ));
        }
    }
    Ok(store)
}
