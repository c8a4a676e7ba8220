//! Where tokens are kept, and the form in which they are written.
//!
//! | what | where |
//! |---|---|
//! | [`TokenFormat`] | one token as JSON, as a map of texts, and as a file |
//! | [`FileStore`] | a file that all programs of a user share (feature `file`) |
//! | [`ByteTokenStore`] | anything that keeps bytes under a key: a web session, a cache server |
//! | [`spotipy_cache`], [`rspotify_cache`] | what these libraries have left behind |
//!
//! All stores here block; [`OnThread`](spotify_core::OnThread) makes each of them one for async
//! clients.

mod bytes;
mod contents;
#[cfg(feature = "file")]
mod file;
mod foreign;
mod format;
mod medium;

pub use bytes::{ByteStore, ByteTokenStore, Closures};
#[cfg(feature = "file")]
pub use file::FileStore;
pub use foreign::{RSPOTIFY_CACHE, rspotify_cache, spotipy_cache, spotipy_cache_path};
pub use format::{InvalidToken, TokenFormat};
