//! What a machine may lack: tools and system libraries, and how to get them.

use std::{
    env,
    process::{Command, Stdio},
};

use crate::{run, workspace::Workspace};

/// Something that a step needs and that does not come with Rust.
pub(crate) struct Need {
    /// What to call it.
    pub(crate) name: &'static str,
    how: &'static str,
    present: fn() -> bool,
}

/// Counts instructions.
pub(crate) const VALGRIND: Need = Need {
    name: "valgrind",
    how: "apt-get install valgrind (Linux only)",
    present: || answers(Command::new("valgrind").arg("--version")),
};

/// Drives Chromium.
const CHROMEDRIVER: Need = Need {
    name: "chromedriver",
    how: "apt-get install chromium chromium-driver",
    present: || answers(Command::new("chromedriver").arg("--version")),
};

/// Runs the client of another library; its modules come in packages of their own on Debian.
pub(crate) const PYTHON: Need = Need {
    name: "python3",
    how: "apt-get install python3-venv",
    present: || answers(Command::new("python3").args(["-c", "import ensurepip, venv"])),
};

/// Checks licences, sources and banned crates.
pub(crate) static CARGO_DENY: Need = Need {
    name: "cargo-deny",
    how: "cargo install --locked cargo-deny",
    present: || answers(Command::new(run::cargo()).args(["deny", "--version"])),
};

/// Builds libFuzzer.
pub(crate) static CPP: Need = Need {
    name: "c++",
    how: "apt-get install g++ (Linux and macOS only)",
    present: || cfg!(unix) && answers(Command::new("c++").arg("--version")),
};

/// What feature `native-tls` is built on where the system is neither Windows nor Apple's.
pub(crate) static OPENSSL: Need = Need {
    name: NATIVE_TLS,
    how: "apt-get install libssl-dev pkg-config, or set OPENSSL_DIR",
    present: || {
        cfg!(any(windows, target_vendor = "apple"))
            || env::var_os("OPENSSL_DIR").is_some()
            || env::var_os("OPENSSL_LIB_DIR").is_some()
            || answers(Command::new("pkg-config").args(["--exists", "openssl"]))
    },
};

/// The tools that tests may name in `#[ignore = "needs …"]`.
pub(crate) const TOOLS: &[Need] = &[VALGRIND, CHROMEDRIVER];

/// The feature that is left out where [`OPENSSL`] is missing.
pub(crate) const NATIVE_TLS: &str = "native-tls";

impl Need {
    /// Looks whether the machine has it; if not, prints how to get it.
    pub(crate) fn met(&self) -> bool {
        self.met_for(self.name)
    }

    /// As [`met`](Self::met), in the name of what needs it.
    pub(crate) fn met_for(&self, what: &str) -> bool {
        let met = (self.present)();
        if !met {
            println!("SKIPPED {what}: {}", self.how);
        }
        met
    }
}

/// The flags that turn on every feature of the workspace that this machine can build.
pub(crate) fn all_features(workspace: &Workspace) -> Vec<String> {
    if OPENSSL.met() {
        return vec!["--all-features".to_owned()];
    }
    let mut features = Vec::new();
    for package in workspace.own() {
        for feature in package.features.keys().filter(|name| *name != NATIVE_TLS) {
            features.push(format!("{}/{feature}", package.name));
        }
    }
    vec!["--features".to_owned(), features.join(",")]
}

/// Whether a program can be started and is content.
fn answers(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::answers;

    #[test]
    fn a_program_that_is_not_there_does_not_answer() {
        assert!(!answers(&mut Command::new("no-such-program-anywhere")));
        assert!(!answers(
            Command::new(crate::run::cargo()).arg("no-such-subcommand")
        ));
        assert!(answers(Command::new(crate::run::cargo()).arg("--version")));
    }
}
