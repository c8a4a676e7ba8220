//! `cargo xtask reliability`: the library's promises, each with what its tests came to.

mod outcome;
mod promises;
mod tests;

use lexopt::{Arg, Parser, ValueExt};

use crate::{
    error::{Error, Result},
    list,
    workspace::Workspace,
};
use outcome::Outcome;
use promises::{PROMISES, Promise};

/// What the command was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted {
    /// Letters of groups; all of them when empty.
    groups: Vec<char>,
    /// Whether figures that take long are run whole.
    full: bool,
}

/// Runs `cargo xtask reliability`: a line for each promise, and an error if one is not kept or
/// has no test.
pub(crate) fn command(parser: Parser) -> Result {
    let wanted = parse(parser)?;
    keep(&Workspace::load()?, &wanted)
}

/// Runs every group, with the figures that take long made smaller.
pub(crate) fn run(workspace: &Workspace) -> Result {
    keep(workspace, &Wanted::default())
}

fn keep(workspace: &Workspace, wanted: &Wanted) -> Result {
    let found = tests::find(workspace)?;
    let mut broken = Vec::new();
    let chosen = |promise: &&Promise| {
        wanted.groups.is_empty() || promise.id.starts_with(wanted.groups.as_slice())
    };
    for promise in PROMISES.iter().filter(chosen) {
        let mut outcome = Outcome::default();
        for test in found.iter().filter(|test| promise.has(test)) {
            outcome.add(promise, test, &test.run(wanted.full)?);
        }
        print!("{}", outcome.lines(promise));
        if !outcome.is_kept() {
            broken.push(promise.id);
        }
    }
    if broken.is_empty() {
        return Ok(());
    }
    Err(Error::Failed(format!(
        "not kept, or without a test: {}",
        list(broken.into_iter())
    )))
}

fn parse(mut parser: Parser) -> Result<Wanted> {
    let mut wanted = Wanted::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("full") => wanted.full = true,
            Arg::Long("group") => {
                for group in parser.value()?.string()?.split(',') {
                    wanted.groups.push(group_of(group)?);
                }
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(wanted)
}

/// The letter of a group, if there is such a group.
fn group_of(text: &str) -> Result<char> {
    let mut groups: Vec<&str> = PROMISES.iter().map(Promise::group).collect();
    groups.dedup();
    match text.chars().next() {
        Some(letter) if groups.contains(&text) => Ok(letter),
        _ => Err(Error::Usage(format!(
            "there is no group `{text}`; there are: {}",
            list(groups.into_iter())
        ))),
    }
}

#[cfg(test)]
mod checks {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Wanted> {
        parse(Parser::from_args(args))
    }

    #[test]
    fn groups_and_full_are_understood_and_nothing_else() {
        assert_eq!(parsed(&[]).unwrap(), Wanted::default());
        let wanted = parsed(&["--group", "T,A", "--full"]).unwrap();
        assert_eq!(wanted.groups, ['T', 'A']);
        assert!(wanted.full);
        for bad in [&["--group", "X"][..], &["--group", ""], &["T"], &["--fast"]] {
            let error = parsed(bad).unwrap_err();
            assert!(matches!(error, Error::Usage(_)), "{bad:?}");
        }
        let error = parsed(&["--group", "TA"]).unwrap_err().to_string();
        assert!(error.starts_with("there is no group `TA`; there are: T, A"));
    }
}
