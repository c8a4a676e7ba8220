//! `cargo xtask tidy`: the rules of the project that no compiler knows.

mod dependencies;
mod documents;
mod endpoints;
mod ignored;
mod io;
mod layers;
mod layout;
mod machine;
mod proofs;
mod words;
mod workflows;

use std::fmt;

use lexopt::Parser;

use crate::{
    error::{Error, Result},
    pick,
    source::{self, File},
    workspace::Workspace,
};

/// Something that breaks a rule.
#[derive(Debug, PartialEq)]
pub(super) struct Finding {
    place: String,
    what: String,
    fix: &'static str,
}

impl Finding {
    /// At a line of a file.
    fn at(file: &File, line: usize, what: impl Into<String>, fix: &'static str) -> Self {
        Self::of(format!("{}:{line}", file.path), what, fix)
    }

    /// At something that has no line: a crate, a whole file.
    fn of(place: impl Into<String>, what: impl Into<String>, fix: &'static str) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
            fix,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    fix: {}", self.place, self.what, self.fix)
    }
}

/// What the checks look at.
struct Tree<'a> {
    workspace: &'a Workspace,
    files: Vec<File>,
}

/// One rule, or a few of a kind.
pub(crate) struct Check {
    name: &'static str,
    about: &'static str,
    run: fn(&Tree<'_>) -> Result<Vec<Finding>>,
}

const CHECKS: &[Check] = &[
    Check {
        name: "layers",
        about: "core, auth and endpoints depend on no HTTP library, TLS or runtime",
        run: |tree| layers::check(tree.workspace),
    },
    Check {
        name: "io",
        about: "core, auth and endpoints ask no clock and open no socket or file",
        run: |tree| io::check(&tree.files),
    },
    Check {
        name: "layout",
        about: "files say what they are for, are short, and are where they belong",
        run: |tree| Ok(layout::check(tree.workspace, &tree.files)),
    },
    Check {
        name: "words",
        about: "nothing is left to be done, and names say what a thing is",
        run: |tree| words::check(&tree.files),
    },
    Check {
        name: "dependencies",
        about: "each is from crates.io and content with the Rust version that we promise",
        run: |tree| Ok(dependencies::check(tree.workspace)),
    },
    Check {
        name: "endpoints",
        about: "each operation has its index, snapshots, fixtures, example and tests",
        run: |tree| endpoints::check(&tree.files),
    },
    Check {
        name: "proofs",
        about: "every test that docs/parity.md names exists",
        run: |tree| Ok(proofs::check(&tree.files)),
    },
    Check {
        name: "ignored",
        about: "what `cargo test` leaves out is run by `cargo xtask test`",
        run: |tree| ignored::check(&tree.files),
    },
    Check {
        name: "documents",
        about: "docs/parity.md and CHANGELOG.md have their form",
        run: |tree| Ok(documents::check(&tree.files)),
    },
    Check {
        name: "workflows",
        about: "actions are pinned, and the Rust version is the one that we promise",
        run: |tree| Ok(workflows::check(tree.workspace, &tree.files)),
    },
    Check {
        name: "machine",
        about: "no file knows the machine that it was written on",
        run: |tree| machine::check(&tree.files),
    },
];

/// Runs `cargo xtask tidy`: all checks or those named.
pub(crate) fn command(parser: Parser) -> Result {
    let checks = pick(parser, CHECKS, |check| check.name)?;
    run(&Workspace::load()?, &checks)
}

/// Every check.
pub(crate) fn every() -> Vec<&'static Check> {
    CHECKS.iter().collect()
}

/// Runs checks and tells all that they find.
pub(crate) fn run(workspace: &Workspace, checks: &[&Check]) -> Result {
    let tree = Tree {
        workspace,
        files: source::load(workspace.root())?,
    };
    let mut count = 0;
    for check in checks {
        let findings = (check.run)(&tree)?;
        println!("  {:<14} {}", check.name, verdict(findings.len()));
        for finding in &findings {
            println!("  {finding}");
        }
        count += findings.len();
    }
    if count == 0 {
        return Ok(());
    }
    Err(Error::Failed(format!("tidy found {count}")))
}

/// A line for each check.
pub(crate) fn help() -> String {
    let line = |check: &Check| format!("  {:<24}{}\n", check.name, check.about);
    CHECKS.iter().map(line).collect()
}

fn verdict(count: usize) -> String {
    match count {
        0 => "ok".to_owned(),
        count => format!("{count} found"),
    }
}

/// What the tests of the checks share.
#[cfg(test)]
pub(crate) mod testing {
    use super::Finding;

    /// The places and words of findings, without the way to mend them.
    pub(crate) fn said(findings: &[Finding]) -> Vec<String> {
        let said = findings.iter().map(|f| format!("{}: {}", f.place, f.what));
        said.collect()
    }
}
