//! The files in `xtask/catalogue`: what is known of Spotify's operations, and which differences
//! from it are meant to be.

use std::{collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, de::DeserializeOwned};

use super::operation::{NONE, Operation, Parameter};
use crate::error::{Error, Result};

/// Where the files are, below the root of the workspace.
const FOLDER: &str = "xtask/catalogue";

/// The file of the differences that are meant to be.
const DEVIATIONS: &str = "deviations.yml";

/// An operation as its file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    operation: String,
    path: String,
    token: String,
    #[serde(default)]
    scopes: Vec<String>,
    scope_mode: Option<String>,
    apps: Option<String>,
    deprecated: Option<String>,
    instead: Option<String>,
    #[serde(default)]
    params: Vec<String>,
    body: Option<String>,
    success: Vec<u16>,
}

/// The differences that are meant to be, and what they are differences from.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deviations {
    /// The OpenAPI descriptions that are known: what we call them, and their titles.
    pub(super) descriptions: BTreeMap<String, String>,
    /// The differences.
    pub(super) deviations: Vec<Deviation>,
}

/// A difference that is meant to be, of one or more operations.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deviation {
    /// Our requests; an operation that none of them stands for by Spotify's name.
    pub(super) of: Vec<String>,
    /// What differs.
    pub(super) fact: String,
    /// How it is here.
    pub(super) ours: String,
    /// How it is there, by what the description is called.
    pub(super) theirs: BTreeMap<String, String>,
    /// Why.
    pub(super) reason: String,
}

impl Deviations {
    /// What we call a description of this title; the title where it is not known.
    pub(super) fn name<'a>(&'a self, title: &'a str) -> &'a str {
        let known = self.descriptions.iter().find(|(_, known)| *known == title);
        known.map_or(title, |(name, _)| name)
    }
}

/// Reads the operations, area by area.
pub(super) fn operations(root: &Path) -> Result<Vec<Operation>> {
    let folder = root.join(FOLDER);
    let failed = |e: std::io::Error| Error::Failed(format!("{}: {e}", folder.display()));
    let mut areas = Vec::new();
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let name = name.to_string_lossy();
        if let Some(area) = name.strip_suffix(".yml").filter(|_| name != DEVIATIONS) {
            areas.push(area.to_owned());
        }
    }
    areas.sort_unstable();
    let mut operations = Vec::new();
    for area in areas {
        let path = folder.join(format!("{area}.yml"));
        operations.extend(entries(&area, &text(&path)?).map_err(|what| at(&path, &what))?);
    }
    Ok(operations)
}

/// Reads the differences that are meant to be.
pub(super) fn deviations(root: &Path) -> Result<Deviations> {
    let path = root.join(FOLDER).join(DEVIATIONS);
    let read: Deviations = yaml(&text(&path)?).map_err(|what| at(&path, &what))?;
    let empty = |deviation: &&Deviation| {
        deviation.of.is_empty() || deviation.theirs.is_empty() || deviation.reason.is_empty()
    };
    match read.deviations.iter().find(empty) {
        Some(deviation) => Err(at(&path, &format!("`{}` says too little", deviation.fact))),
        None => Ok(read),
    }
}

/// Reads any YAML.
pub(super) fn yaml<T: DeserializeOwned>(text: &str) -> std::result::Result<T, String> {
    yaml_serde::from_str(text).map_err(|e| e.to_string())
}

/// Reads a file.
pub(super) fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|e| at(path, &e.to_string()))
}

/// Says in which file something is wrong.
pub(super) fn at(path: &Path, what: &str) -> Error {
    Error::Failed(format!("{}: {what}", path.display()))
}

/// Reads the operations of one area.
fn entries(area: &str, text: &str) -> std::result::Result<Vec<Operation>, String> {
    let entries: Vec<Entry> = yaml(text)?;
    entries
        .into_iter()
        .map(|entry| operation(area, entry))
        .collect()
}

fn operation(area: &str, entry: Entry) -> std::result::Result<Operation, String> {
    let Some((method, reference)) = entry.operation.split_once(' ') else {
        let what = "no method and name, such as `GET get-an-album`";
        return Err(format!("`{}`: {what}", entry.operation));
    };
    let params = entry.params.iter().map(|text| parameter(text));
    let parameters: std::result::Result<_, String> = params.collect();
    if entry.body.is_some() && entry.params.iter().any(|text| text.starts_with("body ")) {
        return Err(format!("`{reference}` has two bodies"));
    }
    let scope_mode = match (entry.scope_mode, entry.scopes.is_empty()) {
        (None, true) => NONE.to_owned(),
        (None, false) => "all".to_owned(),
        (Some(mode), false) => mode,
        (Some(mode), true) => return Err(format!("`{reference}`: `{mode}` of no scopes")),
    };
    Ok(Operation {
        name: reference.to_owned(),
        reference: reference.to_owned(),
        method: method.to_owned(),
        path: entry.path,
        area: Some(area.to_owned()),
        token: Some(entry.token),
        scopes: entry.scopes,
        scope_mode: Some(scope_mode),
        apps: Some(entry.apps.unwrap_or_else(|| "every".to_owned())),
        deprecated: entry.deprecated.is_some(),
        since: Some(entry.deprecated.unwrap_or_else(|| NONE.to_owned())),
        instead: Some(entry.instead.unwrap_or_else(|| NONE.to_owned())),
        parameters: parameters.map_err(|what| format!("`{reference}`: {what}"))?,
        success: Some(entry.success),
    })
}

