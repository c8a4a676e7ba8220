//! Every request with its least and its most, and the fixtures of its answers: what the tests of
//! all operations go through.
#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

#[path = "table/albums.rs"]
mod albums;
#[path = "table/artists.rs"]
mod artists;
#[path = "table/audiobooks.rs"]
mod audiobooks;
#[path = "table/browse.rs"]
mod browse;
#[path = "table/categories.rs"]
mod categories;
#[path = "table/chapters.rs"]
mod chapters;
#[path = "table/episodes.rs"]
mod episodes;
#[path = "table/follow.rs"]
mod follow;
#[path = "table/genres.rs"]
mod genres;
#[path = "table/library.rs"]
mod library;
#[path = "table/markets.rs"]
mod markets;
#[path = "table/personalization.rs"]
mod personalization;
#[path = "table/player.rs"]
mod player;
#[path = "table/playlists.rs"]
mod playlists;
#[path = "table/search.rs"]
mod search;
#[path = "table/shows.rs"]
mod shows;
#[path = "table/tracks.rs"]
mod tracks;
#[path = "table/users.rs"]
mod users;

use std::fmt::Debug;

use serde::Serialize;
use spotify_core::Endpoint;
use spotify_endpoints::{
    AlbumId, ArtistId, AudiobookId, CategoryId, ChapterId, EpisodeId, PlaylistId, ShowId, TrackId,
    UserId,
};

/// One request in two extremes.
pub struct Entry<E> {
    /// With nothing but what it cannot do without.
    pub least: E,
    /// With everything.
    pub most: E,
    /// Fixtures of its answer, without `.json`: at least one for each tier that has the
    /// operation. None where the answer is empty.
    pub answers: &'static [&'static str],
}

/// Looks at every request in turn.
pub trait Visit {
    fn entry<E>(&mut self, entry: Entry<E>)
    where
        E: Endpoint + Clone + Debug + PartialEq + 'static,
        E::Response: Debug + PartialEq + Serialize + 'static;

    fn visit<E>(&mut self, least: E, most: E, answers: &'static [&'static str])
    where
        E: Endpoint + Clone + Debug + PartialEq + 'static,
        E::Response: Debug + PartialEq + Serialize + 'static,
    {
        self.entry(Entry {
            least,
            most,
            answers,
        });
    }
}

/// What to ask for.
#[derive(Debug, Clone)]
pub struct Ids {
    pub album: AlbumId,
    pub artist: ArtistId,
    pub audiobook: AudiobookId,
    pub category: CategoryId,
    pub chapter: ChapterId,
    pub device: String,
    pub episode: EpisodeId,
    pub genre: String,
    pub playlist: PlaylistId,
    pub show: ShowId,
    pub track: TrackId,
    pub user: UserId,
}

impl Ids {
    /// Ids that look like Spotify's, and a user whose name needs to be escaped.
    pub fn fixed() -> Self {
        Self {
            album: AlbumId::from_static("4aawyAB9vmqN3uQ7FjRGTy"),
            artist: ArtistId::from_static("6sFIWsNpZYqfjUpaCgueju"),
            audiobook: AudiobookId::from_static("7iHfbu1YPACw6oZPAFJtqe"),
            category: CategoryId::new("0JQ5DAqbMKFEC4WFtoNRpw").unwrap(),
            chapter: ChapterId::from_static("0D5wENdkdwbqlrHoaJ9g29"),
            device: "a device".to_owned(),
            episode: EpisodeId::from_static("512ojhOuo1ktJprKbVcKyQ"),
            genre: "indie-pop".to_owned(),
            playlist: PlaylistId::from_static("3cEYpjA9oz9GiPac4AsH4n"),
            show: ShowId::from_static("38bS44xjbVVZ3No3ByF1dJ"),
            track: TrackId::from_static("11dFghVXANMlKmJXsNCbNl"),
            user: UserId::new("a b/c#d").unwrap(),
        }
    }
}

/// Goes through all requests, area by area.
pub fn every(ids: &Ids, visit: &mut impl Visit) {
    albums::visit(ids, visit);
    artists::visit(ids, visit);
    audiobooks::visit(ids, visit);
    browse::visit(ids, visit);
    categories::visit(ids, visit);
    chapters::visit(ids, visit);
    episodes::visit(ids, visit);
    follow::visit(ids, visit);
    genres::visit(ids, visit);
    library::visit(ids, visit);
    markets::visit(ids, visit);
    personalization::visit(ids, visit);
    player::visit(ids, visit);
    playlists::visit(ids, visit);
    search::visit(ids, visit);
    shows::visit(ids, visit);
    tracks::visit(ids, visit);
    users::visit(ids, visit);
}
