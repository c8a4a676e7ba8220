//! Starting what is to be played.

use std::time::Duration;

use serde::{Serialize, Serializer, ser::SerializeMap as _};
use spotify_core::BuildError;

use crate::{ContextUri, PlayableUri, macros::endpoint};

endpoint! {
    /// Plays something, or goes on with what is paused.
    ///
    /// Give either a context or a list of URIs; with neither, the player goes on. A track that
    /// stands in for another is begun with by the id of that other:
    /// [`Track::original_id`](crate::model::Track::original_id). Playlists of Spotify's own can be
    /// played, though not read.
    ///
    /// # Errors
    /// Both at once, an empty list, an offset without a context, and an offset in what is played
    /// of an artist are refused before anything is sent.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AlbumId, Offset, StartPlayback};
    ///
    /// const ALBUM: AlbumId = AlbumId::from_static("5knEBEqgjjQ5jbR49iao7k");
    /// # let wire = Replay::new().on("PUT /v1/me/player/play", (204, ""));
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// client.send(StartPlayback::new().context_uri(ALBUM).offset(Offset::Position(0)))?;
    /// # assert_eq!(
    /// #     wire.requests()[0].body(),
    /// #     r#"{"context_uri":"spotify:album:5knEBEqgjjQ5jbR49iao7k","offset":{"position":0}}"#,
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
        /// Where in the context to begin; at its beginning unless set. Spotify promises this for
        /// albums and playlists.
        offset: Offset,
        /// How far into the first to begin, in whole milliseconds.
        position as "position_ms": Duration,
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
        (Some(ContextUri::Artist(_)), _, Some(_)) => refuse(
            "offset",
            "Spotify takes a place in albums and playlists, and none in what it plays of an \
             artist; leave it out",
        ),
        _ => Ok(()),
    }
}
