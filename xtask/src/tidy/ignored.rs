//! Tests that a plain `cargo test` leaves out.

use super::Finding;
use crate::{
    error::Result,
    needs::TOOLS,
    source::{self, File},
    test::SPARSE,
};

/// Finds those that `cargo xtask test` would not run either.
pub(super) fn check(files: &[File]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let listed = SPARSE.iter().any(|(path, _)| *path == file.path);
        if let Some(line) = source::sparse(file.tokens()?).filter(|_| file.is_test() && !listed) {
            let what = "nothing here runs when every feature is on";
            let fix = "say in xtask/src/test.rs (SPARSE) how to run it";
            findings.push(Finding::at(file, line, what, fix));
        }
        let mut tools = Vec::new();
        for ignored in source::ignored(file.tokens()?) {
            let tool = source::tool(ignored.reason, TOOLS).map(|tool| tool.name);
            tools.push(tool);
            if tool.is_none()
                || source::test_target(&file.path).is_none()
                || tools.first() != tools.last()
            {
                findings.push(Finding::at(
                    file,
                    ignored.line,
                    "this test would never run",
                    "write #[ignore = \"needs TOOL\"] with a tool of xtask/src/needs.rs, in a file \
                     directly in `tests/` whose ignored tests all need that one tool",
                ));
            }
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::{SPARSE, check};
    use crate::{source::File, tidy::testing::said};

    fn found(path: &str, text: &str) -> Vec<String> {
        said(&check(&[File::new(path, text)]).unwrap())
    }

    #[test]
    fn a_test_that_nobody_would_run_is_found() {
        let never = ["a/tests/b.rs:1: this test would never run"];
        assert_eq!(found("a/tests/b.rs", "#[ignore]\nfn f() {}"), never);
        assert_eq!(
            found("a/tests/b.rs", "#[ignore = \"slow\"]\nfn f() {}"),
            never
        );
        assert_eq!(
            found("a/tests/b.rs", "#[ignore = \"needs luck\"]\nfn f() {}"),
            never
        );
    }

    #[test]
    fn a_file_that_every_feature_empties_is_found() {
        let text = "//! Text.\n#![cfg(all(unix, not(feature = \"tls\")))]\nfn f() {}";
        let empty = ["a/tests/b.rs:2: nothing here runs when every feature is on"];
        assert_eq!(found("a/tests/b.rs", text), empty);
        assert_eq!(found(SPARSE[0].0, text), [""; 0]);
        assert_eq!(
            found("a/tests/b.rs", "#![cfg(feature = \"tls\")]\n"),
            [""; 0]
        );
        assert_eq!(found("a/tests/b.rs", "#![cfg(not(windows))]\n"), [""; 0]);
    }

    #[test]
    fn a_test_that_needs_a_tool_stands_where_it_is_run() {
        let text = "#[test]\n#[ignore = \"needs valgrind\"]\nfn f() {}";
        assert_eq!(found("a/tests/b.rs", text), [""; 0]);
        assert_eq!(
            found("a/src/b.rs", text),
            ["a/src/b.rs:2: this test would never run"]
        );
        assert_eq!(found("a/tests/b/c.rs", text).len(), 1);
    }
}
