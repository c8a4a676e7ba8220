//! Tracks, and local files in the shape of tracks.

use std::time::Duration;

use super::{
    ExternalIds, List, Restrictions, SimplifiedAlbum, SimplifiedArtist, Text,
    links::{linked, perhaps_linked},
    object::object,
};
use crate::{
    id::TrackId,
    market::Markets,
    uri::{PlayableUri, Uri},
};

object! {
    /// A track.
    ///
    /// Local files and, in playlists, some episodes come in the same shape; see
    /// [`PlayableItem`](super::PlayableItem).
    Track via TrackSlots "a track";
    /// The id; `None` for local files and for episodes in the shape of tracks.
    id: Option<TrackId>;
    {
        /// The album; without id and name if Spotify does not tell.
        album: SimplifiedAlbum as OrDefault = SimplifiedAlbum::default(),
        /// The artists.
        artists: List<SimplifiedArtist>,
        /// Where it is available; absent for development-mode apps, and when a market was asked
        /// for.
        available_markets: Option<Box<Markets>>,
        /// The number of the disc, from 1; 0 for local files.
        disc_number: Option<u32>,
        /// The duration in milliseconds; 0 if it is not told.
        duration_ms: u32 as DurationMs = 0,
        /// Whether its words are explicit; `false` if that is not known.
        explicit: bool = false,
        /// Numbers in registers, such as the ISRC.
        external_ids: Option<ExternalIds>,
        /// Whether it is a file on a user's own device; absent in old answers.
        is_local: Option<bool>,
        /// Whether it can be played in the market; for apps with extended quota only told when a
        /// market was asked for.
        is_playable: Option<bool>,
        /// The track that was asked for, if it was replaced by this one for the market; absent
        /// for development-mode apps.
        linked_from: Option<Box<LinkedTrack>>,
        /// The name.
        name: Text = Text::default(),
        /// From 0 to 100; absent for development-mode apps.
        popularity: Option<u8>,
        /// A preview of 30 seconds as MP3; absent for most apps.
        preview_url: Option<Text>,
        /// Why it cannot be played, if it cannot.
        restrictions: Option<Restrictions>,
        /// The number on its disc, from 1; 0 for local files.
        track_number: Option<u32>,
    }
}

object! {
    /// A track, as albums have it.
    SimplifiedTrack via SimplifiedTrackSlots "a track";
    /// The id.
    id: TrackId;
    {
        /// The artists.
        artists: List<SimplifiedArtist>,
        /// Where it is available; absent for development-mode apps, and when a market was asked
        /// for.
        available_markets: Option<Box<Markets>>,
        /// The number of the disc, from 1.
        disc_number: Option<u32>,
        /// The duration in milliseconds; 0 if it is not told.
        duration_ms: u32 as DurationMs = 0,
        /// Whether its words are explicit; `false` if that is not known.
        explicit: bool = false,
        /// Whether it is a file on a user's own device; absent in old answers.
        is_local: Option<bool>,
        /// Whether it can be played in the market; for apps with extended quota only told when a
        /// market was asked for.
        is_playable: Option<bool>,
        /// The track that was asked for, if it was replaced by this one for the market; absent
        /// for development-mode apps.
        linked_from: Option<Box<LinkedTrack>>,
        /// The name.
        name: Text = Text::default(),
        /// A preview of 30 seconds as MP3; absent for most apps.
        preview_url: Option<Text>,
        /// Why it cannot be played, if it cannot.
        restrictions: Option<Restrictions>,
        /// The number on its disc, from 1.
        track_number: Option<u32>,
    }
}

object! {
    /// The track that another one stands in for.
    LinkedTrack via LinkedTrackSlots "a track";
    /// The id; rarely `None`.
    id: Option<TrackId>;
    {}
}

linked!(SimplifiedTrack);
perhaps_linked!(Track LinkedTrack);

impl Track {
    /// The duration.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.duration_ms.into())
    }

    /// Whether it is a file on a user's own device, of which Spotify has nothing but the tags.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.is_local == Some(true)
    }

    /// Whether it can be played, as far as was told.
    #[must_use]
    pub fn is_playable(&self) -> bool {
        self.is_playable != Some(false) && self.restrictions.is_none() && !self.is_local()
    }

    /// The id under which playlists and the library know it: of a track that was replaced for
    /// the market that of the original, else its own.
    ///
    /// Development-mode apps are not told the original.
    #[must_use]
    pub fn original_id(&self) -> Option<TrackId> {
        self.linked_from
            .as_ref()
            .and_then(|from| from.id)
            .or(self.id)
    }

    /// The URI to play it by; local files have none.
    #[must_use]
    pub fn playable_uri(&self) -> Option<PlayableUri> {
        PlayableUri::try_from(self.uri()?).ok()
    }

    /// Whether it is an episode in the shape of a track.
    pub(crate) fn is_episode(&self) -> bool {
        self.links.kind() == Some("episode") || matches!(self.uri(), Some(Uri::Episode(_)))
    }
}

impl SimplifiedTrack {
    /// The duration.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.duration_ms.into())
    }

    /// Whether it is a file on a user's own device; on albums none is.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.is_local == Some(true)
    }

    /// Whether it can be played, as far as was told.
    #[must_use]
    pub fn is_playable(&self) -> bool {
        self.is_playable != Some(false) && self.restrictions.is_none() && !self.is_local()
    }

    /// The id under which playlists and the library know it: of a track that was replaced for
    /// the market that of the original, else its own.
    ///
    /// Development-mode apps are not told the original.
    #[must_use]
    pub fn original_id(&self) -> TrackId {
        self.linked_from
            .as_ref()
            .and_then(|from| from.id)
            .unwrap_or(self.id)
    }
    /// The URI to play it by.
    #[must_use]
    pub fn playable_uri(&self) -> PlayableUri {
        self.id.into()
    }
}
