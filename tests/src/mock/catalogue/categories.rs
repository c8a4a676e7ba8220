//! Categories to browse by, genres, and new releases.

use super::{ALBUMS, Catalogue, names};
use crate::mock::random::SplitMix;

/// Albums that count as new.
const NEW_RELEASES: usize = 100;

/// Names of categories; the ids of the first ones are words, as the oldest of Spotify's are.
const CATEGORIES: [&str; 27] = [
    "Top Lists",
    "Mood",
    "Party",
    "Made in Memory",
    "Build Breaks",
    "Rainy Release Days",
    "Refactoring",
    "Review Rounds",
    "Standing Up",
    "Rubber Ducks",
    "Loopback",
    "Long Polls",
    "Cold Starts",
    "Warm Caches",
    "Small Hours",
    "Big Endings",
    "Night Shift",
    "Train Rides",
    "At the Gym",
    "Dinner",
    "Chill",
    "Focus",
    "Sleep",
    "Decades",
    "Local Heroes",
    "Test Tones",
    "Silence",
];
/// How many ids are words.
const WORDS: usize = 3;

impl Catalogue {
    /// Id and name of every category.
    pub(crate) fn categories(&self) -> Vec<(String, &'static str)> {
        let id = |(index, name): (usize, &'static str)| {
            let id = match index {
                ..WORDS => name.to_lowercase().replace(' ', ""),
                _ => {
                    let rest = SplitMix::of(self.seed, "category", index).base62(16);
                    format!("0JQ5DA{rest}")
                }
            };
            (id, name)
        };
        CATEGORIES.into_iter().enumerate().map(id).collect()
    }

    /// The newest albums, newest first.
    pub(crate) fn new_releases(&self) -> Vec<usize> {
        let mut albums: Vec<usize> = (0..ALBUMS).collect();
        albums.sort_by_cached_key(|&album| std::cmp::Reverse(self.release_date(album).0));
        albums.truncate(NEW_RELEASES);
        albums
    }

    /// The genres that recommendations can begin with.
    pub(crate) fn genre_seeds(&self) -> Vec<String> {
        names::GENRES.iter().map(|genre| seed_of(genre)).collect()
    }

    pub(crate) fn genre_seed(&self, artist: usize) -> String {
        seed_of(&self.genre(artist))
    }
}

fn seed_of(genre: &str) -> String {
    genre.replace(' ', "-")
}
