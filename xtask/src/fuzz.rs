//! `cargo xtask fuzz`: the models, and what authorization reads, against whatever can come in.

use std::fs;

use lexopt::{Arg, Parser, ValueExt};

use crate::{
    error::{Error, Result},
    list,
    needs::CPP,
    run::{Cargo, header},
    workspace::Workspace,
};

/// The package of the fuzz targets: a workspace of its own.
const FOLDER: &str = "tests/fuzz";

/// What makes the compiler count the ways through the code, as libFuzzer wants it; the stable
/// compiler can do that as well.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=3 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// How long each target runs unless said otherwise.
const SECONDS: u64 = 20;

/// When a target has run for long enough.
enum Until {
    Seconds(u64),
    Runs(u64),
}

/// Runs `cargo xtask fuzz`: all targets or those named.
pub(crate) fn command(mut parser: Parser) -> Result {
    let workspace = Workspace::load()?;
    let all = targets(&workspace)?;
    let (mut wanted, mut until) = (Vec::new(), Until::Seconds(SECONDS));
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("seconds") => until = Until::Seconds(parser.value()?.parse()?),
            Arg::Long("runs") => until = Until::Runs(parser.value()?.parse()?),
            Arg::Value(name) => wanted.push(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if let Some(name) = wanted.iter().find(|name| !all.contains(name)) {
        let all = list(all.iter().map(String::as_str));
        return Err(Error::Usage(format!(
            "there is no target `{name}`; there are: {all}"
        )));
    }
    let wanted = if wanted.is_empty() { all } else { wanted };
    fuzz(&workspace, &wanted, &until)
}

/// Runs every target for a moment: enough to see that it builds and holds for the fixtures and
/// what is near to them.
pub(crate) fn run(workspace: &Workspace) -> Result {
    /// The fixtures come first and count as runs.
    const RUNS: u64 = 2_000;
    fuzz(workspace, &targets(workspace)?, &Until::Runs(RUNS))
}

fn fuzz(workspace: &Workspace, targets: &[String], until: &Until) -> Result {
    if !CPP.met() {
        return Ok(());
    }
    let folder = workspace.target().join("fuzz");
    let limit = match until {
        Until::Seconds(seconds) => format!("-max_total_time={seconds}"),
        Until::Runs(runs) => format!("-runs={runs}"),
    };
    for target in targets {
        header(&format!("fuzz {target}"));
        let corpus = folder.join("corpus").join(target);
        fs::create_dir_all(&corpus)
            .map_err(|error| Error::Failed(format!("{}: {error}", corpus.display())))?;
        let seeds = workspace.root().join(FOLDER).join("seeds").join(target);
        Cargo::new("run --release --quiet --manifest-path")
            .args([format!("{FOLDER}/Cargo.toml")])
            // With a target, the flags are for the program and not for build scripts.
            .args(["--target", &host(workspace)?])
            .args(["--", limit.as_str(), "-max_len=20000", "-verbosity=0"])
            .args([corpus.to_string_lossy(), "tests/fixtures".into()])
            .args(seeds.exists().then(|| seeds.to_string_lossy()))
            .flags("RUSTFLAGS", FLAGS)
            .env("CARGO_TARGET_DIR", folder.to_string_lossy())
            .env("TARGET", target)
            .run(workspace.root())?;
    }
    Ok(())
}

/// The names of the targets, as their program lists them.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let path = workspace.root().join(FOLDER).join("src/main.rs");
    let text = fs::read_to_string(&path)
        .map_err(|error| Error::Failed(format!("{}: {error}", path.display())))?;
    let names = names(&text);
    if names.is_empty() {
        let problem = format!("{}: no target was found in it", path.display());
        return Err(Error::Failed(problem));
    }
    Ok(names)
}

/// The names in `targets! { "album": Album, … }`.
fn names(text: &str) -> Vec<String> {
    let lines = text
        .lines()
        .skip_while(|line| *line != "targets! {")
        .skip(1);
    lines
        .take_while(|line| *line != "}")
        .filter_map(|line| line.trim().strip_prefix('"')?.split_once("\": "))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// The platform that the compiler builds for.
fn host(workspace: &Workspace) -> Result<String> {
    let lines = Cargo::new("--version --verbose").lines(workspace.root())?;
    let host = lines.iter().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| Error::Failed("cargo does not say which platform this is".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn the_names_of_targets_are_read() {
        let text = "macro_rules! targets {\n    ($($name:literal: $type:ty,)*) => {};\n}\n\
            targets! {\n    \"album\": Album,\n    \"saved-tracks\": Page<SavedTrack>,\n}\n\
            \"other\": thing\n";
        assert_eq!(names(text), ["album", "saved-tracks"]);
        assert!(names("").is_empty());
    }
}
