//! Redirect handlers as programs use them: over real sockets, on loopback only.
//!
//! The figures of promises A4, A5, A6, A8 and A9 are printed, two spaces between columns:
//! `cargo test -p spotify-auth --test redirect -- --nocapture`. With `SPOTIFY_FULL=1` in the
//! environment there are more hostile clients.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "these tests wait for real sockets and threads"
)]

#[cfg(feature = "listener")]
mod answers;
#[cfg(all(feature = "browser", target_os = "linux"))]
mod browser;
mod fragment;
mod handlers;
#[cfg(feature = "listener")]
mod hostile;
#[cfg(feature = "https-listener")]
mod https;
#[cfg(all(feature = "listener", target_os = "linux"))]
mod limits;
#[cfg(feature = "listener")]
mod listener;
mod support;

/// Prints a figure; `ok` says whether it is as promised.
#[cfg(feature = "listener")]
fn figure(promise: &str, what: &str, figure: impl std::fmt::Display, ok: bool) {
    println!(
        "{promise}  {what}  {figure}  {}",
        if ok { "ok" } else { "FAILED" }
    );
    assert!(ok, "{promise} {what}: {figure}");
}
