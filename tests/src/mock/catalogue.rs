//! The invented catalogue: artists, albums, tracks, shows and their ids. It never changes while
//! the mock runs; what users change is in `state`.

mod audiobooks;
mod categories;
mod markets;
mod names;
mod sound;

use std::collections::HashMap;

use super::{clock, random::SplitMix};

pub(crate) use audiobooks::{AUDIOBOOKS, LONG_AUDIOBOOK, UNAVAILABLE_AUDIOBOOK, is_withheld};
pub(crate) use markets::MARKETS;
pub(crate) use sound::{ATTRIBUTES, Attribute, Sound, is_unheard};

pub(crate) const ARTISTS: usize = 60;
pub(crate) const ALBUMS: usize = 520;
pub(crate) const SHOWS: usize = 12;
const EPISODES_PER_SHOW: usize = 24;
pub(crate) const EPISODES: usize = SHOWS * EPISODES_PER_SHOW;
/// The album with more tracks than a page holds.
pub(crate) const LONG_ALBUM: usize = 1;
/// The album without a cover.
pub(crate) const BARE_ALBUM: usize = 2;

/// 2026-09-01T12:00:00Z. Everything in the catalogue happened before.
pub(crate) const NOW: i64 = 1_788_264_000;

/// The signed-in user.
pub(crate) const DEMO_USER: &str = "demo-listener";
/// A user whose id needs escaping.
pub(crate) const ODD_USER: &str = "friend #1";
/// A user whom the demo user does not follow.
pub(crate) const OTHER_USER: &str = "neighbour";
/// The user who owns the editorial playlists.
pub(crate) const SPOTIFY: &str = "spotify";

/// What an id of 22 characters may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Artist,
    Album,
    Track,
    /// The copy of a track that is served in its place where a market is given.
    Twin,
    Show,
    Episode,
    Audiobook,
    Chapter,
}

impl Kind {
    /// The kind that a path such as `albums` is about.
    pub(crate) fn of_path(plural: &str) -> Option<Self> {
        let all = [
            Self::Artist,
            Self::Album,
            Self::Track,
            Self::Show,
            Self::Episode,
            Self::Audiobook,
            Self::Chapter,
        ];
        let word = plural.strip_suffix('s')?;
        all.into_iter().find(|kind| kind.word() == word)
    }

    /// The word in ids, URIs and paths.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Artist => "artist",
            Self::Album => "album",
            Self::Track | Self::Twin => "track",
            Self::Show => "show",
            Self::Episode => "episode",
            Self::Audiobook => "audiobook",
            Self::Chapter => "chapter",
        }
    }

    fn tag(self) -> &'static str {
        if self == Self::Twin {
            "twin"
        } else {
            self.word()
        }
    }
}

/// What stands behind an album's number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Album {
    pub(crate) artist: usize,
    pub(crate) first_track: usize,
    pub(crate) tracks: usize,
}

#[derive(Debug)]
pub(crate) struct Catalogue {
    pub(crate) seed: u64,
    albums: Vec<Album>,
    /// The album of each track.
    tracks: Vec<usize>,
    ids: HashMap<String, (Kind, usize)>,
}

impl Catalogue {
    pub(crate) fn new(seed: u64) -> Self {
        let mut catalogue = Self {
            seed,
            albums: Vec::new(),
            tracks: Vec::new(),
            ids: HashMap::new(),
        };
        for index in 0..ALBUMS {
            let tracks = match index {
                LONG_ALBUM => 130,
                _ if is_single(index) => 1 + index % 3,
                _ => 9 + SplitMix::of(seed, "length", index).below(6),
            };
            let first_track = catalogue.tracks.len();
            catalogue.albums.push(Album {
                artist: index % ARTISTS,
                first_track,
                tracks,
            });
            catalogue.tracks.extend(std::iter::repeat_n(index, tracks));
        }
        let tracks = catalogue.tracks.len();
        catalogue.learn(Kind::Artist, 0..ARTISTS);
        catalogue.learn(Kind::Album, 0..ALBUMS);
        catalogue.learn(Kind::Track, 0..tracks);
        catalogue.learn(Kind::Show, 0..SHOWS);
        catalogue.learn(Kind::Episode, 0..EPISODES);
        catalogue.learn(Kind::Audiobook, 0..=UNAVAILABLE_AUDIOBOOK);
        let chapters = (0..AUDIOBOOKS).flat_map(|book| catalogue.chapters_of(book));
        catalogue.learn(Kind::Chapter, chapters.collect::<Vec<_>>());
        catalogue.learn(Kind::Twin, (0..tracks).filter(|&index| is_relinked(index)));
        catalogue
    }

    fn learn(&mut self, kind: Kind, indexes: impl IntoIterator<Item = usize>) {
        for index in indexes {
            self.ids.insert(self.id(kind, index), (kind, index));
        }
    }

    pub(crate) fn find(&self, id: &str) -> Option<(Kind, usize)> {
        self.ids.get(id).copied()
    }

    pub(crate) fn id(&self, kind: Kind, index: usize) -> String {
        SplitMix::of(self.seed, kind.tag(), index).base62(22)
    }

    pub(crate) fn uri(&self, kind: Kind, index: usize) -> String {
        format!("spotify:{}:{}", kind.word(), self.id(kind, index))
    }

    pub(crate) fn tracks(&self) -> usize {
        self.tracks.len()
    }

    pub(crate) fn album_of(&self, track: usize) -> usize {
        self.tracks.get(track).copied().unwrap_or_default()
    }

    pub(crate) fn album(&self, index: usize) -> Album {
        self.albums.get(index).copied().unwrap_or(Album {
            artist: 0,
            first_track: 0,
            tracks: 0,
        })
    }

