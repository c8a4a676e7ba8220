//! rustls with ring and the web's root certificates.

use std::sync::Arc;

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};

use spotify_core::SetupError;

/// How TLS is spoken: 1.2 at least, HTTP/2 where both sides know it.
pub(crate) fn config(roots: &[Vec<u8>]) -> Result<ClientConfig, SetupError> {
    // The provider is handed over, never installed: that is the program's business.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| SetupError::Tls(error.into()))?
        .with_root_certificates(trusted(roots)?)
        .with_no_client_auth();
    config.alpn_protocols = if cfg!(feature = "http2") {
        vec![b"h2".to_vec(), b"http/1.1".to_vec()]
    } else {
        vec![b"http/1.1".to_vec()]
    };
    Ok(config)
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
