//! The table of the conformance suite: a line for each transport, and what is explained.

use std::fmt::Write as _;

use serde_json::Value;

use crate::error::{Error, Result};

/// What the suite came to over one transport.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) name: String,
    scenarios: u64,
    passed: u64,
    failed: u64,
    took_ms: u64,
    slowest: String,
    /// Reasons, and how many scenarios come out otherwise for each.
    explained: Vec<(String, usize)>,
    /// What failed, scenario by scenario.
    failures: Vec<String>,
}

impl Row {
    /// Reads a report. An explanation that no longer occurs counts as a failure.
    pub(super) fn read(text: &str) -> std::result::Result<Self, String> {
        let report: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let number = |name: &str| {
            let value = report.get(name).and_then(Value::as_u64);
            value.ok_or_else(|| format!("it has no number `{name}`"))
        };
        let list = |name: &str| {
            let value = report.get(name).and_then(Value::as_array);
            value.ok_or_else(|| format!("it has no list `{name}`"))
        };
        let text = |value: &Value, name: &str| {
            let value = value.get(name).and_then(Value::as_str);
            value
                .map(str::to_owned)
                .ok_or_else(|| format!("it has no text `{name}`"))
        };
        let mut failures = Vec::new();
        for failure in list("failures")? {
            let broken = failure.get("broken").and_then(Value::as_array);
            let words: Vec<&str> = broken
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            failures.push(match words.is_empty() {
                true => text(failure, "scenario")?,
                false => format!("{}: {}", text(failure, "scenario")?, words.join("; ")),
            });
        }
        let stale = list("stale")?.iter().filter_map(Value::as_str);
        failures.extend(stale.map(|stale| format!("explained, but it does not occur: {stale}")));
        let mut explained = Vec::new();
        for entry in list("explained")? {
            let scenarios = entry.get("scenarios").and_then(Value::as_array);
            explained.push((text(entry, "reason")?, scenarios.map_or(0, Vec::len)));
        }
        let slowest = match report.get("slowest") {
            Some(slowest @ Value::Object(_)) => text(slowest, "scenario")?,
            _ => String::new(),
        };
        Ok(Self {
            name: text(&report, "name")?,
            scenarios: number("scenarios")?,
            passed: number("passed")?,
            failed: number("failed")? + u64::try_from(list("stale")?.len()).unwrap_or(u64::MAX),
            took_ms: number("took_ms")?,
            slowest,
            explained,
            failures,
        })
    }
}

/// The transports that were not tried.
pub(super) fn missing<'n>(rows: &[Row], transports: &[&'n str]) -> Vec<&'n str> {
    let tried = |name: &&&str| !rows.iter().any(|row| row.name == **name);
    transports.iter().filter(tried).copied().collect()
}

/// The table; its last line has the sums.
pub(super) fn text(rows: &[Row], transports: &[&str]) -> String {
    let mut text = format!(
        "{:<18} {:>6} {:>6} {:>9} {:>8}  {}\n",
        "transport", "passed", "failed", "explained", "took", "slowest"
    );
    for row in rows {
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{:<18} {:>6} {:>6} {:>9} {:>6}.{} s  {}",
            row.name,
            row.passed,
            row.failed,
            row.explained.len(),
            row.took_ms / 1000,
            row.took_ms % 1000 / 100,
            row.slowest,
        );
    }
    for name in missing(rows, transports) {
        let _ = writeln!(text, "{name:<18} not tried");
    }
    let explained = || {
        rows.iter()
            .flat_map(|row| row.explained.iter().map(move |e| (row, e)))
    };
    if explained().next().is_some() {
        text.push_str("\nexplained differences:\n");
    }
    for (row, (reason, scenarios)) in explained() {
        let s = if *scenarios == 1 { "" } else { "s" };
        let _ = writeln!(text, "  {}, in {scenarios} scenario{s}: {reason}", row.name);
    }
    if rows.iter().any(|row| !row.failures.is_empty()) {
        text.push_str("\nfailures:\n");
    }
    for row in rows {
        for failure in &row.failures {
            let _ = writeln!(text, "  {}: {failure}", row.name);
        }
    }
    let scenarios = rows.iter().map(|row| row.scenarios).max().unwrap_or(0);
    let failed: u64 = rows.iter().map(|row| row.failed).sum();
    let _ = writeln!(
        text,
        "\n{scenarios} scenarios x {} transports, {failed} failed, {} explained",
        rows.len(),
        explained().count(),
    );
    text
}

