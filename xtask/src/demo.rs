//! The commands of `cargo xtask` that show the library at work; `main.rs` starts this program
//! for them.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line speaks on standard output and standard error"
)]

mod account;
mod error;
mod fixtures;
mod mock;
mod tour;

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
        "accounts" => account::accounts(parser),
        "fixtures" => fixtures::command(parser),
        "login" => account::login(parser),
        "logout" => account::logout(parser),
        "mock" => mock::command(parser),
        "peers" => mock::peers::command(parser),
        "tour" => tour::command(parser),
        "whoami" => account::whoami(parser),
        other => Err(Error::Usage(format!("there is no demonstration `{other}`"))),
    }
}
