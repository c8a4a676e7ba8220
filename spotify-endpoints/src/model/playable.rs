//! What can stand in a playlist and in the player: tracks, episodes, local files, and what comes
//! next.

use std::time::Duration;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Error as _},
};
use serde_json::Value;

use super::{
    Episode, Track,
    codec::by_serde,
    episode::EpisodeSlots,
    heal::heal_at,
    links::LinkSlots,
    mode::{self, Mode},
    object::{self, Slots},
    track::TrackSlots,
};
use crate::uri::{PlayableUri, Uri};

/// A track, an episode, or something in the shape of one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[allow(
    clippy::large_enum_variant,
    reason = "nearly all are tracks; a box would cost each"
)]
pub enum PlayableItem {
    /// A track of the catalogue.
    Track(Track),
    /// An episode of a show.
    Episode(Box<Episode>),
    /// A file on a user's own device, in the shape of a track without id.
    Local(Track),
    /// An episode in the shape of a track without id: its album is the show. Playlists have such
    /// rows when `additional_types` does not ask for episodes.
    EpisodeAsTrack(Track),
    /// Something that this version does not understand, as it came: of an unknown type, or an
    /// episode without an id.
    ///
    /// Read by an operation only; elsewhere in serde it is an error.
    Unknown(Value),
}

impl PlayableItem {
    /// The track, whether of the catalogue or not.
    #[must_use]
    pub const fn as_track(&self) -> Option<&Track> {
        match self {
            Self::Track(track) | Self::Local(track) | Self::EpisodeAsTrack(track) => Some(track),
            Self::Episode(_) | Self::Unknown(_) => None,
        }
    }

    /// The episode, unless it has the shape of a track.
    #[must_use]
    pub const fn as_episode(&self) -> Option<&Episode> {
        match self {
            Self::Episode(episode) => Some(episode),
            _ => None,
        }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Track(track) | Self::Local(track) | Self::EpisodeAsTrack(track) => {
                Some(&track.name)
            }
            Self::Episode(episode) => Some(&episode.name),
            Self::Unknown(json) => json.get("name")?.as_str(),
        }
    }

    /// The URI.
    #[must_use]
    pub fn uri(&self) -> Option<Uri> {
        match self {
            Self::Track(track) | Self::Local(track) | Self::EpisodeAsTrack(track) => track.uri(),
            Self::Episode(episode) => Some(episode.uri()),
            Self::Unknown(json) => json.get("uri")?.as_str()?.parse().ok(),
        }
    }

    /// The URI to play it by; local files have none.
    #[must_use]
    pub fn playable_uri(&self) -> Option<PlayableUri> {
        PlayableUri::try_from(self.uri()?).ok()
    }

    /// The URI under which playlists and the library know it: of a track that was replaced for
    /// the market that of the original, else its own.
    ///
    /// Development-mode apps are not told the original.
    #[must_use]
    pub fn original_uri(&self) -> Option<Uri> {
        match self {
            Self::Track(track) => track.original_id().map(Uri::Track).or_else(|| track.uri()),
            _ => self.uri(),
        }
    }

    /// The duration, if it was told.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        match self {
            Self::Track(track) | Self::Local(track) | Self::EpisodeAsTrack(track) => {
                Some(track.duration())
            }
            Self::Episode(episode) => Some(episode.duration()),
            Self::Unknown(_) => None,
        }
    }

    /// Whether it is a file on a user's own device.
    #[must_use]
    pub const fn is_local(&self) -> bool {
        matches!(self, Self::Local(_))
    }

    /// Whether it can be played, as far as was told.
    #[must_use]
    pub fn is_playable(&self) -> bool {
        match self {
            Self::Track(track) | Self::EpisodeAsTrack(track) => track.is_playable(),
            Self::Episode(episode) => episode.is_playable(),
            Self::Local(_) | Self::Unknown(_) => false,
        }
    }
}

