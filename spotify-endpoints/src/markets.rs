//! The countries that Spotify serves, for the apps that may still ask for them.

use crate::{macros::endpoint, market::Markets};

endpoint! {
    /// Lists the countries that Spotify serves.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetMarkets, Market};
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/markets/markets.json"));
    /// # let wire = Replay::new().on("GET /v1/markets", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let markets = client.send(GetMarkets::new())?;
    /// assert!(markets.contains(Market::SE));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetMarkets = GET "/markets" -> markets Markets,
    in Markets::list,
    reference: "get-available-markets",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11",
    repeat: Safe,
    cache: Shared,
}
