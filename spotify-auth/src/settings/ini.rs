//! Settings in the text of an INI file, read and written.
//!
//! As Python's `configparser` has it, but without its interpolation: `[section]`, `name = value`
//! or `name: value`, comments that begin with `#` or `;`, values that go on in indented lines.

use std::collections::HashSet;

use spotify_core::Secret;

use super::{InvalidSource, Settings, SourceProblem, Variables, read::Value};
use crate::SettingsError;

/// The section whose values hold in all others.
const DEFAULT: &str = "DEFAULT";

impl Settings {
    /// Reads a section of the text of an INI file, and for what it does not have the section
    /// `DEFAULT`.
    ///
    /// Letter case makes no difference in names, but in those of sections. Other sections and
    /// names are passed over. Nothing in a value has a meaning: no quotes, no `%`.
    ///
    /// # Errors
    /// [`SettingsError::Source`] names the lines that make no sense, and has what the others say.
    pub fn from_ini_text(
        text: &str,
        section: &str,
        variables: &Variables,
    ) -> Result<Self, SettingsError> {
        Self::read_ini("INI text", text, section, variables)
    }

    pub(super) fn read_ini(
        place: &str,
        text: &str,
        section: &str,
        variables: &Variables,
    ) -> Result<Self, SettingsError> {
        let Ini { entries, problems } = Ini::parse(text);
        Self::read(place, variables, problems, |name| {
            let of = |section: &str| {
                let mut entries = entries.iter();
                entries.find(|entry| entry.is(section, name))
            };
            Ok(of(section).or_else(|| of(DEFAULT)).map(|entry| Value {
                text: entry.value.clone(),
                line: Some(entry.line),
            }))
        })
    }

    /// Shows what is set, secrets and all, as the text of an INI file that had `text` before.
    /// Every use of this is worth a second look.
    ///
    /// Other names, sections and comments stay, and what is not set is left as it is. A section
    /// that is not there is added at the end.
    ///
    /// # Errors
    /// [`SettingsError::Unwritable`] for a value with line breaks or control characters or with
    /// blanks at an end, a path that is no UTF-8, and a name that cannot stand there;
    /// [`SettingsError::Source`] for such a section.
    pub fn expose_ini(
        &self,
        text: &str,
        section: &str,
        variables: &Variables,
    ) -> Result<String, SettingsError> {
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        if section.trim() != section || section.is_empty() || section.contains(['\r', '\n']) {
            let problem = SourceProblem::new("no section can have such a name").name(section);
            return Err(InvalidSource::error("INI text", vec![problem], Self::new()));
        }
        let mut settings = Vec::new();
        for (setting, name, value) in self.texts(variables)? {
            if value.trim() != value {
                let reason = "it has blanks at an end";
                return Err(SettingsError::Unwritable { setting, reason });
            }
            settings.push((name, value));
        }
        let mut new: Vec<String> = Vec::new();
        // Behind which of the new lines the section ends, if it is there.
        let mut section_end = None;
        let mut written: Vec<&str> = Vec::new();
        let mut dropping = false;
        let mut reader = Reader::default();
        for line in text.lines() {
            let kind = reader.read(line);
            match kind {
                Kind::Continued(_) if dropping => continue,
                Kind::Continued(_) | Kind::Nothing => {}
                _ => dropping = false,
            }
            let own = reader.section == section;
            let replaced = match &kind {
                Kind::Entry(old, _) if own => settings
                    .iter()
                    .find(|(name, _)| name.eq_ignore_ascii_case(old)),
                _ => None,
            };
            match (replaced, kind) {
                (Some((name, value)), Kind::Entry(old, _)) => {
                    // What the old value goes on with goes, and so does a second one.
                    dropping = true;
                    if written.contains(&name.as_str()) {
                        continue;
                    }
                    written.push(name);
                    // As far indented as before, or what follows would go on with it.
                    let before = line.find(old).and_then(|place| line.get(..place));
                    new.push([before.unwrap_or_default(), old, " = ", value].concat());
                    section_end = Some(new.len());
                }
                (_, kind) => {
                    new.push(line.to_owned());
                    if own && !matches!(kind, Kind::Nothing) {
                        section_end = Some(new.len());
                    }
                }
            }
        }
        let mut added: Vec<String> = settings
            .iter()
            .filter(|(name, _)| !written.contains(&name.as_str()))
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        let place = match section_end {
            _ if added.is_empty() => new.len(),
            Some(place) => place,
            None => {
                if new.last().is_some_and(|line| !line.trim().is_empty()) {
                    new.push(String::new());
                }
                added.insert(0, format!("[{section}]"));
                new.len()
            }
        };
        new.splice(place..place, added);
        Ok(new
            .iter()
            .flat_map(|line| [line.as_str(), end])
            .collect::<String>())
    }
}

