//! `cargo xtask features`: each library builds with any of its features, and the backends with
//! those of each other.

use std::io::Write;

use cargo_metadata::Package;
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

/// Checks each library with no feature, with each one alone, with pairs and with all, without a
/// warning; and then the backends in one build.
pub(crate) fn run(workspace: &Workspace) -> Result {
    let openssl = OPENSSL.met();
    let mut failures = Vec::new();
    println!("  {:<20} {:<24} result", "package", "features");
    let own = || workspace.own().into_iter();
    let ours: Vec<&str> = own().map(|package| package.name.as_str()).collect();
    for package in own().filter(|package| package.targets.iter().any(|target| target.is_lib())) {
        let features: Vec<&str> = package.features.keys().map(String::as_str).collect();
        let pairs = match BACKENDS.contains(&package.name.as_str()) {
            true => pairs(&built_here(package, &ours)),
            false => Vec::new(),
        };
        for set in sets(&features).into_iter().chain(pairs) {
            announce(&package.name, &set.name());
            if !openssl && set.has(NATIVE_TLS, &features) {
                println!("skipped");
                continue;
            }
            let call = Cargo::new("check --package")
                .args([package.name.as_str()])
                .args(set.flags());
            failures.extend(check(workspace, &call)?);
        }
    }
    let features: Vec<String> = own()
        .filter(|package| BACKENDS.contains(&package.name.as_str()))
        .flat_map(|package| {
            let names = package.features.keys().filter(|name| *name != "default");
            names.map(|name| format!("{}/{name}", package.name))
        })
        .filter(|name| openssl || !name.ends_with(NATIVE_TLS))
        .collect();
    let builds = every_pair(features.len());
    for (number, build) in (1..).zip(&builds) {
        announce(
            "the backends",
            &format!("together {number}/{}", builds.len()),
        );
        let on = features.iter().zip(build).filter(|(_, on)| **on);
        let on: Vec<&str> = on.map(|(name, _)| name.as_str()).collect();
        let mut call = Cargo::new("check --no-default-features");
        for backend in BACKENDS {
            call = call.args(["--package", backend]);
        }
        let call = call.args(["--features".to_owned(), on.join(",")]);
        failures.extend(check(workspace, &call)?);
    }
    if failures.is_empty() {
        return Ok(());
    }
    Err(Error::Failed(format!(
        "these must pass without a warning:\n  {}",
        failures.join("\n  ")
    )))
}

/// The packages of which a program picks one, or several.
const BACKENDS: [&str; 3] = ["spotify-blocking", "spotify-hyper", "spotify-reqwest"];

fn announce(package: &str, features: &str) {
    print!("  {package:<20} {features:<24} ");
    // Shown at once, for a check may take a while; a closed output is no concern here.
    std::io::stdout().flush().ok();
}

/// Makes a call, and gives it back if it did not pass.
fn check(workspace: &Workspace, call: &Cargo) -> Result<Option<String>> {
    let (output, time) = timed(|| call.output(workspace.root()));
    let output = output?;
    let said = String::from_utf8_lossy(&output.stderr);
    let result = match (output.status.success(), warned(&said)) {
        (true, false) => "ok",
        (true, true) => "WARNINGS",
        (false, _) => "FAILED",
    };
    println!("{result:<8} {:>4} s", time.as_secs());
    if result == "ok" {
        return Ok(None);
    }
    println!("$ {call}\n{said}");
    Ok(Some(call.to_string()))
}

/// The features that change what is built in a package itself, and not only in others of ours.
fn built_here<'a>(package: &'a Package, ours: &[&str]) -> Vec<&'a str> {
    let passed_on = |means: &String| {
        let to = means.split(['/', '?']).next().unwrap_or(means);
        ours.contains(&to)
    };
    let features = package.features.iter();
    features
        .filter(|(name, means)| *name != "default" && !means.iter().all(passed_on))
        .map(|(name, _)| name.as_str())
        .collect()
}

