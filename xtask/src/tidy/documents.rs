//! The form of the documents that other things count on.

use std::collections::HashMap;

use super::Finding;
use crate::source::File;

/// Checks the table of what other libraries do, and the list of changes.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let document = |path: &str, check: fn(&File) -> Vec<Finding>| match files
        .iter()
        .find(|file| file.path == path)
    {
        Some(file) => check(file),
        None => vec![Finding::of(path, "is missing", "write it")],
    };
    let mut findings = document("docs/parity.md", parity);
    findings.extend(document("CHANGELOG.md", changelog));
    findings
}

/// Rows are `| A1 | what | how |`: a letter or two and a number, then cells of which none is
/// empty, as many as the head of the table has.
fn parity(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = HashMap::new();
    let mut columns = 0;
    for (number, line) in file.lines() {
        let Some(row) = line.strip_prefix('|') else {
            columns = 0;
            continue;
        };
        let closed = row.trim_end().strip_suffix('|');
        // `\|` is part of a cell.
        let row = closed.unwrap_or(row).replace("\\|", "/");
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        if columns == 0 {
            columns = cells.len();
            continue;
        }
        if cells
            .iter()
            .all(|cell| cell.trim_matches(['-', ':']).is_empty())
        {
            continue;
        }
        let id = cells.first().copied().unwrap_or_default();
        let mut bad = |what: String| {
            let fix = "write `| A1 | what it is | how it is here |`, each number once";
            findings.push(Finding::at(file, number, what, fix));
        };
        if !is_id(id) {
            bad(format!("`{id}` is no number of a row"));
        } else if let Some(first) = seen.insert(id.to_owned(), number) {
            bad(format!("`{id}` is already the number of line {first}"));
        }
        if cells.len() != columns || closed.is_none() {
            bad(format!(
                "the row has {} cells, the table {columns}",
                cells.len()
            ));
        } else if cells.iter().any(|cell| cell.is_empty()) {
            bad(format!("`{id}` has an empty cell"));
        }
    }
    if seen.is_empty() && findings.is_empty() {
        findings.push(Finding::of(
            file.path.as_str(),
            "has no rows",
            "write the table",
        ));
    }
    findings
}

/// One or two capital letters, then a number.
fn is_id(text: &str) -> bool {
    let number = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = text.len() - number.len();
    (1..=2).contains(&letters) && number.parse::<u32>().is_ok_and(|number| number > 0)
}

fn changelog(file: &File) -> Vec<Finding> {
    let unreleased = |line: &str| matches!(line.trim_end(), "## [Unreleased]" | "## Unreleased");
    if file.text.lines().any(unreleased) {
        return Vec::new();
    }
    let fix = "write `## [Unreleased]` above the releases";
    vec![Finding::at(
        file,
        1,
        "has no place for what is not released yet",
        fix,
    )]
}

#[cfg(test)]
mod tests {
    use super::{changelog, check, is_id, parity};
    use crate::{source::File, tidy::testing::said};

    const HEAD: &str = "# Parity\n\n| # | what | how |\n|---|:--|---|\n";

    fn rows(rows: &str) -> Vec<String> {
        said(&parity(&File::new("p.md", &format!("{HEAD}{rows}"))))
    }

    #[test]
    fn rows_have_a_number_and_every_cell() {
        assert_eq!(
            rows("| A1 | code | `a \\| b` |\n| A2 | pkce | yes |\n"),
            [""; 0]
        );
        assert_eq!(
            rows("| a1 | code | yes |\n"),
            ["p.md:5: `a1` is no number of a row"]
        );
        assert_eq!(
            rows("| A1 | code |\n"),
            ["p.md:5: the row has 2 cells, the table 3"]
        );
        assert_eq!(
            rows("| A1 | code | yes\n"),
            ["p.md:5: the row has 3 cells, the table 3"]
        );
        assert_eq!(rows("| A1 | | yes |\n"), ["p.md:5: `A1` has an empty cell"]);
        assert_eq!(rows(""), ["p.md: has no rows"]);
    }

    #[test]
    fn a_number_is_given_once() {
        let second = "| A1 | a | b |\n\n## More\n| # | what | how |\n|--|--|--|\n| A1 | c | d |\n";
        assert_eq!(
            rows(second),
            ["p.md:10: `A1` is already the number of line 5"]
        );
        assert!(is_id("AB12") && !is_id("A") && !is_id("A0") && !is_id("ABC1") && !is_id("A1b"));
    }

    #[test]
    fn a_changelog_has_a_place_for_the_next_release() {
        assert_eq!(
            changelog(&File::new("c.md", "# Changes\n\n## [Unreleased]\n")),
            []
        );
        let findings = changelog(&File::new("c.md", "# Changes\n\n## [0.1.0]\n"));
        assert_eq!(
            said(&findings),
            ["c.md:1: has no place for what is not released yet"]
        );
    }

    #[test]
    fn a_missing_document_is_found() {
        assert_eq!(
            said(&check(&[])),
            ["docs/parity.md: is missing", "CHANGELOG.md: is missing"]
        );
    }
}