/// Fails if a scenario failed, a transport is missing, or not all played the same scenarios.
pub(super) fn verdict(rows: &[Row], transports: &[&str]) -> Result {
    let missing = missing(rows, transports);
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Err(Error::Failed(format!(
            "there is no report of the conformance suite over {missing}: its test did not run, or \
             calls it otherwise"
        )));
    }
    let failing: Vec<&str> = rows
        .iter()
        .filter(|row| row.failed > 0)
        .map(|row| row.name.as_str())
        .collect();
    if !failing.is_empty() {
        let failing = failing.join(", ");
        return Err(Error::Failed(format!(
            "the conformance suite failed over {failing}"
        )));
    }
    let mut numbers: Vec<u64> = rows.iter().map(|row| row.scenarios).collect();
    numbers.dedup();
    match numbers.len() {
        0 | 1 => Ok(()),
        _ => Err(Error::Failed(format!(
            "the transports played different numbers of scenarios: {numbers:?}; a report is from \
             another build, or a suite played only a part"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Row, missing, text, verdict};

    fn report(name: &str) -> Value {
        json!({
            "name": name, "scenarios": 128, "passed": 128, "failed": 0, "took_ms": 6543,
            "slowest": {"scenario": "gzip_bomb", "took_ms": 3000},
            "explained": [], "stale": [], "failures": [], "figures": [],
        })
    }

    fn row(report: &Value) -> Row {
        Row::read(&report.to_string()).unwrap()
    }

    #[test]
    fn the_last_line_has_the_sums_and_the_reasons_stand_above_it() {
        let mut surf = report("surf");
        surf["explained"] = json!([{"reason": "it speaks no TLS", "scenarios": ["a", "b"]}]);
        let rows = [row(&report("ureq")), row(&surf)];
        let table = text(&rows, &["ureq", "surf"]);
        assert_eq!(
            table,
            "transport          passed failed explained     took  slowest\n\
             ureq                  128      0         0      6.5 s  gzip_bomb\n\
             surf                  128      0         1      6.5 s  gzip_bomb\n\
             \n\
             explained differences:\n\
             \x20 surf, in 2 scenarios: it speaks no TLS\n\
             \n\
             128 scenarios x 2 transports, 0 failed, 1 explained\n"
        );
        assert!(verdict(&rows, &["ureq", "surf"]).is_ok());
    }

    #[test]
    fn a_failure_a_stale_explanation_and_a_missing_transport_fail() {
        let mut bad = report("ureq");
        bad["failed"] = json!(1);
        bad["failures"] = json!([{"scenario": "get", "broken": ["dropped the header `x`"]}]);
        bad["stale"] = json!(["it rained"]);
        let rows = [row(&bad)];
        let table = text(&rows, &["ureq", "surf"]);
        assert!(
            table.contains("  ureq: get: dropped the header `x`\n"),
            "{table}"
        );
        assert!(table.contains("does not occur: it rained\n"), "{table}");
        assert!(table.contains("surf               not tried\n"), "{table}");
        assert!(
            table.ends_with("\n128 scenarios x 1 transports, 2 failed, 0 explained\n"),
            "{table}"
        );
        assert_eq!(missing(&rows, &["ureq", "surf"]), ["surf"]);
        let told = |transports: &[&str]| verdict(&rows, transports).unwrap_err().to_string();
        assert!(told(&["ureq", "surf"]).contains("no report of the conformance suite over surf"));
        assert_eq!(told(&["ureq"]), "the conformance suite failed over ureq");
    }

    #[test]
    fn all_must_have_played_the_same() {
        let mut part = report("surf");
        part["scenarios"] = json!(3);
        let error = verdict(&[row(&report("ureq")), row(&part)], &[]).unwrap_err();
        assert!(error.to_string().contains("[128, 3]"), "{error}");
    }

    #[test]
    fn what_is_no_report_is_told() {
        for (text, what) in [
            ("{", "EOF"),
            ("{}", "no list `failures`"),
            (
                r#"{"failures": [], "stale": [], "explained": []}"#,
                "no text `name`",
            ),
        ] {
            let error = Row::read(text).unwrap_err();
            assert!(error.contains(what), "{error}");
        }
    }
}
