//! `cargo xtask fixtures`: calls as files, recorded, scrubbed and checked.

use std::{fs, io, path::Path, path::PathBuf, sync::Arc};

use lexopt::{Arg, Parser, ValueExt};
use spotify_core::{BlockingTransport, HttpTransport};
use spotify_tests::{Recorder, Replaced, Rule, Scrub};

use crate::{
    error::{Error, Result},
    tour::{self, Between, Screen},
};

#[cfg(test)]
mod canaries;
mod file;

use file::Fixed;

const HELP: &str = "\
cargo xtask fixtures record FOLDER [OPTION]...

Runs the tour and writes each of its calls into a file of the folder, without secrets. The options
are those of the tour; with --live it is the short one, against the real Spotify.

cargo xtask fixtures scrub PATH...

Takes tokens, cookies, client ids, e-mail addresses, user ids and cursors out of files, and says
what it replaced. A path is a .fixture or .json file, or a folder of them.

cargo xtask fixtures check PATH...

Says what `scrub` would replace, and what is wrong with a fixture; changes nothing, and fails if
there is anything to say.

docs/fixtures.md tells the format.
";

/// Runs `cargo xtask fixtures`.
pub(crate) fn command(mut parser: Parser) -> Result {
    let args: Vec<_> = parser.raw_args()?.collect();
    // Before anything is made or changed, wherever it stands.
    let mut options = args.iter().take_while(|arg| *arg != "--");
    if args.is_empty() || options.any(|arg| arg == "-h" || arg == "--help") {
        print!("{HELP}");
        return Ok(());
    }
    let mut parser = Parser::from_args(args);
    let name = match parser.next()? {
        None => return Err(Error::Usage("fixtures what?".to_owned())),
        Some(Arg::Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    match name.as_str() {
        "record" => record(parser),
        "scrub" => scrub(&paths(parser)?),
        "check" => check(&paths(parser)?),
        other => Err(Error::Usage(format!(
            "there is no `fixtures {other}`; there are: record, scrub, check"
        ))),
    }
}

fn record(mut parser: Parser) -> Result {
    let folder: PathBuf = match parser.next()? {
        Some(Arg::Value(folder)) => folder.into(),
        Some(other) => return Err(other.unexpected().into()),
        None => return Err(Error::Usage("record into which folder?".to_owned())),
    };
    let rest: Vec<_> = parser.raw_args()?.collect();
    let recorder = Recorder::into_folder(&folder).map_err(failed)?;
    let between = Arc::new(Recording(recorder.clone()));
    let toured = tour::through(Parser::from_args(rest), between, &mut Screen::stdout());
    // Also after a tour that failed: what was learned late is taken out of early files now.
    let files = recorder.finish().map_err(failed)?;
    if !toured? {
        print!("{HELP}");
        return Ok(());
    }
    println!("\n{} calls in {}", files.len(), folder.display());
    Ok(())
}

/// Records whatever passes; addresses of a mock become those of Spotify.
struct Recording(Recorder);

impl Between for Recording {
    fn servers(&self, api: &str, accounts: &str) {
        // The origin: images are behind it as well.
        let api = api.trim_end_matches("/v1");
        let scrub = Scrub::new()
            .rule(Rule::literal(accounts, "https://accounts.spotify.com"))
            .rule(Rule::literal(api, "https://api.spotify.com"));
        // Clones are one recorder.
        let _ = self.0.clone().scrub(scrub);
    }

    fn asynchronous(&self, transport: Box<dyn HttpTransport>) -> Box<dyn HttpTransport> {
        Box::new(self.0.wrap(transport))
    }

    fn blocking(&self, transport: Box<dyn BlockingTransport>) -> Box<dyn BlockingTransport> {
        Box::new(self.0.wrap(transport))
    }
}

fn scrub(paths: &[PathBuf]) -> Result {
    let files = files(paths)?;
    let mut scrub = Scrub::new();
    for path in &files {
        scrub.reserve(&fs::read_to_string(path).map_err(|error| unreadable(path, &error))?);
    }
    // All are read before one is written: what a later file tells may stand in an earlier one.
    for path in &files {
        Fixed::of(path, &mut scrub)?;
    }
    let mut total = 0;
    for path in &files {
        let fixed = Fixed::of(path, &mut scrub)?;
        if fixed.replaced.is_empty() {
            continue;
        }
        fixed.write(path)?;
        for replaced in &fixed.replaced {
            println!("{}: {replaced}", path.display());
        }
        total += fixed.replaced.len();
    }
    println!("{total} replaced in {} files", files.len());
    Ok(())
}

fn check(paths: &[PathBuf]) -> Result {
    let files = files(paths)?;
    let mut scrub = Scrub::new();
    for path in &files {
        // What cannot be read is told below.
        let _ = Fixed::of(path, &mut scrub);
    }
    let mut findings = Vec::new();
    for path in &files {
        match Fixed::of(path, &mut scrub) {
            Err(error) => findings.push(error.to_string()),
            Ok(fixed) => findings.extend(fixed.findings(path)),
        }
    }
    if findings.is_empty() {
        println!("{} files, nothing to find", files.len());
        return Ok(());
    }
    Err(Error::Failed(format!(
        "{}\n\nTo take out what a rule knows: cargo xtask fixtures scrub PATH",
        findings.join("\n")
    )))
}

fn paths(mut parser: Parser) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Value(path) => paths.push(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err(Error::Usage("which files or folders?".to_owned()));
    }
    Ok(paths)
}

/// The files that are meant, in the order of their names.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        let before = found.len();
        collect(path, true, &mut found).map_err(|error| unreadable(path, &error))?;
        if found.len() == before {
            let text = format!(
                "{}: no file here ends with .fixture or .json",
                path.display()
            );
            return Err(Error::Failed(text));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn collect(path: &Path, named: bool, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), false, found)?;
        }
    } else if named
        || path
            .extension()
            .is_some_and(|e| e == "fixture" || e == "json")
    {
        found.push(path.to_owned());
    }
    Ok(())
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::Failed(format!("{}: {error}", path.display()))
}

fn failed(error: impl std::error::Error) -> Error {
    Error::Failed(error.to_string())
}

/// A thing that is told where it stands.
fn told(path: &Path, line: Option<usize>, Replaced { place, kind, .. }: &Replaced) -> String {
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}: {place}: {kind}", path.display())
}
