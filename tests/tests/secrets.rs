//! Secret types: what they cannot do (T2), and what is left of them (T3).
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

#[path = "secrets/header.rs"]
mod header;
#[path = "secrets/kind.rs"]
mod kind;
#[cfg(target_os = "linux")]
#[path = "secrets/wiped.rs"]
mod wiped;
