//! The operations of the Spotify Web API as values, with their ids and models.
//!
//! A request is a value: it can be made, looked at, kept, and sent by any client.
//!
//! ```
//! use spotify_core::{BaseUrl, Endpoint as _};
//! use spotify_endpoints::{AlbumId, GetAlbum, Market};
//!
//! const ID: AlbumId = AlbumId::from_static("4aawyAB9vmqN3uQ7FjRGTy"); // checked as it compiles
//! let request = GetAlbum::new(ID).market(Market::SE).request(&BaseUrl::default())?;
//! assert_eq!(request.uri(), "https://api.spotify.com/v1/albums/4aawyAB9vmqN3uQ7FjRGTy?market=SE");
//!
//! let answer = http::Response::new(r#"{"id": "4aawyAB9vmqN3uQ7FjRGTy", "name": "Songs"}"#.into());
//! let album = GetAlbum::new(ID).decode(answer)?;
//! assert_eq!(album.name, "Songs");
//! # Ok::<(), spotify_core::Error>(())
//! ```
//!
//! With a client of one of the backend crates, [`Spotify`] brings the groups: `client.albums()`,
//! `client.player()`, and so on. [`ENDPOINTS`] lists what is known of every operation.
//!
//! Answers drift: fields come and go with the app's tier, the market, the scopes and the kind of
//! object, so in [`model`] only what identifies an object is required. Where an operation or a
//! field is gone for apps in Development mode, its documentation says so.
//!
//! # Features
//! - `deprecated` (default): operations that Spotify has marked as deprecated or closed to new
//!   apps.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod albums;
mod artists;
mod audiobooks;
#[cfg(feature = "deprecated")]
mod browse;
#[cfg(feature = "deprecated")]
mod categories;
mod chapters;
mod choice;
pub mod client;
pub mod decode;
mod episodes;
mod follow;
#[cfg(feature = "deprecated")]
mod genres;
mod id;
mod index;
mod into_error;
mod library;
mod locale;
mod macros;
mod market;
#[cfg(feature = "deprecated")]
mod markets;
pub mod model;
mod pages;
mod personalization;
mod player;
mod playlists;
pub mod prelude;
mod request;
mod resource;
mod search;
mod short_link;
mod shows;
mod tracks;
mod uri;
mod users;

pub use albums::*;
pub use artists::*;
pub use audiobooks::*;
#[cfg(feature = "deprecated")]
pub use browse::*;
#[cfg(feature = "deprecated")]
pub use categories::*;
pub use chapters::*;
pub use choice::{AdditionalType, IncludeExternal, SearchType, TimeRange};
pub use client::{Bound, Listing, Spotify};
pub use episodes::*;
pub use follow::*;
#[cfg(feature = "deprecated")]
pub use genres::*;
pub use id::{
    AlbumId, ArtistId, AudiobookId, CategoryId, ChapterId, EpisodeId, IdError, Kind, PlaylistId,
    ShowId, TrackId, UserId,
};
pub use index::ENDPOINTS;
pub use library::*;
pub use locale::{InvalidLocale, Locale};
pub use market::{InvalidMarket, Market, Markets};
#[cfg(feature = "deprecated")]
pub use markets::*;
pub use personalization::*;
pub use player::*;
pub use playlists::*;
pub use resource::{GetAny, Resource};
pub use search::*;
pub use short_link::{InvalidShortLink, ResolveShortLink, ShortLink};
pub use shows::*;
pub use tracks::*;
pub use uri::{ContextUri, LibraryUri, LocalUri, PlayableUri, Uri};
pub use users::*;
