//! What is played, where, and what was.

use std::time::Duration;

use spotify_core::Timestamp;

use super::{ExternalUrls, Items, PlayableItem, Text, Track, object::object, open::open_enum};
use crate::uri::ContextUri;

object! {
    /// What is played at the moment, and on which device.
    PlaybackState via PlaybackStateSlots "a playback state";
    {
        /// What the user cannot do now.
        actions: Option<Actions>,
        /// What it is played from; absent for liked songs and radio, among others.
        context: Option<Context>,
        /// What sort of thing is played.
        currently_playing_type: Option<PlayingType>,
        /// Where; not told by the operation that only tells what.
        device: Option<Device>,
        /// Whether something sounds.
        is_playing: Option<bool>,
        /// What; absent between tracks, for advertisements, and for episodes unless
        /// `additional_types` asks for them.
        item: Option<PlayableItem>,
        /// How far, in milliseconds.
        progress_ms: Option<u32> as DurationMs,
        /// What is repeated; not told by the operation that only tells what is played.
        repeat_state: Option<RepeatMode>,
        /// Whether the order is shuffled; not told by the operation that only tells what is
        /// played.
        shuffle_state: Option<bool>,
        /// Whether it is shuffled with recommendations in between.
        smart_shuffle: Option<bool>,
        /// When this was so; perhaps when it last changed.
        timestamp: Option<Timestamp> as Millis,
    }
}

impl PlaybackState {
    /// How far it has been played.
    #[must_use]
    pub fn progress(&self) -> Option<Duration> {
        self.progress_ms.map(|ms| Duration::from_millis(ms.into()))
    }
}

object! {
    /// What a user can do with the player.
    Actions via ActionsSlots "actions";
    {
        /// What is not possible now.
        disallows: Option<Disallows>,
    }
}

object! {
    /// What is not possible now: `Some(true)`. What is possible is mostly absent.
    Disallows via DisallowsSlots "disallowed actions";
    {
        /// To interrupt what is played.
        interrupting_playback: Option<bool>,
        /// To pause.
        pausing: Option<bool>,
        /// To resume.
        resuming: Option<bool>,
        /// To seek.
        seeking: Option<bool>,
        /// To skip to the next.
        skipping_next: Option<bool>,
        /// To go back to the one before.
        skipping_prev: Option<bool>,
        /// To repeat the context or not.
        toggling_repeat_context: Option<bool>,
        /// To repeat the track or not.
        toggling_repeat_track: Option<bool>,
        /// To shuffle or not.
        toggling_shuffle: Option<bool>,
        /// To go on on another device.
        transferring_playback: Option<bool>,
    }
}

object! {
    /// What something is played from.
    Context via ContextSlots "a context";
    {
        /// Links for people; may be empty.
        external_urls: Option<ExternalUrls>,
        /// The address at the Web API, which may not exist.
        href: Option<Text>,
        /// What sort of thing it is.
        kind ["type"]: Option<ContextType>,
        /// The URI as it came.
        uri: Option<Text>,
    }
}

impl Context {
    /// The URI to play it by, if it is one that can be.
    #[must_use]
    pub fn playable_uri(&self) -> Option<ContextUri> {
        self.uri.as_ref()?.parse().ok()
    }
}

object! {
    /// A device that can play.
    Device via DeviceSlots "a device";
    {
        /// The id, which does not last for ever; absent for some.
        id: Option<Text>,
        /// Whether it is the one that plays.
        is_active: Option<bool>,
        /// Whether it plays in private.
        is_private_session: Option<bool>,
        /// Whether it takes no commands.
        is_restricted: Option<bool>,
        /// The name; may be empty.
        name: Text = Text::default(),
        /// Whether its volume can be set; absent in old answers.
        supports_volume: Option<bool>,
        /// What sort of device it is.
        kind ["type"]: Option<DeviceType>,
        /// The volume, from 0 to 100; absent if it is not known.
        volume_percent: Option<u8>,
    }
}

object! {
    /// What is played and what comes next.
    Queue via QueueSlots "a queue";
    {
        /// What is played; absent when nothing is.
        currently_playing: Option<PlayableItem>,
        /// What comes next; empty when nothing is played.
        queue: Items<PlayableItem> = Items::default(),
    }
}

object! {
    /// A track that was played.
    PlayHistory via PlayHistorySlots "a play";
    {
        /// What it was played from; mostly absent.
        context: Option<Context>,
        /// When it was played.
        played_at: Option<Timestamp>,
        /// The track.
        track: Track,
    }
}

open_enum! {
    /// What is repeated.
    RepeatMode {
        /// Nothing.
        Off = "off",
        /// The track.
        Track = "track",
        /// The context.
        Context = "context",
    }

    /// What sort of thing is played.
    PlayingType {
        /// A track.
        Track = "track",
        /// An episode.
        Episode = "episode",
        /// An advertisement.
        Ad = "ad",
        /// Spotify does not tell.
        Unknown = "unknown",
    }

    /// What sort of thing something is played from.
    ContextType {
        /// An album.
        Album = "album",
        /// An artist.
        Artist = "artist",
        /// A playlist.
        Playlist = "playlist",
        /// A show.
        Show = "show",
        /// An audiobook.
        Audiobook = "audiobook",
        /// The liked songs.
        Collection = "collection",
        /// The saved episodes.
        CollectionYourEpisodes = "collectionyourepisodes",
    }

    /// What sort of device it is.
    DeviceType {
        /// A computer.
        Computer = "Computer",
        /// A tablet.
        Tablet = "Tablet",
        /// A telephone.
        Smartphone = "Smartphone",
        /// A watch.
        Smartwatch = "Smartwatch",
        /// A speaker.
        Speaker = "Speaker",
        /// A television.
        Tv = "TV",
        /// An audio-video receiver.
        Avr = "AVR",
        /// A set-top box.
        Stb = "STB",
        /// A stick for loudspeakers.
        AudioDongle = "AudioDongle",
        /// A game console.
        GameConsole = "GameConsole",
        /// Chromecast with picture.
        CastVideo = "CastVideo",
        /// Chromecast with sound.
        CastAudio = "CastAudio",
        /// A car.
        Automobile = "Automobile",
        /// Spotify does not know.
        Unknown = "Unknown",
    }
}
