//! Categories.

use super::{Ids, Visit};

#[cfg(not(feature = "deprecated"))]
pub(super) fn visit(_: &Ids, _: &mut impl Visit) {}

#[cfg(feature = "deprecated")]
pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    use spotify_endpoints::*;

    visit.visit(
        GetCategories::new(),
        GetCategories::new()
            .locale(Locale::from_static("es_MX"))
            .limit(50)
            .offset(100),
        &["categories/categories.extended"],
    );
    visit.visit(
        GetCategory::new(ids.category.clone()),
        GetCategory::new(ids.category.clone()).locale(Locale::from_static("es_MX")),
        &["categories/category.extended"],
    );
    visit.visit(
        GetCategoryPlaylists::new(ids.category.clone()),
        GetCategoryPlaylists::new(ids.category.clone())
            .limit(50)
            .offset(100),
        &["categories/playlists.extended"],
    );
}
