//! Running commands: what is run, what is shown and what can be pasted for a rerun are one thing.

use std::{
    env,
    ffi::OsString,
    fmt,
    path::Path,
    process::{self, Command, Output, Stdio},
    time::{Duration, Instant},
};

use crate::error::{Error, Result};

/// A call of cargo.
#[derive(Debug, Clone)]
pub(crate) struct Cargo {
    args: Vec<String>,
    env: Vec<(&'static str, String)>,
}

impl Cargo {
    /// Begins a call with a subcommand and arguments that have no spaces: `"fmt --check"`.
    pub(crate) fn new(args: &str) -> Self {
        Self {
            args: args.split_whitespace().map(str::to_owned).collect(),
            env: Vec::new(),
        }
    }

    /// Adds arguments.
    pub(crate) fn args<T: Into<String>>(mut self, args: impl IntoIterator<Item = T>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn env(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.env.push((name, value.into()));
        self
    }

    /// Adds to the flags in a variable such as `RUSTFLAGS`, after those that are there.
    pub(crate) fn flags(self, name: &'static str, flags: &str) -> Self {
        let before = env::var(name).unwrap_or_default();
        self.env(name, format!("{before} {flags}").trim_start().to_owned())
    }

    /// Shows the call, runs it in a folder with this process's input and output, and fails if
    /// it does.
    pub(crate) fn run(&self, folder: &Path) -> Result {
        println!("$ {self}");
        let status = self
            .command(folder)
            .status()
            .map_err(|e| self.not_started(&e))?;
        if status.success() {
            return Ok(());
        }
        Err(Error::Failed(format!("`{self}` failed ({status})")))
    }

    /// Runs the call in the current folder in our place: it says itself what fails, and its exit
    /// code is ours.
    pub(crate) fn hand_over(&self) -> Result {
        let status = self.command(Path::new(".")).status();
        let status = status.map_err(|e| self.not_started(&e))?;
        process::exit(status.code().unwrap_or(1));
    }

    /// Runs the call in a folder and keeps what it writes, whether it fails or not.
    pub(crate) fn output(&self, folder: &Path) -> Result<Output> {
        self.command(folder)
            .stdin(Stdio::null())
            .output()
            .map_err(|e| self.not_started(&e))
    }

    /// Runs the call in a folder and gives the lines of its standard output.
    pub(crate) fn lines(&self, folder: &Path) -> Result<Vec<String>> {
        let output = self.output(folder)?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(Error::Failed(format!("`{self}` failed:\n{said}")));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.lines().map(str::to_owned).collect())
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(cargo());
        command.args(&self.args).current_dir(folder);
        // `cargo run` describes this package to us; build scripts that look at these names
        // would run again after every change between `cargo xtask test` and `cargo test`.
        for (name, _) in env::vars_os() {
            let about_us = [
                "CARGO_PKG_",
                "CARGO_MANIFEST_",
                "CARGO_BIN_",
                "CARGO_CRATE_",
            ];
            let text = name.to_string_lossy();
            if about_us.iter().any(|prefix| text.starts_with(prefix)) {
                command.env_remove(&name);
            }
        }
        for (name, value) in &self.env {
            // The encoded form would win over the one we set.
            command.env_remove(format!("CARGO_ENCODED_{name}"));
            command.env(name, value);
        }
        command
    }

    fn not_started(&self, error: &std::io::Error) -> Error {
        Error::Failed(format!("`{self}` could not be started: {error}"))
    }
}

impl fmt::Display for Cargo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.env {
            write!(f, "{name}={} ", quoted(value))?;
        }
        f.write_str("cargo")?;
        for arg in &self.args {
            write!(f, " {}", quoted(arg))?;
        }
        Ok(())
    }
}

/// The cargo that runs us, so that `cargo +nightly xtask` stays with nightly.
pub(crate) fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Prints the line that a step begins with.
pub(crate) fn header(name: &str) {
    println!("\n== {name} ==");
}

/// Does something and says how long it took.
pub(crate) fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    #[expect(
        clippy::disallowed_methods,
        reason = "the time a step takes is for the reader; nothing depends on it"
    )]
    let start = Instant::now();
    let done = what();
    (done, start.elapsed())
}

fn quoted(text: &str) -> String {
    if text.contains(char::is_whitespace) {
        format!("\"{text}\"")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Cargo;

    #[test]
    fn a_call_is_shown_so_that_it_can_be_pasted() {
        let call = Cargo::new("test  -p spotify-core")
            .args(["--test", "a b"])
            .env("RUSTFLAGS", "--cfg shuttle");
        assert_eq!(
            call.to_string(),
            r#"RUSTFLAGS="--cfg shuttle" cargo test -p spotify-core --test "a b""#
        );
    }

    #[test]
    fn a_failing_call_is_named() {
        let here = std::env::current_dir().unwrap();
        let error = Cargo::new("no-such-subcommand-of-cargo").lines(&here);
        let error = error.unwrap_err().to_string();
        assert!(
            error.starts_with("`cargo no-such-subcommand-of-cargo` failed:"),
            "{error}"
        );
    }
}
