//! Commands to the player.
//!
//! Spotify answers them with nothing, or with text that means nothing, and does not promise to
//! carry them out in the order in which they were sent.

use std::time::Duration;

use crate::{PlayableUri, macros::endpoint, model::RepeatMode};

endpoint! {
    /// Pauses.
    ///
    /// What is paused already is answered with an error, of which
    /// [`reason`](spotify_core::ApiError) may say so.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::PausePlayback;
    ///
    /// # let wire = Replay::new().on("PUT /v1/me/player/pause", (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(PausePlayback::new())?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    PausePlayback = PUT "/me/player/pause" -> nothing,
    in Player::pause,
    reference: "pause-a-users-playback",
    grant: User premium,
    scopes: ["user-modify-playback-state"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    optional: {
        /// The device to pause; the active one unless set.
        device_id: String,
    },
}

endpoint! {
    /// Skips to the next.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::SkipToNext;
    ///
    /// # let wire = Replay::new().on("POST /v1/me/player/next?device_id=d1", (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SkipToNext::new().device_id("d1"))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SkipToNext = POST "/me/player/next" -> nothing,
    in Player::next,
    reference: "skip-users-playback-to-next-track",
    grant: User premium,
    scopes: ["user-modify-playback-state"],
    access: Everyone,
    repeat: Once,
    cache: Never,
    optional: {
        /// The device to skip on; the active one unless set.
        device_id: String,
    },
}

endpoint! {
    /// Skips to the one before.
    ///
    /// However far the track is: to hear it from its beginning, seek to there.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::SkipToPrevious;
    ///
    /// # let wire = Replay::new().on("POST /v1/me/player/previous", (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SkipToPrevious::new())?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SkipToPrevious = POST "/me/player/previous" -> nothing,
    in Player::previous,
    reference: "skip-users-playback-to-previous-track",
    grant: User premium,
    scopes: ["user-modify-playback-state"],
    access: Everyone,
    repeat: Once,
    cache: Never,
    optional: {
        /// The device to skip on; the active one unless set.
        device_id: String,
    },
}

endpoint! {
    /// Goes to a place in what is played.
    ///
    /// Behind the end, the player goes on with the next.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use std::time::Duration;
    ///
    /// use spotify_endpoints::SeekToPosition;
    ///
    /// # let wire = Replay::new().on("PUT /v1/me/player/seek?position_ms=90000", (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SeekToPosition::new(Duration::from_secs(90)))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SeekToPosition = PUT "/me/player/seek" -> nothing,
    in Player::seek,
    reference: "seek-to-position-in-currently-playing-track",
    grant: User premium,
    scopes: ["user-modify-playback-state"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    required: {
        /// How far from the beginning, in whole milliseconds.
        position as "position_ms": Duration,
    },
    optional: {
        /// The device that plays; the active one unless set.
        device_id: String,
    },
}

endpoint! {
    /// Sets what is repeated.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{SetRepeat, model::RepeatMode};
    ///
    /// # let wire = Replay::new().on("PUT /v1/me/player/repeat?state=context", (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SetRepeat::new(RepeatMode::Context))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SetRepeat = PUT "/me/player/repeat" -> nothing,
    in Player::repeat,
    reference: "set-repeat-mode-on-users-playback",
    grant: User premium,
    scopes: ["user-modify-playback-state"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    required: {
        /// What to repeat.
        state: RepeatMode,
    },
    optional: {
        /// The device that plays; the active one unless set.
        device_id: String,
    },
}

endpoint! {
    /// Sets the volume.
    ///
    /// Some devices refuse it: see
    /// [`supports_volume`](crate::model::Device::supports_volume).
    ///
    /// # Errors
    /// More than 100 is refused before anything is sent.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::SetVolume;
    ///
    /// # let wire = Replay::new().on("PUT /v1/me/player/volume?volume_percent=35", (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SetVolume::new(35))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SetVolume = PUT "/me/player/volume" -> nothing,
    in Player::volume,
    reference: "set-volume-for-users-playback",
    grant: User premium,
    scopes: ["user-modify-playback-state"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    required: {
        /// How loud, from 0 to 100.
        volume_percent: u8 in 0..=100,
    },
    optional: {
        /// The device to set; the active one unless set.
        device_id: String,
    },
}

endpoint! {
    /// Sets whether the order is shuffled.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::SetShuffle;
    ///
    /// # let wire = Replay::new().on("PUT /v1/me/player/shuffle?state=true", (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(SetShuffle::new(true))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SetShuffle = PUT "/me/player/shuffle" -> nothing,
    in Player::shuffle,
    reference: "toggle-shuffle-for-users-playback",
    grant: User premium,
    scopes: ["user-modify-playback-state"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    required: {
        /// Whether it is.
        state: bool,
    },
    optional: {
        /// The device that plays; the active one unless set.
        device_id: String,
    },
}

endpoint! {
    /// Adds a track or an episode to what comes next.
    ///
    /// It takes one at a time, and nothing takes it away again.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AddToQueue, TrackId};
    ///
    /// const TRACK: TrackId = TrackId::from_static("joastix8ZMrasMPd1wxoGH");
    /// # let call = "POST /v1/me/player/queue?uri=spotify:track:joastix8ZMrasMPd1wxoGH";
    /// # let wire = Replay::new().on(call, (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(AddToQueue::new(TRACK))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    AddToQueue = POST "/me/player/queue" -> nothing,
    in Player::add_to_queue,
    reference: "add-to-queue",
    grant: User premium,
    scopes: ["user-modify-playback-state"],
    access: Everyone,
    repeat: Once,
    cache: Never,
    required: {
        /// What to add.
        uri: PlayableUri,
    },
    optional: {
        /// The device that plays; the active one unless set.
        device_id: String,
    },
}
