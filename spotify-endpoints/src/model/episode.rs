//! Episodes of shows.

use std::time::Duration;

use super::{
    DatePrecision, Image, List, ReleaseDate, Restrictions, ResumePoint, SimplifiedShow, Text,
    links::linked, object::object,
};
use crate::{id::EpisodeId, uri::PlayableUri};

object! {
    /// An episode of a show.
    Episode via EpisodeSlots "an episode";
    /// The id.
    id: EpisodeId;
    {
        /// A preview of 30 seconds as MP3; absent for most apps.
        audio_preview_url: Option<Text>,
        /// The description, without markup.
        description: Option<Text>,
        /// The duration in milliseconds; 0 if it is not told.
        duration_ms: u32 as DurationMs = 0,
        /// Whether it is explicit; `false` if that is not known.
        explicit: bool = false,
        /// The description, as HTML; absent in old answers.
        html_description: Option<Text>,
        /// The cover in several sizes, the widest first.
        images: List<Image>,
        /// Whether the sound is kept outside of Spotify; not always told.
        is_externally_hosted: Option<bool>,
        /// Whether it can be played; not always told, and not always true inside of playlists.
        is_playable: Option<bool>,
        /// The language; deprecated in favour of `languages`.
        language: Option<Text>,
        /// The languages, as ISO 639 codes.
        languages: List<Text>,
        /// The name.
        name: Text = Text::default(),
        /// When it was released.
        release_date: Option<ReleaseDate>,
        /// How precisely that is known.
        release_date_precision: Option<DatePrecision>,
        /// Why it cannot be played, if it cannot.
        restrictions: Option<Restrictions>,
        /// How far the user has listened; needs the scope `user-read-playback-position`.
        resume_point: Option<ResumePoint>,
        /// The show.
        show: Option<Box<SimplifiedShow>>,
    }
}

object! {
    /// An episode, as shows and searches have it.
    SimplifiedEpisode via SimplifiedEpisodeSlots "an episode";
    /// The id.
    id: EpisodeId;
    {
        /// A preview of 30 seconds as MP3; absent for most apps.
        audio_preview_url: Option<Text>,
        /// The description, without markup.
        description: Option<Text>,
        /// The duration in milliseconds; 0 if it is not told.
        duration_ms: u32 as DurationMs = 0,
        /// Whether it is explicit; `false` if that is not known.
        explicit: bool = false,
        /// The description, as HTML; absent in old answers.
        html_description: Option<Text>,
        /// The cover in several sizes, the widest first.
        images: List<Image>,
        /// Whether the sound is kept outside of Spotify; not always told.
        is_externally_hosted: Option<bool>,
        /// Whether it can be played; not always told.
        is_playable: Option<bool>,
        /// The language; deprecated in favour of `languages`.
        language: Option<Text>,
        /// The languages, as ISO 639 codes.
        languages: List<Text>,
        /// The name.
        name: Text = Text::default(),
        /// When it was released.
        release_date: Option<ReleaseDate>,
        /// How precisely that is known.
        release_date_precision: Option<DatePrecision>,
        /// Why it cannot be played, if it cannot.
        restrictions: Option<Restrictions>,
        /// How far the user has listened; needs the scope `user-read-playback-position`.
        resume_point: Option<ResumePoint>,
    }
}

linked!(Episode SimplifiedEpisode);

macro_rules! playable {
    ($($name:ident)*) => {$(
        impl $name {
            /// The duration.
            #[must_use]
            pub fn duration(&self) -> Duration {
                Duration::from_millis(self.duration_ms.into())
            }

            /// Whether it can be played, as far as was told.
            #[must_use]
            pub fn is_playable(&self) -> bool {
                self.is_playable != Some(false) && self.restrictions.is_none()
            }

            /// The URI to play it by.
            #[must_use]
            pub fn playable_uri(&self) -> PlayableUri {
                self.id.into()
            }
        }
    )*};
}

playable!(Episode SimplifiedEpisode);
