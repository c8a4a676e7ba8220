//! What the user has saved, and whom the user follows.

use std::collections::BTreeMap;

use crate::mock::catalogue::{Catalogue, EPISODES, Kind, NOW, UNAVAILABLE_AUDIOBOOK};

/// How many tracks the demo user has saved.
pub(crate) const SAVED_TRACKS: usize = 2_000;
/// How many artists the demo user follows.
const FOLLOWED: usize = 53;

/// A part of the library: everything of one kind, playlists aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shelf {
    Tracks,
    Albums,
    Episodes,
    Shows,
    Audiobooks,
    Artists,
    Users,
}

impl Shelf {
    const ALL: [Self; 7] = [
        Self::Tracks,
        Self::Albums,
        Self::Episodes,
        Self::Shows,
        Self::Audiobooks,
        Self::Artists,
        Self::Users,
    ];

    /// The word in paths.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Tracks => "tracks",
            Self::Albums => "albums",
            Self::Episodes => "episodes",
            Self::Shows => "shows",
            Self::Audiobooks => "audiobooks",
            Self::Artists => "artists",
            Self::Users => "users",
        }
    }

    /// The shelf of a plural, such as `albums`.
    pub(crate) fn of_path(plural: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shelf| shelf.plural() == plural)
    }

    /// The shelf of a kind as URIs name it, such as `album`.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let of = |shelf: &Self| shelf.plural().strip_suffix('s') == Some(word);
        Self::ALL.into_iter().find(of)
    }

    /// What stands here is followed, not saved.
    pub(crate) fn is_followed(self) -> bool {
        matches!(self, Self::Artists | Self::Users)
    }
}

/// One thing that is saved or followed.
#[derive(Debug, Clone)]
pub(crate) struct Saved {
    pub(crate) id: String,
    pub(crate) at: i64,
}

#[derive(Debug)]
pub(crate) struct Library {
    /// Newest first.
    shelves: BTreeMap<Shelf, Vec<Saved>>,
    /// Counts additions, so that each has its own moment.
    added: i64,
}

impl Library {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let shelf = |kind: Kind, indexes: Vec<usize>, apart: i64| -> Vec<Saved> {
            let saved = indexes.into_iter().enumerate().map(|(place, index)| Saved {
                id: catalogue.id(kind, index),
                at: NOW - 3_600 - apart * place as i64,
            });
            saved.collect()
        };
        // 2,003 is a prime: no track comes twice.
        let tracks = (0..SAVED_TRACKS).map(|index| (index * 2_003 + 5) % catalogue.tracks());
        let albums = (0..60).map(|index| index * 8);
        let episodes = (0..30).map(|index| (index * 41 + 7) % EPISODES);
        let shows = (0..4).map(|index| index * 3);
        let audiobooks = vec![1, UNAVAILABLE_AUDIOBOOK, 4, 6];
        let shelves = [
            (Shelf::Tracks, shelf(Kind::Track, tracks.collect(), 2_263)),
            (Shelf::Albums, shelf(Kind::Album, albums.collect(), 86_413)),
            (
                Shelf::Episodes,
                shelf(Kind::Episode, episodes.collect(), 7_207),
            ),
            (Shelf::Shows, shelf(Kind::Show, shows.collect(), 432_001)),
            (
                Shelf::Audiobooks,
                shelf(Kind::Audiobook, audiobooks, 604_801),
            ),
            (
                Shelf::Artists,
                shelf(Kind::Artist, (0..FOLLOWED).collect(), 3_607),
            ),
        ];
        Self {
            shelves: BTreeMap::from(shelves),
            added: 0,
        }
    }

    /// What stands on a shelf, newest first.
    pub(crate) fn shelf(&self, shelf: Shelf) -> &[Saved] {
        self.shelves
            .get(&shelf)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    pub(crate) fn has(&self, shelf: Shelf, id: &str) -> bool {
        self.shelf(shelf).iter().any(|saved| saved.id == id)
    }

    /// Saves something now, or as if at that moment. What is there already stays as it is.
    pub(crate) fn save(&mut self, shelf: Shelf, id: &str, at: Option<i64>) {
        if self.has(shelf, id) {
            return;
        }
        self.added += 1;
        let at = at.unwrap_or(NOW + self.added);
        let shelf = self.shelves.entry(shelf).or_default();
        let place = shelf.partition_point(|saved| saved.at > at);
        let id = id.to_owned();
        shelf.insert(place, Saved { id, at });
    }

    pub(crate) fn remove(&mut self, shelf: Shelf, id: &str) {
        if let Some(shelf) = self.shelves.get_mut(&shelf) {
            shelf.retain(|saved| saved.id != id);
        }
    }
}
