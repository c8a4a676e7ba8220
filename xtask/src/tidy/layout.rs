//! The form of files: what they begin with, how long they are, what they are called.

use cargo_metadata::TargetKind;

use super::Finding;
use crate::{source::File, workspace::Workspace};

/// Most lines of a file.
const LINES: usize = 400;

/// Most lines of a file of tests, which are lists of cases rather than something to understand.
const TEST_LINES: usize = 600;

/// Checks every Rust file, and the root and manifest of every package.
pub(super) fn check(workspace: &Workspace, files: &[File]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = files
        .iter()
        .filter(|file| file.is_rust())
        .flat_map(form)
        .collect();
    let file = |path: &str| {
        let below = path.strip_prefix(workspace.root().to_str()?)?;
        let below = below.trim_start_matches(['/', '\\']).replace('\\', "/");
        files.iter().find(|file| file.path == below)
    };
    for package in workspace.own() {
        for target in &package.targets {
            let kind = target.kind.first();
            if kind == Some(&TargetKind::CustomBuild) {
                findings.push(Finding::of(
                    target.src_path.as_str(),
                    "is a build script",
                    "write the result of it into the source; nothing runs when we are built",
                ));
            } else if target.is_lib() || target.is_bin() {
                findings.extend(file(target.src_path.as_str()).and_then(root));
            }
        }
        findings.extend(file(package.manifest_path.as_str()).and_then(manifest));
    }
    findings
}

/// What holds for every file.
fn form(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !file.text.starts_with("//! ") {
        findings.push(Finding::at(
            file,
            1,
            "does not say what it is for",
            "begin with `//! ` and a sentence",
        ));
    }
    let limit = if file.is_test() { TEST_LINES } else { LINES };
    let lines = file.text.lines().count();
    if lines > limit {
        findings.push(Finding::at(
            file,
            limit + 1,
            format!("has {lines} lines, of at most {limit}"),
            "move one subject of it into a file of its own",
        ));
    }
    if file.name() == "mod.rs" {
        let what = "every editor tab would be called mod.rs";
        findings.push(Finding::at(
            file,
            1,
            what,
            "`area/mod.rs` becomes `area.rs`",
        ));
    }
    findings
}

fn root(file: &File) -> Option<Finding> {
    let forbids = |line: &str| line == "#![forbid(unsafe_code)]";
    (!file.text.lines().any(forbids)).then(|| {
        let fix = "write #![forbid(unsafe_code)] below the `//!` lines";
        Finding::at(file, 1, "the root of a crate allows unsafe code", fix)
    })
}

fn manifest(file: &File) -> Option<Finding> {
    (!file.text.contains("\n[lints]\nworkspace = true\n")).then(|| {
        let fix = "write `[lints]` and below it `workspace = true`";
        Finding::at(file, 1, "leaves the lints of the workspace out", fix)
    })
}

#[cfg(test)]
mod tests {
    use super::{form, manifest, root};
    use crate::{source::File, tidy::testing::said};

    fn found(path: &str, text: &str) -> Vec<String> {
        said(&form(&File::new(path, text)))
    }

    #[test]
    fn a_file_says_what_it_is_for() {
        assert_eq!(found("a/src/b.rs", "//! Text.\n"), [""; 0]);
        let silent = ["a/src/b.rs:1: does not say what it is for"];
        assert_eq!(found("a/src/b.rs", "// Text.\nfn f() {}\n"), silent);
        assert_eq!(found("a/src/b.rs", ""), silent);
    }

    #[test]
    fn a_file_is_short() {
        let text = |lines: usize| format!("//! Text.\n{}", "\n".repeat(lines - 1));
        assert_eq!(found("a/src/b.rs", &text(400)), [""; 0]);
        assert_eq!(
            found("a/src/b.rs", &text(401)),
            ["a/src/b.rs:401: has 401 lines, of at most 400"]
        );
        assert_eq!(found("a/tests/b.rs", &text(600)), [""; 0]);
        assert_eq!(found("a/tests/b.rs", &text(601)).len(), 1);
        assert_eq!(found("a/src/b/tests.rs", &text(500)), [""; 0]);
    }

    #[test]
    fn a_file_has_a_name_of_its_own() {
        assert_eq!(
            found("a/src/b/mod.rs", "//! Text.\n"),
            ["a/src/b/mod.rs:1: every editor tab would be called mod.rs"]
        );
    }

    #[test]
    fn s1_a_root_forbids_unsafe_code() {
        let bad = File::new("a/src/lib.rs", "//! Text.\n// #![forbid(unsafe_code)]\n");
        assert!(root(&bad).is_some());
        let good = File::new("a/src/lib.rs", "//! Text.\r\n#![forbid(unsafe_code)]\r\n");
        assert!(root(&good).is_none());
    }

    #[test]
    fn a_package_takes_the_lints() {
        let bad = File::new("a/Cargo.toml", "[package]\nname = \"a\"\n");
        assert!(manifest(&bad).is_some());
        let good = File::new("a/Cargo.toml", "[package]\n\n[lints]\nworkspace = true\n");
        assert!(manifest(&good).is_none());
    }
}
