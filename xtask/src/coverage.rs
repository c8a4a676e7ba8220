//! `cargo xtask coverage`: what we declare against what is known of Spotify's operations, and
//! `docs/endpoints.md` out of it.

mod catalogue;
mod compare;
mod declared;
mod document;
mod explain;
mod forms;
mod openapi;
mod operation;
mod report;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use lexopt::{Arg, Parser, ValueExt};
use spotify_endpoints::ENDPOINTS;

use self::{
    catalogue::Deviations,
    compare::{Comparison, compare},
    explain::explain,
    operation::Operation,
    report::Outcome,
};
use crate::error::{Error, Result};

/// What our own catalogue is called among the descriptions.
const CATALOGUE: &str = "catalogue";

/// What is written, below the root of the workspace.
const DOCUMENT: &str = "docs/endpoints.md";

/// Where our operations are declared.
const SOURCE: &str = "spotify-endpoints/src";

const HELP: &str = "\
cargo xtask coverage [--check] [--openapi FILE]...

Compares the operations that are declared with xtask/catalogue, and with OpenAPI descriptions in
YAML where some are given; then writes docs/endpoints.md.

  --check          writes nothing, and fails where something differs that deviations.yml does not
                   list, or where docs/endpoints.md is not what would be written
  --openapi FILE   compares with this description too; may be given more than once
";

/// What the command is asked to do.
#[derive(Debug, Default, PartialEq)]
struct Options {
    help: bool,
    check: bool,
    openapi: Vec<PathBuf>,
}

/// Runs `cargo xtask coverage`.
pub(crate) fn command(parser: Parser) -> Result {
    let options = options(parser)?;
    if options.help {
        print!("{HELP}");
        return Ok(());
    }
    let root = root()?;
    let known = catalogue::operations(&root)?;
    let deviations = catalogue::deviations(&root)?;
    let mut ours: Vec<Operation> = ENDPOINTS.iter().map(|m| declared::operation(m)).collect();
    let first = outcome(&ours, &known, &deviations, CATALOGUE);
    print!("{}", report::table(&known, &first));

    let mut outcomes = vec![first];
    for request in &mut ours {
        // Of the status nobody but the catalogue knows; with it, descriptions are compared.
        let same = |operation: &&Operation| operation.key() == request.key();
        request.success = known.iter().find(same).and_then(|o| o.success.clone());
    }
    for path in &options.openapi {
        let (title, described) = openapi::read(path)?;
        let name = deviations.name(&title);
        outcomes.push(outcome(&ours, &described, &deviations, name));
    }
    let mut problems: Vec<String> = outcomes.iter().flat_map(report::problems).collect();
    let forms = forms::read(&root.join(SOURCE))?;
    let text = document::write(ENDPOINTS, &known, &forms).map_err(Error::Failed)?;
    let stale = keep(&root.join(DOCUMENT), &text, options.check)?;
    problems.extend(stale.then(|| format!("{DOCUMENT} is not what would be written")));
    for problem in &problems {
        println!("  {problem}");
    }
    for outcome in &outcomes {
        println!("{}", report::verdict(outcome));
    }
    if !options.check || problems.is_empty() {
        return Ok(());
    }
    Err(Error::Failed(format!(
        "coverage found {}: mend the declaration or xtask/catalogue, or list the difference with \
         its reason in xtask/catalogue/deviations.yml; `cargo xtask coverage` writes {DOCUMENT}",
        problems.len(),
    )))
}

/// Compares our requests with a description, and looks the differences up in the list.
fn outcome(
    ours: &[Operation],
    theirs: &[Operation],
    deviations: &Deviations,
    description: &str,
) -> Outcome {
    let Comparison {
        joined,
        differences,
    } = compare(ours, theirs);
    Outcome {
        description: description.to_owned(),
        operations: theirs.len(),
        joined,
        explained: explain(differences, deviations, description),
    }
}

fn options(mut parser: Parser) -> Result<Options> {
    let mut options = Options::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => options.help = true,
            Arg::Long("check") => options.check = true,
            Arg::Long("openapi") => options.openapi.push(parser.value()?.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

/// The folder of the workspace: cargo, which runs us, says where this package is.
fn root() -> Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = package.as_deref().and_then(Path::parent);
    let what = "this program is started by `cargo xtask coverage`";
    root.map(Path::to_owned)
        .ok_or_else(|| Error::Usage(what.to_owned()))
}

/// Writes a file, or only looks whether it would be another: then it is stale.
fn keep(path: &Path, text: &str, check: bool) -> Result<bool> {
    if check {
        let there = fs::read_to_string(path).unwrap_or_default();
        return Ok(there.replace("\r\n", "\n") != text);
    }
    fs::write(path, text).map_err(|e| catalogue::at(path, &e.to_string()))?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::{env, fs};

    use super::{Options, PathBuf, keep, options};

    fn read(args: &[&str]) -> Result<Options, String> {
        options(lexopt::Parser::from_args(args)).map_err(|e| e.to_string())
    }

    #[test]
    fn options_are_read() {
        assert_eq!(read(&[]).unwrap(), Options::default());
        let given = read(&["--check", "--openapi", "a.yml", "--openapi=b.yml"]).unwrap();
        assert!(given.check && !given.help);
        assert_eq!(given.openapi, ["a.yml", "b.yml"].map(PathBuf::from));
        assert!(read(&["--fix"]).unwrap_err().contains("'--fix'"));
        assert!(read(&["--openapi"]).is_err());
    }

    #[test]
    fn a_stale_document_is_noticed_and_written() {
        let path = env::temp_dir().join(format!("coverage-{}.md", std::process::id()));
        assert!(keep(&path, "a\nb\n", true).unwrap());
        assert!(!path.exists());
        assert!(!keep(&path, "a\nb\n", false).unwrap());
        assert!(!keep(&path, "a\nb\n", true).unwrap());
        fs::write(&path, "a\r\nb\r\n").unwrap();
        assert!(!keep(&path, "a\nb\n", true).unwrap());
        assert!(keep(&path, "a\nc\n", true).unwrap());
        fs::remove_file(&path).unwrap();
    }
}