/// A choice of features.
#[derive(Debug, PartialEq)]
enum Set<'a> {
    None,
    One(&'a str),
    Two(&'a str, &'a str),
    All,
}

impl Set<'_> {
    fn name(&self) -> String {
        match self {
            Self::None => "(none)".to_owned(),
            Self::One(feature) => (*feature).to_owned(),
            Self::Two(one, other) => format!("{one}, {other}"),
            Self::All => "(all)".to_owned(),
        }
    }

    fn flags(&self) -> Vec<String> {
        let features = match self {
            Self::None => return vec!["--no-default-features".to_owned()],
            Self::One(feature) => (*feature).to_owned(),
            Self::Two(one, other) => format!("{one},{other}"),
            Self::All => return vec!["--all-features".to_owned()],
        };
        vec![
            "--no-default-features".to_owned(),
            "--features".to_owned(),
            features,
        ]
    }

    fn has(&self, feature: &str, all: &[&str]) -> bool {
        match self {
            Self::None => false,
            Self::One(one) => *one == feature,
            Self::Two(one, other) => *one == feature || *other == feature,
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

/// Every two of some features.
fn pairs<'a>(features: &[&'a str]) -> Vec<Set<'a>> {
    let mut pairs = Vec::new();
    for (at, one) in features.iter().enumerate() {
        let others = features.iter().skip(at + 1);
        pairs.extend(others.map(|other| Set::Two(one, other)));
    }
    pairs
}

/// Builds that between them have any two of so many features both on, both off, and one on
/// without the other, either way round.
///
/// Of an odd number of builds each feature is on in more than half, and no two in the same ones:
/// so any two share one, and each is on in one where the other is off. A build with none is for
/// those that are off together. (That no fewer would do was shown by Kleitman and Spencer, and by
/// Katona.)
fn every_pair(features: usize) -> Vec<Vec<bool>> {
    let mut builds = 3;
    let chosen = loop {
        let on = builds / 2 + 1;
        let sets = (0..1_u64 << builds).filter(|set| set.count_ones() == on);
        let chosen: Vec<u64> = sets.take(features).collect();
        if chosen.len() == features {
            break chosen;
        }
        builds += 2;
    };
    let build = |at: u32| chosen.iter().map(|set| set >> at & 1 == 1).collect();
    let none = vec![false; features];
    std::iter::once(none)
        .chain((0..builds).map(build))
        .collect()
}

/// Whether the compiler's messages hold a warning about one of our packages; it sums them up
/// at the end, those of an earlier run too.
fn warned(said: &str) -> bool {
    said.lines()
        .any(|line| line.starts_with("warning: `") && line.contains(" generated "))
}

#[cfg(test)]
mod tests {
    use super::{Set, every_pair, pairs, sets, warned};

    #[test]
    fn every_two_are_a_pair() {
        assert_eq!(pairs(&["a"]), []);
        let (ab, ac, bc) = (Set::Two("a", "b"), Set::Two("a", "c"), Set::Two("b", "c"));
        assert_eq!(pairs(&["a", "b", "c"]), [ab, ac, bc]);
    }

    #[test]
    fn few_builds_have_every_pair_in_all_four_ways() {
        for features in [2, 3, 10, 24, 35] {
            let builds = every_pair(features);
            assert!(builds.len() <= 8, "{} for {features}", builds.len());
            for one in 0..features {
                for other in (0..features).filter(|other| *other != one) {
                    for way in [(false, false), (false, true), (true, true)] {
                        let met = builds.iter().any(|build| (build[one], build[other]) == way);
                        assert!(met, "{one} and {other} of {features}: never {way:?}");
                    }
                }
            }
        }
    }

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
        let two = Set::Two("gzip", "http2");
        assert!(two.has("http2", &features) && !two.has("tracing", &features));
        assert_eq!(
            two.flags(),
            ["--no-default-features", "--features", "gzip,http2"]
        );
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
