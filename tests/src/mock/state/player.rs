//! The player and the devices.

use crate::mock::{
    catalogue::{Catalogue, Kind},
    random::SplitMix,
};

/// A device of the user.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub(crate) id: Option<String>,
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) volume: Option<u8>,
    /// It takes no commands.
    pub(crate) restricted: bool,
}

/// What is played from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Playback {
    /// The URI of an album, artist or playlist.
    pub(crate) context: Option<String>,
    /// Tracks by number, or episodes.
    pub(crate) items: Vec<(Kind, usize)>,
    pub(crate) at: usize,
}

#[derive(Debug)]
pub(crate) struct Player {
    pub(crate) devices: Vec<Device>,
    /// Which device plays; none: the player is idle.
    pub(crate) active: Option<usize>,
    pub(crate) playing: bool,
    pub(crate) progress_ms: u64,
    pub(crate) repeat: String,
    pub(crate) shuffle: bool,
    pub(crate) playback: Playback,
    pub(crate) queue: Vec<(Kind, usize)>,
}

impl Player {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let device = |index, name, kind, volume, restricted| Device {
            id: Some(SplitMix::of(catalogue.seed, "device", index).hex(40)),
            name,
            kind,
            volume,
            restricted,
        };
        Self {
            devices: vec![
                device(0, "Kitchen Speaker", "Speaker", Some(42), false),
                device(1, "Demo Laptop", "Computer", Some(100), false),
                device(2, "Old Television", "TV", None, true),
                Device {
                    id: None,
                    ..device(3, "Hired Car", "Automobile", Some(60), false)
                },
            ],
            active: Some(0),
            playing: true,
            progress_ms: 61_500,
            repeat: "off".to_owned(),
            shuffle: false,
            playback: Playback {
                context: Some(catalogue.uri(Kind::Album, 0)),
                items: album_items(catalogue, 0),
                at: 2,
            },
            queue: Vec::new(),
        }
    }

    pub(crate) fn item(&self) -> Option<(Kind, usize)> {
        self.playback.items.get(self.playback.at).copied()
    }

    /// What comes next: what was queued, then the context.
    pub(crate) fn upcoming(&self) -> Vec<(Kind, usize)> {
        let context = self.playback.items.iter().skip(self.playback.at + 1);
        self.queue.iter().chain(context).take(20).copied().collect()
    }

    /// Goes on by one; at the end it begins again.
    pub(crate) fn next(&mut self) {
        self.progress_ms = 0;
        if self.queue.is_empty() {
            self.playback.at = (self.playback.at + 1) % self.playback.items.len().max(1);
        } else {
            let queued = self.queue.remove(0);
            let at = (self.playback.at + 1).min(self.playback.items.len());
            self.playback.items.insert(at, queued);
            self.playback.at = at;
        }
    }

    /// Goes back by one; false at the beginning.
    pub(crate) fn previous(&mut self) -> bool {
        let Some(at) = self.playback.at.checked_sub(1) else {
            return false;
        };
        (self.playback.at, self.progress_ms) = (at, 0);
        true
    }
}

pub(crate) fn album_items(catalogue: &Catalogue, album: usize) -> Vec<(Kind, usize)> {
    let album = catalogue.album(album);
    (album.first_track..album.first_track + album.tracks)
        .map(|i| (Kind::Track, i))
        .collect()
}
