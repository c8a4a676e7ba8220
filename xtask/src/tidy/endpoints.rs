//! The operations in `spotify-endpoints`: each is in the index, its request in a snapshot, its
//! answers in fixtures, its use in an example, and all of them are called on the mock.

mod example;
mod table;

use self::table::Entry;
use super::Finding;
use crate::{
    error::Result,
    source::{self, File, Token},
};

const SOURCES: [&str; 2] = ["spotify-core/src/", "spotify-endpoints/src/"];
const INDEX: &str = "spotify-endpoints/src/index.rs";
const REQUESTS: &str = "spotify-endpoints/tests/operations/snapshots/operations__requests__";
const MODELS: &str = "spotify-endpoints/tests/snapshots/models__";
const FIXTURES: &str = "tests/fixtures/";
const ON_THE_MOCK: &str = "tests/tests/operations.rs";

/// What is an `Endpoint` and no operation of Spotify's, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("As", "reads the answer of another as something else"),
    (
        "GetAny",
        "asks by the operation that goes with a URI's kind",
    ),
    (
        "Profile",
        "is how `GetAny` asks for users, as `GetUser` does",
    ),
    ("Raw", "is for paths that this version does not know"),
    ("ResolveShortLink", "asks another service than the Web API"),
    ("With", "adds parameters to another"),
    ("WithHead", "gives the head of another's answer as well"),
];

/// Looks for all that an operation must have.
pub(super) fn check(files: &[File]) -> Result<Vec<Finding>> {
    let mut declared = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        if SOURCES.iter().any(|folder| file.path.starts_with(folder)) {
            let names = declarations(file.tokens()?);
            declared.extend(names.into_iter().map(|token| (file, token)));
        }
    }
    let mut findings = exceptions(&declared);
    declared.retain(|(_, token)| !is_exception(&token.text));
    if declared.is_empty() {
        let what = "no operation was found in it";
        let fix = "teach xtask/src/tidy/endpoints.rs how they are declared now";
        findings.push(Finding::of(SOURCES.join(" and "), what, fix));
        return Ok(findings);
    }
    println!("  {} requests", declared.len());

    let index = files.iter().find(|file| file.path == INDEX);
    let index = index.map(File::tokens).transpose()?.unwrap_or_default();
    let table = table::read(files)?;
    for (file, token) in declared {
        let name = token.text.as_str();
        let mut lacks = |what: &str, fix| {
            let what = format!("`{name}` {what}");
            findings.push(Finding::at(file, token.line, what, fix));
        };
        if !listed(index, name) {
            lacks("is not in the index", "list it in index.rs");
        }
        if !files.iter().any(|snapshot| shows(snapshot, name)) {
            let fix = "run the tests of spotify-endpoints with INSTA_UPDATE=always, and read the \
                       snapshot";
            lacks("has no snapshot of its request", fix);
        }
        let entry = table.iter().find(|entry| entry.is_of(name));
        if entry.is_none() {
            let fix = "add it to spotify-endpoints/tests/support/table";
            lacks("is not in the table of the tests", fix);
        }
        if let Some((what, fix)) = example::missing(file, token.line, entry) {
            lacks(what, fix);
        }
    }
    findings.extend(table.iter().flat_map(|entry| fixtures(entry, files)));
    findings.extend(called_on_the_mock(files)?);
    Ok(findings)
}

/// The names in `endpoint! { Name = … }`, `impl Endpoint for Name {` and
/// `impl<T> Endpoint for Name<T> {`.
fn declarations(tokens: &[Token]) -> Vec<&Token> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| !token.test) {
        let after: Vec<&Token> = tokens.iter().skip(at + 1).take(4).collect();
        let texts: Vec<&str> = after.iter().map(|token| token.text.as_str()).collect();
        let name = match (token.text.as_str(), texts.as_slice()) {
            ("endpoint", ["!", "{", _, "="]) => after.get(2),
            ("Endpoint", ["for", _, "{" | "<", ..]) => after.get(1),
            _ => None,
        };
        found.extend(name.copied());
    }
    found
}

fn is_exception(name: &str) -> bool {
    EXCEPTIONS.iter().any(|(exception, _)| *exception == name)
}

/// An exception that is not there any more would hide an operation of its name.
fn exceptions(declared: &[(&File, &Token)]) -> Vec<Finding> {
    let there = |name: &str| declared.iter().any(|(_, token)| token.text == name);
    let gone = EXCEPTIONS.iter().filter(|(name, _)| !there(name));
    gone.map(|(name, why)| {
        let what = format!("`{name}` (it {why}) is not declared any more");
        let fix = "take it off the exceptions in xtask/src/tidy/endpoints.rs";
        Finding::of("xtask/src/tidy/endpoints.rs", what, fix)
    })
    .collect()
}

/// Whether the index has `Name::META`.
fn listed(index: &[Token], name: &str) -> bool {
    let path = [name, ":", ":", "META"];
    let texts = |window: &[Token]| window.iter().map(|token| token.text.as_str()).eq(path);
    index.windows(path.len()).any(texts)
}

/// Whether a snapshot is that of an operation's request, and has a line that begins with a method.
fn shows(snapshot: &File, name: &str) -> bool {
    let methods = ["GET ", "PUT ", "POST ", "DELETE "];
    let request = |line: &str| methods.iter().any(|method| line.starts_with(method));
    let rest = snapshot.path.strip_prefix(REQUESTS);
    rest.and_then(|rest| rest.strip_suffix(".snap")) == Some(name)
        && snapshot.text.lines().any(request)
}

/// The fixtures of an entry are there, and there is a snapshot of what is read from each.
fn fixtures(entry: &Entry<'_>, files: &[File]) -> Vec<Finding> {
    let there = |path: String| files.iter().any(|file| file.path == path);
    let mut findings = Vec::new();
    for (fixture, line) in &entry.fixtures {
        let snapshot = fixture.replace('/', "__");
        if !there(format!("{FIXTURES}{fixture}.json")) {
            let what = format!("there is no fixture `{fixture}`");
            let fix = "write it, or name one that is there";
            findings.push(Finding::at(entry.file, *line, what, fix));
        } else if !there(format!("{MODELS}{snapshot}.snap")) {
            let what = format!("no snapshot shows what is read from `{fixture}`");
            let fix = "add it to the fixtures of spotify-endpoints/tests/models.rs, and read the \
                       snapshot";
            findings.push(Finding::at(entry.file, *line, what, fix));
        }
    }
    findings
}

/// The test that calls every operation on the mock goes through the same table.
fn called_on_the_mock(files: &[File]) -> Result<Option<Finding>> {
    let fix = "go through all operations there with `table::every`, in both profiles of the mock";
    let Some(file) = files.iter().find(|file| file.path == ON_THE_MOCK) else {
        let what = "is missing: nothing calls every operation on the mock";
        return Ok(Some(Finding::of(ON_THE_MOCK, what, fix)));
    };
    let tokens = file.tokens()?;
    let named = source::paths(tokens)
        .iter()
        .any(|(path, _)| path.ends_with(&["table", "every"]));
    let call = ["every", "("];
    let called = |pair: &[Token]| pair.iter().map(|token| token.text.as_str()).eq(call);
    if named && tokens.windows(call.len()).any(called) {
        return Ok(None);
    }
    let what = "does not go through the table of all operations";
    Ok(Some(Finding::at(file, 1, what, fix)))
}

#[cfg(test)]
mod tests;
