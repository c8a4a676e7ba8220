//! `docs/endpoints.md`: every request, by area.

use std::{collections::BTreeMap, fmt::Write as _};

use spotify_core::{Availability, Cache, GrantNeeded, Meta, Param, ParamKind, Repeat, ScopeMode};

use super::{declared, forms::Form, operation::Operation};

/// What stands above the areas.
const HEAD: &str = "\
# Every operation

Written by `cargo xtask coverage` out of what the crate itself knows of each operation: change the
declarations, not this file.

Each request is a type of `spotify_endpoints`, to be sent by any client with
`client.send(GetAlbum::new(id))`; what stands first below is the same in the fluent client, which
`use spotify_endpoints::Spotify;` brings. Arguments are what an operation cannot do without; other
parameters have setters, as in `client.albums().get(id).market(Market::SE)`, which are called as
they are unless the request's own documentation has other ones.

- *Where* a parameter stands: in the path, the query or the JSON body.
- *Range*: the smallest and the largest value; of a list, the fewest and the most elements. Apps in
  Development mode have a range of their own where one is given.
- *Token*: the app's own (client credentials) or a user's.
- *Open to*: all apps, or only some. Without extended quota an app is in Development mode.
- *Again*: whether the request may be sent once more when it is not known what became of it.
- *Cache*: who may keep the answer.
";

/// Writes the document.
pub(super) fn write(
    metas: &[&Meta],
    known: &[Operation],
    forms: &BTreeMap<String, Form>,
) -> Result<String, String> {
    let mut areas: BTreeMap<&str, Vec<&Meta>> = BTreeMap::new();
    for meta in metas {
        areas.entry(meta.group).or_default().push(meta);
    }
    let operation = |meta: &Meta| {
        let method = meta.method.to_string();
        let key = (method.as_str(), meta.reference);
        known.iter().find(|operation| operation.key() == key)
    };
    let mut text = format!("{HEAD}\n{}\n", counts(metas));
    text.push_str("| Area | Requests |\n|---|--:|\n");
    for (area, metas) in &areas {
        let anchor = area.to_lowercase();
        text.push_str(&format!("| [{area}](#{anchor}) | {} |\n", metas.len()));
    }
    for (area, metas) in &areas {
        text.push_str(&format!("\n## {area}\n"));
        for meta in metas {
            let form = forms.get(meta.name).ok_or_else(|| {
                format!(
                    "the source has no method of the fluent client for `{}`",
                    meta.name
                )
            })?;
            text.push_str(&request(meta, operation(meta), form));
        }
    }
    Ok(text)
}

fn counts(metas: &[&Meta]) -> String {
    let count = |keep: fn(&Meta) -> bool| metas.iter().filter(|meta| keep(meta)).count();
    let mut operations: Vec<_> = metas
        .iter()
        .map(|m| (m.method.to_string(), m.reference))
        .collect();
    operations.sort_unstable();
    operations.dedup();
    format!(
        "{} requests for {} operations. {} are open to every app; {} are deprecated, which the \
         feature\n`deprecated` (on unless turned off) brings.\n",
        metas.len(),
        operations.len(),
        count(|meta| meta.availability == Availability::Everyone),
        count(|meta| meta.deprecated.is_some()),
    )
}

fn request(meta: &Meta, operation: Option<&Operation>, form: &Form) -> String {
    let answer = match form.answer.as_str() {
        "" => "gives nothing".to_owned(),
        answer => format!("gives `{answer}`"),
    };
    let success = operation.and_then(|operation| operation.success.as_ref());
    let statuses: Vec<String> = success.into_iter().flatten().map(u16::to_string).collect();
    let mut text = format!(
        "\n### {}\n\n`client.{}().{}({})` {answer}\n\n- Request: `{} {}`, answered with {} \
         ([Spotify's page]({}))\n",
        meta.name,
        meta.group.to_lowercase(),
        meta.verb,
        form.arguments.join(", "),
        meta.method,
        meta.path,
        statuses.join(" or "),
        meta.reference_url(),
    );
    let mut fact = |name: &str, value: &str| {
        // Nothing can go wrong in writing to a string.
        writeln!(text, "- {name}: {value}").ok();
    };
    fact("Token", &token(meta));
    fact("Scopes", &scopes(meta));
    fact("Open to", &open_to(meta.availability));
    if let Some(deprecated) = meta.deprecated {
        let instead = deprecated
            .instead
            .map_or("; nothing takes its place".to_owned(), |instead| {
                format!("; instead: `{instead}`")
            });
        fact(
            "Deprecated",
            &format!("since {}{instead}", deprecated.since),
        );
    }
    fact("Again", again(meta.repeat));
    fact("Cache", cache(meta.cache));
    if !meta.params.is_empty() {
        text.push_str("\n| Parameter | Where | Kind | Range |\n|---|---|---|---|\n");
        for param in meta.params {
            text.push_str(&row(param, form));
        }
    }
    text
}

