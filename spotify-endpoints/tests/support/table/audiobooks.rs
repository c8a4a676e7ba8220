//! Audiobooks.

use spotify_endpoints::*;

use super::{Ids, Visit};

pub(super) fn visit(ids: &Ids, visit: &mut impl Visit) {
    visit.visit(
        GetAudiobook::new(ids.audiobook),
        GetAudiobook::new(ids.audiobook).market(Market::SE),
        &[
            "audiobooks/audiobook.extended",
            "audiobooks/audiobook.development",
        ],
    );
    visit.visit(
        GetAudiobookChapters::new(ids.audiobook),
        GetAudiobookChapters::new(ids.audiobook)
            .market(Market::SE)
            .limit(50)
            .offset(100),
        &[
            "audiobooks/chapters.extended",
            "audiobooks/chapters.development",
        ],
    );
    #[cfg(feature = "deprecated")]
    visit.visit(
        GetAudiobooks::new([ids.audiobook]),
        GetAudiobooks::new([ids.audiobook, ids.audiobook]).market(Market::SE),
        &["audiobooks/several.extended"],
    );
}
