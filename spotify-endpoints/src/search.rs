//! Search.

use spotify_core::BuildError;

use crate::{IncludeExternal, Market, SearchType, macros::endpoint, model::SearchResult};

endpoint! {
    /// Looks in the catalogue for words.
    ///
    /// The words may be narrowed down with `album:`, `artist:`, `track:`, `year:` (also
    /// `year:1981-1990`), `isrc:` and `genre:`, and albums with `upc:`, `tag:new` and
    /// `tag:hipster`. The answer has a page for each type that was asked for; how many there are
    /// in all is an estimate.
    ///
    /// # Errors
    /// Besides what is out of range, no words, and an `offset` and a `limit` of together more than
    /// 1000, are refused before anything is sent.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{Search, SearchType};
    ///
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/search/all.development.json"));
    /// # let wire = Replay::new().on("GET /v1/search?q=artist:tide%20year:1981-1990&type=track,album&limit=5", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let types = [SearchType::Track, SearchType::Album];
    /// let found = client.send(Search::new("artist:tide year:1981-1990", types).limit(5))?;
    /// let albums = found.albums.unwrap();
    /// assert_eq!(albums.items[0].name, "The Long Platform");
    /// assert_eq!(albums.total, Some(812));
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    Search = GET "/search" -> json SearchResult,
    in Search::query,
    reference: "search",
    grant: App,
    scopes: [],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    check: words_and_end,
    required: {
        /// The words, and what they are narrowed down with.
        q: String,
        /// What to look for.
        types as "type": Vec<SearchType> in 1..=7,
    },
    optional: {
        /// The country in which it is to be available; a user's own goes before it.
        market: Market,
        /// How many rows a page has at most, for each type; 20 unless set, 5 for development-mode
        /// apps.
        limit: u32 in 1..=50 development 1..=10,
        /// How many rows to leave out before the first, of each type.
        offset: u32 in 0..=1000,
        /// What to find beyond the catalogue.
        include_external: IncludeExternal,
    },
}

fn words_and_end(request: &Search) -> Result<(), BuildError> {
    const MOST: u32 = 1000;
    if request.q.is_empty() {
        return Err(BuildError::invalid(
            "Search",
            "q",
            "it is empty; say what to look for",
        ));
    }
    let end = request
        .offset
        .unwrap_or(0)
        .saturating_add(request.limit.unwrap_or(0));
    if end > MOST {
        let problem = format!("together {end}, at most {MOST}; search for something narrower");
        return Err(BuildError::invalid("Search", "offset and limit", problem));
    }
    Ok(())
}
