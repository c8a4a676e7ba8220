//! What recommendations start from.

use spotify_core::{BuildError, Target};

use crate::{ArtistId, TrackId};

/// What recommendations start from: artists, genres and tracks, 1 to 5 of them in all.
///
/// ```
/// use spotify_endpoints::{ArtistId, Seeds};
///
/// const ARTIST: ArtistId = ArtistId::from_static("6sFIWsNpZYqfjUpaCgueju");
/// let seeds = Seeds::new().artists([ARTIST]).genres(["indie-pop", "jazz"]);
/// assert_eq!(seeds.len(), 3);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Seeds {
    /// Artists.
    pub artists: Vec<ArtistId>,
    /// Genres, by the words of [`GetGenreSeeds`](crate::GetGenreSeeds).
    pub genres: Vec<String>,
    /// Tracks.
    pub tracks: Vec<TrackId>,
}

impl Seeds {
    /// The most that there may be in all.
    pub const MAX: usize = 5;

    /// No seeds yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds artists.
    #[must_use]
    pub fn artists(mut self, artists: impl IntoIterator<Item = ArtistId>) -> Self {
        self.artists.extend(artists);
        self
    }

    /// Adds genres.
    #[must_use]
    pub fn genres(mut self, genres: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.genres.extend(genres.into_iter().map(Into::into));
        self
    }

    /// Adds tracks.
    #[must_use]
    pub fn tracks(mut self, tracks: impl IntoIterator<Item = TrackId>) -> Self {
        self.tracks.extend(tracks);
        self
    }

    /// How many there are in all.
    #[must_use]
    pub fn len(&self) -> usize {
        self.artists.len() + self.genres.len() + self.tracks.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn write(&self, target: &mut Target) {
        if !self.artists.is_empty() {
            target.query("seed_artists", &self.artists);
        }
        if !self.genres.is_empty() {
            target.query("seed_genres", &self.genres);
        }
        if !self.tracks.is_empty() {
            target.query("seed_tracks", &self.tracks);
        }
    }

    pub(super) fn check(&self, request: &'static str) -> Result<(), BuildError> {
        let count = self.len();
        if !(1..=Self::MAX).contains(&count) {
            let problem = format!(
                "{count} artists, genres and tracks in all; 1 to {} are allowed",
                Self::MAX
            );
            return Err(BuildError::invalid(request, "seeds", problem));
        }
        let odd = |genre: &&String| genre.is_empty() || genre.contains(',');
        match self.genres.iter().find(odd) {
            Some(_) => Err(BuildError::invalid(
                request,
                "seed_genres",
                "a genre is empty or has a comma in it; give each genre by itself",
            )),
            None => Ok(()),
        }
    }
}
