//! The user's player.

mod commands;
mod start;
mod transfer;

use spotify_core::{BuildError, Timestamp};

use crate::{
    AdditionalType, Market,
    macros::endpoint,
    model::{CursorPage, Device, Items, PlayHistory, PlaybackState, Queue},
};

pub use commands::{
    AddToQueue, PausePlayback, SeekToPosition, SetRepeat, SetShuffle, SetVolume, SkipToNext,
    SkipToPrevious,
};
pub use start::{Offset, StartPlayback};
pub use transfer::TransferPlayback;

endpoint! {
    /// Reads what is played, and on which device; `None` when nothing is.
    ///
    /// Nothing is told of a private session either. Between tracks, and for advertisements, there
    /// is a state without an item.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetPlaybackState;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/player/state.development.json"));
    /// # let wire = Replay::new()
    /// #     .on("GET /v1/me/player?additional_types=track,episode", answer)
    /// #     .on("GET /v1/me/player?additional_types=track,episode", (204, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let state = client.send(GetPlaybackState::new())?;
    /// assert_eq!(state.and_then(|state| state.is_playing), Some(true));
    /// // Later, when nothing is played any more:
    /// assert!(client.send(GetPlaybackState::new())?.is_none());
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetPlaybackState = GET "/me/player" -> maybe PlaybackState,
    in Player::state,
    reference: "get-information-about-the-users-current-playback",
    grant: User,
    scopes: ["user-read-playback-state"],
    access: Everyone,
    repeat: Safe,
    cache: Never,
    optional: {
        /// The country for which what is played is looked up; a user's own goes before it.
        market: Market,
        /// What the caller can handle; both unless set. Without episodes, nothing is said of what
        /// is played when it is one.
        additional_types: Vec<AdditionalType> in 1..=2
            = vec![AdditionalType::Track, AdditionalType::Episode],
    },
}

endpoint! {
    /// Reads what is played; `None` when nothing is.
    ///
    /// It is what [`GetPlaybackState`] tells without device, repeat and shuffle, for another scope.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetCurrentlyPlaying;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/player/currently-playing.development.json"));
    /// # let call = "GET /v1/me/player/currently-playing?additional_types=track,episode";
    /// # let wire = Replay::new().on(call, answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// if let Some(playing) = client.send(GetCurrentlyPlaying::new())? {
    ///     assert_eq!(playing.progress_ms, Some(44_272));
    /// }
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetCurrentlyPlaying = GET "/me/player/currently-playing" -> maybe PlaybackState,
    in Player::currently_playing,
    reference: "get-the-users-currently-playing-track",
    grant: User,
    scopes: ["user-read-currently-playing"],
    access: Everyone,
    repeat: Safe,
    cache: Never,
    optional: {
        /// The country for which what is played is looked up; a user's own goes before it.
        market: Market,
        /// What the caller can handle; both unless set. Without episodes, nothing is said of what
        /// is played when it is one.
        additional_types: Vec<AdditionalType> in 1..=2
            = vec![AdditionalType::Track, AdditionalType::Episode],
    },
}

endpoint! {
    /// Lists the devices that the user can play on.
    ///
    /// Some models of devices are never there. Ids do not last for ever, and some devices have
    /// none.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetDevices;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/player/devices.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me/player/devices", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let devices = client.send(GetDevices::new())?;
    /// assert_eq!(devices[0].name, "Ada’s phone");
    /// assert_eq!(devices[1].id, None);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetDevices = GET "/me/player/devices" -> devices Items<Device>,
    in Player::devices,
    reference: "get-a-users-available-devices",
    grant: User,
    scopes: ["user-read-playback-state"],
    access: Everyone,
    repeat: Safe,
    cache: Never,
}

endpoint! {
    /// Reads what is played and what comes next.
    ///
    /// What was queued and what the context brings are not told apart.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetQueue;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/player/queue.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me/player/queue", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let queue = client.send(GetQueue::new())?;
    /// assert_eq!(queue.queue.len(), 3);
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetQueue = GET "/me/player/queue" -> json Queue,
    in Player::queue,
    reference: "get-queue",
    grant: User,
    scopes: Either ["user-read-currently-playing", "user-read-playback-state"],
    access: Everyone,
    repeat: Safe,
    cache: Never,
}

endpoint! {
    /// Lists the tracks that the user played lately, the latest first.
    ///
    /// Spotify keeps 50 of them, and no episodes.
    ///
    /// # Errors
    /// `after` and `before` at once are refused before anything is sent.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_core::Timestamp;
    /// use spotify_endpoints::GetRecentlyPlayed;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/player/recently-played.development.json"));
    /// # let wire = Replay::new().on("GET /v1/me/player/recently-played?after=1790751600000", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let morning = Timestamp::from_secs(1_790_751_600);
    /// let page = client.send(GetRecentlyPlayed::new().after(morning))?;
    /// assert_eq!(page.items[0].track.name, "Marmalade Season");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetRecentlyPlayed = GET "/me/player/recently-played" -> json CursorPage<PlayHistory>,
    in Player::recently_played,
    reference: "get-recently-played",
    grant: User,
    scopes: ["user-read-recently-played"],
    access: Everyone,
    repeat: Safe,
    cache: Never,
    check: one_side,
    optional: {
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// Only what was played after this moment.
        after: Timestamp,
        /// Only what was played before this moment.
        before: Timestamp,
    },
}

fn one_side(request: &GetRecentlyPlayed) -> Result<(), BuildError> {
    match (request.after, request.before) {
        (Some(_), Some(_)) => Err(BuildError::invalid(
            "GetRecentlyPlayed",
            "after and before",
            "Spotify takes only one of them; leave the other out",
        )),
        _ => Ok(()),
    }
}
