//! The user's player.

use std::time::Duration;

use serde::{Serialize, Serializer, ser::SerializeMap as _};
use spotify_core::{BuildError, Timestamp};

use crate::{
    AdditionalType, ContextUri, Market, PlayableUri,
    macros::endpoint,
    model::{CursorPage, PlayHistory, PlaybackState},
};

endpoint! {
    /// Reads what is played, and on which device; `None` when nothing is.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetPlaybackState;
    ///
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/player?additional_types=track,episode",
    /// #     (204, ""),
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let state = client.send(GetPlaybackState::new())?;
    /// assert!(state.is_none());
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
    /// Plays something, or goes on with what is paused.
    ///
    /// Give either a context or a list of URIs; with neither, the player goes on.
    ///
    /// # Errors
    /// Both at once, an empty list, and an offset without a context are refused before anything
    /// is sent.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AlbumId, Offset, StartPlayback};
    ///
    /// const ALBUM: AlbumId = AlbumId::from_static("4aawyAB9vmqN3uQ7FjRGTy");
    /// # let wire = Replay::new().on("PUT /v1/me/player/play", (204, ""));
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// client.send(StartPlayback::new().context_uri(ALBUM).offset(Offset::Position(0)))?;
    /// # assert_eq!(
    /// #     wire.requests()[0].body(),
    /// #     r#"{"context_uri":"spotify:album:4aawyAB9vmqN3uQ7FjRGTy","offset":{"position":0}}"#,
    /// # );
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    StartPlayback = PUT "/me/player/play" -> nothing,
    in Player::start,
    reference: "start-a-users-playback",
    grant: User premium,
    scopes: ["user-modify-playback-state"],
    access: Everyone,
    repeat: Idempotent,
    cache: Never,
    check: one_source,
    optional: {
        /// The device to play on; the active one unless set.
        device_id: String,
    },
    json_optional: {
        /// What to play from.
        context_uri: ContextUri,
        /// What to play, in order.
        uris: Vec<PlayableUri>,
        /// Where in the context to begin; at its beginning unless set.
        offset: Offset,
        /// How far into the first to begin, in whole milliseconds.
        position as "position_ms": Duration,
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
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/player/recently-played?after=1795348800000",
    /// #     r#"{"items": [], "next": null, "cursors": null, "limit": 20}"#,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let noon = Timestamp::from_secs(1_795_348_800);
    /// let page = client.send(GetRecentlyPlayed::new().after(noon))?;
    /// assert!(page.items.is_empty());
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

/// Where in a context to begin.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Offset {
    /// At this place, counted from 0.
    Position(u32),
    /// At this track or episode.
    Uri(PlayableUri),
}

impl Serialize for Offset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        match self {
            Self::Position(position) => map.serialize_entry("position", position)?,
            Self::Uri(uri) => map.serialize_entry("uri", uri)?,
        }
        map.end()
    }
}

fn one_source(request: &StartPlayback) -> Result<(), BuildError> {
    let refuse = |param, problem: &str| Err(BuildError::invalid("StartPlayback", param, problem));
    match (&request.context_uri, &request.uris, &request.offset) {
        (Some(_), Some(_), _) => refuse(
            "context_uri and uris",
            "only one of them can be played; leave the other out",
        ),
        (_, Some(uris), _) if uris.is_empty() => refuse(
            "uris",
            "an empty list plays nothing; leave it out to go on with what is paused",
        ),
        (None, _, Some(_)) => refuse(
            "offset",
            "it is a place in a context; give `context_uri` as well",
        ),
        _ => Ok(()),
    }
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
