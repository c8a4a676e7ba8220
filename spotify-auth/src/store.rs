//! Where tokens are kept.
//!
//! All stores here block; [`OnThread`](spotify_core::OnThread) makes each of them one for async
//! clients.

#[cfg(feature = "keyring")]
mod keyring;
#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "keyring")]
pub use keyring::KeyringStore;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
