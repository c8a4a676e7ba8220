//! `cargo xtask mock --check-peers`: makes the clients of other libraries ready, and lets them
//! loose on the mock.

use std::{fs, path::PathBuf, process::Command};

use crate::{
    error::{Error, Result},
    needs::PYTHON,
    other_program,
    run::Cargo,
    workspace::Workspace,
};

/// The folder of the journeys: a workspace of its own.
const FOLDER: &str = "tests/peers";

/// Where Python's are told what to install.
const REQUIREMENTS: &str = "tests/peers/requirements.txt";

/// Builds what there is to build, and runs each journey against a mock of its own.
pub(crate) fn run(workspace: &Workspace) -> Result {
    let mut call = other_program("demo").args(["peers"]);
    let whole = PYTHON.met_for("spotipy");
    if whole {
        let python = spotipy(workspace)?.display().to_string();
        let script = workspace.root().join(FOLDER).join("journey.py");
        call = call.args(["--peer".to_owned(), python, script.display().to_string()]);
    }
    let program = rspotify(workspace)?.display().to_string();
    call.args(["--peer".to_owned(), program])
        .run(workspace.root())?;
    match whole {
        true => Ok(()),
        false => Err(Error::Failed("spotipy was not tried".to_owned())),
    }
}

/// Builds the journey of rspotify, and tells where the program is.
fn rspotify(workspace: &Workspace) -> Result<PathBuf> {
    let target = workspace.target().join("peers");
    Cargo::new("build --locked --bin journey --features journey --manifest-path")
        .args([format!("{FOLDER}/Cargo.toml"), "--target-dir".to_owned()])
        .args([target.display().to_string()])
        .run(workspace.root())?;
    let program = format!("journey{}", std::env::consts::EXE_SUFFIX);
    Ok(target.join("debug").join(program))
}

/// Installs spotipy into an environment of its own, unless it is there, and tells where its
/// Python is.
fn spotipy(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target().join("peers").join("python");
    let python = if cfg!(windows) {
        folder.join("Scripts").join("python.exe")
    } else {
        folder.join("bin").join("python")
    };
    let wanted = workspace.root().join(REQUIREMENTS);
    let failed = |path: &PathBuf, e| Error::Failed(format!("{}: {e}", path.display()));
    let text = fs::read(&wanted).map_err(|e| failed(&wanted, e))?;
    // Written last, so that what was interrupted begins again.
    let installed = folder.join("requirements.txt");
    if fs::read(&installed).is_ok_and(|there| there == text) {
        return Ok(python);
    }
    let mut venv = Command::new("python3");
    start(venv.args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet"])
        .args(["--disable-pip-version-check", "--requirement"])
        .arg(&wanted);
    start(&mut pip)?;
    fs::write(&installed, &text).map_err(|e| failed(&installed, e))?;
    Ok(python)
}

/// Shows a call and runs it; fails if it does.
fn start(command: &mut Command) -> Result {
    let shown = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ");
    println!("$ {shown}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Error::Failed(format!("`{shown}` failed ({status})"))),
        Err(e) => Err(Error::Failed(format!(
            "`{shown}` could not be started: {e}"
        ))),
    }
}
