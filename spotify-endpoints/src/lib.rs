//! Every operation of the Spotify Web API as a value, with its ids and models.

mod albums;
mod choice;
pub mod client;
pub mod decode;
mod follow;
mod id;
mod index;
mod into_error;
mod library;
mod macros;
mod market;
pub mod model;
mod pages;
mod personalization;
mod player;
mod playlists;
pub mod prelude;
mod request;
mod search;
mod tracks;
mod uri;
mod users;

pub use albums::{GetAlbum, GetAlbumTracks};
pub use choice::{AdditionalType, IncludeExternal, SearchType, TimeRange};
pub use client::{Bound, Listing, Spotify};
pub use follow::GetFollowedArtists;
pub use id::{
    AlbumId, ArtistId, AudiobookId, CategoryId, ChapterId, EpisodeId, IdError, Kind, PlaylistId,
    ShowId, TrackId, UserId,
};
pub use index::ENDPOINTS;
pub use library::{GetSavedTracks, SaveToLibrary};
pub use market::{InvalidMarket, Market, Markets};
pub use personalization::GetTopArtists;
pub use player::{GetPlaybackState, GetRecentlyPlayed, Offset, SkipToNext, StartPlayback};
pub use playlists::{
    AddPlaylistItems, Cover, GetMyPlaylists, GetPlaylist, GetPlaylistItems, UploadPlaylistCover,
};
pub use search::Search;
pub use tracks::GetTrack;
#[cfg(feature = "deprecated")]
pub use tracks::GetTracks;
pub use uri::{ContextUri, LibraryUri, LocalUri, PlayableUri, Uri};
pub use users::GetCurrentUser;
