//! The examples in the documentation of operations.

use super::table::Entry;
use crate::source::File;

/// Says what the documentation of an operation lacks, and what to do: an example that is run, with
/// one of the operation's fixtures where it has any.
pub(super) fn missing(
    file: &File,
    line: usize,
    entry: Option<&Entry<'_>>,
) -> Option<(&'static str, &'static str)> {
    let examples = examples(&documentation(file, line));
    if examples.is_empty() {
        return Some(("has no example", "write one that runs on `Replay`"));
    }
    let fixtures = entry.map(|entry| entry.fixtures.as_slice());
    let fixtures = fixtures.unwrap_or_default();
    let used = |(name, _): &(&str, usize)| examples.contains(&format!("/{name}.json\""));
    if fixtures.is_empty() || fixtures.iter().any(used) {
        return None;
    }
    let fix = "answer it with `include_str!` of a fixture that the table of the tests names";
    Some(("has an example without any of its fixtures", fix))
}

/// The documentation of what is declared at a line: in the macro it stands above the name, else
/// above the type of that name.
fn documentation(file: &File, line: usize) -> Vec<&str> {
    let lines: Vec<&str> = file.text.lines().map(str::trim_start).collect();
    let declared = lines
        .get(line.saturating_sub(1))
        .copied()
        .unwrap_or_default();
    let hand_written = declared
        .split_once("Endpoint for ")
        .map(|(_, name)| name.split(|c: char| !c.is_alphanumeric()).next());
    let at = match hand_written.flatten() {
        None => line.saturating_sub(1),
        Some(name) => {
            let is_type = |line: &&str| {
                let rest = line.strip_prefix("pub struct ").unwrap_or_default();
                let rest = rest.strip_prefix(name);
                rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
            };
            lines.iter().position(is_type).unwrap_or_default()
        }
    };
    let above = lines.iter().take(at).rev();
    let mut documentation: Vec<&str> = above
        .take_while(|line| !line.is_empty() && !matches!(**line, "}" | "endpoint! {"))
        .filter_map(|line| line.strip_prefix("///"))
        .collect();
    documentation.reverse();
    documentation
}

/// The code in it that is run as a test.
fn examples(documentation: &[&str]) -> String {
    let mut code = String::new();
    // Whether the block that is open, if one is, is run.
    let mut open: Option<bool> = None;
    for line in documentation {
        match (line.trim().strip_prefix("```"), open) {
            (Some(_), Some(_)) => open = None,
            (Some(language), None) => open = Some(matches!(language, "" | "rust")),
            (None, Some(true)) => {
                code.push_str(line);
                code.push('\n');
            }
            (None, _) => {}
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::{documentation, examples};
    use crate::source::File;

    #[test]
    fn documentation_is_found_above_what_it_is_of() {
        let text = "\
endpoint! {
    /// One.
    ///
    /// ```
    /// a();
    /// ```
    GetA = GET \"/a\",
}

/// Two.
#[derive(Debug)]
#[allow(
    lint,
    reason = \"two lines\"
)]
pub struct PutB {
    /// Three.
    b: u8,
}

pub struct PutBc;

impl Endpoint for PutB {
}
";
        let file = File::new("a.rs", text);
        assert_eq!(
            documentation(&file, 7),
            [" One.", "", " ```", " a();", " ```"]
        );
        assert_eq!(documentation(&file, 23), [" Two."]);
        assert_eq!(documentation(&file, 99), [""; 0]);
    }

    #[test]
    fn an_example_is_what_is_run() {
        let run = ["```", "a();", "```", "text", "```rust", "b();", "```"];
        assert_eq!(examples(&run), "a();\nb();\n");
        assert_eq!(
            examples(&["```text", "a();", "```", "b", "```no_run", "c();"]),
            ""
        );
    }
}
