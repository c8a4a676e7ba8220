//! What the tests of a promise came to, and the lines that say so.

use super::{
    promises::Promise,
    tests::{Ran, Test},
};

/// What the tests of one promise came to.
#[derive(Default)]
pub(super) struct Outcome {
    passed: usize,
    failed: Vec<String>,
    figures: Vec<Figure>,
}

/// A figure that a test printed: `T8  torn files of 300 kills  0  ok`.
#[derive(Debug, PartialEq, Eq)]
struct Figure {
    counts: String,
    value: String,
    verdict: String,
}

impl Outcome {
    /// Adds what a test did.
    pub(super) fn add(&mut self, promise: &Promise, test: &Test, ran: &Ran) {
        if ran.held {
            self.passed += 1;
        } else {
            self.failed.push(test.name());
        }
        self.figures.extend(figures(promise.id, &ran.text));
    }

    /// Whether there is a test, none failed, and no figure is off.
    pub(super) fn is_kept(&self) -> bool {
        let good = self.figures.iter().all(|figure| figure.verdict == "ok");
        self.passed > 0 && self.failed.is_empty() && good
    }

    /// A line for each figure, or one for the tests where they print none; two spaces between
    /// columns.
    pub(super) fn lines(&self, promise: &Promise) -> String {
        let Promise {
            id, counts, goal, ..
        } = promise;
        if self.passed == 0 && self.failed.is_empty() {
            return format!("{id}  no test\n");
        }
        let mut text = String::new();
        for Figure {
            counts,
            value,
            verdict,
        } in &self.figures
        {
            text.push_str(&format!(
                "{id}  {counts}  {value}  goal: {goal}  {verdict}\n"
            ));
        }
        let all = self.passed + self.failed.len();
        let tests = if all == 1 { "test" } else { "tests" };
        if !self.failed.is_empty() {
            let failed = self.failed.len();
            text.push_str(&format!(
                "{id}  {counts}  {failed} of {all} {tests} failed  goal: {goal}  FAILED\n"
            ));
        } else if self.figures.is_empty() {
            // No figure: the tests themselves hold the goal.
            text.push_str(&format!(
                "{id}  {counts}  {all} {tests} passed  goal: {goal}  ok\n"
            ));
        }
        for name in &self.failed {
            text.push_str(&format!("    {name}\n"));
        }
        text
    }
}

/// The figures of a promise in what a test printed. A test program may have begun the line with
/// the name of the test.
fn figures(id: &str, text: &str) -> Vec<Figure> {
    let figure = |line: &str| {
        let line = match line.strip_prefix("test ") {
            Some(rest) => rest.split_once(" ... ")?.1,
            None => line,
        };
        let columns: Vec<_> = line.split("  ").map(str::trim).collect();
        match columns.as_slice() {
            [first, counts, value, verdict] if *first == id => Some(Figure {
                counts: (*counts).to_owned(),
                value: (*value).to_owned(),
                verdict: (*verdict).to_owned(),
            }),
            _ => None,
        }
    };
    text.lines().filter_map(figure).collect()
}

#[cfg(test)]
mod checks {
    use super::*;
    use crate::reliability::promises::PROMISES;

    fn promise(id: &str) -> &'static Promise {
        PROMISES.iter().find(|promise| promise.id == id).unwrap()
    }

    fn after(id: &str, runs: &[(bool, &str)]) -> Outcome {
        let mut outcome = Outcome::default();
        for (held, text) in runs {
            let test = Test::named("spotify-auth", "kills", "t8_torn");
            let text = (*text).to_owned();
            outcome.add(promise(id), &test, &Ran { held: *held, text });
        }
        outcome
    }

    #[test]
    fn figures_are_taken_as_they_are_printed() {
        let text = "running 1 test\nT8  torn files of 300 kills  0  ok\nT18  x  0  ok\n\
                    T8 is a promise\ntest t8_more ... T8  temporaries left  0  ok\nok\n";
        let outcome = after("T8", &[(true, text)]);
        assert!(outcome.is_kept());
        assert_eq!(
            outcome.lines(promise("T8")),
            "T8  torn files of 300 kills  0  goal: 0  ok\nT8  temporaries left  0  goal: 0  ok\n"
        );
    }

    #[test]
    fn without_a_figure_the_tests_are_counted() {
        let outcome = after("T8", &[(true, ""), (true, "ok")]);
        assert!(outcome.is_kept());
        assert_eq!(
            outcome.lines(promise("T8")),
            "T8  torn files after a kill  2 tests passed  goal: 0  ok\n"
        );
    }

    #[test]
    fn a_promise_without_a_test_is_not_kept() {
        let outcome = after("T9", &[]);
        assert!(!outcome.is_kept());
        assert_eq!(outcome.lines(promise("T9")), "T9  no test\n");
    }

    #[test]
    fn a_failing_test_or_figure_breaks_a_promise() {
        let outcome = after("T8", &[(true, ""), (false, "T8  torn files  3  FAILED")]);
        assert!(!outcome.is_kept());
        assert_eq!(
            outcome.lines(promise("T8")),
            "T8  torn files  3  goal: 0  FAILED\n\
             T8  torn files after a kill  1 of 2 tests failed  goal: 0  FAILED\n    \
             spotify-auth kills::t8_torn\n"
        );
        let outcome = after("T8", &[(true, "T8  torn files  3  FAILED")]);
        assert!(
            !outcome.is_kept(),
            "a test that passed and says that it did not"
        );
    }
}
