//! Chapters of audiobooks.

#[cfg(feature = "deprecated")]
mod several;

use crate::{ChapterId, Market, macros::endpoint, model::Chapter};

#[cfg(feature = "deprecated")]
pub use several::*;

endpoint! {
    /// Reads a chapter, with the audiobook that it is of.
    ///
    /// There are chapters where there are audiobooks, that is, in the US, the UK, Canada, Ireland,
    /// New Zealand and Australia; elsewhere Spotify finds none (404). With the scope
    /// `user-read-playback-position` it tells how far the user has listened.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{ChapterId, GetChapter};
    ///
    /// const ID: ChapterId = ChapterId::from_static("ye1ni9KbxGlHIpZRrVtFDl");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/chapters/chapter.development.json"));
    /// # let wire = Replay::new().on("GET /v1/chapters/ye1ni9KbxGlHIpZRrVtFDl", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let chapter = client.send(GetChapter::new(ID))?;
    /// assert_eq!(chapter.name, "Chapter 2");
    /// assert_eq!(chapter.audiobook.unwrap().name, "Letters from the Ferry");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetChapter = GET "/chapters/{id}" -> json Chapter,
    in Chapters::get,
    reference: "get-a-chapter",
    grant: App,
    scopes: [],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    path: {
        /// The chapter.
        id: ChapterId,
    },
    optional: {
        /// The country in which it is to be available; a user's own goes before it.
        market: Market,
    },
}
