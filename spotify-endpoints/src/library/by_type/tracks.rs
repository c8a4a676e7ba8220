//! Saved tracks, for the apps that may still ask for them so.

use serde::Serialize;
use spotify_core::{Argument, BuildError, Endpoint as _, Escaper, Timestamp};

use crate::{TrackId, macros::endpoint};

endpoint! {
    /// Saves tracks.
    ///
    /// Give either ids, or tracks with the moments at which they count as saved: the library is
    /// ordered by these, so that another library can be copied with its order. What is saved
    /// already stays so.
    ///
    /// # Errors
    /// Both at once, and neither, are refused before anything is sent: Spotify would leave out
    /// what `ids` names.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_core::Timestamp;
    /// use spotify_endpoints::{SaveTracks, TrackId};
    ///
    /// const ID: TrackId = TrackId::from_static("joastix8ZMrasMPd1wxoGH");
    /// # let wire = Replay::new().always("PUT /v1/me/tracks", (200, ""));
    /// # let client = Client::builder(wire.clone()).token("an access token").build()?;
    /// client.send(SaveTracks::new().ids([ID]))?;
    /// # assert_eq!(wire.requests()[0].body(), r#"{"ids":["joastix8ZMrasMPd1wxoGH"]}"#);
    ///
    /// let noon = Timestamp::from_secs(1_795_348_800);
    /// client.send(SaveTracks::new().timestamped_ids([(ID, noon)]))?;
    /// # assert_eq!(
    /// #     wire.requests()[1].body(),
    /// #     r#"{"timestamped_ids":[{"id":"joastix8ZMrasMPd1wxoGH","added_at":"2026-11-22T12:00:00Z"}]}"#,
    /// # );
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    SaveTracks = PUT "/me/tracks" -> nothing,
    in Library::save_tracks,
    reference: "save-tracks-user",
    grant: User,
    scopes: ["user-library-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "PUT /me/library",
    repeat: Idempotent,
    cache: Never,
    check: one_form,
    json_optional: {
        /// The tracks.
        ids: Vec<TrackId> in 1..=50,
        /// The tracks, each with the moment at which it counts as saved.
        timestamped_ids: Vec<TimestampedTrack> in 1..=50,
    },
}

endpoint! {
    /// Removes tracks from what the user has saved.
    ///
    /// What is not saved stays so.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{RemoveSavedTracks, TrackId};
    ///
    /// const ID: TrackId = TrackId::from_static("joastix8ZMrasMPd1wxoGH");
    /// # let wire = Replay::new().on("DELETE /v1/me/tracks?ids=joastix8ZMrasMPd1wxoGH", (200, ""));
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// client.send(RemoveSavedTracks::new([ID]))?;
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    RemoveSavedTracks = DELETE "/me/tracks" -> nothing,
    in Library::remove_tracks,
    reference: "remove-tracks-user",
    grant: User,
    scopes: ["user-library-modify"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "DELETE /me/library",
    repeat: Idempotent,
    cache: Never,
    required: {
        /// The tracks.
        ids: Vec<TrackId> in 1..=50,
    },
}

endpoint! {
    /// Tells which tracks the user has saved.
    ///
    /// The answers come in the order of the ids.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{CheckSavedTracks, TrackId};
    ///
    /// const IDS: [TrackId; 2] = [
    ///     TrackId::from_static("joastix8ZMrasMPd1wxoGH"),
    ///     TrackId::from_static("u6iVX6KnLSercOTE95WfHh"),
    /// ];
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/library/contains.json"));
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/me/tracks/contains?ids=joastix8ZMrasMPd1wxoGH,u6iVX6KnLSercOTE95WfHh",
    /// #     answer,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let saved = client.send(CheckSavedTracks::new(IDS))?;
    /// assert_eq!(saved.get(&IDS[1]), Some(false));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    CheckSavedTracks = GET "/me/tracks/contains" -> checked @ids TrackId,
    in Library::contains_tracks,
    reference: "check-users-saved-tracks",
    grant: User,
    scopes: ["user-library-read"],
    access: ExtendedQuota,
    deprecated: "2026-02-11" => "GET /me/library/contains",
    repeat: Safe,
    cache: Private,
    required: {
        /// The tracks.
        ids: Vec<TrackId> in 1..=50,
    },
}

/// A track, and the moment at which it counts as saved; made from a pair of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct TimestampedTrack {
    /// The track.
    pub id: TrackId,
    /// When it counts as saved.
    pub added_at: Timestamp,
}

impl From<(TrackId, Timestamp)> for TimestampedTrack {
    fn from((id, added_at): (TrackId, Timestamp)) -> Self {
        Self { id, added_at }
    }
}

/// Only counted: it goes into a body.
impl Argument for TimestampedTrack {
    fn write(&self, out: &mut Escaper<'_>) {
        self.id.write(out);
    }
}

fn one_form(request: &SaveTracks) -> Result<(), BuildError> {
    let problem = match (&request.ids, &request.timestamped_ids) {
        (Some(_), Some(_)) => "Spotify takes only one of them; leave the other out",
        (None, None) => "there is nothing to save; give one of them",
        _ => return Ok(()),
    };
    Err(BuildError::invalid(
        SaveTracks::META.name,
        "ids and timestamped_ids",
        problem,
    ))
}
