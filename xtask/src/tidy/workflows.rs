//! The workflows that run on somebody else's machine.

use super::Finding;
use crate::{source::File, workspace::Workspace};

const FOLDER: &str = ".github/workflows/";

/// Checks every workflow, and that one of them builds with the Rust version that we promise.
pub(super) fn check(workspace: &Workspace, files: &[File]) -> Vec<Finding> {
    let workflows: Vec<&File> = files
        .iter()
        .filter(|file| file.path.starts_with(FOLDER))
        .collect();
    let mut findings: Vec<Finding> = workflows.iter().flat_map(|file| unpinned(file)).collect();
    let own = workspace.own();
    if let Some(rust) = own.iter().find_map(|package| package.rust_version.as_ref()) {
        let rust = format!("{}.{}", rust.major, rust.minor);
        findings.extend(promised(&workflows, &rust));
    }
    findings
}

/// An action is code of others: its name can come to mean other code, its hash cannot.
fn unpinned(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in file.lines() {
        let line = line.trim_start().trim_start_matches("- ").trim_start();
        let Some(action) = line.strip_prefix("uses:") else {
            continue;
        };
        let action = action.split('#').next().unwrap_or_default().trim();
        let pinned = action.rsplit_once('@').is_some_and(|(_, hash)| {
            hash.len() == 40 && hash.chars().all(|c| c.is_ascii_hexdigit())
        });
        if !pinned {
            let what = format!("`{action}` is not pinned");
            let fix = "write the full hash of the commit, and the release in a comment";
            findings.push(Finding::at(file, number, what, fix));
        }
    }
    findings
}

/// S4: the version of Rust that the manifests promise is built somewhere.
fn promised(workflows: &[&File], rust: &str) -> Option<Finding> {
    let wanted = format!("rustup toolchain install {rust}");
    let installs = |line: &str| {
        let after = line.split_once(wanted.as_str()).map(|(_, after)| after);
        after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_digit()))
    };
    let built = workflows.iter().any(|file| file.text.lines().any(installs));
    (!built).then(|| {
        let what = format!("none builds with Rust {rust}, which we promise");
        let fix = "let the job `msrv` install the `rust-version` of Cargo.toml";
        Finding::of(FOLDER, what, fix)
    })
}

#[cfg(test)]
mod tests {
    use super::{promised, unpinned};
    use crate::{source::File, tidy::testing::said};

    fn workflow(text: &str) -> File {
        File::new(".github/workflows/w.yml", text)
    }

    #[test]
    fn s7_actions_are_pinned_by_hash() {
        let hash = "0123456789abcdef0123456789abcdef01234567";
        let good = workflow(&format!(
            "steps:\n  - uses: a/b@{hash} # v1\n    uses: a/b/c@{hash}\n"
        ));
        assert_eq!(unpinned(&good), []);
        for bad in ["a/b@v1", "a/b", "a/b@0123456", "./local", "docker://a/b:1"] {
            let findings = unpinned(&workflow(&format!("steps:\n  - uses: {bad} # v1\n")));
            let place = ".github/workflows/w.yml:2";
            assert_eq!(said(&findings), [format!("{place}: `{bad}` is not pinned")]);
        }
    }

    #[test]
    fn s4_the_promised_rust_is_built() {
        let installs = workflow("run: rustup toolchain install 1.89 --profile minimal\n");
        assert!(promised(&[&installs], "1.89").is_none());
        assert!(promised(&[&installs], "1.8").is_some());
        assert!(promised(&[&installs], "1.90").is_some());
        assert!(promised(&[], "1.89").is_some());
    }
}
