//! What the crates without IO may depend on.

use super::Finding;
use crate::{error::Result, run::Cargo, workspace::Workspace};

/// HTTP libraries, TLS, runtimes and what opens sockets.
const IO: &[&str] = &[
    "async-std",
    "hyper",
    "mio",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "tokio",
    "ureq",
];

/// What core may bring along.
const CORE_LIMIT: usize = 18;

/// A crate, with the crates that it must not bring along.
struct Layer {
    package: &'static str,
    never: &'static [&'static [&'static str]],
}

const LAYERS: &[Layer] = &[
    Layer {
        package: "spotify-core",
        never: &[IO, &["url"]],
    },
    Layer {
        package: "spotify-endpoints",
        never: &[IO, &["url"]],
    },
    Layer {
        package: "spotify-auth",
        never: &[IO],
    },
];

/// Looks at what each of them brings along with its default features, and counts for core.
pub(super) fn check(workspace: &Workspace) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for layer in LAYERS {
        let crates = brought(workspace, layer.package, "normal")?;
        findings.extend(forbidden(layer, &crates));
    }
    let core = brought(workspace, "spotify-core", "normal,no-proc-macro")?;
    println!(
        "  spotify-core brings {} crates, of at most {CORE_LIMIT}",
        core.len()
    );
    findings.extend(too_many(&core));
    Ok(findings)
}

/// The names of the crates that a package brings along.
fn brought(workspace: &Workspace, package: &str, edges: &str) -> Result<Vec<String>> {
    let tree = Cargo::new("tree --prefix none --package").args([package, "--edges", edges]);
    Ok(names(&tree.lines(workspace.root())?, package))
}

/// Reads lines such as `bytes v1.11.1 (*)`; two versions of a crate are two crates.
fn names(lines: &[String], package: &str) -> Vec<String> {
    let mut crates: Vec<&str> = lines
        .iter()
        .map(|line| line.split(" (").next().unwrap_or(line))
        .filter(|line| !line.is_empty() && line.split(' ').next() != Some(package))
        .collect();
    crates.sort_unstable();
    crates.dedup();
    let name = |line: &str| line.split(' ').next().unwrap_or(line).to_owned();
    crates.into_iter().map(name).collect()
}

fn forbidden(layer: &Layer, crates: &[String]) -> Vec<Finding> {
    let never = || layer.never.iter().copied().flatten();
    crates
        .iter()
        .filter(|name| never().any(|forbidden| forbidden == name))
        .map(|name| {
            Finding::of(
                format!("{}/Cargo.toml", layer.package),
                format!("brings {name} along (cargo tree -p {} -i {name})", layer.package),
                "IO belongs into the backend crates; links and queries are read and written as text",
            )
        })
        .collect()
}

fn too_many(crates: &[String]) -> Option<Finding> {
    (crates.len() > CORE_LIMIT).then(|| {
        Finding::of(
            "spotify-core/Cargo.toml",
            format!(
                "brings {} crates along: {}",
                crates.len(),
                crates.join(", ")
            ),
            "do without one, or put it behind a feature that is off by default",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{CORE_LIMIT, LAYERS, forbidden, names, too_many};
    use crate::tidy::testing::said;

    fn crates(tree: &str) -> Vec<String> {
        let lines: Vec<String> = tree.lines().map(str::to_owned).collect();
        names(&lines, "spotify-core")
    }

    #[test]
    fn a_tree_is_read_once_per_crate() {
        let tree = "spotify-core v0.1.0 (/a/b)\nserde v1.0.229\nhttp v1.5.0\n\
                    serde v1.0.229 (*)\nthiserror-impl v2.0.21 (proc-macro)\n";
        assert_eq!(crates(tree), ["http", "serde", "thiserror-impl"]);
        assert_eq!(crates("rand v0.8.5\nrand v0.10.1\n").len(), 2);
    }

    #[test]
    fn io_in_core_is_found() {
        let findings = forbidden(
            &LAYERS[0],
            &crates("http v1.5.0\ntokio v1.54.1\nurl v2.5.8\n"),
        );
        assert_eq!(
            said(&findings),
            [
                "spotify-core/Cargo.toml: brings tokio along (cargo tree -p spotify-core -i tokio)",
                "spotify-core/Cargo.toml: brings url along (cargo tree -p spotify-core -i url)",
            ]
        );
        let auth = LAYERS
            .iter()
            .find(|layer| layer.package == "spotify-auth")
            .unwrap();
        assert!(forbidden(auth, &crates("url v2.5.8\n")).is_empty());
    }

    #[test]
    fn s4_core_stays_small() {
        let names = |count: usize| (0..count).map(|i| format!("crate-{i}")).collect::<Vec<_>>();
        assert!(too_many(&names(CORE_LIMIT)).is_none());
        let finding = too_many(&names(CORE_LIMIT + 1)).unwrap();
        assert!(
            finding
                .what
                .starts_with("brings 19 crates along: crate-0, ")
        );
    }
}
