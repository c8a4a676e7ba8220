//! Tracks.

#[cfg(feature = "deprecated")]
mod audio;
#[cfg(feature = "deprecated")]
mod recommendations;
#[cfg(feature = "deprecated")]
mod several;

use crate::{Market, TrackId, macros::endpoint, model::Track};

#[cfg(feature = "deprecated")]
pub use {audio::*, recommendations::*, several::*};

endpoint! {
    /// Reads a track.
    ///
    /// Asked for with a market, Spotify may answer with another track that stands in for it
    /// there; see [`Track::original_id`].
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetTrack, Market, TrackId};
    ///
    /// const ID: TrackId = TrackId::from_static("HO3RIJCXKiUDI2Dq0DXUi7");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/tracks/relinked.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/tracks/HO3RIJCXKiUDI2Dq0DXUi7?market=SE", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let track = client.send(GetTrack::new(ID).market(Market::SE))?;
    /// assert_ne!(track.id, Some(ID));
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
