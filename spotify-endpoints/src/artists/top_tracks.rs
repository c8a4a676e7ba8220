//! The most popular tracks of an artist, for the apps that may still ask for them.

use crate::{
    ArtistId, Market,
    macros::endpoint,
    model::{Items, Track},
};

endpoint! {
    /// Reads the tracks of an artist that are most popular in a country.
    ///
    /// With an app's own token, name the country: without one nothing counts as available.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, GetArtistTopTracks, Market};
    ///
    /// const ID: ArtistId = ArtistId::from_static("ohENPKmbTZI7XxpngemAVR");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/artists/top-tracks.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/artists/ohENPKmbTZI7XxpngemAVR/top-tracks?market=SE", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let tracks = client.send(GetArtistTopTracks::new(ID).market(Market::SE))?;
    /// assert_eq!(tracks[0].name, "Second Snow");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetArtistTopTracks = GET "/artists/{id}/top-tracks" -> tracks Items<Track>,
    in Artists::top_tracks,
    reference: "get-an-artists-top-tracks",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11",
    repeat: Safe,
    cache: Shared,
    path: {
        /// The artist.
        id: ArtistId,
    },
    optional: {
        /// The country in which they are popular; a user's own goes before it.
        market: Market,
    },
}
