//! Certificates made at run time, and the TLS side of the servers.

use std::{io, net::Ipv4Addr, sync::Arc};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, SanType, date_time_ymd,
};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
};

/// The certificate the TLS servers show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Certificate {
    /// For 127.0.0.1 and `localhost`, signed by the mock's own authority.
    #[default]
    Valid,
    /// As `Valid`, but over since 2020.
    Expired,
    /// Signed by the mock's own authority for another host.
    WrongHost,
    /// For the right host, signed by nobody the client could know.
    SelfSigned,
}

/// The authority's certificate and what the servers need.
pub(crate) struct Chain {
    pub(crate) ca_pem: String,
    pub(crate) ca_der: Vec<u8>,
    pub(crate) config: Arc<ServerConfig>,
}

pub(crate) fn chain(kind: Certificate) -> io::Result<Chain> {
    make(kind).map_err(io::Error::other)
}

fn make(kind: Certificate) -> Result<Chain, Box<dyn std::error::Error + Send + Sync>> {
    let mut authority = CertificateParams::default();
    authority
        .distinguished_name
        .push(DnType::CommonName, "Mock Spotify authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;

    let mut leaf = CertificateParams::default();
    leaf.distinguished_name
        .push(DnType::CommonName, "Mock Spotify");
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    leaf.subject_alt_names = match kind {
        Certificate::WrongHost => vec![SanType::DnsName("elsewhere.test".try_into()?)],
        _ => vec![
            SanType::IpAddress(Ipv4Addr::LOCALHOST.into()),
            SanType::DnsName("localhost".try_into()?),
        ],
    };
    if kind == Certificate::Expired {
        leaf.not_before = date_time_ymd(2019, 1, 1);
        leaf.not_after = date_time_ymd(2020, 1, 1);
    }
    let key = KeyPair::generate()?;
    let leaf = match kind {
        Certificate::SelfSigned => leaf.self_signed(&key)?,
        _ => leaf.signed_by(&key, &authority)?,
    };
    let certificates: Vec<CertificateDer<'static>> = vec![leaf.der().clone()];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));

    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(certificates, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Chain {
        ca_pem: authority.pem(),
        ca_der: authority.der().to_vec(),
        config: Arc::new(config),
    })
}
