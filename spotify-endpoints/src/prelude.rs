//! What most programs name: the requests, what they take, and the trait that brings the groups to
//! every client. Models are in [`model`](crate::model).
//!
//! ```
//! use spotify_core::{blocking::Client, testing::Replay};
//! use spotify_endpoints::prelude::*;
//!
//! let wire = Replay::new().on("GET /v1/me", r#"{"id": "ana"}"#);
//! let client = Client::builder(wire).token("an access token").build()?;
//! assert_eq!(client.users().current().send()?.id.as_str(), "ana");
//! # Ok::<(), spotify_core::Error>(())
//! ```

pub use spotify_core::{Endpoint, Execute, Method, Tier};

pub use crate::{
    albums::*,
    artists::*,
    audiobooks::*,
    chapters::*,
    choice::*,
    client::{Bound, Listing, Spotify},
    episodes::*,
    follow::*,
    id::{
        AlbumId, ArtistId, AudiobookId, CategoryId, ChapterId, EpisodeId, PlaylistId, ShowId,
        TrackId, UserId,
    },
    library::*,
    locale::Locale,
    market::Market,
    personalization::*,
    player::*,
    playlists::*,
    resource::{GetAny, Resource},
    search::*,
    short_link::{ResolveShortLink, ShortLink},
    shows::*,
    tracks::*,
    uri::{ContextUri, LibraryUri, PlayableUri, Uri},
    users::*,
};
#[cfg(feature = "deprecated")]
pub use crate::{browse::*, categories::*, genres::*, markets::*};
