//! Artists that are like another, for the apps that may still ask for them.

use crate::{
    ArtistId,
    macros::endpoint,
    model::{Artist, Items},
};

endpoint! {
    /// Reads the artists that are like another, by who listens to them.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ArtistId, GetRelatedArtists};
    ///
    /// const ID: ArtistId = ArtistId::from_static("dHwAgfTrc0aPkO4a096TUN");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/artists/related.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/artists/dHwAgfTrc0aPkO4a096TUN/related-artists", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let artists = client.send(GetRelatedArtists::new(ID))?;
    /// assert_eq!(artists[0].name, "Lantern Choir");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetRelatedArtists = GET "/artists/{id}/related-artists" -> artists Items<Artist>,
    in Artists::related,
    reference: "get-an-artists-related-artists",
    grant: App,
    scopes: [],
    access: ClosedSince("2024-11-27"),
    deprecated: "2024-11-27",
    repeat: Safe,
    cache: Shared,
    path: {
        /// The artist.
        id: ArtistId,
    },
}
