//! Sign-ins of several steps over real sockets: every transport, against the mock.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not as expected fails the test"
)]

#[path = "sign_ins/cookies.rs"]
mod cookies;
#[path = "sign_ins/device.rs"]
mod device;
#[path = "sign_ins/stage.rs"]
mod stage;
