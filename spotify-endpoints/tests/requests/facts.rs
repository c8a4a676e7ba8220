//! What the index says about the operations.

use std::collections::BTreeSet;
#[cfg(feature = "deprecated")]
use std::{collections::BTreeMap, fmt::Write as _};

use spotify_core::{Availability, Method, Place, Repeat, ScopeMode};
use spotify_endpoints::ENDPOINTS;

#[test]
fn r1_every_operation_has_its_class() {
    for meta in ENDPOINTS {
        match meta.method {
            Method::GET => assert_eq!(meta.repeat, Repeat::Safe, "{}", meta.name),
            Method::POST => assert_eq!(meta.repeat, Repeat::Once, "{}", meta.name),
            _ => assert_ne!(meta.repeat, Repeat::Safe, "{}", meta.name),
        }
    }
}

/// All facts at once, to be read against Spotify's reference.
#[cfg(feature = "deprecated")]
#[test]
fn r1_the_facts() {
    let mut text = String::new();
    for meta in ENDPOINTS {
        let scopes: Vec<_> = meta.scopes.iter().map(ToString::to_string).collect();
        writeln!(
            text,
            "{} = {} {} [{}]",
            meta.name, meta.method, meta.path, meta.reference
        )
        .unwrap();
        writeln!(
            text,
            "  {:?}, {:?} [{}]",
            meta.grant,
            meta.scope_mode,
            scopes.join(" ")
        )
        .unwrap();
        writeln!(
            text,
            "  {:?}, {:?}, {:?}",
            meta.availability, meta.repeat, meta.cache
        )
        .unwrap();
        if let Some(deprecated) = meta.deprecated {
            writeln!(text, "  {deprecated:?}").unwrap();
        }
        for param in meta.params {
            let need = if param.required { "!" } else { "" };
            write!(text, "  {:?} {}{need}", param.place, param.name).unwrap();
            if let Some((min, max)) = param.range {
                write!(text, " {min}..={max}").unwrap();
            }
            if let Some((min, max)) = param.development {
                write!(text, " development {min}..={max}").unwrap();
            }
            text.push('\n');
        }
    }
    insta::assert_snapshot!(text);
}

/// Two requests go to one operation of Spotify's only where it does two things.
#[cfg(feature = "deprecated")]
#[test]
fn routes_are_listed_twice_where_spotify_does_two_things() {
    let mut routes: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for meta in ENDPOINTS {
        let route = format!("{} {}", meta.method, meta.path);
        routes.entry(route).or_default().push(meta);
    }
    let mut twice = String::new();
    for (route, metas) in &routes {
        if let [first, .., last] = &**metas {
            assert_eq!(first.reference, last.reference, "{route}");
            let names: Vec<_> = metas.iter().map(|meta| meta.name).collect();
            writeln!(twice, "{route}: {}", names.join(" ")).unwrap();
        }
    }
    insta::assert_snapshot!(twice);
}

#[test]
fn the_facts_agree_with_each_other() {
    let names: BTreeSet<_> = ENDPOINTS.iter().map(|meta| meta.name).collect();
    assert_eq!(names.len(), ENDPOINTS.len());
    for meta in ENDPOINTS {
        let name = meta.name;
        assert!(!meta.reference.is_empty(), "{name}");
        let in_path: Vec<_> = meta
            .params
            .iter()
            .filter(|p| p.place == Place::Path)
            .map(|p| p.name)
            .collect();
        let placeholders: Vec<_> = meta
            .path
            .split('{')
            .skip(1)
            .map(|p| p.split('}').next().unwrap())
            .collect();
        assert_eq!(in_path, placeholders, "{name}");
        assert!(
            meta.params
                .iter()
                .all(|p| p.place != Place::Path || p.required),
            "{name}"
        );
        let alone = matches!(meta.scope_mode, ScopeMode::All | ScopeMode::Optional);
        assert!(alone || meta.scopes.len() > 1, "{name}");
        let open = meta.availability == Availability::Everyone;
        assert_eq!(meta.deprecated.is_none(), open, "{name}");
        for param in meta.params {
            if let (Some((min, max)), Some((least, most))) = (param.range, param.development) {
                assert!(
                    min <= least && most <= max && least <= most,
                    "{name} {}",
                    param.name
                );
            }
        }
    }
}
