//! Chapters.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetChapter::new(ids.chapter),
        GetChapter::new(ids.chapter).market(Market::SE),
        &["chapters/chapter.extended", "chapters/chapter.development"],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetChapters::new([ids.chapter]),
        GetChapters::new([ids.chapter, ids.chapter]).market(Market::SE),
        &["chapters/several.extended"],
    );
}