impl Serialize for PlayableItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Track(track) | Self::Local(track) | Self::EpisodeAsTrack(track) => {
                track.serialize(serializer)
            }
            Self::Episode(episode) => episode.serialize(serializer),
            Self::Unknown(json) => json.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for PlayableItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if Mode::get() != Mode::Rows {
            return object::read::<PlayableSlots<'de>, D>(deserializer);
        }
        let json = mode::raw(deserializer)?;
        match heal_at::<Understood>("item", json) {
            Ok(item) => Ok(item.0),
            Err(_) => serde_json::from_str(json)
                .map(Self::Unknown)
                .map_err(D::Error::custom),
        }
    }
}

/// A track or an episode.
struct Understood(PlayableItem);

impl<'de> Deserialize<'de> for Understood {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::read::<PlayableSlots<'de>, D>(deserializer).map(Self)
    }
}

by_serde!(@of [] PlayableItem, into read_into);

/// Reads an item into its place.
fn read_into<'de, D: Deserializer<'de>>(
    deserializer: D,
    place: &mut Option<PlayableItem>,
) -> Result<(), D::Error> {
    if Mode::get() != Mode::Rows {
        return object::read_into::<PlayableSlots<'de>, D>(deserializer, place);
    }
    if let Some(item) = Option::deserialize(deserializer)? {
        *place = Some(item);
    }
    Ok(())
}

/// The fields of tracks and of episodes at once: which of the two it is, turns out at the end.
struct PlayableSlots<'de> {
    /// Also holds the fields that both have.
    track: TrackSlots<'de>,
    episode: EpisodeSlots<'de>,
}

/// A key that both have counts as one of tracks.
#[derive(Clone, Copy)]
enum Field<'de> {
    Track(<TrackSlots<'de> as Slots<'de>>::Field),
    Episode(<EpisodeSlots<'de> as Slots<'de>>::Field),
}

impl<'de> Slots<'de> for PlayableSlots<'de> {
    type Object = PlayableItem;
    type Field = Field<'de>;

    const EXPECTED: &'static str = "a track or an episode";

    fn empty() -> Self {
        Self {
            track: TrackSlots::empty(),
            episode: EpisodeSlots::empty(),
        }
    }

    fn find(key: &str) -> Option<Field<'de>> {
        let track = TrackSlots::find(key).map(Field::Track);
        track.or_else(|| EpisodeSlots::find(key).map(Field::Episode))
    }

    fn accept<A: de::MapAccess<'de>>(
        &mut self,
        field: Field<'de>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match field {
            Field::Track(field) => self.track.accept(field, map),
            Field::Episode(field) => self.episode.accept(field, map),
        }
    }

    fn finish<E: de::Error>(mut self) -> Result<PlayableItem, E> {
        let mut place = None;
        self.finish_as(&mut place, |item| item)?;
        place.ok_or_else(|| E::custom(Self::EXPECTED))
    }

    fn finish_as<R, E: de::Error>(
        &mut self,
        place: &mut Option<R>,
        wrap: impl FnOnce(PlayableItem) -> R,
    ) -> Result<(), E> {
        let Self { track, episode } = self;
        let kind = track.links.kind().filter(|kind| !kind.is_empty());
        if let Some(kind) = kind.filter(|kind| !is_known(kind)) {
            return Err(E::custom(format_args!("unknown type of item: {kind:?}")));
        }
        let is_episode = match kind {
            Some("episode") => track.album.is_none() || episode.show.is_some(),
            Some(_) => false,
            None => episode.show.is_some(),
        };
        if is_episode {
            episode.links = std::mem::replace(&mut track.links, LinkSlots::empty()).into_kind();
            episode.duration_ms = track.duration_ms.take();
            episode.explicit = track.explicit.take();
            episode.is_playable = track.is_playable.take();
            episode.name = track.name.take();
            episode.restrictions = track.restrictions.take();
            return episode.finish_as(place, |episode| {
                wrap(PlayableItem::Episode(Box::new(episode)))
            });
        }
        track.finish_as(place, |track| {
            wrap(if track.is_local() {
                PlayableItem::Local(track)
            } else if track.id.is_none() && track.is_episode() {
                PlayableItem::EpisodeAsTrack(track)
            } else {
                PlayableItem::Track(track)
            })
        })
    }
}

fn is_known(kind: &str) -> bool {
    matches!(kind, "track" | "episode")
}
