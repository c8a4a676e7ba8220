//! `cargo xtask test`: every test of the workspace.

use lexopt::Parser;

use crate::{
    conformance::Reports,
    error::{Error, Result},
    needs::{self, Need, VALGRIND},
    no_arguments,
    run::{Cargo, header, timed},
    source::{self, File},
    surf,
    workspace::Workspace,
};

/// Test files that are empty when every feature is on, and how to run them.
pub(crate) const SPARSE: &[(&str, &str)] = &[
    (
        "spotify-blocking/tests/plain.rs",
        "test --package spotify-blocking --no-default-features --features reqwest --test plain",
    ),
    (
        "spotify-hyper/tests/plain.rs",
        "test --package spotify-hyper --no-default-features --features tokio --test plain",
    ),
    (
        "spotify-reqwest/tests/plain.rs",
        "test --package spotify-reqwest --no-default-features --test plain",
    ),
];

/// What no figure is about, and takes long to optimise.
const UNMEASURED: &[&str] = &[
    "profile.release.package.spotify-auth.opt-level=0",
    "profile.release.package.spotify-endpoints.opt-level=0",
];

/// Runs `cargo xtask test`.
pub(crate) fn command(parser: Parser) -> Result {
    no_arguments(parser)?;
    run(&Workspace::load()?)
}

/// Runs all tests, those after a failing one too, and ends with the table of the conformance
/// suite and a summary.
pub(crate) fn run(workspace: &Workspace) -> Result {
    let features = needs::all_features(workspace);
    let reports = Reports::of(workspace);
    reports.clear()?;
    let mut steps = workspace_steps(&features, APART);
    for step in &mut steps {
        step.call = reports.kept(step.call.clone());
    }
    steps.push(Step::new("tests/surf", reports.kept(surf::call(workspace))));
    steps.push(Step::new("shuttle", shuttle(workspace)));
    let sparse = SPARSE.iter();
    steps.extend(sparse.map(|(path, call)| Step::new(path, Cargo::new(call))));
    for target in tool_targets(&source::load(workspace.root())?)? {
        steps.push(target.step(&features));
    }

    let mut summary = String::new();
    let mut failures = Vec::new();
    for Step { name, call, need } in steps {
        header(&format!("test {name}"));
        if need.is_some_and(|need| !need.met()) {
            summary.push_str(&format!("  {name:<32} skipped\n"));
            continue;
        }
        let (result, time) = timed(|| call.run(workspace.root()));
        let outcome = if result.is_ok() { "ok" } else { "FAILED" };
        summary.push_str(&format!(
            "  {name:<32} {outcome:<8} {:>5} s\n",
            time.as_secs()
        ));
        failures.extend(result.err());
    }
    failures.extend(reports.summary().err());
    print!("\n== tests ==\n{summary}");
    match failures.into_iter().next() {
        None => Ok(()),
        Some(first) => Err(first),
    }
}

struct Step {
    name: String,
    call: Cargo,
    need: Option<&'static Need>,
}

impl Step {
    fn new(name: &str, call: Cargo) -> Self {
        Self {
            name: name.to_owned(),
            call,
            need: None,
        }
    }
}

/// Builds the tests of the workspace, always with the same features, so that what one call has
/// built serves the next.
///
/// The tests of this package build this very program. Where a program that runs cannot be
/// replaced, they are left out.
pub(crate) fn all(features: &[String], apart: bool) -> Cargo {
    let all = Cargo::new("test --workspace").args(features);
    match apart {
        true => all.args(["--exclude", "xtask"]),
        false => all,
    }
}

/// Whether a program that runs cannot be replaced.
pub(crate) const APART: bool = cfg!(windows);

/// The tests of all packages, those in the documentation among them.
fn workspace_steps(features: &[String], apart: bool) -> Vec<Step> {
    let mut steps = vec![Step::new(
        "workspace",
        all(features, apart).args(["--no-fail-fast"]),
    )];
    if apart {
        let own = Cargo::new("test --package xtask --no-fail-fast --target-dir target/xtask");
        steps.push(Step::new("xtask", own.args(features)));
    }
    steps
}

