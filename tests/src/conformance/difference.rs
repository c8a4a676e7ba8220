//! Differences that are explained: what comes out otherwise over a transport, and why.

use std::collections::BTreeSet;

/// Something that comes out otherwise over a transport, with the reason.
///
/// What comes instead is said line by line, in the words of the outcomes (`= outcome`,
/// `> request on the wire`), so an explained difference hides no other. It must occur wherever
/// it says: a difference that is gone fails the suite like one that nobody explained.
///
/// ```
/// use spotify_tests::conformance::Difference;
///
/// let blind = Difference::because("the library does not tell what failed while connecting")
///     .line("= Connect, never sent", "= Other, may have been received")
///     .line_in(
///         "a_post_that_never_left",
///         "= Transport: Connect, never sent",
///         "= Ambiguous SkipToNext: Transport: Other, may have been received",
///     )
///     .line_in("a_post_that_never_left", "= send, wait 0.283 s, send, wait 0.746 s, send", "= send");
/// # let _ = blind;
/// ```
#[derive(Debug, Clone)]
#[must_use = "a difference explains nothing until it is given to Suite::explains"]
pub struct Difference {
    reason: &'static str,
    changes: Vec<Change>,
}

/// What one scenario, or each of them, shows instead.
#[derive(Debug, Clone)]
struct Change {
    /// Where; everywhere without it.
    scenario: Option<&'static str>,
    /// The line that is expected; all of them without it.
    expected: Option<&'static str>,
    actual: &'static str,
}

impl Change {
    fn concerns(&self, scenario: &str) -> bool {
        self.scenario.is_none_or(|name| name == scenario)
    }
}

impl Difference {
    /// Gives the reason, which is printed with the results.
    pub fn because(reason: &'static str) -> Self {
        Self {
            reason,
            changes: Vec::new(),
        }
    }

    /// In every scenario, each line that reads `expected` comes out as `actual`: another line,
    /// several (separated by line feeds), or none (an empty text).
    pub fn line(self, expected: &'static str, actual: &'static str) -> Self {
        self.change(None, Some(expected), actual)
    }

    /// The same in one scenario alone.
    pub fn line_in(
        self,
        scenario: &'static str,
        expected: &'static str,
        actual: &'static str,
    ) -> Self {
        self.change(Some(scenario), Some(expected), actual)
    }

    /// One scenario comes out as these lines and no others.
    pub fn outcome(self, scenario: &'static str, lines: &'static str) -> Self {
        self.change(Some(scenario), None, lines)
    }

    fn change(
        mut self,
        scenario: Option<&'static str>,
        expected: Option<&'static str>,
        actual: &'static str,
    ) -> Self {
        self.changes.push(Change {
            scenario,
            expected,
            actual,
        });
        self
    }

    pub(crate) fn reason(&self) -> &'static str {
        self.reason
    }
}

/// Lines of an outcome as they are to come over one transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Adapted {
    pub(crate) lines: Vec<String>,
    /// The differences that changed them, by their place in the list.
    pub(crate) used: BTreeSet<usize>,
}

/// The lines that a scenario shows over a transport with these differences. A line is changed
/// once: what is said of one scenario comes before what is said of all.
pub(crate) fn adapt(scenario: &str, lines: &[String], differences: &[Difference]) -> Adapted {
    let changes = || {
        let numbered = differences.iter().enumerate();
        numbered
            .flat_map(|(number, d)| d.changes.iter().map(move |change| (number, change)))
            .filter(|(_, change)| change.concerns(scenario))
    };
    let mut used = BTreeSet::new();
    if let Some((number, whole)) = changes().find(|(_, change)| change.expected.is_none()) {
        let new = split(whole.actual);
        if new != lines {
            used.insert(number);
        }
        return Adapted { lines: new, used };
    }
    let mut adapted = Vec::new();
    for line in lines {
        let here = changes().filter(|(_, change)| change.expected == Some(line.as_str()));
        let first = here
            .max_by_key(|(number, change)| (change.scenario.is_some(), std::cmp::Reverse(*number)));
        match first {
            Some((number, change)) => {
                used.insert(number);
                adapted.extend(split(change.actual));
            }
            None => adapted.push(line.clone()),
        }
    }
    Adapted {
        lines: adapted,
        used,
    }
}

