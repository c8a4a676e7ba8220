//! `cargo xtask features`: each library builds with any of its features.

use std::io::Write;

use lexopt::Parser;

use crate::{
    error::{Error, Result},
    needs::{NATIVE_TLS, OPENSSL},
    no_arguments,
    run::{Cargo, timed},
    workspace::Workspace,
};

/// Runs `cargo xtask features`.
pub(crate) fn command(parser: Parser) -> Result {
    no_arguments(parser)?;
    run(&Workspace::load()?)
}

/// Checks each library with no feature, with each one alone and with all, without a warning.
pub(crate) fn run(workspace: &Workspace) -> Result {
    let openssl = OPENSSL.met();
    let mut failures = Vec::new();
    println!("  {:<20} {:<18} result", "package", "features");
    let own = workspace.own().into_iter();
    for package in own.filter(|package| package.targets.iter().any(|target| target.is_lib())) {
        let features: Vec<&str> = package.features.keys().map(String::as_str).collect();
        for set in sets(&features) {
            print!("  {:<20} {:<18} ", package.name.as_str(), set.name());
            // Shown at once, for a check may take a while; a closed output is no concern here.
            std::io::stdout().flush().ok();
            if !openssl && set.has(NATIVE_TLS, &features) {
                println!("skipped");
                continue;
            }
            let call = Cargo::new("check --package")
                .args([package.name.as_str()])
                .args(set.flags());
            let (output, time) = timed(|| call.output(workspace.root()));
            let output = output?;
            let said = String::from_utf8_lossy(&output.stderr);
            let result = match (output.status.success(), warned(&said)) {
                (true, false) => "ok",
                (true, true) => "WARNINGS",
                (false, _) => "FAILED",
            };
            println!("{result:<8} {:>4} s", time.as_secs());
            if result != "ok" {
                println!("$ {call}\n{said}");
                failures.push(call.to_string());
            }
        }
    }
    if failures.is_empty() {
        return Ok(());
    }
    Err(Error::Failed(format!(
        "these must pass without a warning:\n  {}",
        failures.join("\n  ")
    )))
}

/// A choice of features.
#[derive(Debug, PartialEq)]
enum Set<'a> {
    None,
    One(&'a str),
    All,
}

impl Set<'_> {
    fn name(&self) -> &str {
        match self {
            Self::None => "(none)",
            Self::One(feature) => feature,
            Self::All => "(all)",
        }
    }

    fn flags(&self) -> Vec<&str> {
        match self {
            Self::None => vec!["--no-default-features"],
            Self::One(feature) => vec!["--no-default-features", "--features", feature],
            Self::All => vec!["--all-features"],
        }
    }

    fn has(&self, feature: &str, all: &[&str]) -> bool {
        match self {
            Self::None => false,
            Self::One(one) => *one == feature,
            Self::All => all.contains(&feature),
        }
    }
}

/// The choices to build; fewer where two are the same.
fn sets<'a>(features: &[&'a str]) -> Vec<Set<'a>> {
    let mut sets = vec![Set::None];
    sets.extend(features.iter().copied().map(Set::One));
    if features.len() > 1 {
        sets.push(Set::All);
    }
    sets
}

/// Whether the compiler's messages hold a warning about one of our packages; it sums them up
/// at the end, those of an earlier run too.
fn warned(said: &str) -> bool {
    said.lines()
        .any(|line| line.starts_with("warning: `") && line.contains(" generated "))
}

#[cfg(test)]
mod tests {
    use super::{Set, sets, warned};

    #[test]
    fn every_choice_is_built_once() {
        assert_eq!(sets(&[]), [Set::None]);
        assert_eq!(sets(&["gzip"]), [Set::None, Set::One("gzip")]);
        assert_eq!(
            sets(&["gzip", "tracing"]),
            [Set::None, Set::One("gzip"), Set::One("tracing"), Set::All]
        );
    }

    #[test]
    fn a_choice_becomes_flags() {
        let features = ["default", "gzip"];
        assert_eq!(Set::None.flags(), ["--no-default-features"]);
        assert_eq!(
            Set::One("gzip").flags(),
            ["--no-default-features", "--features", "gzip"]
        );
        assert_eq!(Set::All.flags(), ["--all-features"]);
        assert!(Set::All.has("gzip", &features) && !Set::All.has("native-tls", &features));
        assert!(Set::One("gzip").has("gzip", &features) && !Set::None.has("gzip", &features));
    }

    #[test]
    fn warnings_are_heard() {
        let cargo = "    Checking spotify-core v0.1.0\n    Finished `dev` profile\n";
        assert!(!warned(cargo));
        let rustc =
            "warning: unused import: `x`\nwarning: `spotify-core` (lib) generated 1 warning";
        assert!(warned(rustc));
    }
}
