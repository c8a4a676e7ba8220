//! The stores of this crate keep what every store promises.
#![cfg(any(feature = "sqlite", feature = "keyring"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects"
)]

#[path = "../../spotify-core/tests/support/store_contract.rs"]
mod store_contract;

#[cfg(feature = "keyring")]
#[path = "store_backends/keyring.rs"]
mod keyring;
#[cfg(feature = "sqlite")]
#[path = "store_backends/sqlite.rs"]
mod sqlite;
