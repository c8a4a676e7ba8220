//! The ways to read an answer.

use std::fmt;

use bytes::Bytes;
use http::Response;
use rspotify_model as theirs;
use serde::de::{DeserializeOwned, IgnoredAny};
use spotify_core::{DecodeError, Meta, Method};
use spotify_endpoints::{decode, model as ours};

use crate::corpus::{Kind, Payload};

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoder {
    /// This library, as its operations do it.
    Ours,
    /// The models of rspotify, by serde_json.
    Rspotify,
    /// serde_json without keeping anything: what reading JSON costs at least.
    Ignored,
}

impl Decoder {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ours, Self::Rspotify, Self::Ignored];

    /// Finds one by its name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|decoder| decoder.to_string() == name)
    }
}

impl fmt::Display for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ours => "ours",
            Self::Rspotify => "rspotify",
            Self::Ignored => "ignored",
        })
    }
}

/// Something done with reading: repeating it, weighing what comes out.
pub trait Measure {
    /// What is found.
    type Found;

    /// Measures a reader.
    fn of<T>(&mut self, read: impl Fn() -> T) -> Self::Found;
}

/// What the operations know of themselves; the answers do not depend on it.
static META: Meta = Meta::new("Measured", Method::GET, "/");

/// The answer to a request.
#[derive(Debug)]
pub struct Answer(Response<Bytes>);

impl From<&Payload> for Answer {
    fn from(payload: &Payload) -> Self {
        Self(Response::new(payload.json().into()))
    }
}

impl Answer {
    /// How long it is.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.body().len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.body().is_empty()
    }

    /// Measures a decoder at work on this answer.
    ///
    /// # Panics
    /// When the answer cannot be read.
    pub fn measure<M: Measure>(&self, kind: Kind, decoder: Decoder, by: &mut M) -> M::Found {
        if decoder == Decoder::Ignored {
            return by.of(|| self.foreign::<IgnoredAny>());
        }
        let ours = decoder == Decoder::Ours;
        macro_rules! kinds {
            ($($kind:ident: $reader:path => $ours:ty, $theirs:ty;)*) => {
                match kind {
                    $(
                        Kind::$kind if ours => by.of(|| self.own::<$ours>($reader)),
                        Kind::$kind => by.of(|| self.foreign::<$theirs>()),
                    )*
                }
            };
        }
        kinds! {
            Track: decode::json => ours::Track, theirs::FullTrack;
            Album: decode::json => ours::Album, theirs::FullAlbum;
            SavedTracks: decode::json
                => ours::Page<ours::SavedTrack>, theirs::Page<theirs::SavedTrack>;
            PlaylistItems: decode::json
                => ours::Page<ours::PlaylistItem>, theirs::Page<theirs::PlaylistItem>;
            Search: decode::json => ours::SearchResult, theirs::SearchMultipleResult;
            Playback: decode::maybe
                => Option<ours::PlaybackState>, theirs::CurrentPlaybackContext;
            Recent: decode::json => ours::CursorPage<ours::PlayHistory>,
                theirs::CursorBasedPage<theirs::PlayHistory>;
            Followed: decode::artists
                => ours::CursorPage<ours::Artist>, theirs::CursorPageFullArtists;
            Devices: decode::devices => Vec<ours::Device>, theirs::DevicePayload;
            Analysis: decode::json => ours::AudioAnalysis, theirs::AudioAnalysis;
        }
    }

    fn own<T>(
        &self,
        read: impl Fn(&'static Meta, &Response<Bytes>) -> Result<T, DecodeError>,
    ) -> T {
        match read(&META, &self.0) {
            Ok(value) => value,
            Err(error) => panic!("this library: {error}"),
        }
    }

    /// Reads text, as `reqwest::Response::text` gives it: what is no UTF-8 is found before.
    fn foreign<T: DeserializeOwned>(&self) -> T {
        let read = std::str::from_utf8(self.0.body())
            .map_err(|error| error.to_string())
            .and_then(|text| serde_json::from_str(text).map_err(|error| error.to_string()));
        match read {
            Ok(value) => value,
            Err(error) => panic!("{}: {error}", std::any::type_name::<T>()),
        }
    }
}
