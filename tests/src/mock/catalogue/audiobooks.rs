//! Audiobooks and their chapters. The mock has them in every country, other than Spotify.

use super::{Catalogue, Kind};

/// Audiobooks there are to be had.
pub(crate) const AUDIOBOOKS: usize = 10;
/// One more, which nobody may have.
pub(crate) const UNAVAILABLE_AUDIOBOOK: usize = AUDIOBOOKS;
/// The audiobook with more chapters than a page holds.
pub(crate) const LONG_AUDIOBOOK: usize = 1;
/// A chapter's number is its audiobook's times this, and its place.
const MOST_CHAPTERS: usize = 128;

impl Catalogue {
    pub(crate) fn chapter_count(&self, audiobook: usize) -> usize {
        match audiobook {
            LONG_AUDIOBOOK => 112,
            _ => 12 + audiobook,
        }
    }

    /// The chapters of an audiobook in their order.
    pub(crate) fn chapters_of(&self, audiobook: usize) -> Vec<usize> {
        let first = audiobook * MOST_CHAPTERS;
        (first..first + self.chapter_count(audiobook)).collect()
    }

    pub(crate) fn audiobook_of(&self, chapter: usize) -> usize {
        chapter / MOST_CHAPTERS
    }

    /// The place of a chapter in its audiobook, from 0.
    pub(crate) fn chapter_number(&self, chapter: usize) -> usize {
        chapter % MOST_CHAPTERS
    }
}

/// Whether something has an id and is not given to anybody.
pub(crate) fn is_withheld(kind: Kind, index: usize) -> bool {
    kind == Kind::Audiobook && index == UNAVAILABLE_AUDIOBOOK
}
