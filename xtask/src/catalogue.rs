//! The commands of `cargo xtask` that need to know what is declared in `spotify-endpoints`;
//! `main.rs` starts this program for them.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line speaks on standard output and standard error"
)]

mod coverage;
mod error;

use std::process::ExitCode;

use error::{Error, Result};
use lexopt::{Parser, ValueExt};

fn main() -> ExitCode {
    match dispatch(Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}

fn dispatch(mut parser: Parser) -> Result {
    let name = parser.value()?.string()?;
    match name.as_str() {
        "coverage" => coverage::command(parser),
        other => Err(Error::Usage(format!("there is no comparison `{other}`"))),
    }
}
