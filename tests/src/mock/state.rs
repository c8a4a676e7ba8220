//! What users change: library, playlists, player.

mod library;
mod player;
mod playlists;

pub(crate) use library::{Library, Shelf};
pub(crate) use player::{Device, Playback, Player, album_items};
pub(crate) use playlists::{Content, LISTED, Playlist, Row};

use super::catalogue::{Catalogue, NOW};

/// How many plays are remembered.
const HISTORY: usize = 50;

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) library: Library,
    pub(crate) playlists: Vec<Playlist>,
    /// What `GET /me/playlists` lists, by index; `None` is a null element.
    pub(crate) listed: Vec<Option<usize>>,
    pub(crate) player: Player,
    /// Newest first.
    pub(crate) history: Vec<Play>,
}

/// One play of a track.
#[derive(Debug, Clone)]
pub(crate) struct Play {
    pub(crate) track: usize,
    pub(crate) at_ms: i64,
    /// The id of the playlist it was played from.
    pub(crate) playlist: Option<String>,
}

impl State {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        let (playlists, listed) = playlists::initial(catalogue);
        let road_trip = playlists.first().map(|playlist| playlist.id.clone());
        let history = (0..HISTORY)
            .map(|index| Play {
                track: (index * 37 + 2) % catalogue.tracks(),
                at_ms: (NOW - 1_800 - 251 * index as i64) * 1_000 + 123,
                playlist: road_trip.clone().filter(|_| index % 4 == 1),
            })
            .collect();
        Self {
            library: Library::new(catalogue),
            playlists,
            listed,
            player: Player::new(catalogue),
            history,
        }
    }

    pub(crate) fn playlist(&self, id: &str) -> Option<&Playlist> {
        self.playlists.iter().find(|playlist| playlist.id == id)
    }

    /// The number of a playlist in [`playlists`](Self::playlists).
    pub(crate) fn number(&self, id: &str) -> Option<usize> {
        self.playlists.iter().position(|playlist| playlist.id == id)
    }

    /// Whether the user's list has a playlist.
    pub(crate) fn follows(&self, id: &str) -> bool {
        let number = self.number(id);
        number.is_some() && self.listed.contains(&number)
    }

    pub(crate) fn follow(&mut self, number: usize) {
        if !self.listed.contains(&Some(number)) {
            self.listed.insert(0, Some(number));
        }
    }

    pub(crate) fn unfollow(&mut self, number: usize) {
        self.listed.retain(|listed| *listed != Some(number));
    }
}