fn row(param: &Param, form: &Form) -> String {
    let mut name = format!("`{}`", param.name);
    if let Some(value) = form.fixed.get(param.name) {
        name.push_str(&format!(", always `{value}`"));
    } else if param.required {
        name.push_str(", required");
    }
    if let Some(ours) = form.names.get(param.name) {
        name.push_str(&format!(", here `{ours}`"));
    }
    let unit = match param.kind {
        ParamKind::List => " elements",
        ParamKind::Text => " characters",
        _ => "",
    };
    let ends = |(min, max): (u64, u64)| match min == max {
        true => format!("{max}"),
        false => format!("{min} to {max}"),
    };
    let range = match (param.range, param.development) {
        (None, _) => String::new(),
        (Some(range), None) => format!("{}{unit}", ends(range)),
        (Some(range), Some(development)) => format!(
            "{}{unit}; in Development mode {}",
            ends(range),
            ends(development)
        ),
    };
    let place = declared::place(param.place);
    format!("| {name} | {place} | {} | {range} |\n", param.kind.as_str())
}

fn token(meta: &Meta) -> String {
    let whose = match meta.grant {
        GrantNeeded::Nobody => "none",
        GrantNeeded::App => "the app's own is enough",
        _ => "a user's",
    };
    match meta.premium {
        true => format!("{whose}, who must have Premium"),
        false => whose.to_owned(),
    }
}

fn scopes(meta: &Meta) -> String {
    let scopes: Vec<String> = meta
        .scopes
        .iter()
        .map(|scope| format!("`{scope}`"))
        .collect();
    let Some((first, rest)) = scopes.split_first() else {
        return "none".to_owned();
    };
    let (all, rest) = (scopes.join(", "), rest.join(", "));
    match meta.scope_mode {
        ScopeMode::All => all,
        ScopeMode::Any => format!("one of {all}, depending on whether the playlist is public"),
        ScopeMode::Either => format!("one of {all}"),
        ScopeMode::Optional => format!("none; more is shown with {all}"),
        ScopeMode::ByUri => format!("of {all} those that go with the kinds of the URIs"),
        ScopeMode::FirstAndAny => {
            format!("{first}, and one of {rest}, depending on whether the playlist is public")
        }
        ScopeMode::FirstRequired => format!("{first}; more is shown with {rest}"),
        _ => format!("{all} ({:?})", meta.scope_mode),
    }
}

fn open_to(availability: Availability) -> String {
    match availability {
        Availability::Everyone => "every app".to_owned(),
        Availability::ExtendedQuota => "apps with extended quota".to_owned(),
        Availability::ClosedSince(day) => {
            format!("apps with extended quota that used it before {day}")
        }
        Availability::Withdrawn => "no app any more".to_owned(),
        other => format!("{other:?}"),
    }
}

fn again(repeat: Repeat) -> &'static str {
    match repeat {
        Repeat::Safe => "yes, it changes nothing",
        Repeat::Idempotent => "yes, done twice it is as done once",
        Repeat::Once => "no, done twice it is done twice",
    }
}

fn cache(cache: Cache) -> &'static str {
    match cache {
        Cache::Never => "nobody",
        Cache::Private => "whoever holds the same token",
        Cache::Shared => "everybody",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use spotify_core::{
        Availability, Cache, Deprecation, GrantNeeded, Meta, Method, Param, ParamKind, Place,
        Repeat, Scope, ScopeMode,
    };

    use super::{super::operation::Operation, Form, write};

    const PARAMS: &[Param] = &[
        Param::new("id", Place::Path).required(),
        Param::new("type", Place::Query).required(),
        Param::new("limit", Place::Query)
            .kind(ParamKind::Integer)
            .range(1, 50)
            .development(1, 10),
        Param::new("uris", Place::Body)
            .kind(ParamKind::List)
            .range(1, 100),
    ];

    fn thing() -> Meta {
        Meta::new("GetThing", Method::GET, "/things/{id}")
            .found("Things", "get")
            .reference("get-a-thing")
            .params(PARAMS)
    }

    fn form() -> BTreeMap<String, Form> {
        let form = Form {
            arguments: vec!["id".to_owned()],
            answer: "Thing".to_owned(),
            fixed: BTreeMap::from([("type".to_owned(), "odd".to_owned())]),
            names: BTreeMap::from([("uris".to_owned(), "all".to_owned())]),
        };
        BTreeMap::from([("GetThing".to_owned(), form)])
    }

    fn known() -> Operation {
        Operation {
            reference: "get-a-thing".to_owned(),
            method: "GET".to_owned(),
            success: Some(vec![200, 204]),
            ..Operation::default()
        }
    }

    #[test]
    fn all_facts_are_written() {
        let meta = thing()
            .scopes(
                &[Scope::UgcImageUpload, Scope::UserTopRead],
                ScopeMode::FirstAndAny,
            )
            .premium()
            .availability(Availability::ClosedSince("2024-11-27"))
            .deprecated(Deprecation::new("2024-11-27", Some("GET /other")))
            .repeat(Repeat::Idempotent)
            .cache(Cache::Private);
        let text = write(&[&meta], &[known()], &form()).unwrap();
        insta::assert_snapshot!(text.split_once("| Area").unwrap().1);
    }

    #[test]
    fn plain_requests_are_plain() {
        let meta = thing().params(&[]).grant(GrantNeeded::App);
        let text = write(&[&meta], &[known()], &form()).unwrap();
        assert!(text.contains("\n1 requests for 1 operations. 1 are open to every app; 0 are"));
        assert!(text.contains("- Token: the app's own is enough\n- Scopes: none\n"));
        assert!(!text.contains("| Parameter"));
    }

    #[test]
    fn a_request_without_a_method_is_told() {
        let error = write(&[&thing()], &[known()], &BTreeMap::new()).unwrap_err();
        assert!(error.ends_with("fluent client for `GetThing`"));
    }
}
