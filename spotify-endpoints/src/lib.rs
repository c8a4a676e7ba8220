//! Every operation of the Spotify Web API as a value, with its ids and models.

pub mod decode;
mod id;
mod market;
pub mod model;
mod uri;

pub use id::{
    AlbumId, ArtistId, AudiobookId, CategoryId, ChapterId, EpisodeId, IdError, Kind, PlaylistId,
    ShowId, TrackId, UserId,
};
pub use market::{InvalidMarket, Market, Markets};
pub use uri::{ContextUri, LibraryUri, LocalUri, PlayableUri, Uri};
