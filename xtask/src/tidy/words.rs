//! What is left to be done, and names that say nothing.

use super::Finding;
use crate::{
    error::Result,
    source::{File, Token},
};

/// Macros that stand for code that is not there yet, or that was to be taken out again.
const MACROS: &[&str] = &["dbg", "todo", "unimplemented"];

/// Marks of work left over. Written in two parts, for this file is checked as well.
const MARKS: &[&str] = &[
    concat!("FIX", "ME"),
    concat!("TO", "DO"),
    concat!("XX", "X"),
];

/// Endings that say that somebody did not know what the thing is.
const ENDINGS: &[&str] = &["manager", "helper", "helpers", "util", "utils"];

/// The words before a name that is being given.
const GIVING: &[&str] = &["enum", "fn", "mod", "struct", "trait", "type", "union"];

/// Checks every Rust file.
pub(super) fn check(files: &[File]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        findings.extend(marks(file));
        let tokens = file.tokens()?;
        let pairs = tokens.iter().zip(tokens.iter().skip(1));
        findings.extend(pairs.filter_map(|(token, next)| words(file, token, next)));
    }
    Ok(findings)
}

/// Looks for marks in comments; elsewhere they are what they are.
fn marks(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in file.lines() {
        let (_, comment) = line.split_once("//").unwrap_or_default();
        let mut words = comment.split(|c: char| !c.is_alphanumeric() && c != '_');
        if let Some(mark) = words.find(|word| MARKS.contains(word)) {
            let what = format!("{mark} is left over");
            let fix = "do it now, or open an issue and take the mark out";
            findings.push(Finding::at(file, number, what, fix));
        }
    }
    findings
}

fn words(file: &File, token: &Token, next: &Token) -> Option<Finding> {
    if MACROS.contains(&token.text.as_str()) && next.text == "!" {
        let what = format!("{}! is left over", token.text);
        return Some(Finding::at(file, token.line, what, "write what is meant"));
    }
    if GIVING.contains(&token.text.as_str()) && vague(&next.text) {
        let what = format!("`{}` does not say what it is", next.text);
        let fix = "name the thing by what it is or does: a gate, a store, a reader";
        return Some(Finding::at(file, next.line, what, fix));
    }
    None
}

/// Whether a name ends in a word that says nothing: `TokenManager`, `url_utils`, `helpers`.
fn vague(name: &str) -> bool {
    let start = name
        .rfind(|c: char| c.is_uppercase() || c == '_')
        .unwrap_or_default();
    let (_, last) = name.split_at_checked(start).unwrap_or_default();
    let last = last.trim_start_matches('_').to_lowercase();
    ENDINGS.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::{MARKS, check, vague};
    use crate::{source::File, tidy::testing::said};

    fn found(text: &str) -> Vec<String> {
        said(&check(&[File::new("a.rs", text)]).unwrap())
    }

    #[test]
    fn work_left_over_is_found() {
        assert_eq!(
            found("fn f() {\n    todo!()\n}\nfn g() { dbg!(1); unimplemented!(\"x\"); }\n"),
            [
                "a.rs:2: todo! is left over",
                "a.rs:4: dbg! is left over",
                "a.rs:4: unimplemented! is left over",
            ]
        );
        for mark in MARKS {
            let text = format!("fn f() {{}} // {mark}: more\n");
            assert_eq!(found(&text), [format!("a.rs:1: {mark} is left over")]);
        }
    }

    #[test]
    fn words_that_only_look_like_it_are_not() {
        assert_eq!(
            found("#![deny(clippy::todo)]\nconst A: &str = \"todo!()\";\n"),
            [""; 0]
        );
        assert_eq!(
            found("const A: &str = \"XXX\"; // dbg!(1), TODOS\n"),
            [""; 0]
        );
    }

    #[test]
    fn vague_names_are_found() {
        assert_eq!(
            found("struct TokenManager;\nmod utils;\nfn url_helper() {}\n"),
            [
                "a.rs:1: `TokenManager` does not say what it is",
                "a.rs:2: `utils` does not say what it is",
                "a.rs:3: `url_helper` does not say what it is",
            ]
        );
        assert!(vague("Helpers") && vague("DateUtil"));
        assert!(!vague("Managed") && !vague("futility") && !vague("_") && !vague(""));
    }
}
