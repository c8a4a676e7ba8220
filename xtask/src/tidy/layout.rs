//! The form of files: what they begin with, how long they are, what they are called.

use cargo_metadata::{TargetKind, camino::Utf8Path};

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
    let root_folder = workspace.root();
    let file = |path: &Utf8Path| {
        let below = path.as_std_path().strip_prefix(root_folder).ok()?;
        let below = below.to_str()?.replace('\\', "/");
        files.iter().find(|file| file.path == below)
    };
    for package in workspace.own() {
        for target in &package.targets {
            if let Some(file) = file(&target.src_path) {
                findings.extend(target.kind.iter().find_map(|kind| root(file, kind)));
            }
        }
        findings.extend(file(&package.manifest_path).and_then(manifest));
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

/// What holds for the root of a library, a program or a build script.
fn root(file: &File, kind: &TargetKind) -> Option<Finding> {
    let forbids = |line: &str| line == "#![forbid(unsafe_code)]";
    match kind {
        TargetKind::CustomBuild => {
            let fix = "write its result into the source: nothing of ours runs when others build";
            Some(Finding::at(file, 1, "is a build script", fix))
        }
        TargetKind::Lib | TargetKind::Bin if !file.text.lines().any(forbids) => {
            let fix = "write #![forbid(unsafe_code)] below the `//!` lines";
            let what = "the root of a crate allows unsafe code";
            Some(Finding::at(file, 1, what, fix))
        }
        _ => None,
    }
}

fn manifest(file: &File) -> Option<Finding> {
    (!file.text.contains("\n[lints]\nworkspace = true\n")).then(|| {
        let fix = "write `[lints]` and below it `workspace = true`";
        Finding::at(file, 1, "leaves the lints of the workspace out", fix)
    })
}

#[cfg(test)]
mod tests {
    use cargo_metadata::TargetKind;

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

    fn rooted(kind: TargetKind, text: &str) -> Vec<String> {
        let finding = root(&File::new("a/b.rs", text), &kind);
        said(&finding.into_iter().collect::<Vec<_>>())
    }

    #[test]
    fn s1_a_root_forbids_unsafe_code() {
        let bad = "//! Text.\n// #![forbid(unsafe_code)]\n";
        let unsafe_code = ["a/b.rs:1: the root of a crate allows unsafe code"];
        assert_eq!(rooted(TargetKind::Lib, bad), unsafe_code);
        assert_eq!(rooted(TargetKind::Bin, bad), unsafe_code);
        assert_eq!(rooted(TargetKind::Test, bad), [""; 0]);
        let good = "//! Text.\r\n#![forbid(unsafe_code)]\r\n";
        assert_eq!(rooted(TargetKind::Lib, good), [""; 0]);
    }

    #[test]
    fn s5_a_build_script_is_found() {
        let script = "//! Text.\n#![forbid(unsafe_code)]\nfn main() {}\n";
        assert_eq!(
            rooted(TargetKind::CustomBuild, script),
            ["a/b.rs:1: is a build script"]
        );
    }

    #[test]
    fn a_package_takes_the_lints() {
        let bad = File::new("a/Cargo.toml", "[package]\nname = \"a\"\n");
        assert!(manifest(&bad).is_some());
        let good = File::new("a/Cargo.toml", "[package]\n\n[lints]\nworkspace = true\n");
        assert!(manifest(&good).is_none());
    }
}