    /// The artists of a track: the album's, sometimes a guest.
    pub(crate) fn artists_of(&self, track: usize) -> Vec<usize> {
        let artist = self.album(self.album_of(track)).artist;
        match track % 11 {
            5 => vec![artist, (artist + 7 + track % 5) % ARTISTS],
            _ => vec![artist],
        }
    }

    /// The albums of an artist, newest first.
    pub(crate) fn albums_of(&self, artist: usize) -> Vec<usize> {
        let mut albums: Vec<usize> = (0..ALBUMS)
            .filter(|&index| self.album(index).artist == artist)
            .collect();
        albums.sort_by_key(|&index| std::cmp::Reverse(self.release_date(index).0));
        albums
    }

    /// The albums of others that an artist has a track on, newest first.
    pub(crate) fn appearances_of(&self, artist: usize) -> Vec<usize> {
        let mut albums: Vec<usize> = self
            .tracks_of(artist)
            .into_iter()
            .map(|track| self.album_of(track))
            .filter(|&album| self.album(album).artist != artist)
            .collect();
        albums.sort_by_key(|&index| (std::cmp::Reverse(self.release_date(index).0), index));
        albums.dedup();
        albums
    }

    /// The tracks of an artist, as a guest among them.
    pub(crate) fn tracks_of(&self, artist: usize) -> Vec<usize> {
        (0..self.tracks())
            .filter(|&track| self.artists_of(track).contains(&artist))
            .collect()
    }

    /// The other artists, those of the same genre first.
    pub(crate) fn related_to(&self, artist: usize) -> Vec<usize> {
        let mut others: Vec<usize> = (0..ARTISTS).filter(|&other| other != artist).collect();
        others.sort_by_key(|&other| self.genre(other) != self.genre(artist));
        others
    }

    /// The position of a track on its album, from 0.
    pub(crate) fn position(&self, track: usize) -> usize {
        track.saturating_sub(self.album(self.album_of(track)).first_track)
    }

    pub(crate) fn artist_name(&self, index: usize) -> &'static str {
        names::pick(&names::ARTISTS, index)
    }

    pub(crate) fn album_name(&self, index: usize) -> String {
        names::album(index)
    }

    pub(crate) fn track_name(&self, index: usize) -> String {
        names::track(index)
    }

    pub(crate) fn show_name(&self, index: usize) -> String {
        names::show(index)
    }

    pub(crate) fn episode_name(&self, index: usize) -> String {
        names::episode(index)
    }

    pub(crate) fn audiobook_name(&self, index: usize) -> String {
        names::audiobook(index)
    }

    pub(crate) fn genre(&self, artist: usize) -> String {
        names::genre(artist)
    }

    pub(crate) fn label(&self, album: usize) -> String {
        names::label(album)
    }

    pub(crate) fn album_type(&self, index: usize) -> &'static str {
        match index {
            _ if is_single(index) => "single",
            _ if index % 50 == 17 => "compilation",
            _ => "album",
        }
    }

    /// The date and its precision, in all the forms there are.
    pub(crate) fn release_date(&self, album: usize) -> (String, &'static str) {
        let mut chance = SplitMix::of(self.seed, "released", album);
        let (year, month, day) = (
            1962 + chance.below(64),
            1 + chance.below(12),
            1 + chance.below(28),
        );
        match album % 40 {
            7 => (format!("{year}"), "year"),
            23 => (format!("{year}-{month:02}"), "month"),
            37 => ("0000".to_owned(), "year"),
            _ => (format!("{year}-{month:02}-{day:02}"), "day"),
        }
    }

    pub(crate) fn duration_ms(&self, track: usize) -> usize {
        110_000 + SplitMix::of(self.seed, "duration", track).below(220_000)
    }

    pub(crate) fn popularity(&self, kind: Kind, index: usize) -> usize {
        SplitMix::of(self.seed, "popularity", index ^ kind.word().len()).below(101)
    }

    pub(crate) fn isrc(&self, track: usize) -> String {
        format!("ZZFIX26{track:05}")
    }

    pub(crate) fn upc(&self, album: usize) -> String {
        format!("{:012}", 602_000_000_000 + album)
    }

    pub(crate) fn show_of(&self, episode: usize) -> usize {
        episode / EPISODES_PER_SHOW
    }

    /// The episodes of a show, newest first.
    pub(crate) fn episodes_of(&self, show: usize) -> Vec<usize> {
        (0..EPISODES_PER_SHOW)
            .rev()
            .map(|index| show * EPISODES_PER_SHOW + index)
            .collect()
    }

    pub(crate) fn episode_date(&self, episode: usize) -> String {
        let weeks = (EPISODES_PER_SHOW - episode % EPISODES_PER_SHOW) as i64;
        let at = NOW - weeks * 7 * 86_400 - self.show_of(episode) as i64 * 86_400;
        clock::rfc3339(at)
            .split('T')
            .next()
            .unwrap_or_default()
            .to_owned()
    }
}

/// About one album in nine; every artist has some.
fn is_single(album: usize) -> bool {
    (album + album / ARTISTS) % 9 == 4
}

/// Not to be had in the listener's market.
pub(crate) fn is_unavailable(track: usize) -> bool {
    track % 97 == 13
}

/// Served under another id where a market is given.
pub(crate) fn is_relinked(track: usize) -> bool {
    track % 89 == 7
}

pub(crate) fn is_explicit(track: usize) -> bool {
    track % 13 == 3
}

pub(crate) fn is_user(id: &str) -> bool {
    [DEMO_USER, ODD_USER, OTHER_USER, SPOTIFY].contains(&id)
}

/// 22 characters of base 62.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == 22 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
