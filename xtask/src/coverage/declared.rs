//! The operations that `spotify-endpoints` declares.

use spotify_core::{Availability, GrantNeeded, Meta, Param, Place, ScopeMode};

use super::operation::{NONE, Operation, Parameter, range};

/// Describes one of our requests.
pub(super) fn operation(meta: &Meta) -> Operation {
    let scope_mode = match meta.scope_mode {
        _ if meta.scopes.is_empty() => NONE,
        mode => mode_name(mode),
    };
    let instead = meta.deprecated.and_then(|deprecation| deprecation.instead);
    let since = meta.deprecated.map(|deprecation| deprecation.since);
    Operation {
        name: meta.name.to_owned(),
        reference: meta.reference.to_owned(),
        method: meta.method.to_string(),
        path: meta.path.to_owned(),
        area: Some(meta.group.to_lowercase()),
        token: Some(token(meta)),
        scopes: meta.scopes.iter().map(ToString::to_string).collect(),
        scope_mode: Some(scope_mode.to_owned()),
        apps: Some(apps(meta.availability)),
        deprecated: meta.deprecated.is_some(),
        since: Some(since.unwrap_or(NONE).to_owned()),
        instead: Some(instead.unwrap_or(NONE).to_owned()),
        parameters: meta.params.iter().map(parameter).collect(),
        success: None,
    }
}

/// Where a parameter stands, in a word.
pub(super) fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Body => "body",
        _ => "elsewhere",
    }
}

fn parameter(param: &Param) -> Parameter {
    Parameter {
        place: place(param.place).to_owned(),
        name: param.name.to_owned(),
        kinds: vec![param.kind.as_str().to_owned()],
        required: param.required,
        range: Some(range(param.range, param.development)),
    }
}

fn token(meta: &Meta) -> String {
    let whose = match meta.grant {
        GrantNeeded::Nobody => "none",
        GrantNeeded::App => "app",
        GrantNeeded::User => "user",
        _ => "of a kind that this program does not know",
    };
    match meta.premium {
        true => format!("{whose} with Premium"),
        false => whose.to_owned(),
    }
}

fn mode_name(mode: ScopeMode) -> &'static str {
    match mode {
        ScopeMode::All => "all",
        ScopeMode::Any => "any",
        ScopeMode::Either => "either",
        ScopeMode::Optional => "optional",
        ScopeMode::ByUri => "by uri",
        ScopeMode::FirstAndAny => "first and any",
        ScopeMode::FirstRequired => "first, more optional",
        _ => "of a kind that this program does not know",
    }
}

fn apps(availability: Availability) -> String {
    match availability {
        Availability::Everyone => "every".to_owned(),
        Availability::ExtendedQuota => "extended quota".to_owned(),
        Availability::ClosedSince(day) => format!("extended quota, used before {day}"),
        Availability::Withdrawn => "none".to_owned(),
        _ => "of a kind that this program does not know".to_owned(),
    }
}