/// Reads `query limit integer required 1..=50 development 1..=10`, of which the last three may be
/// left out.
fn parameter(text: &str) -> std::result::Result<Parameter, String> {
    const KINDS: [&str; 6] = ["text", "integer", "number", "boolean", "list", "object"];
    let mut words = text.split(' ').peekable();
    let refuse = |what: &str| format!("`{text}`: {what}");
    let (Some(place), Some(name), Some(kind)) = (words.next(), words.next(), words.next()) else {
        return Err(refuse("no place, name and kind"));
    };
    if !["path", "query", "body"].contains(&place) {
        return Err(refuse("the place is `path`, `query` or `body`"));
    }
    if !KINDS.contains(&kind) {
        return Err(refuse(&format!("the kind is one of {}", KINDS.join(", "))));
    }
    let required = words.next_if_eq(&"required").is_some();
    let range = words.collect::<Vec<_>>().join(" ");
    let ends = |range: &str| {
        let ends = range.split_once("..=");
        ends.is_some_and(|(min, max)| min.parse::<u64>().is_ok() && max.parse::<u64>().is_ok())
    };
    if !range.is_empty() && !range.split(" development ").all(ends) {
        let what = "the range is `1..=50` or `1..=50 development 1..=10`";
        return Err(refuse(what));
    }
    Ok(Parameter {
        place: place.to_owned(),
        name: name.to_owned(),
        kinds: vec![kind.to_owned()],
        required,
        range: Some(super::operation::or_none(range)),
    })
}

#[cfg(test)]
mod tests {
    use super::{Deviations, entries, parameter, yaml};

    #[test]
    fn an_operation_is_read() {
        let text = "
- operation: GET get-a-thing
  path: /things/{id}
  token: user
  scopes: [b, a]
  scope_mode: first and any
  apps: extended quota
  deprecated: 2026-02-11
  params:
    - path id text required
  success: [200, 204]
";
        let [thing] = &entries("things", text).unwrap()[..] else {
            panic!("one operation")
        };
        let facts: Vec<_> = thing
            .facts()
            .into_iter()
            .map(|(name, value)| format!("{name}: {}", value.unwrap()))
            .collect();
        assert_eq!(
            facts,
            [
                "reference: get-a-thing",
                "area: things",
                "path: /things/{id}",
                "token: user",
                "scopes: a, b",
                "scope mode: first and any: b",
                "apps: extended quota",
                "deprecation: deprecated",
                "since: 2026-02-11",
                "instead: none",
                "success: 200, 204",
            ]
        );
    }

    #[test]
    fn parameters_are_read() {
        let read = |text: &str| parameter(text).map(|read| read.to_string());
        assert_eq!(read("query market text").unwrap(), "optional text");
        assert_eq!(
            read("query limit integer required 1..=50 development 1..=10").unwrap(),
            "required integer 1..=50 development 1..=10"
        );
        for (text, what) in [
            ("query limit", "no place, name and kind"),
            (
                "header limit integer",
                "the place is `path`, `query` or `body`",
            ),
            ("query limit int", "the kind is one of text, integer"),
            ("query limit integer 1..50", "the range is `1..=50`"),
            ("query limit integer requierd", "the range is `1..=50`"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(what), "{error}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let entry = |more: &str| {
            let text = format!("- operation: GET a\n  path: /a\n  token: app\n{more}");
            entries("a", &text).unwrap_err()
        };
        assert!(entry("  success: [200]\n  sucess: [200]\n").contains("sucess"));
        assert!(entry("  success: [200]\n  scope_mode: any\n").contains("`any` of no scopes"));
        let bodies = "  success: [200]\n  body: image/jpeg\n  params: [body a text]\n";
        assert!(entry(bodies).contains("two bodies"));
        assert!(
            entries(
                "a",
                "- operation: a\n  path: /a\n  token: app\n  success: []\n"
            )
            .is_err()
        );
        assert!(yaml::<Deviations>("descriptions: {}\ndeviations: [{of: [A]}]").is_err());
    }
}
