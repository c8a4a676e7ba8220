//! `cargo xtask bench`: what the models cost beside those of another library, and what a call
//! costs beside the bare HTTP library.

mod figures;
mod goals;
mod page;

use std::fs;

use lexopt::Parser;

use crate::{
    error::{Error, Result},
    needs, pick,
    run::header,
    workspace::Workspace,
};

/// Where the tables go.
const PAGE: &str = "docs/performance.md";

/// Something to be measured.
struct Bench {
    name: &'static str,
    run: fn(&Workspace) -> Result,
}

const BENCHES: &[Bench] = &[Bench {
    name: "peers",
    run: peers,
}];

/// Runs `cargo xtask bench`: all there is to measure, or what is named.
pub(crate) fn command(parser: Parser) -> Result {
    let benches = pick(parser, BENCHES, |bench| bench.name)?;
    if !needs::VALGRIND.met_for("bench") {
        return Ok(());
    }
    let workspace = Workspace::load()?;
    for bench in benches {
        header(&format!("bench {}", bench.name));
        (bench.run)(&workspace)?;
    }
    Ok(())
}

/// Measures, prints and writes the tables, and fails where a floor does not hold.
fn peers(workspace: &Workspace) -> Result {
    let figures = figures::measure(workspace)?;
    let goals = goals::goals(&figures);
    let page = page::page(&figures, &goals);
    print!("\n{page}");
    let path = workspace.root().join(PAGE);
    fs::write(&path, &page).map_err(|e| Error::Failed(format!("{}: {e}", path.display())))?;
    println!("\nwritten to {PAGE}");
    let fallen: Vec<String> = goals
        .iter()
        .filter(|goal| !goal.holds())
        .map(goals::Goal::said)
        .collect();
    if fallen.is_empty() {
        return Ok(());
    }
    Err(Error::Failed(format!(
        "below the floor: {}",
        fallen.join("; ")
    )))
}
