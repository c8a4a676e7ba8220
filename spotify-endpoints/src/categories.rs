//! The categories of the browse tab, for the apps that may still ask for them.

use crate::{
    CategoryId, Locale,
    macros::endpoint,
    model::{Category, FeaturedPlaylists, Page},
};

endpoint! {
    /// Lists the categories.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetCategories, Locale};
    ///
    /// const LOCALE: Locale = Locale::from_static("en_GB");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/categories/categories.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/browse/categories?locale=en_GB", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetCategories::new().locale(LOCALE))?;
    /// assert_eq!(page.items[0].name, "Chamber Folk");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetCategories = GET "/browse/categories" -> categories Page<Category>,
    in Categories::list,
    reference: "get-categories",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11",
    repeat: Safe,
    cache: Shared,
    optional: {
        /// The language and country of the names; American English unless set.
        locale: Locale,
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}

endpoint! {
    /// Reads a category.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{CategoryId, GetCategory};
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/categories/category.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/browse/categories/0JQ5DAqbMKFq1Yv3Qm7LhT", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let id = CategoryId::new("0JQ5DAqbMKFq1Yv3Qm7LhT")?;
    /// let category = client.send(GetCategory::new(id))?;
    /// assert_eq!(category.name, "Chamber Folk");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetCategory = GET "/browse/categories/{category_id}" -> json Category,
    in Categories::get,
    reference: "get-a-category",
    grant: App,
    scopes: [],
    access: ExtendedQuota,
    deprecated: "2026-02-11",
    repeat: Safe,
    cache: Shared,
    path: {
        /// The category.
        category_id: CategoryId,
    },
    optional: {
        /// The language and country of the name; American English unless set.
        locale: Locale,
    },
}

endpoint! {
    /// Lists the playlists of a category.
    ///
    /// Rows of playlists that the app may not see are gaps, and still count in the total.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{CategoryId, GetCategoryPlaylists};
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/categories/playlists.extended.json"));
    /// # let wire = Replay::new().on("GET /v1/browse/categories/0JQ5DAqbMKFq1Yv3Qm7LhT/playlists?limit=2", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let id = CategoryId::new("0JQ5DAqbMKFq1Yv3Qm7LhT")?;
    /// let found = client.send(GetCategoryPlaylists::new(id).limit(2))?;
    /// assert_eq!(found.playlists.items[0].name, "Bellows & Strings");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetCategoryPlaylists = GET "/browse/categories/{category_id}/playlists" -> json FeaturedPlaylists,
    in Categories::playlists,
    reference: "get-a-categories-playlists",
    grant: App,
    scopes: [],
    access: ClosedSince("2024-11-27"),
    deprecated: "2024-11-27",
    repeat: Safe,
    cache: Shared,
    path: {
        /// The category.
        category_id: CategoryId,
    },
    optional: {
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}
