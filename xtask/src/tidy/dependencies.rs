//! Where dependencies come from and which Rust they ask for.

use std::collections::BTreeMap;

use cargo_metadata::{Package, semver::Version};

use super::Finding;
use crate::workspace::Workspace;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks the lock file against the version of Rust that the workspace promises.
pub(super) fn check(workspace: &Workspace) -> Vec<Finding> {
    let own = workspace.own();
    let promised = own.iter().find_map(|package| package.rust_version.clone());
    let shipped = workspace.shipped();
    let mut findings = Vec::new();
    let mut counts = BTreeMap::new();
    for package in workspace.packages() {
        let how = if shipped.contains(&package.id) {
            "shipped"
        } else {
            "for tests and tools"
        };
        if own.iter().any(|ours| ours.id == package.id) {
            findings.extend(ours(package, promised.as_ref()));
            continue;
        }
        *counts.entry(how).or_insert(0_usize) += 1;
        findings.extend(origin(package));
        findings.extend(
            promised
                .as_ref()
                .and_then(|promised| rust(package, promised, how)),
        );
    }
    for (how, count) in counts {
        println!("  {count} packages are {how}");
    }
    findings
}

/// Our own packages promise the same version of Rust.
fn ours(package: &Package, promised: Option<&Version>) -> Option<Finding> {
    let same = promised.is_some() && package.rust_version.as_ref() == promised;
    (!same).then(|| {
        let what = "does not promise the Rust version of the workspace";
        let fix = "write `rust-version.workspace = true`";
        Finding::of(format!("package {}", package.name), what, fix)
    })
}

fn origin(package: &Package) -> Option<Finding> {
    let source = package
        .source
        .as_ref()
        .map_or("a folder", |source| source.repr.as_str());
    (source != CRATES_IO).then(|| {
        Finding::of(
            place(package),
            format!("comes from {source}"),
            "take a release from crates.io",
        )
    })
}

fn rust(package: &Package, promised: &Version, how: &str) -> Option<Finding> {
    let asked = package.rust_version.as_ref()?;
    (asked > promised).then(|| {
        Finding::of(
            place(package),
            format!("is {how} and asks for Rust {asked}; we promise {promised}"),
            "choose an older release of it: cargo update --precise",
        )
    })
}

fn place(package: &Package) -> String {
    format!("Cargo.lock ({} {})", package.name, package.version)
}

#[cfg(test)]
mod tests {
    use cargo_metadata::{Package, semver::Version};

    use super::{CRATES_IO, origin, ours, rust};

    fn package(source: &str, rust_version: &str) -> Package {
        let json = format!(
            r#"{{
                "name": "a", "version": "1.2.3", "id": "a", "source": {source},
                "dependencies": [], "targets": [], "features": {{}},
                "manifest_path": "Cargo.toml", "rust_version": {rust_version}
            }}"#
        );
        cargo_metadata::MetadataCommand::parse(format!(
            r#"{{
                "packages": [{json}], "workspace_members": [], "resolve": null,
                "workspace_root": "", "target_directory": "", "version": 1
            }}"#
        ))
        .unwrap()
        .packages
        .remove(0)
    }

    #[test]
    fn s4_our_packages_promise_one_rust() {
        let promised = Version::new(1, 89, 0);
        assert!(ours(&package("null", "\"1.89\""), Some(&promised)).is_none());
        let finding = ours(&package("null", "\"1.88\""), Some(&promised)).unwrap();
        assert_eq!(finding.place, "package a");
        assert!(ours(&package("null", "null"), Some(&promised)).is_some());
        assert!(ours(&package("null", "null"), None).is_some());
    }

    #[test]
    fn s3_only_crates_io_is_a_source() {
        assert!(origin(&package(&format!("\"{CRATES_IO}\""), "null")).is_none());
        let git = origin(&package("\"git+https://example.com/a#abc\"", "null")).unwrap();
        assert_eq!(git.place, "Cargo.lock (a 1.2.3)");
        assert_eq!(git.what, "comes from git+https://example.com/a#abc");
        let folder = origin(&package("null", "null")).unwrap();
        assert_eq!(folder.what, "comes from a folder");
    }

    #[test]
    fn s4_a_dependency_that_asks_for_more_is_found() {
        let promised = Version::new(1, 89, 0);
        let asks = |version: &str| rust(&package("null", version), &promised, "shipped");
        assert!(asks("null").is_none());
        assert!(asks("\"1.89\"").is_none());
        let finding = asks("\"1.90\"").unwrap();
        assert_eq!(
            finding.what,
            "is shipped and asks for Rust 1.90.0; we promise 1.89.0"
        );
    }
}
