//! Tracks.

#[cfg(feature = "deprecated")]
mod several;

use crate::{Market, TrackId, macros::endpoint, model::Track};

#[cfg(feature = "deprecated")]
pub use several::GetTracks;

endpoint! {
    /// Reads a track.
    ///
    /// Asked for with a market, Spotify may answer with another track that stands in for it
    /// there; see [`Track::original_id`].
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetTrack, TrackId};
    ///
    /// const ID: TrackId = TrackId::from_static("11dFghVXANMlKmJXsNCbNl");
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/tracks/11dFghVXANMlKmJXsNCbNl",
    /// #     r#"{"id": "11dFghVXANMlKmJXsNCbNl", "name": "Cut To The Feeling",
    /// #         "album": {"id": "0tGPJ0bkWOUmH7MEOR77qc", "name": "Cut To The Feeling"}}"#,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let track = client.send(GetTrack::new(ID))?;
    /// assert_eq!(track.original_id(), Some(ID));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetTrack = GET "/tracks/{id}" -> json Track,
    in Tracks::get,
    reference: "get-track",
    grant: App,
    scopes: [],
    access: Everyone,
    repeat: Safe,
    cache: Shared,
    path: {
        /// The track.
        id: TrackId,
    },
    optional: {
        /// The country for which the track is looked up; a user's own goes before it.
        market: Market,
    },
}
