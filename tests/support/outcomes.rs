//! Compares what a suite came to with the snapshot, but for scenarios that differ for a reason.
#![allow(clippy::expect_used, reason = "what is not as expected fails the test")]

use spotify_tests::conformance::Suite;

/// `but` are beginnings of the names of the scenarios that differ.
pub(crate) fn verify(suite: &Suite, but: &[&str]) {
    let outcomes = suite.run().outcomes();
    let expected = include_str!("../src/conformance/snapshots/outcomes.snap");
    let (_, expected) = expected.split_once("\n---\n").expect("a head");
    let scenarios = |text: &str| -> Vec<String> {
        text.trim_end()
            .split("\n\n")
            .filter(|scenario| !but.iter().any(|name| scenario.starts_with(name)))
            .map(str::to_owned)
            .collect()
    };
    let (outcomes, expected) = (scenarios(&outcomes), scenarios(expected));
    assert!(outcomes.len() > 100, "{} scenarios", outcomes.len());
    for (outcome, expected) in outcomes.iter().zip(&expected) {
        assert_eq!(outcome, expected);
    }
    assert_eq!(outcomes.len(), expected.len());
}
