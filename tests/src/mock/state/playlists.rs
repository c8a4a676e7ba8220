//! Playlists: the demo user's, followed ones, Spotify's.

use base64::{Engine, prelude::BASE64_STANDARD};
use url::form_urlencoded::byte_serialize;

use crate::mock::{
    catalogue::{Catalogue, DEMO_USER, EPISODES, Kind, NOW, ODD_USER, OTHER_USER, SPOTIFY},
    random::SplitMix,
};

/// Playlists the user has or follows, Spotify's not counted.
pub(crate) const LISTED: usize = 40;
/// The playlist of several people: one of the private ones.
const COLLABORATIVE: usize = 7;
/// Rows of the playlist "Road Trip".
pub(crate) const ROAD_TRIP: usize = 237;

#[derive(Debug, Clone)]
pub(crate) struct Playlist {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) owner: &'static str,
    pub(crate) public: Option<bool>,
    pub(crate) collaborative: bool,
    pub(crate) rows: Vec<Row>,
    /// False: `images` is null.
    pub(crate) has_cover: bool,
    /// Changes with each upload.
    pub(crate) cover: usize,
    /// An extended-quota app gets the rows under the old and the new key.
    pub(crate) both_keys: bool,
    seed: u64,
    revision: usize,
}

/// One row of a playlist.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) content: Content,
    /// None in very old playlists.
    pub(crate) added_at: Option<i64>,
    pub(crate) added_by: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    Track(usize),
    Episode(usize),
    /// An episode in the fields of a track.
    Hybrid(usize),
    /// A file on the user's disk.
    Local {
        artist: String,
        album: String,
        title: String,
        seconds: u64,
    },
    /// Something that is no longer there: null.
    Gone,
}

impl Playlist {
    pub(crate) fn new(seed: u64, number: usize, name: String, owner: &'static str) -> Self {
        let mut chance = SplitMix::of(seed, "playlist", number);
        let id = match owner {
            SPOTIFY => format!("37i9dQZF1{}", chance.base62(13)),
            _ => chance.base62(22),
        };
        Self {
            id,
            name,
            description: Some(String::new()),
            owner,
            public: Some(true),
            collaborative: false,
            rows: Vec::new(),
            has_cover: true,
            cover: 0,
            both_keys: false,
            seed,
            revision: 1,
        }
    }

    /// Opaque to clients, as Spotify's: it follows from the id and the number of edits.
    pub(crate) fn snapshot_id(&self) -> String {
        let hash = SplitMix::of(self.seed, &self.id, self.revision).hex(40);
        BASE64_STANDARD.encode(format!("{},{hash}", self.revision))
    }

    /// Marks an edit.
    pub(crate) fn touch(&mut self) {
        self.revision += 1;
    }

    /// Whether the demo user owns it or works on it with others.
    pub(crate) fn is_open(&self) -> bool {
        self.owner == DEMO_USER || self.collaborative
    }
}

impl Content {
    /// The URI to add and remove it by; none for what is gone.
    pub(crate) fn uri(&self, catalogue: &Catalogue) -> Option<String> {
        let part = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        match self {
            Self::Track(index) => Some(catalogue.uri(Kind::Track, *index)),
            Self::Episode(index) | Self::Hybrid(index) => {
                Some(catalogue.uri(Kind::Episode, *index))
            }
            Self::Local {
                artist,
                album,
                title,
                seconds,
            } => {
                let (artist, album, title) = (part(artist), part(album), part(title));
                Some(format!("spotify:local:{artist}:{album}:{title}:{seconds}"))
            }
            Self::Gone => None,
        }
    }
}

impl Row {
    pub(crate) fn new(content: Content, added_at: i64) -> Self {
        Self {
            content,
            added_at: Some(added_at),
            added_by: Some(DEMO_USER),
        }
    }
}

