//! What users change: library, playlists, player.

mod player;
mod playlists;

pub(crate) use player::{Device, Playback, Player, album_items};
pub(crate) use playlists::{Content, LISTED, Playlist, Row};

use std::collections::BTreeSet;

use super::catalogue::{Catalogue, Kind, NOW};

/// How many tracks the demo user has saved.
pub(crate) const SAVED_TRACKS: usize = 2_000;
/// How many artists the demo user follows.
const FOLLOWED: usize = 53;
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

#[derive(Debug, Default)]
pub(crate) struct Library {
    /// Track and when it was added, newest first.
    pub(crate) tracks: Vec<(usize, i64)>,
    /// The URIs of everything else that is saved or followed.
    pub(crate) uris: BTreeSet<String>,
    /// Counts additions, so that each has its own moment.
    added: i64,
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

    pub(crate) fn follow(&mut self, number: usize) {
        if !self.listed.contains(&Some(number)) {
            self.listed.insert(0, Some(number));
        }
    }

    pub(crate) fn unfollow(&mut self, number: usize) {
        self.listed.retain(|listed| *listed != Some(number));
    }
}

impl Library {
    fn new(catalogue: &Catalogue) -> Self {
        let tracks = (0..SAVED_TRACKS)
            .map(|index| {
                // 2,003 is a prime: no track comes twice.
                (
                    (index * 2_003 + 5) % catalogue.tracks(),
                    NOW - 3_600 - 2_263 * index as i64,
                )
            })
            .collect();
        let artists = (0..FOLLOWED).map(|index| catalogue.uri(Kind::Artist, index));
        let albums = (0..60).map(|index| catalogue.uri(Kind::Album, index * 8));
        let shows = (0..4).map(|index| catalogue.uri(Kind::Show, index * 3));
        let uris = artists.chain(albums).chain(shows).collect();
        Self {
            tracks,
            uris,
            added: 0,
        }
    }

    pub(crate) fn has_track(&self, track: usize) -> bool {
        self.tracks.iter().any(|(saved, _)| *saved == track)
    }

    pub(crate) fn save_track(&mut self, track: usize) {
        if !self.has_track(track) {
            self.added += 1;
            self.tracks.insert(0, (track, NOW + self.added));
        }
    }

    pub(crate) fn remove_track(&mut self, track: usize) {
        self.tracks.retain(|(saved, _)| *saved != track);
    }

    /// The ids of what is saved or followed of one kind, in the order of the ids.
    pub(crate) fn ids(&self, kind: Kind) -> Vec<&str> {
        let prefix = format!("spotify:{}:", kind.word());
        self.uris
            .iter()
            .filter_map(|uri| uri.strip_prefix(&prefix))
            .collect()
    }
}
