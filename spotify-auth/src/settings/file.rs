//! Settings from files: the part that does IO.

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
};

use spotify_core::Secret;

use super::{InvalidSource, Settings, SourceProblem, Variables, read::Value};
use crate::{SettingsError, private_file};

/// No file of settings is larger.
const LARGEST: u64 = 1 << 20;

impl Settings {
    /// Fills what is not set from the environment of the process, then from the file `.env` in
    /// the working folder, if there is one.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env) and [`from_dotenv`](Self::from_dotenv).
    pub fn load(self, variables: &Variables) -> Result<Self, SettingsError> {
        let environment = Self::from_env(variables)?;
        let file = Self::from_dotenv(".env", variables)?;
        Ok(self.or(environment).or(file))
    }

    /// Reads a `.env` file; see [`from_dotenv_text`](Self::from_dotenv_text). A file that is not
    /// there sets nothing.
    ///
    /// # Errors
    /// As there, and when the file cannot be read.
    pub fn from_dotenv(
        path: impl AsRef<Path>,
        variables: &Variables,
    ) -> Result<Self, SettingsError> {
        let (place, text) = text_of(path.as_ref(), variables)?;
        Self::read_dotenv(&place, text.expose(), variables)
    }

    /// Reads a section of an INI file; see [`from_ini_text`](Self::from_ini_text). A file that is
    /// not there sets nothing.
    ///
    /// # Errors
    /// As there, and when the file cannot be read.
    pub fn from_ini(
        path: impl AsRef<Path>,
        section: &str,
        variables: &Variables,
    ) -> Result<Self, SettingsError> {
        let (place, text) = text_of(path.as_ref(), variables)?;
        Self::read_ini(&place, text.expose(), section, variables)
    }

    /// Writes what is set, secrets and all, to a section of an INI file, in clear.
    ///
    /// Other names, sections and comments in it stay, and what is not set is left as it is. The
    /// file is replaced as a whole, and only its owner may read it then (where the system is a
    /// Unix).
    ///
    /// # Errors
    /// [`SettingsError::Source`] when the file cannot be read or written,
    /// [`SettingsError::Unwritable`] for what cannot stand in such a file.
    pub fn save_ini(
        &self,
        path: impl AsRef<Path>,
        section: &str,
        variables: &Variables,
    ) -> Result<(), SettingsError> {
        // Through a link, for it is the file that is to be replaced.
        let path = path.as_ref();
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let (place, old) = text_of(&path, variables)?;
        let new = Secret::new(self.expose_ini(old.expose(), section, variables)?);
        private_file::replace(&path, new.expose().as_bytes()).map_err(|error| {
            let reason = format!("it cannot be written: {}", error.kind());
            refused(&place, variables, SourceProblem::new(reason))
        })
    }

    /// Reads a folder with a file for each setting, as Docker makes one at `/run/secrets`.
    ///
    /// A file has the name of the variable, or the same in small letters. White space around the
    /// value is cut off. A file or a folder that is not there sets nothing.
    ///
    /// # Errors
    /// [`SettingsError::Source`] names the files that cannot be read.
    pub fn from_secrets(
        folder: impl AsRef<Path>,
        variables: &Variables,
    ) -> Result<Self, SettingsError> {
        let folder = folder.as_ref();
        let place = folder.display().to_string();
        Self::read(&place, variables, Vec::new(), |name| {
            for name in [name.to_owned(), name.to_ascii_lowercase()] {
                match load(&folder.join(&name)) {
                    Ok(Some(text)) => {
                        let text = Secret::new(text.expose().trim());
                        return Ok(Some(Value { text, line: None }));
                    }
                    Ok(None) => {}
                    Err(problem) => return Err(problem.name(&name)),
                }
            }
            Ok(None)
        })
    }
}

fn text_of(path: &Path, variables: &Variables) -> Result<(String, Secret), SettingsError> {
    let place = path.display().to_string();
    match load(path) {
        Ok(text) => Ok((place, text.unwrap_or_else(|| Secret::new("")))),
        Err(problem) => Err(refused(&place, variables, problem)),
    }
}

fn refused(place: &str, variables: &Variables, problem: SourceProblem) -> SettingsError {
    let mut kept = Settings::new();
    kept.sought.push(variables.clone());
    InvalidSource::error(place, vec![problem], kept)
}

/// The text of a file, if there is one.
fn load(path: &Path) -> Result<Option<Secret>, SourceProblem> {
    let unreadable =
        |error: io::Error| SourceProblem::new(format!("it cannot be read: {}", error.kind()));
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let mut bytes = Vec::new();
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes);
    if read.map_err(unreadable)? as u64 > LARGEST {
        return Err(SourceProblem::new("it is larger than 1 MiB"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(Secret::new(text))),
        Err(error) => {
            let good = error.as_bytes().get(..error.utf8_error().valid_up_to());
            let lines = good
                .unwrap_or_default()
                .split(|byte| *byte == b'\n')
                .count();
            Err(SourceProblem::new("it is no UTF-8").line(Some(lines)))
        }
    }
}
