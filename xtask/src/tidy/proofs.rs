//! The tests that docs/parity.md names: each exists.

use std::collections::HashSet;

use super::Finding;
use crate::source::File;

/// A table whose last column names tests: `crate `file::test``.
const DOCUMENT: &str = "docs/parity.md";

/// The short names of the packages, and their folders.
const PACKAGES: [(&str, &str); 8] = [
    ("auth", "spotify-auth/"),
    ("blocking", "spotify-blocking/"),
    ("core", "spotify-core/"),
    ("endpoints", "spotify-endpoints/"),
    ("hyper", "spotify-hyper/"),
    ("reqwest", "spotify-reqwest/"),
    ("tests", "tests/"),
    ("xtask", "xtask/"),
];

/// Looks for each test in the files of the package that is named before it.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let code: Vec<Code<'_>> = files
        .iter()
        .filter(|f| f.is_rust())
        .map(Code::new)
        .collect();
    let mut findings = Vec::new();
    for file in files.iter().filter(|f| f.path == DOCUMENT) {
        for (number, line) in file.lines() {
            for missing in named(line).filter(|test| !code.iter().any(|code| code.has(test))) {
                let what = match missing.folder {
                    Some(folder) => format!("there is no test `{}` in {folder}", missing.path),
                    None => format!("`{}` stands behind no name of a package", missing.path),
                };
                let fix = "write the package in short, then `file::test` as it is named today";
                findings.push(Finding::at(file, number, what, fix));
            }
        }
    }
    findings
}

/// A test as the table names it.
struct Test<'a> {
    folder: Option<&'static str>,
    path: &'a str,
}

/// The tests in the last cell of a row. A package holds until another one is named; what is no
/// path in small letters, such as a type, is no test.
fn named(line: &str) -> impl Iterator<Item = Test<'_>> {
    let row = line
        .trim_end()
        .strip_suffix('|')
        .filter(|_| line.starts_with('|'));
    let cell = row
        .and_then(|row| row.rsplit(" | ").next())
        .unwrap_or_default();
    let mut folder = None;
    let spans = cell.split('`').enumerate();
    spans.filter_map(move |(at, text)| {
        if at % 2 == 0 {
            let words = text.split(|c: char| !c.is_ascii_lowercase());
            let mut packages =
                words.filter_map(|word| PACKAGES.iter().find(|(name, _)| *name == word));
            folder = packages
                .next_back()
                .map_or(folder, |(_, place)| Some(*place));
            return None;
        }
        let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_:*".contains(c);
        let test = text.contains("::") && text.chars().all(small);
        test.then_some(Test { folder, path: text })
    })
}

/// A file of Rust, by what can be asked of it.
struct Code<'a> {
    path: &'a str,
    words: HashSet<&'a str>,
}

impl<'a> Code<'a> {
    fn new(file: &'a File) -> Self {
        let apart = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        Self {
            path: &file.path,
            words: file.text.split(apart).collect(),
        }
    }

    /// Whether the modules of a test are in the path of this file, and its name is in the text.
    fn has(&self, test: &Test<'_>) -> bool {
        let place = test
            .folder
            .and_then(|folder| self.path.strip_prefix(folder));
        let Some(place) = place else { return false };
        let mut parts: Vec<&str> = test
            .path
            .split("::")
            .filter(|part| *part != "tests")
            .collect();
        let name = parts.pop().unwrap_or_default();
        let stem = place.strip_suffix(".rs").unwrap_or(place);
        parts
            .iter()
            .all(|part| stem.split('/').any(|step| step == *part))
            && match name.strip_suffix('*') {
                Some(start) => self.words.iter().any(|word| word.starts_with(start)),
                None => self.words.contains(name) || stem.ends_with(&format!("/{name}")),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::{source::File, tidy::testing::said};

    fn found(rows: &str) -> Vec<String> {
        said(&check(&[
            File::new("docs/parity.md", rows),
            File::new("spotify-core/src/call/gate.rs", "fn c1_first_come() {}"),
            File::new("tests/tests/load.rs", "conformance!(h1_many, blocking x);"),
        ]))
    }

    #[test]
    fn a_test_is_where_it_is_said_to_be() {
        assert!(found("# Parity `a::b`\n\n| # | what | how |\n|---|---|---|\n").is_empty());
        let row =
            "| C1 | `Gate::new` | core `call::gate::tests::c1_first_come`, tests `load::h1_*` |";
        assert!(found(row).is_empty());
        assert!(found("| A1 | x | auth `Type::made`, `a_word` |").is_empty());
    }

    #[test]
    fn a_test_that_is_not_there_is_named() {
        assert_eq!(
            found("| C1 | `a` | core `gate::c1_second_come`, tests `gate::c1_first_come` |"),
            [
                "docs/parity.md:1: there is no test `gate::c1_second_come` in spotify-core/",
                "docs/parity.md:1: there is no test `gate::c1_first_come` in tests/",
            ]
        );
        assert_eq!(
            found("| C1 | `a` | `gate::c1_first_come` |"),
            ["docs/parity.md:1: `gate::c1_first_come` stands behind no name of a package"]
        );
    }
}
