//! What Spotify has measured of a track as a whole.

use std::{borrow::Cow, fmt, time::Duration};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Key, Modality, Text,
    codec::{Raw, by_serde},
    object::object,
};
use crate::id::{Id, TrackId};

object! {
    /// What Spotify has measured of a track as a whole.
    ///
    /// Everything but the id is absent where Spotify does not know it. The measures have at most
    /// six digits, all of which an `f32` holds.
    AudioFeatures via AudioFeaturesSlots "audio features";
    {
        /// The id of the track.
        id: TrackId,
        /// How sure it is that the track is acoustic, from 0 to 1.
        acousticness: Option<f32>,
        /// The address of the full analysis at the Web API.
        analysis_url: Option<TrackAddress>,
        /// How well it suits for dancing, from 0 to 1.
        danceability: Option<f32>,
        /// The duration in milliseconds.
        duration_ms: Option<u32> as DurationMs,
        /// How intense and active it is, from 0 to 1.
        energy: Option<f32>,
        /// How likely it has no vocals, from 0 to 1; more than 0.5 is meant to be instrumental.
        instrumentalness: Option<f32>,
        /// The key.
        key: Option<Key>,
        /// `audio_features`.
        kind ["type"]: Option<Text>,
        /// How likely it was performed before an audience, from 0 to 1; more than 0.8 is most
        /// likely live.
        liveness: Option<f32>,
        /// The loudness on average in decibels, mostly from -60 to 0.
        loudness: Option<f32>,
        /// Major or minor.
        mode: Option<Modality>,
        /// How much of it is spoken, from 0 to 1; more than 0.66 is speech most likely, less than
        /// 0.33 music.
        speechiness: Option<f32>,
        /// The tempo in beats per minute; 0 if it was not found out.
        tempo: Option<f32>,
        /// How many beats a bar has, from 3 to 7; other numbers if that was not found out.
        time_signature: Option<u8>,
        /// The address of the track at the Web API.
        track_href: Option<TrackAddress>,
        /// The URI of the track.
        uri: Option<TrackAddress>,
        /// How cheerful it sounds, from 0 to 1.
        valence: Option<f32>,
    }
}

impl AudioFeatures {
    /// The duration, if it was told.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        self.duration_ms.map(|ms| Duration::from_millis(ms.into()))
    }
}

by_serde!(TrackId);

const ANALYSIS: &str = "https://api.spotify.com/v1/audio-analysis/";

/// An address that ends in the id of a track.
///
/// Only the id is kept of it; `Display` and [`to_str`](Self::to_str) write it out again.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TrackAddress(Address);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Address {
    Of(Form, TrackId),
    Text(Box<str>),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Uri,
    Href,
    Analysis,
}

impl Form {
    const ALL: [Self; 3] = [Self::Uri, Self::Href, Self::Analysis];

    const fn prefix(self) -> &'static str {
        match self {
            Self::Uri => TrackId::URI,
            Self::Href => TrackId::HREF,
            Self::Analysis => ANALYSIS,
        }
    }
}

impl TrackAddress {
    /// The address as text, borrowed where it is kept as such.
    #[must_use]
    pub fn to_str(&self) -> Cow<'_, str> {
        match &self.0 {
            Address::Of(form, id) => [form.prefix(), id.as_str()].concat().into(),
            Address::Text(text) => Cow::Borrowed(text),
        }
    }
}

impl From<&str> for TrackAddress {
    fn from(text: &str) -> Self {
        let of = |form: Form| {
            let id = TrackId::from_bare(text.strip_prefix(form.prefix())?).ok()?;
            Some(Address::Of(form, id))
        };
        Self(
            Form::ALL
                .into_iter()
                .find_map(of)
                .unwrap_or_else(|| Address::Text(text.into())),
        )
    }
}

impl fmt::Display for TrackAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Address::Of(form, id) => write!(f, "{}{}", form.prefix(), id.as_str()),
            Address::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for TrackAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl Serialize for TrackAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TrackAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Raw::deserialize(deserializer).map(|text| text.as_str().into())
    }
}

by_serde!(TrackAddress);
