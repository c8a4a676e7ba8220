//! What a track sounds like: what audio features tell, and recommendations go by.

use super::{Catalogue, Kind};
use crate::mock::random::SplitMix;

/// The features of one track.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sound {
    pub(crate) acousticness: f64,
    pub(crate) danceability: f64,
    pub(crate) energy: f64,
    pub(crate) instrumentalness: f64,
    pub(crate) liveness: f64,
    pub(crate) speechiness: f64,
    pub(crate) valence: f64,
    /// In decibels, below 0.
    pub(crate) loudness: f64,
    /// In beats per minute.
    pub(crate) tempo: f64,
    /// -1 where it is not known.
    pub(crate) key: i32,
    pub(crate) mode: i32,
    pub(crate) time_signature: i32,
}

/// Something that recommendations can be asked by.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    /// Whether it has whole numbers only.
    pub(crate) whole: bool,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

const fn share(name: &'static str) -> Attribute {
    Attribute {
        name,
        whole: false,
        least: 0.0,
        most: 1.0,
    }
}

const fn number(name: &'static str, whole: bool, least: f64, most: f64) -> Attribute {
    Attribute {
        name,
        whole,
        least,
        most,
    }
}

pub(crate) const ATTRIBUTES: [Attribute; 14] = [
    share("acousticness"),
    share("danceability"),
    share("energy"),
    share("instrumentalness"),
    share("liveness"),
    share("speechiness"),
    share("valence"),
    number("duration_ms", true, 0.0, f64::MAX),
    number("key", true, 0.0, 11.0),
    number("loudness", false, f64::MIN, f64::MAX),
    number("mode", true, 0.0, 1.0),
    number("popularity", true, 0.0, 100.0),
    number("tempo", false, 0.0, f64::MAX),
    number("time_signature", true, 0.0, 11.0),
];

impl Catalogue {
    /// What a track sounds like; none if nobody has listened.
    pub(crate) fn sound(&self, track: usize) -> Option<Sound> {
        if is_unheard(track) {
            return None;
        }
        let mut chance = SplitMix::of(self.seed, "sound", track);
        let mut share = || chance.below(1_001) as f64 / 1_000.0;
        Some(Sound {
            acousticness: share(),
            danceability: share(),
            energy: share(),
            instrumentalness: share(),
            liveness: share(),
            speechiness: share(),
            valence: share(),
            loudness: (share() * -30_000.0).round() / 1_000.0,
            tempo: 60.0 + (share() * 120_000.0).round() / 1_000.0,
            key: (share() * 12.9) as i32 - 1,
            mode: i32::from(share() < 0.6),
            time_signature: if share() < 0.8 { 4 } else { 3 },
        })
    }

    /// One attribute of a track by its name; none if it is not known.
    pub(crate) fn attribute(&self, track: usize, name: &str) -> Option<f64> {
        match name {
            "duration_ms" => return Some(self.duration_ms(track) as f64),
            "popularity" => return Some(self.popularity(Kind::Track, track) as f64),
            _ => {}
        }
        let sound = self.sound(track)?;
        Some(match name {
            "acousticness" => sound.acousticness,
            "danceability" => sound.danceability,
            "energy" => sound.energy,
            "instrumentalness" => sound.instrumentalness,
            "liveness" => sound.liveness,
            "speechiness" => sound.speechiness,
            "valence" => sound.valence,
            "loudness" => sound.loudness,
            "tempo" => sound.tempo,
            "key" => f64::from(sound.key),
            "mode" => f64::from(sound.mode),
            "time_signature" => f64::from(sound.time_signature),
            _ => return None,
        })
    }
}

/// Has no audio features: null among others.
pub(crate) fn is_unheard(track: usize) -> bool {
    track % 31 == 11
}
