//! Finds the tests of the packages, and runs one of them.

use std::{
    path::PathBuf,
    process::{Command, Output},
};

use cargo_metadata::Message;

use super::promises::PACKAGES;
use crate::{
    error::{Error, Result},
    needs, test,
    workspace::Workspace,
};

/// One test.
pub(super) struct Test {
    pub(super) package: String,
    /// The test file, or the crate of a unit test.
    pub(super) target: String,
    /// Modules and name, as the test program calls it.
    pub(super) path: String,
    program: PathBuf,
    folder: PathBuf,
}

/// Builds the test programs and asks each what it has.
pub(super) fn find(workspace: &Workspace) -> Result<Vec<Test>> {
    let features = needs::all_features(workspace);
    let build = test::all(&features, test::APART).args(["--no-run", "--message-format", "json"]);
    let text = build.lines(workspace.root())?.join("\n");
    let mut found = Vec::new();
    for message in Message::parse_stream(text.as_bytes()) {
        let message = message.map_err(|e| Error::Failed(format!("{build}: {e}")))?;
        let Message::CompilerArtifact(artifact) = message else {
            continue;
        };
        let Some(program) = artifact.executable.filter(|_| artifact.profile.test) else {
            continue;
        };
        let folder = artifact.manifest_path.parent().map(PathBuf::from);
        let folder = folder.unwrap_or_default();
        let package = workspace.own().into_iter();
        let package = package.filter(|package| package.id == artifact.package_id);
        let package = package.filter(|package| PACKAGES.contains(&package.name.as_str()));
        for package in package.map(|package| package.name.to_string()) {
            let listed = said(Command::new(&program).args(["--list", "--format", "terse"]))?;
            found.extend(listed_tests(&text_of(&listed.stdout)).map(|path| Test {
                package: package.clone(),
                target: artifact.target.name.clone(),
                path,
                program: program.clone().into(),
                folder: folder.clone(),
            }));
        }
    }
    Ok(found)
}

/// The names in what a test program lists.
fn listed_tests(text: &str) -> impl Iterator<Item = String> {
    let tests = text.lines().filter_map(|line| line.strip_suffix(": test"));
    tests.map(str::to_owned)
}

/// What a test did.
pub(super) struct Ran {
    /// Whether it held; a test that is ignored did not.
    pub(super) held: bool,
    /// What it printed.
    pub(super) text: String,
}

impl Test {
    /// Runs it alone, as cargo would.
    pub(super) fn run(&self, full: bool) -> Result<Ran> {
        let mut call = Command::new(&self.program);
        call.args(["--exact", &self.path, "--nocapture"])
            .current_dir(&self.folder)
            .env("CARGO_MANIFEST_DIR", &self.folder);
        if full {
            call.env("SPOTIFY_FULL", "1");
        }
        let output = said(&mut call)?;
        let text = text_of(&output.stdout) + &text_of(&output.stderr);
        Ok(Ran {
            held: output.status.success() && text.contains("test result: ok. 1 passed;"),
            text,
        })
    }

    /// Its name for a rerun.
    pub(super) fn name(&self) -> String {
        format!("{} {}::{}", self.package, self.target, self.path)
    }

    #[cfg(test)]
    pub(super) fn named(package: &str, target: &str, path: &str) -> Self {
        Self {
            package: package.to_owned(),
            target: target.to_owned(),
            path: path.to_owned(),
            program: PathBuf::new(),
            folder: PathBuf::new(),
        }
    }
}

fn said(call: &mut Command) -> Result<Output> {
    let program = call.get_program().to_string_lossy().into_owned();
    call.output()
        .map_err(|e| Error::Failed(format!("{program}: {e}")))
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod checks {
    use super::listed_tests;

    #[test]
    fn tests_are_listed_and_nothing_else() {
        let text = "a::t4_one: test\nbench_it: benchmark\nt5_two: test\n\n2 tests, 1 benchmark\n";
        assert_eq!(
            listed_tests(text).collect::<Vec<_>>(),
            ["a::t4_one", "t5_two"]
        );
    }
}
