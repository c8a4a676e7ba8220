//! Answers as Spotify gives them, made up: the same bytes in every run.

mod analysis;
mod catalogue;
mod dice;
mod pages;

use dice::Dice;

/// What an answer is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A track.
    Track,
    /// An album with the first page of its tracks.
    Album,
    /// A page of saved tracks.
    SavedTracks,
    /// A page of a playlist.
    PlaylistItems,
    /// What a search has found.
    Search,
    /// What is played.
    Playback,
    /// What was played.
    Recent,
    /// The artists that a user follows.
    Followed,
    /// The devices of a user.
    Devices,
    /// The audio analysis of a track.
    Analysis,
}

/// An answer of the corpus.
#[derive(Debug, Clone, Copy)]
pub struct Payload {
    /// What it is called in the tables.
    pub name: &'static str,
    /// What it is read as.
    pub kind: Kind,
    make: fn(&mut Dice) -> String,
}

impl Payload {
    /// Writes its JSON.
    #[must_use]
    pub fn json(&self) -> String {
        // Each has a beginning of its own, so that one more changes no other.
        let mut dice = Dice::new(self.name);
        (self.make)(&mut dice)
    }

    /// Finds one by its name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        PAYLOADS
            .iter()
            .find(|payload| payload.name == name)
            .copied()
    }
}

/// Lists of the countries in which something is available, or none, as when a market is asked
/// for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Markets {
    Told,
    Asked,
}

/// All of the corpus, in the order of the tables.
pub const PAYLOADS: &[Payload] = &[
    payload("track", Kind::Track, |d| catalogue::track(d, Markets::Told)),
    payload("track_nomk", Kind::Track, |d| {
        catalogue::track(d, Markets::Asked)
    }),
    payload("album50", Kind::Album, |d| {
        catalogue::album(d, Markets::Told)
    }),
    payload("album50_nomk", Kind::Album, |d| {
        catalogue::album(d, Markets::Asked)
    }),
    payload("saved50", Kind::SavedTracks, |d| {
        pages::saved(d, Markets::Told)
    }),
    payload("saved50_nomk", Kind::SavedTracks, |d| {
        pages::saved(d, Markets::Asked)
    }),
    payload("playlist100", Kind::PlaylistItems, |d| {
        pages::playlist(d, Markets::Told, "track")
    }),
    payload("playlist100_nomk", Kind::PlaylistItems, |d| {
        pages::playlist(d, Markets::Asked, "track")
    }),
    payload("playlist100_item", Kind::PlaylistItems, |d| {
        pages::playlist(d, Markets::Asked, "item")
    }),
    payload("search50x6", Kind::Search, |d| {
        pages::search(d, Markets::Told)
    }),
    payload("search50x6_nomk", Kind::Search, |d| {
        pages::search(d, Markets::Asked)
    }),
    payload("playback", Kind::Playback, pages::playback),
    payload("recent50", Kind::Recent, pages::recent),
    payload("followed50", Kind::Followed, pages::followed),
    payload("devices", Kind::Devices, pages::devices),
    payload("analysis", Kind::Analysis, analysis::analysis),
];

const fn payload(name: &'static str, kind: Kind, make: fn(&mut Dice) -> String) -> Payload {
    Payload { name, kind, make }
}
