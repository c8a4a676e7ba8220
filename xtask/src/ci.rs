//! `cargo xtask ci`: what must pass before a change goes in.

use lexopt::Parser;

use crate::{
    error::{Error, Result},
    features, fuzz,
    needs::{self, Need},
    other_program, peers, pick, reliability,
    run::{Cargo, header, timed},
    test, tidy,
    workspace::Workspace,
};

/// One thing that must pass.
struct Step {
    name: &'static str,
    about: &'static str,
    need: Option<&'static Need>,
    run: fn(&Workspace) -> Result,
}

/// Every step, the quick ones first.
const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "the code is laid out as rustfmt does it",
        need: None,
        run: |workspace| Cargo::new("fmt --all --check").run(workspace.root()),
    },
    Step {
        name: "tidy",
        about: "cargo xtask tidy",
        need: None,
        run: |workspace| tidy::run(workspace, &tidy::every()),
    },
    Step {
        name: "deny",
        about: "licences, sources and banned crates",
        need: Some(&needs::CARGO_DENY),
        run: deny,
    },
    Step {
        name: "clippy",
        about: "no warning, with all features and with none",
        need: None,
        run: clippy,
    },
    Step {
        name: "coverage",
        about: "cargo xtask coverage --check",
        need: None,
        run: |workspace| {
            let coverage = other_program("catalogue").args(["coverage", "--check"]);
            coverage.run(workspace.root())
        },
    },
    Step {
        name: "doc",
        about: "the documentation builds, and its links lead somewhere",
        need: None,
        run: doc,
    },
    Step {
        name: "features",
        about: "cargo xtask features",
        need: None,
        run: features::run,
    },
    Step {
        name: "test",
        about: "cargo xtask test",
        need: None,
        run: test::run,
    },
    Step {
        name: "reliability",
        about: "cargo xtask reliability",
        need: None,
        run: reliability::run,
    },
    Step {
        name: "peers",
        about: "cargo xtask mock --check-peers",
        need: Some(&needs::PYTHON),
        run: peers::run,
    },
    Step {
        name: "fuzz",
        about: "cargo xtask fuzz, for a moment",
        need: Some(&needs::CPP),
        run: fuzz::run,
    },
];

/// Runs `cargo xtask ci`: all steps or those named, until one fails.
pub(crate) fn command(parser: Parser) -> Result {
    let steps = pick(parser, STEPS, |step| step.name)?;
    let workspace = Workspace::load()?;
    let mut summary = String::new();
    for Step {
        name, need, run, ..
    } in steps
    {
        header(name);
        if need.is_some_and(|need| !need.met()) {
            summary.push_str(&format!("  {name:<11} skipped\n"));
            continue;
        }
        let (result, time) = timed(|| run(&workspace));
        result.map_err(|error| {
            Error::Failed(format!(
                "step `{name}`: {error}\nrun this step alone: cargo xtask ci {name}"
            ))
        })?;
        summary.push_str(&format!("  {name:<11} ok      {:>5} s\n", time.as_secs()));
    }
    print!("\n== ci ==\n{summary}");
    Ok(())
}

/// A line for each step.
pub(crate) fn help() -> String {
    let line = |step: &Step| format!("  {:<24}{}\n", step.name, step.about);
    STEPS.iter().map(line).collect()
}

fn deny(workspace: &Workspace) -> Result {
    // Advisories change without any change here, so only the hosted workflow asks for them.
    Cargo::new("deny check --hide-inclusion-graph bans").run(workspace.root())?;
    // What is banned may come with a feature that somebody asks for; its licence still counts.
    Cargo::new("deny --all-features check --hide-inclusion-graph licenses sources")
        .run(workspace.root())
}

fn clippy(workspace: &Workspace) -> Result {
    let features = needs::all_features(workspace);
    let clippy = || Cargo::new("clippy --workspace --all-targets");
    let strict = ["--", "--deny", "warnings"];
    clippy().args(features).args(strict).run(workspace.root())?;
    let none = clippy().args(["--no-default-features"]);
    none.args(strict).run(workspace.root())
}

fn doc(workspace: &Workspace) -> Result {
    Cargo::new("doc --workspace --no-deps")
        .args(needs::all_features(workspace))
        .flags("RUSTDOCFLAGS", "-D warnings")
        .run(workspace.root())
}
