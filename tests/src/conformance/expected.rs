//! What every scenario is to come to.
//!
//! The outcomes stand in `snapshots/outcomes.snap`, which the test of the reference transport
//! keeps up to date, and are built into the suite.

use std::{collections::HashMap, sync::LazyLock};

const OUTCOMES: &str = include_str!("snapshots/outcomes.snap");

static EXPECTED: LazyLock<HashMap<&str, Vec<String>>> = LazyLock::new(|| parsed(OUTCOMES));

/// The lines of a scenario's outcome, if it is known.
pub(crate) fn of(scenario: &str) -> Option<&'static [String]> {
    EXPECTED.get(scenario).map(Vec::as_slice)
}

/// Takes a snapshot apart: behind its head, a line `name (promises)` and lines that are indented
/// for each scenario.
fn parsed(snapshot: &str) -> HashMap<&str, Vec<String>> {
    let body = snapshot.splitn(3, "---\n").nth(2).unwrap_or(snapshot);
    let mut outcomes: HashMap<&str, Vec<String>> = HashMap::new();
    let mut name = "";
    for line in body.lines() {
        match line.strip_prefix("  ") {
            Some(line) => outcomes.entry(name).or_default().push(line.to_owned()),
            None => {
                let Some((scenario, _)) = line.split_once(" (") else {
                    continue;
                };
                name = scenario;
                outcomes.entry(name).or_default();
            }
        }
    }
    outcomes
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_scenario_has_an_outcome_and_every_outcome_a_scenario() {
        let scenarios = crate::conformance::scenario::all();
        for scenario in &scenarios {
            let lines = super::of(scenario.name);
            assert!(
                lines.is_some_and(|lines| !lines.is_empty()),
                "{}",
                scenario.name
            );
        }
        assert_eq!(super::EXPECTED.len(), scenarios.len());
    }
}
