//! `cargo xtask conformance`: the conformance suite over every transport, in one table.

mod table;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use lexopt::{Arg, Parser};
use table::Row;

use crate::{
    error::{Error, Result},
    run::{Cargo, header},
    surf,
    workspace::Workspace,
};

/// The transports that must have been tried, by the names of their reports.
const TRANSPORTS: &[&str] = &[
    "reqwest",
    "hyper-tokio",
    "hyper-smol",
    "ureq",
    "reqwest-blocking",
    "tower",
    "surf",
    "hyper-async-std",
];

/// The variable by which the suites are told where to write; see `conformance::REPORTS` of
/// `spotify-tests`.
const VARIABLE: &str = "SPOTIFY_CONFORMANCE_REPORTS";

/// Runs `cargo xtask conformance`.
pub(crate) fn command(mut parser: Parser) -> Result {
    let mut last = false;
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("last") => last = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let workspace = Workspace::load()?;
    let reports = Reports::of(&workspace);
    if last {
        return reports.summary();
    }
    run(&workspace, &reports)
}

fn run(workspace: &Workspace, reports: &Reports) -> Result {
    reports.clear()?;
    let root = workspace.root();
    let calls = [backends(root)?, surf::call(workspace)];
    let mut failures = Vec::new();
    for call in calls {
        header("conformance");
        failures.extend(reports.kept(call).run(root).err());
    }
    // The table says more than that a command failed.
    reports.summary()?;
    failures.into_iter().next().map_or(Ok(()), Err)
}

/// The tests of all transports of this workspace.
fn backends(root: &Path) -> Result<Cargo> {
    let mut targets = Vec::new();
    for entry in fs::read_dir(root.join("tests/tests")).map_err(|e| unread("tests/tests", &e))? {
        let name = entry.map_err(|e| unread("tests/tests", &e))?.file_name();
        let name = name.to_string_lossy();
        if let Some(target) = name.strip_suffix(".rs")
            && target.starts_with("backend_")
        {
            targets.push(target.to_owned());
        }
    }
    targets.sort();
    let targets = targets
        .into_iter()
        .flat_map(|target| ["--test".to_owned(), target]);
    Ok(Cargo::new("test --package spotify-tests --no-fail-fast").args(targets))
}

fn unread(what: &str, error: &io::Error) -> Error {
    Error::Failed(format!("{what} cannot be read: {error}"))
}

/// The folder in which the suites write their reports.
pub(crate) struct Reports(PathBuf);

impl Reports {
    /// The one in the folder that cargo builds in.
    pub(crate) fn of(workspace: &Workspace) -> Self {
        Self(workspace.target().join("conformance"))
    }

    /// Removes the reports of earlier runs.
    pub(crate) fn clear(&self) -> Result {
        match fs::remove_dir_all(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                let folder = self.0.display();
                Err(Error::Failed(format!(
                    "{folder} cannot be emptied: {error}"
                )))
            }
            _ => Ok(()),
        }
    }

    /// A call whose suites write their reports here.
    pub(crate) fn kept(&self, call: Cargo) -> Cargo {
        call.env(VARIABLE, self.0.to_string_lossy())
    }

    /// Prints the table, and fails if a scenario did or a transport is missing.
    pub(crate) fn summary(&self) -> Result {
        let rows = self.rows()?;
        print!("\n== conformance ==\n{}", table::text(&rows, TRANSPORTS));
        table::verdict(&rows, TRANSPORTS)
    }

    /// What the reports of the transports say, in their order.
    fn rows(&self) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        let folder = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(rows),
            other => other.map_err(|e| unread(&self.0.to_string_lossy(), &e))?,
        };
        for entry in folder {
            let path = entry
                .map_err(|e| unread(&self.0.to_string_lossy(), &e))?
                .path();
            let name = path.to_string_lossy();
            let text = fs::read_to_string(&path).map_err(|e| unread(&name, &e))?;
            let row = Row::read(&text);
            rows.push(row.map_err(|e| Error::Failed(format!("{name} is no report: {e}")))?);
        }
        rows.retain(|row| TRANSPORTS.contains(&&*row.name));
        let place = |row: &Row| TRANSPORTS.iter().position(|name| *name == row.name);
        rows.sort_by_key(|row| (place(row).unwrap_or(usize::MAX), row.name.clone()));
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn every_backend_of_the_workspace_is_run() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let call = super::backends(&root).unwrap().to_string();
        assert!(
            call.starts_with("cargo test --package spotify-tests --no-fail-fast --test backend_"),
            "{call}"
        );
        for name in ["backend_blocking", "backend_hyper", "backend_reqwest"] {
            assert!(call.contains(&format!(" --test {name}")), "{call}");
        }
    }
}
