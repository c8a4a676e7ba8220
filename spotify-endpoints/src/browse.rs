//! What is new and what Spotify puts forward, for the apps that may still ask for it.

use crate::{
    Locale,
    macros::endpoint,
    model::{FeaturedPlaylists, Page, SimplifiedAlbum},
};

endpoint! {
    /// Lists the playlists that Spotify puts forward.
    ///
    /// Rows of playlists that the app may not see are gaps, and still count in the total.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetFeaturedPlaylists, Locale};
    ///
    /// const LOCALE: Locale = Locale::from_static("sv_SE");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/browse/featured-playlists.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/browse/featured-playlists?locale=sv_SE", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let featured = client.send(GetFeaturedPlaylists::new().locale(LOCALE))?;
    /// assert_eq!(featured.message.unwrap(), "Slow down, it rains");
    /// assert_eq!(featured.playlists.items[0].name, "Rain Desk");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetFeaturedPlaylists = GET "/browse/featured-playlists" -> json FeaturedPlaylists,
    in Browse::featured_playlists,
    reference: "get-featured-playlists",
    grant: App,
    scopes: [],
    access: ClosedSince("2024-11-27"),
    deprecated: "2024-11-27",
    repeat: Safe,
    cache: Shared,
    optional: {
        /// The language and country of the message above them; American English unless set.
        locale: Locale,
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}

endpoint! {
    /// Lists new albums that Spotify puts forward.
    ///
    /// In its place, a search for `tag:new` with the type album finds new albums, though others.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::GetNewReleases;
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/browse/new-releases.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/browse/new-releases?limit=2", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetNewReleases::new().limit(2))?;
    /// assert_eq!(page.items[0].name, "A Map of Small Rooms");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetNewReleases = GET "/browse/new-releases" -> albums Page<SimplifiedAlbum>,
    in Browse::new_releases,
    reference: "get-new-releases",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11",
    repeat: Safe,
    cache: Shared,
    optional: {
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}
