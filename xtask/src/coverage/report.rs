//! What the comparisons found, as text.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{compare::Difference, explain::Explained, operation::Operation};

/// What came of comparing with one description.
pub(super) struct Outcome {
    /// What the description is called.
    pub(super) description: String,
    /// How many operations it has.
    pub(super) operations: usize,
    /// The names of our requests, by the method and the name of the operation that they stand for.
    pub(super) joined: BTreeMap<(String, String), Vec<String>>,
    pub(super) explained: Explained,
}

impl Outcome {
    /// How many operations of the description we have.
    fn covered(&self) -> usize {
        self.joined
            .values()
            .filter(|names| !names.is_empty())
            .count()
    }

    fn requests(&self, operation: &Operation) -> &[String] {
        let key = (operation.method.clone(), operation.reference.clone());
        self.joined.get(&key).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A row for each area of the catalogue: what of it we have, and in what we differ from it.
pub(super) fn table(known: &[Operation], outcome: &Outcome) -> String {
    let mut areas: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in known {
        let area = operation.area.as_deref().unwrap_or_default();
        areas.entry(area).or_default().push(operation);
    }
    let mut text = format!(
        "  {:<16} {:>10} {:>8} {:>8} {:>6} {:>11}\n",
        "area", "operations", "missing", "requests", "listed", "unexplained"
    );
    for (area, operations) in areas {
        let names: Vec<&String> = operations
            .iter()
            .flat_map(|operation| outcome.requests(operation).iter().chain([&operation.name]))
            .collect();
        let of = |differences: &[Difference]| {
            let ours = |difference: &&Difference| names.contains(&&difference.of);
            differences.iter().filter(ours).count()
        };
        let requests = operations.iter().map(|o| outcome.requests(o).len());
        let missing = requests.clone().filter(|count| *count == 0).count();
        // Nothing can go wrong in writing to a string.
        writeln!(
            text,
            "  {area:<16} {:>10} {missing:>8} {:>8} {:>6} {:>11}",
            operations.len(),
            requests.sum::<usize>(),
            of(&outcome.explained.listed),
            of(&outcome.explained.unexplained),
        )
        .ok();
    }
    text
}

/// What there is to do about one comparison, a line for each.
pub(super) fn problems(outcome: &Outcome) -> Vec<String> {
    let description = &outcome.description;
    let line = |difference: &Difference| {
        let Difference {
            of,
            fact,
            ours,
            theirs,
        } = difference;
        format!("{of}, {fact}: {ours} here, {theirs} in {description}")
    };
    let Explained {
        unexplained, gone, ..
    } = &outcome.explained;
    let gone = gone.iter().map(line);
    unexplained
        .iter()
        .map(line)
        .chain(gone.map(|line| format!("{line}: is listed and does not occur")))
        .collect()
}

/// The sum of one comparison.
pub(super) fn verdict(outcome: &Outcome) -> String {
    let Explained {
        listed,
        unexplained,
        gone,
    } = &outcome.explained;
    let mut text = format!(
        "{}: {} of {} operations, {} unexplained differences, {} explained",
        outcome.description,
        outcome.covered(),
        outcome.operations,
        unexplained.len(),
        listed.len(),
    );
    if !gone.is_empty() {
        let more = format!(", {} listed that do not occur", gone.len());
        text.push_str(&more);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Outcome, problems, table, verdict};
    use crate::coverage::{CATALOGUE, catalogue::yaml, operation::Operation, outcome};

    fn operation(area: &str, name: &str, reference: &str) -> Operation {
        Operation {
            name: name.to_owned(),
            reference: reference.to_owned(),
            method: "GET".to_owned(),
            path: format!("/{reference}"),
            area: Some(area.to_owned()),
            ..Operation::default()
        }
    }

    fn found() -> (Vec<Operation>, Outcome) {
        let mut ours = [
            operation("things", "GetA", "a"),
            operation("things", "GetB", "b"),
        ];
        ours[1].path = "/bb".to_owned();
        let known = ["a", "b", "c"].map(|name| operation("things", name, name));
        let known = [&known[..], &[operation("more", "d", "d")]].concat();
        let deviations = yaml(
            "
descriptions: {}
deviations:
  - {of: [GetB], fact: path, ours: /bb, theirs: {catalogue: /b}, reason: It is better.}
  - {of: [GetA], fact: path, ours: /aa, theirs: {catalogue: /a}, reason: It was better.}
",
        );
        let outcome = outcome(&ours, &known, &deviations.unwrap(), CATALOGUE);
        (known, outcome)
    }

    #[test]
    fn the_table_has_a_row_for_each_area() {
        let (known, outcome) = found();
        assert_eq!(
            table(&known, &outcome),
            "  area             operations  missing requests listed unexplained
  more                      1        1        0      0           1
  things                    3        1        2      1           1
"
        );
    }

    #[test]
    fn problems_and_their_sum_are_told() {
        let (_, outcome) = found();
        assert_eq!(
            problems(&outcome),
            [
                "c, operation: absent here, GET /c in catalogue",
                "d, operation: absent here, GET /d in catalogue",
                "GetA, path: /aa here, /a in catalogue: is listed and does not occur",
            ]
        );
        assert_eq!(
            verdict(&outcome),
            "catalogue: 2 of 4 operations, 2 unexplained differences, 1 explained, \
             1 listed that do not occur"
        );
    }
}
