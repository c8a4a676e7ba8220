//! The stores: what they keep, in which form, and what no crash and no neighbour takes away.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

mod bytes;
#[path = "../../../spotify-core/tests/support/store_contract.rs"]
mod contract;
mod damage;
mod folder;
mod format;
mod kept;
#[cfg(unix)]
mod kills;
#[cfg(unix)]
mod owner;
mod processes;

use std::env;

use spotify_core::{CredentialKey, Flow};

fn key() -> CredentialKey {
    CredentialKey::new(Flow::Pkce, "client-id").account("ann")
}

/// Whether the figures of the promises are to be reached in full; else a run takes seconds.
fn full() -> bool {
    env::var_os("SPOTIFY_FULL").is_some_and(|value| value == "1")
}
