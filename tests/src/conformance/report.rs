//! What a suite came to: for people, and for programs.

use std::{collections::BTreeSet, env, fmt::Write as _, fs, io, path::Path, time::Duration};

use serde_json::{Value, json};

use super::{scenario::Scenario, verdict};

/// The variable of the environment that names the folder in which reports are written.
pub const REPORTS: &str = "SPOTIFY_CONFORMANCE_REPORTS";

/// What a suite came to.
#[derive(Debug)]
pub struct Report {
    pub(super) name: String,
    /// Whether all scenarios were played.
    pub(super) whole: bool,
    pub(super) took: Duration,
    pub(super) rows: Vec<Row>,
    pub(super) explanations: Vec<Explanation>,
    /// What is explained and does not occur.
    pub(super) stale: Vec<String>,
}

/// One scenario over one transport.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) scenario: Scenario,
    pub(super) took: Duration,
    /// What came out.
    pub(super) actual: Vec<String>,
    /// What was to come out over this transport.
    pub(super) expected: Vec<String>,
    pub(super) figures: Vec<String>,
}

impl Row {
    fn failed(&self) -> bool {
        self.expected != self.actual
    }
}

/// A reason, and the scenarios that come out otherwise for it.
#[derive(Debug)]
pub(super) struct Explanation {
    pub(super) reason: String,
    pub(super) scenarios: BTreeSet<&'static str>,
}

/// A scenario that came out otherwise than it must.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Failed {
    /// Its name, for [`Suite::only`](super::Suite::only).
    pub scenario: &'static str,
    /// The promises of the library that it stands for.
    pub promises: &'static str,
    /// What the transport did that it must not do, as far as that can be told.
    pub broken: Vec<String>,
    /// The lines of the outcome: `-` is expected, `+` came instead.
    pub difference: String,
}

impl Report {
    /// Names the transport.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Counts the scenarios that were played.
    #[must_use]
    pub fn scenarios(&self) -> usize {
        self.rows.len()
    }

    /// Lists the scenarios that came out otherwise than they must.
    #[must_use]
    pub fn failed(&self) -> Vec<Failed> {
        let failed = self.rows.iter().filter(|row| row.failed());
        failed
            .map(|row| Failed {
                scenario: row.scenario.name,
                promises: row.scenario.promises,
                broken: verdict::broken(&row.expected, &row.actual),
                difference: verdict::difference(&row.expected, &row.actual),
            })
            .collect()
    }

    /// Lists what is explained and does not occur, in words.
    #[must_use]
    pub fn stale(&self) -> &[String] {
        &self.stale
    }

    /// Lists what came out: for each scenario its outcome (`=`) and what came over the wire
    /// (`>`). Over a transport whose differences are explained these are its own.
    #[must_use]
    pub fn outcomes(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let Scenario { name, promises, .. } = row.scenario;
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name} ({promises})");
            for line in &row.actual {
                let _ = writeln!(text, "  {line}");
            }
            text.push('\n');
        }
        text
    }

    /// Tells what may differ: times, connections, and the differences that are explained.
    #[must_use]
    pub fn figures(&self) -> String {
        let (name, scenarios, took) = (&self.name, self.rows.len(), self.took);
        let mut text = format!("{name}: {scenarios} scenarios in {took:.1?}\n");
        for Explanation { reason, scenarios } in &self.explanations {
            let _ = writeln!(
                text,
                "explained difference in {} scenarios: {reason}",
                scenarios.len()
            );
        }
        for row in &self.rows {
            for figure in &row.figures {
                let _ = writeln!(text, "{}: {figure}", row.scenario.name);
            }
        }
        if let Some(row) = self.slowest() {
            let _ = writeln!(text, "slowest: {} in {:.1?}", row.scenario.name, row.took);
        }
        text
    }

    fn slowest(&self) -> Option<&Row> {
        self.rows.iter().max_by_key(|row| row.took)
    }

    /// Tells what failed, scenario by scenario: what was broken, and the lines that differ.
    /// Empty if nothing did.
    #[must_use]
    pub fn failures(&self) -> String {
        let mut text = String::new();
        for failed in self.failed() {
            let Failed {
                scenario,
                promises,
                broken,
                difference,
            } = failed;
            let _ = writeln!(text, "{scenario} ({promises})");
            for word in broken {
                let _ = writeln!(text, "  the transport {word}");
            }
            let _ = writeln!(text, "{difference}\n");
        }
        for stale in &self.stale {
            let _ = writeln!(text, "explained, but it does not occur: {stale}");
        }
        text
    }

    /// Gives the report as a JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let failed = self.failed();
        let failures: Vec<Value> = failed
            .iter()
            .map(|failed| {
                json!({
                    "scenario": failed.scenario,
                    "promises": failed.promises,
                    "broken": failed.broken,
                    "difference": failed.difference,
                })
            })
            .collect();
        let explained: Vec<Value> = self
            .explanations
            .iter()
            .map(|e| json!({"reason": e.reason, "scenarios": e.scenarios}))
            .collect();
        let figures: Vec<String> = self
            .rows
            .iter()
            .flat_map(|row| {
                row.figures
                    .iter()
                    .map(|f| format!("{}: {f}", row.scenario.name))
            })
            .collect();
        let slowest = self
            .slowest()
            .map(|row| json!({"scenario": row.scenario.name, "took_ms": millis(row.took)}));
        let report = json!({
            "name": self.name,
            "scenarios": self.rows.len(),
            "passed": self.rows.len() - failed.len(),
            "failed": failed.len(),
            "took_ms": millis(self.took),
            "slowest": slowest,
            "explained": explained,
            "stale": self.stale,
            "failures": failures,
            "figures": figures,
        });
        format!("{report:#}\n")
    }

    /// Writes the report as `<name>.json` into a folder, which is made if it is not there.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(
            folder.join(&self.name).with_extension("json"),
            self.to_json(),
        )
    }

    /// Prints the figures, writes the report where [`REPORTS`] says (unless only a part was
    /// played), and fails if anything came out otherwise than it must.
    ///
    /// # Panics
    /// With [`failures`](Self::failures), if there are any; if no scenario was played; if the
    /// report cannot be written.
    #[allow(
        clippy::print_stdout,
        clippy::panic,
        reason = "it is the assertion of a test, which prints its figures"
    )]
    pub fn verify(&self) {
        assert!(!self.rows.is_empty(), "no scenario has such a name");
        println!("{}", self.figures());
        if self.whole
            && let Some(folder) = env::var_os(REPORTS)
            && let Err(error) = self.write(Path::new(&folder))
        {
            panic!("the report could not be written to {folder:?} ({REPORTS}): {error}");
        }
        let failures = self.failures();
        assert!(
            failures.is_empty(),
            "{} of {} scenarios came out otherwise over {} than they must\n\n{failures}",
            self.failed().len(),
            self.rows.len(),
            self.name,
        );
    }
}
