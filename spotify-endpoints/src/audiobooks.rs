//! Audiobooks and their chapters.

#[cfg(feature = "deprecated")]
mod several;

use crate::{
    AudiobookId, Market,
    macros::endpoint,
    model::{Audiobook, Page, SimplifiedChapter},
};

#[cfg(feature = "deprecated")]
pub use several::*;

endpoint! {
    /// Reads an audiobook, with the first page of its chapters.
    ///
    /// There are audiobooks in the US, the UK, Canada, Ireland, New Zealand and Australia only;
    /// elsewhere Spotify finds none (404).
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AudiobookId, GetAudiobook, Market};
    ///
    /// const ID: AudiobookId = AudiobookId::from_static("Jb3DUYTddWlfIJhbSJPPQJ");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/audiobooks/audiobook.development.json"));
    /// # let wire = Replay::new().on("GET /v1/audiobooks/Jb3DUYTddWlfIJhbSJPPQJ?market=GB", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let audiobook = client.send(GetAudiobook::new(ID).market(Market::GB))?;
    /// assert_eq!(audiobook.name, "Letters from the Ferry");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetAudiobook = GET "/audiobooks/{id}" -> json Audiobook,
    in Audiobooks::get,
    reference: "get-an-audiobook",
    grant: App,
    scopes: [],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    path: {
        /// The audiobook.
        id: AudiobookId,
    },
    optional: {
        /// The country in which it is to be available; a user's own goes before it.
        market: Market,
    },
}

endpoint! {
    /// Lists the chapters of an audiobook.
    ///
    /// They come in their order, with gaps for those that are not available. With the scope
    /// `user-read-playback-position` each tells how far the user has listened.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{AudiobookId, GetAudiobookChapters};
    ///
    /// const ID: AudiobookId = AudiobookId::from_static("Jb3DUYTddWlfIJhbSJPPQJ");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/audiobooks/chapters.development.json"));
    /// # let wire = Replay::new().on("GET /v1/audiobooks/Jb3DUYTddWlfIJhbSJPPQJ/chapters?limit=50", answer);
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let page = client.send(GetAudiobookChapters::new(ID).limit(50))?;
    /// assert_eq!(page.items[0].name, "Chapter 1");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetAudiobookChapters = GET "/audiobooks/{id}/chapters" -> json Page<SimplifiedChapter>,
    in Audiobooks::chapters,
    reference: "get-audiobook-chapters",
    grant: App,
    scopes: [],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    path: {
        /// The audiobook.
        id: AudiobookId,
    },
    optional: {
        /// The country in which they are to be available; a user's own goes before it.
        market: Market,
        /// How many rows a page has at most; 20 unless set.
        limit: u32 in 1..=50,
        /// How many rows to leave out before the first.
        offset: u32,
    },
}