/// All playlists, and which of them the user sees in the list.
pub(super) fn initial(catalogue: &Catalogue) -> (Vec<Playlist>, Vec<Option<usize>>) {
    let seed = catalogue.seed;
    let mut playlists = vec![road_trip(catalogue)];
    for number in 1..LISTED {
        let owner = if number % 5 == 4 { ODD_USER } else { DEMO_USER };
        let mut playlist = Playlist::new(seed, number, name(number), owner);
        playlist.rows = rows(catalogue, number, 5 + number * 3);
        playlist.public = [Some(true), Some(false), None]
            .into_iter()
            .nth(number % 3)
            .flatten();
        playlist.has_cover = number % 7 != 1;
        playlist.collaborative = number == COLLABORATIVE;
        playlist.both_keys = number == 2;
        playlist.description = match number % 4 {
            0 => None,
            1 => Some("Songs for the &quot;long&quot; way home".to_owned()),
            _ => Some(String::new()),
        };
        if number == 5 {
            // As old as playlists get: nobody wrote down who added what, or when.
            for row in &mut playlist.rows {
                (row.added_at, row.added_by) = (None, None);
            }
        }
        playlists.push(playlist);
    }
    let mut listed: Vec<Option<usize>> = (0..LISTED).map(Some).collect();
    // What Spotify owns shows as null.
    listed.insert(7, None);
    listed.insert(23, None);
    for (number, name) in ["Daily Mix 1", "Fixture Friday", "Mellow Mocks"]
        .iter()
        .enumerate()
    {
        let mut playlist = Playlist::new(seed, LISTED + number, (*name).to_owned(), SPOTIFY);
        playlist.rows = rows(catalogue, LISTED + number, 50);
        playlists.push(playlist);
    }
    for name in ["Fence Music", "Lawn Mower Mix"] {
        let number = playlists.len();
        let mut playlist = Playlist::new(seed, number, name.to_owned(), OTHER_USER);
        playlist.rows = rows(catalogue, number, 9);
        playlists.push(playlist);
    }
    (playlists, listed)
}

fn road_trip(catalogue: &Catalogue) -> Playlist {
    let mut playlist = Playlist::new(catalogue.seed, 0, "Road Trip".to_owned(), DEMO_USER);
    playlist.description = Some("Windows down. 237 reasons to take the long way.".to_owned());
    playlist.rows = rows(catalogue, 0, ROAD_TRIP);
    for (index, row) in playlist.rows.iter_mut().enumerate() {
        row.content = match index {
            17 | 151 => Content::Gone,
            42 => Content::Local {
                artist: "The Garage Tapes".to_owned(),
                album: "Demos".to_owned(),
                title: "Take 4 (loud)".to_owned(),
                seconds: 187,
            },
            60 | 61 | 120 | 180 | 230 => Content::Episode(index % EPISODES),
            99 => Content::Hybrid(index),
            _ => continue,
        };
    }
    playlist
}

fn rows(catalogue: &Catalogue, number: usize, count: usize) -> Vec<Row> {
    (0..count)
        .map(|index| {
            let track = (number * 131 + index * 17 + 3) % catalogue.tracks();
            Row::new(Content::Track(track), NOW - 86_400 * (400 - index as i64))
        })
        .collect()
}

fn name(number: usize) -> String {
    const NAMES: [&str; 13] = [
        "Sunday Dishes",
        "Deep Work, Shallow Stack",
        "Running from Deadlines",
        "Rainy Commits",
        "Quiet Build",
        "Kitchen Disco",
        "Songs My Cat Tolerates",
        "Train Window",
        "Late Shift",
        "Release Party",
        "First Coffee",
        "Loud & Local",
        "Sleepy Sockets",
    ];
    let base = NAMES
        .get((number - 1) % NAMES.len())
        .copied()
        .unwrap_or_default();
    match (number - 1) / NAMES.len() {
        0 => base.to_owned(),
        volume => format!("{base}, vol. {}", volume + 1),
    }
}
