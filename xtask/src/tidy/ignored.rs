//! Tests that do not run by themselves.

use super::Finding;
use crate::{
    error::Result,
    needs::TOOLS,
    source::{self, File},
};

/// Finds ignored tests that `cargo xtask test` would not run either.
pub(super) fn check(files: &[File]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
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
    use super::check;
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