/// The schedules of threads that shuttle explores. It replaces the locks of the crate, so these
/// builds must not be mixed with the others. Optimised a little, because there are many schedules:
/// that takes a fifth of the time, the compiler's included.
fn shuttle(workspace: &Workspace) -> Cargo {
    let target = workspace.target().join("shuttle");
    Cargo::new("test --release --package spotify-core --test shuttle")
        .flags("RUSTFLAGS", "--cfg shuttle")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_TARGET_DIR", target.to_string_lossy())
}

/// A test file whose tests need a tool.
struct ToolTarget {
    package: String,
    target: String,
    need: &'static Need,
}

impl ToolTarget {
    /// Those that count instructions are built as programs are shipped.
    fn step(&self, features: &[String]) -> Step {
        let Self {
            package,
            target,
            need,
        } = self;
        Step {
            name: format!("{target} ({})", need.name),
            call: match need.name == VALGRIND.name {
                true => Cargo::new("test --release")
                    .args(UNMEASURED.iter().flat_map(|it| ["--config", it]))
                    .args([
                        "--manifest-path".to_owned(),
                        format!("{package}/Cargo.toml"),
                    ]),
                false => all(features, APART),
            }
            .args(["--test", target, "--", "--ignored"]),
            need: Some(need),
        }
    }
}

/// Finds the test files that say `#[ignore = "needs TOOL"]`.
fn tool_targets(files: &[File]) -> Result<Vec<ToolTarget>> {
    let mut targets = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let Some(ignored) = source::ignored(file.tokens()?).into_iter().next() else {
            continue;
        };
        let need = source::tool(ignored.reason, needs::TOOLS);
        let place = source::test_target(&file.path);
        let (Some(need), Some((package, target))) = (need, place) else {
            return Err(Error::Failed(format!(
                "{}:{}: this test would never run (cargo xtask tidy ignored)",
                file.path, ignored.line
            )));
        };
        targets.push(ToolTarget {
            package: package.to_owned(),
            target: target.to_owned(),
            need,
        });
    }
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use super::{tool_targets, workspace_steps};
    use crate::source::File;

    #[test]
    fn tests_that_need_a_tool_are_found_where_they_are() {
        let figures = "#[test]\n#[ignore = \"needs valgrind\"]\nfn figure() {}\n";
        let browser = "#[test]\n#[ignore = \"needs chromedriver\"]\nfn consent() {}\n";
        let found = tool_targets(&[
            File::new("spotify-core/tests/figures.rs", figures),
            File::new("tests/tests/browser.rs", browser),
        ])
        .unwrap();
        let calls: Vec<_> = found
            .iter()
            .map(|target| target.step(&["--all-features".to_owned()]).call.to_string())
            .collect();
        assert_eq!(
            calls,
            [
                "cargo test --release \
                 --config profile.release.package.spotify-auth.opt-level=0 \
                 --config profile.release.package.spotify-endpoints.opt-level=0 \
                 --manifest-path spotify-core/Cargo.toml --test figures -- --ignored",
                "cargo test --workspace --all-features --test browser -- --ignored",
            ]
        );
    }

    #[test]
    fn a_running_program_is_not_replaced() {
        let calls = |apart| -> Vec<String> {
            let steps = workspace_steps(&["--all-features".to_owned()], apart);
            steps.iter().map(|step| step.call.to_string()).collect()
        };
        assert_eq!(
            calls(false),
            ["cargo test --workspace --all-features --no-fail-fast"]
        );
        assert_eq!(
            calls(true),
            [
                "cargo test --workspace --all-features --exclude xtask --no-fail-fast",
                "cargo test --package xtask --no-fail-fast --target-dir target/xtask --all-features",
            ]
        );
    }

    #[test]
    fn a_test_that_would_never_run_is_an_error() {
        let text = "#[test]\n#[ignore]\nfn slow() {}\n";
        let error = tool_targets(&[File::new("spotify-core/tests/slow.rs", text)]);
        let error = error.err().map(|e| e.to_string()).unwrap_or_default();
        assert!(
            error.starts_with("spotify-core/tests/slow.rs:2:"),
            "{error}"
        );
    }
}
