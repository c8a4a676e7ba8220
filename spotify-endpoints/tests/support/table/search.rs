//! Search.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(_: &Ids, visit: &mut impl Visit) {
    visit.visit(
        Search::new("abba", [SearchType::Track]),
        Search::new(
            r#"artist:"Miles Davis" & year:1955-1960"#,
            SearchType::ALL.iter().copied(),
        )
        .market(Market::SE)
        .limit(10)
        .offset(990)
        .include_external(IncludeExternal::Audio),
        &["search/all.extended", "search/all.development"],
    );
}
