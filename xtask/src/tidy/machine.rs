//! Traces of the machine that a file was written on.

use super::Finding;
use crate::{error::Result, source::File};

/// First parts of absolute paths that differ from machine to machine.
const ROOTS: &[&str] = &["Users", "home", "root", "tmp"];

/// Keys of cargo's configuration that change where crates come from.
const REGISTRIES: &[&str] = &[
    "[source",
    "[registries",
    "[registry",
    "replace-with",
    "registry =",
];

/// Checks every text file: in Rust the literals, elsewhere all but comments.
pub(super) fn check(files: &[File]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in files {
        if file.is_rust() {
            for token in file.tokens()?.iter().filter(|token| token.literal) {
                findings.extend(path(file, token.line, &token.text));
            }
        } else {
            for (number, line) in file.lines() {
                findings.extend(path(file, number, said(file, line)));
            }
        }
        if file.path.starts_with(".cargo/") || file.name() == "Cargo.toml" {
            findings.extend(registries(file));
        }
    }
    Ok(findings)
}

/// A line without its comment, in the kinds of files that have such.
fn said<'a>(file: &File, line: &'a str) -> &'a str {
    let commented = [".toml", ".yml", ".sh", ".ci/run"];
    if commented.iter().any(|kind| file.path.ends_with(kind)) && line.trim_start().starts_with('#')
    {
        ""
    } else {
        line
    }
}

fn path(file: &File, line: usize, text: &str) -> Option<Finding> {
    let root = ROOTS.iter().find(|root| {
        let unix = format!("/{root}/");
        let windows = [format!(":\\{root}\\"), format!(":\\\\{root}\\\\")];
        // What follows a name is the path of an address, or a path that is relative.
        let inside = |c: char| c.is_alphanumeric() || "._-~}/$".contains(c);
        let absolute = |before: &str| !before.ends_with(inside);
        text.match_indices(&unix)
            .any(|(at, _)| text.get(..at).is_some_and(absolute))
            || windows.iter().any(|path| text.contains(path))
    })?;
    let what = format!("names a place on one machine (…{root}…)");
    let fix = "ask the system for a folder, or write a path below the workspace";
    Some(Finding::at(file, line, what, fix))
}

fn registries(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in file.lines() {
        if let Some(key) = REGISTRIES
            .iter()
            .find(|key| line.trim_start().starts_with(**key))
        {
            let what = format!("`{key}` changes where crates come from");
            let fix = "such settings belong into the configuration of the machine";
            findings.push(Finding::at(file, number, what, fix));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{ROOTS, check};
    use crate::{source::File, tidy};

    fn found(path: &str, text: &str) -> usize {
        let findings = check(&[File::new(path, text)]).unwrap();
        for place in tidy::testing::said(&findings) {
            assert!(place.starts_with(&format!("{path}:1: ")), "{place}");
        }
        findings.len()
    }

    #[test]
    fn places_on_one_machine_are_found() {
        for root in ROOTS {
            assert_eq!(found("a.md", &format!("see /{root}/ana/notes\n")), 1);
            assert_eq!(
                found("a.rs", &format!("const A: &str = \"/{root}/ana\";\n")),
                1
            );
        }
        assert_eq!(
            found("a.json", &format!("\"C:\\\\{}\\\\ana\"\n", "Users")),
            1
        );
        assert_eq!(found("a.json", &format!("C:\\{}\\ana\n", "Users")), 1);
    }

    #[test]
    fn comments_and_addresses_are_left_alone() {
        for root in ROOTS {
            assert_eq!(found("a.rs", &format!("//! A file in /{root}/ana.\n")), 0);
            assert_eq!(found("a.toml", &format!("# /{root}/ana\n")), 0);
            assert_eq!(
                found(
                    "a.md",
                    &format!("https://example.com/{root}/a ~/{root}/b\n")
                ),
                0
            );
        }
    }

    #[test]
    fn s3_registries_are_found() {
        assert_eq!(found(".cargo/config.toml", "[source.crates-io]\n"), 1);
        assert_eq!(found("a/Cargo.toml", "registry = \"mine\"\n"), 1);
        assert_eq!(found("a/src/a.toml", "registry = \"mine\"\n"), 0);
    }
}
