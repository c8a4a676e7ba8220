//! `cargo xtask surf`: a custom transport over surf, and spotify-hyper on async-std.

use lexopt::Parser;

use crate::{
    error::Result,
    no_arguments,
    run::{Cargo, header},
    workspace::Workspace,
};

/// Runs `cargo xtask surf`.
pub(crate) fn command(parser: Parser) -> Result {
    no_arguments(parser)?;
    run(&Workspace::load()?)
}

/// Plays the conformance suite over both.
pub(crate) fn run(workspace: &Workspace) -> Result {
    header("surf");
    let call = call(workspace).args(["--", "--nocapture"]);
    call.run(workspace.root())
}

/// The tests of `tests/surf`: a workspace of its own, which is built apart, since its crates are
/// no concern of the libraries.
pub(crate) fn call(workspace: &Workspace) -> Cargo {
    let target = workspace.target().join("surf");
    Cargo::new("test --locked --no-fail-fast --manifest-path tests/surf/Cargo.toml")
        .env("CARGO_TARGET_DIR", target.to_string_lossy())
}
