//! Settings out of names and values.

use std::{env, ffi::OsString};

use spotify_core::{Scopes, Secret};

use super::{InvalidSource, Setting, Settings, SourceProblem, Variables};
use crate::SettingsError;

/// A value as it was found.
pub(super) struct Value {
    pub(super) text: Secret,
    pub(super) line: Option<usize>,
}

impl Settings {
    /// Reads the environment of the process. Letter case makes no difference where no variable
    /// has the very name.
    ///
    /// # Errors
    /// [`SettingsError::Source`] when a value is no UTF-8, or no yes or no where it should be.
    pub fn from_env(variables: &Variables) -> Result<Self, SettingsError> {
        Self::from_lookup(variables, |name| {
            env::var_os(name).or_else(|| {
                let mut all = env::vars_os();
                let same = |own: &OsString| {
                    own.to_str()
                        .is_some_and(|own| own.eq_ignore_ascii_case(name))
                };
                all.find(|(own, _)| same(own)).map(|(_, value)| value)
            })
        })
    }

    /// Reads the environment, or what stands for it: `lookup` gives the value of a name.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_lookup<V: Into<OsString>>(
        variables: &Variables,
        mut lookup: impl FnMut(&str) -> Option<V>,
    ) -> Result<Self, SettingsError> {
        Self::read("environment", variables, Vec::new(), |name| {
            let value: OsString = match lookup(name) {
                Some(value) => value.into(),
                None => return Ok(None),
            };
            match value.into_string() {
                Ok(text) => Ok(Some(Value {
                    text: Secret::new(text),
                    line: None,
                })),
                Err(_) => Err(SourceProblem::new("it is no UTF-8").name(name)),
            }
        })
    }

    /// Reads what `find` finds; `problems` are those of the source itself.
    pub(super) fn read(
        place: &str,
        variables: &Variables,
        mut problems: Vec<SourceProblem>,
        mut find: impl FnMut(&str) -> Result<Option<Value>, SourceProblem>,
    ) -> Result<Self, SettingsError> {
        let mut settings = Self::new();
        for (setting, name) in variables.iter() {
            match find(name) {
                Ok(Some(value)) if value.text.is_empty() && !variables.keep_empty => {}
                Ok(Some(value)) => {
                    if let Err(reason) = settings.put(setting, value.text.expose()) {
                        problems.push(SourceProblem::new(reason).name(name).line(value.line));
                    }
                }
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        settings.sought.push(variables.clone());
        if problems.is_empty() {
            return Ok(settings);
        }
        problems.sort_by_key(|problem| problem.line);
        Err(InvalidSource::error(place, problems, settings))
    }

    fn put(&mut self, setting: Setting, text: &str) -> Result<(), &'static str> {
        match setting {
            Setting::ClientId => self.client_id = Some(text.into()),
            Setting::ClientSecret => self.client_secret = Some(text.into()),
            Setting::RedirectUri => self.redirect_uri = Some(text.into()),
            Setting::Scopes => self.scopes = Some(Scopes::from(text)),
            Setting::Account => self.account = Some(text.into()),
            Setting::RefreshToken => self.refresh_token = Some(text.into()),
            Setting::TokenFile => self.token_file = Some(text.into()),
            Setting::Store => self.store = Some(yes_or_no(text)?),
        }
        Ok(())
    }
}

/// Reads a truth value as pydantic does.
fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "t" | "yes" | "y" | "on" => Ok(true),
        "0" | "false" | "f" | "no" | "n" | "off" => Ok(false),
        _ => Err("it is neither yes (1, true, t, yes, y, on) nor no (0, false, f, no, n, off)"),
    }
}
