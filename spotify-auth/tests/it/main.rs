//! What the crate does as seen from outside: requests out, answers in, and nothing that tells
//! secrets.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

mod answers;
mod callbacks;
#[cfg(feature = "cookie")]
mod cookies;
mod device;
mod implicit;
mod pending;
mod refreshes;
mod requests;
mod secrets;
mod settings;
#[cfg(feature = "settings")]
mod settings_files;

use bytes::Bytes;
use spotify_auth::{App, Asking, Entropy};
use spotify_core::{Accounts, Now, Scope, Timestamp};
use std::time::Duration;

/// The redirect URI of the apps below.
const REDIRECT: &str = "http://127.0.0.1:8888/callback";

/// An app without a secret.
fn public() -> App {
    App::new("client-id").unwrap().redirect(REDIRECT).unwrap()
}

/// An app with one.
fn confidential() -> App {
    public().secret("client-secret").unwrap()
}

/// Bytes that are always the same, and neither half like the other.
fn entropy() -> Entropy {
    Entropy::new([1; 32], [2; 32])
}

/// A sign-in with PKCE, and the state that it waits for.
fn asking() -> (Asking, String) {
    let asking = public()
        .authorization_code_pkce(Scope::UserTopRead)
        .unwrap()
        .begin(entropy(), &Accounts::default());
    let state = asking.params().state.expose().to_owned();
    (asking, state)
}

fn now() -> Now {
    Now {
        wall: Timestamp::from_secs(1_800_000_000),
        mono: Duration::from_secs(5),
    }
}

fn reply(status: u16, body: &str) -> http::Response<Bytes> {
    http::Response::builder()
        .status(status)
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap()
}
