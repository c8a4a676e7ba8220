//! The listener behind TLS, with a certificate of its own making.

mod file;

use std::{
    fmt, io,
    net::{Shutdown, TcpStream},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    server::NoServerSessionStorage,
};
use spotify_core::{Clock as _, SystemClock, Timestamp};
use zeroize::Zeroizing;

use super::loopback::{Wire, Wrap};

/// How long a certificate is good.
const LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How much of it must be left; also how much earlier it begins, for clocks that are slow.
const SLACK: Duration = Duration::from_secs(24 * 60 * 60);

/// What the listener proves itself with when its redirect URI is `https`: a certificate for
/// `localhost`, 127.0.0.1 and ::1, and its key.
///
/// A browser warns of a certificate that it does not know. Keep it in a file, so that it stays
/// the same, and tell the browser to trust it once.
///
/// No `Debug` shows the key.
#[derive(Clone)]
pub struct Certificate {
    chain: String,
    key: Arc<Zeroizing<String>>,
}

impl Certificate {
    /// Makes one that is kept in memory only, good for a year.
    ///
    /// # Errors
    /// [`CertificateError::Unusable`] where the system gives no random bytes.
    pub fn generate() -> Result<Self, CertificateError> {
        Self::generate_at(SystemClock.now().wall)
    }

    /// Takes the one in this file, or makes one and keeps it there; made anew in its last day.
    ///
    /// On Unix the file is for its owner only (0600). A file that this library did not write is
    /// left alone.
    ///
    /// # Errors
    /// [`CertificateError::Foreign`] and [`CertificateError::File`].
    pub fn kept_in(file: impl AsRef<Path>) -> Result<Self, CertificateError> {
        file::load(file.as_ref(), SystemClock.now().wall)
    }

    /// Takes one that was made elsewhere: the certificate with those that vouch for it, and its
    /// key, both as PEM.
    ///
    /// # Errors
    /// [`CertificateError::Unusable`] where these are none, or do not belong together.
    pub fn from_pem(
        chain: impl Into<String>,
        key: impl Into<String>,
    ) -> Result<Self, CertificateError> {
        let certificate = Self {
            chain: chain.into(),
            key: Arc::new(Zeroizing::new(key.into())),
        };
        certificate.config()?;
        Ok(certificate)
    }

    /// The certificate without its key, as PEM: for the list of those that a browser trusts.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.chain
    }

    fn generate_at(now: Timestamp) -> Result<Self, CertificateError> {
        let mut params = CertificateParams::new(["localhost", "127.0.0.1", "::1"].map(Into::into))
            .map_err(unusable)?;
        let name = &mut params.distinguished_name;
        name.push(DnType::CommonName, "Sign-in on this machine");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.not_before = SystemTime::from(now.saturating_sub(SLACK)).into();
        params.not_after = SystemTime::from(now.saturating_add(LIFETIME)).into();
        let key = KeyPair::generate().map_err(unusable)?;
        let certificate = params.self_signed(&key).map_err(unusable)?;
        Self::from_pem(certificate.pem(), key.serialize_pem())
    }

    pub(super) fn wrap(&self) -> Result<Box<Wrap>, CertificateError> {
        let config = Arc::new(self.config()?);
        Ok(Box::new(move |stream| {
            let session = ServerConnection::new(Arc::clone(&config)).map_err(io::Error::other)?;
            Ok(Box::new(StreamOwned::new(session, stream)))
        }))
    }

    fn config(&self) -> Result<ServerConfig, CertificateError> {
        let chain: Result<Vec<_>, _> =
            CertificateDer::pem_slice_iter(self.chain.as_bytes()).collect();
        let key = PrivateKeyDer::from_pem_slice(self.key.as_bytes()).map_err(unusable)?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(unusable)?
            .with_no_client_auth()
            .with_single_cert(chain.map_err(unusable)?, key)
            .map_err(unusable)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // Each connection is for one request.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(config)
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").finish_non_exhaustive()
    }
}

impl Wire for StreamOwned<ServerConnection, TcpStream> {
    fn finish(&mut self) -> io::Result<()> {
        self.conn.send_close_notify();
        io::Write::flush(self)?;
        self.sock.shutdown(Shutdown::Write)
    }
}

/// Why there is no certificate. Never shows a key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// It is none, or does not belong to the key, or could not be made.
    #[error("the certificate cannot be used: {0}")]
    Unusable(Box<str>),
    /// Something else stands in its file.
    #[error("{} holds something else than a certificate that was made here; name another file", .0.display())]
    Foreign(PathBuf),
    /// Its file cannot be read or written.
    #[error("the certificate's file {}: {source}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

fn unusable(error: impl fmt::Display) -> CertificateError {
    CertificateError::Unusable(error.to_string().into())
}