fn split(lines: &str) -> Vec<String> {
    lines
        .lines()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// What of these differences says nothing: scenarios that there are not, and lines that are
/// expected nowhere they are looked for.
pub(crate) fn stale<'e>(
    differences: &[Difference],
    outcomes: impl Fn(&str) -> Option<&'e [String]>,
    all: &[&str],
) -> Vec<String> {
    let mut stale = Vec::new();
    for difference in differences {
        for change in &difference.changes {
            let reason = difference.reason;
            match (change.scenario, change.expected) {
                (Some(scenario), _) if !all.contains(&scenario) => stale.push(format!(
                    "there is no scenario `{scenario}`, for which it is explained that {reason}"
                )),
                (scenario, Some(expected)) => {
                    let mut places = all
                        .iter()
                        .filter(|name| scenario.is_none_or(|s| s == **name));
                    let found = places.any(|name| {
                        outcomes(name)
                            .is_some_and(|lines| lines.iter().any(|line| line == expected))
                    });
                    if !found {
                        let place = scenario.unwrap_or("any scenario");
                        stale.push(format!(
                            "the line `{expected}` is not expected in {place}; it is explained \
                             that there comes another because {reason}"
                        ));
                    }
                }
                (Some(scenario), None) => {
                    if outcomes(scenario).is_some_and(|usual| usual == split(change.actual)) {
                        stale.push(format!(
                            "{scenario} comes out as everywhere; it is explained that it does \
                             not because {reason}"
                        ));
                    }
                }
                (None, None) => {}
            }
        }
    }
    stale
}

#[cfg(test)]
mod tests {
    use super::{Difference, adapt, stale};

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn lines_are_replaced_removed_and_added_and_the_scenarios_own_come_first() {
        let differences = [
            Difference::because("one")
                .line("= a", "= b")
                .line("> x", ""),
            Difference::because("two").line_in("here", "= a", "= c\n= d"),
        ];
        let expected = lines("= a\n= z\n> x");
        let there = adapt("there", &expected, &differences);
        assert_eq!(there.lines, ["= b", "= z"]);
        assert_eq!(there.used.into_iter().collect::<Vec<_>>(), [0]);
        let here = adapt("here", &expected, &differences);
        assert_eq!(here.lines, ["= c", "= d", "= z"]);
        assert_eq!(here.used.into_iter().collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn a_whole_outcome_is_replaced() {
        let differences = [Difference::because("one").outcome("here", "  = b\n  > y\n")];
        assert_eq!(
            adapt("here", &lines("= a"), &differences).lines,
            ["= b", "> y"]
        );
        assert_eq!(adapt("there", &lines("= a"), &differences).lines, ["= a"]);
    }

    #[test]
    fn what_is_expected_nowhere_is_stale() {
        let differences = [Difference::because("it rained")
            .line("= a", "= b")
            .line("= q", "= b")
            .line_in("here", "= z", "= b")
            .outcome("nowhere", "")
            .outcome("here", "  = a")];
        let expected = lines("= a");
        let stale = stale(&differences, |_| Some(expected.as_slice()), &["here"]);
        assert_eq!(stale.len(), 4, "{stale:?}");
        assert!(
            stale[3].starts_with("here comes out as everywhere"),
            "{stale:?}"
        );
        assert!(
            stale[0].contains("`= q`") && stale[0].contains("it rained"),
            "{stale:?}"
        );
        assert!(stale[1].contains("in here"), "{stale:?}");
        assert!(stale[2].contains("no scenario `nowhere`"), "{stale:?}");
    }
}