/// What an INI file says, and where it makes no sense.
struct Ini {
    entries: Vec<Entry>,
    problems: Vec<SourceProblem>,
}

struct Entry {
    line: usize,
    section: String,
    name: String,
    value: Secret,
}

impl Entry {
    fn is(&self, section: &str, name: &str) -> bool {
        self.section == section && self.name.eq_ignore_ascii_case(name)
    }
}

impl Ini {
    fn parse(text: &str) -> Self {
        let (mut entries, mut problems) = (Vec::<Entry>::new(), Vec::new());
        let mut names = HashSet::new();
        let mut reader = Reader::default();
        for (line, number) in text.lines().zip(1..) {
            let mut refuse = |reason| {
                if problems.len() < SourceProblem::MOST {
                    problems.push(SourceProblem::new(reason).line(Some(number)));
                }
            };
            match reader.read(line) {
                Kind::Nothing | Kind::Section => {}
                Kind::Problem(reason) => refuse(reason),
                Kind::Entry(name, value) => {
                    let section = reader.section.clone();
                    if !names.insert((section.clone(), name.to_ascii_lowercase())) {
                        refuse("this name was given before; the first counts");
                    }
                    entries.push(Entry {
                        line: number,
                        section,
                        name: name.to_owned(),
                        value: Secret::new(value),
                    });
                }
                Kind::Continued(more) => {
                    if let Some(entry) = entries.last_mut() {
                        entry.value = Secret::new([entry.value.expose(), "\n", more].concat());
                    }
                }
            }
        }
        Self { entries, problems }
    }
}

/// What one line is.
enum Kind<'a> {
    /// Blank, or a comment.
    Nothing,
    Section,
    Entry(&'a str, &'a str),
    /// The value above goes on.
    Continued(&'a str),
    Problem(&'static str),
}

/// Reads line by line, and knows in which section it is.
struct Reader {
    section: String,
    /// How far the entry is indented whose value may go on.
    open: Option<usize>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            section: DEFAULT.to_owned(),
            open: None,
        }
    }
}

impl Reader {
    fn read<'a>(&mut self, line: &'a str) -> Kind<'a> {
        let line = line.strip_prefix('\u{feff}').unwrap_or(line);
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            return Kind::Nothing;
        }
        let indent = line.len() - line.trim_start().len();
        if self.open.is_some_and(|open| indent > open) {
            return Kind::Continued(trimmed);
        }
        self.open = None;
        if let Some(header) = trimmed.strip_prefix('[') {
            return match header.strip_suffix(']') {
                Some(name) => {
                    name.clone_into(&mut self.section);
                    Kind::Section
                }
                None => Kind::Problem("a section without its closing bracket"),
            };
        }
        match trimmed.split_once(['=', ':']) {
            Some((name, value)) if !name.trim().is_empty() => {
                self.open = Some(indent);
                Kind::Entry(name.trim(), value.trim())
            }
            _ => Kind::Problem("it is no section, no comment and no `name = value`"),
        }
    }
}
