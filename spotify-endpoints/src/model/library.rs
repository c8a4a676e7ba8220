//! What a user has saved.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess},
    ser::SerializeMap as _,
};
use spotify_core::Timestamp;

use super::{
    Album, Audiobook, Episode, SimplifiedShow, Track,
    audiobook::AudiobookSlots,
    codec::Plain,
    object::{self, Slots, object},
};

object! {
    /// A saved track.
    SavedTrack via SavedTrackSlots "a saved track";
    {
        /// When it was saved.
        added_at: Option<Timestamp>,
        /// The track.
        track: Track,
    }
}

object! {
    /// A saved album.
    SavedAlbum via SavedAlbumSlots "a saved album";
    {
        /// When it was saved.
        added_at: Option<Timestamp>,
        /// The album.
        album: Album,
    }
}

object! {
    /// A saved episode.
    SavedEpisode via SavedEpisodeSlots "a saved episode";
    {
        /// When it was saved.
        added_at: Option<Timestamp>,
        /// The episode.
        episode: Episode,
    }
}

object! {
    /// A saved show.
    SavedShow via SavedShowSlots "a saved show";
    {
        /// When it was saved.
        added_at: Option<Timestamp>,
        /// The show.
        show: SimplifiedShow,
    }
}

/// A saved audiobook.
///
/// Spotify documents the audiobook alone and was seen to send it with the time when it was saved;
/// both are read, and written as they came.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SavedAudiobook {
    /// When it was saved; absent where the audiobook comes alone.
    pub added_at: Option<Timestamp>,
    /// The audiobook, without its chapters where it comes alone.
    pub audiobook: Audiobook,
    /// Whether it came alone.
    alone: bool,
}

impl<'de> Deserialize<'de> for SavedAudiobook {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::read::<SavedAudiobookSlots<'de>, D>(deserializer)
    }
}

impl Serialize for SavedAudiobook {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.alone {
            return self.audiobook.serialize(serializer);
        }
        let mut map = object::begin(serializer)?;
        object::put::<Plain, _, _>(&mut map, "added_at", &self.added_at)?;
        object::put::<Plain, _, _>(&mut map, "audiobook", &self.audiobook)?;
        map.end()
    }
}

/// The fields of both shapes at once: which of the two it is, turns out at the end.
struct SavedAudiobookSlots<'de> {
    added_at: Option<Timestamp>,
    audiobook: Option<Audiobook>,
    alone: Option<AudiobookSlots<'de>>,
}

#[derive(Clone, Copy)]
enum Field<'de> {
    AddedAt,
    Audiobook,
    Alone(<AudiobookSlots<'de> as Slots<'de>>::Field),
}

impl<'de> Slots<'de> for SavedAudiobookSlots<'de> {
    type Object = SavedAudiobook;
    type Field = Field<'de>;

    const EXPECTED: &'static str = "a saved audiobook";

    fn empty() -> Self {
        Self {
            added_at: None,
            audiobook: None,
            alone: None,
        }
    }

    fn find(key: &str) -> Option<Field<'de>> {
        match key {
            "added_at" => Some(Field::AddedAt),
            "audiobook" => Some(Field::Audiobook),
            _ => AudiobookSlots::find(key).map(Field::Alone),
        }
    }

    fn accept<A: MapAccess<'de>>(
        &mut self,
        field: Field<'de>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match field {
            Field::AddedAt => {
                object::fill::<Plain, _, A>(&mut self.added_at, map)?;
            }
            Field::Audiobook => {
                object::fill::<Plain, _, A>(&mut self.audiobook, map)?;
            }
            Field::Alone(field) => {
                let alone = self.alone.get_or_insert_with(AudiobookSlots::empty);
                alone.accept(field, map)?;
            }
        }
        Ok(())
    }

    fn finish<E: de::Error>(self) -> Result<SavedAudiobook, E> {
        let Self {
            added_at,
            audiobook,
            alone,
        } = self;
        let alone = alone.filter(|_| audiobook.is_none());
        Ok(SavedAudiobook {
            added_at,
            alone: alone.is_some() && added_at.is_none(),
            audiobook: match alone {
                Some(alone) => alone.finish()?,
                None => audiobook.ok_or_else(|| E::missing_field("audiobook"))?,
            },
        })
    }
}
