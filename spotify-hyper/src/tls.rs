//! rustls with ring and the web's root certificates.

use std::sync::Arc;

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};

use spotify_core::SetupError;

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
