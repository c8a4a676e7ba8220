//! What Spotify answers with.
//!
//! `null` and an absent key are the same, `None`, and neither is written again. Unknown keys are
//! ignored. Numbers are taken in any spelling of an integer (`640.0`). What `href`, `uri` and
//! `external_urls` say follows from kind and id nearly always; it is checked, and kept only where
//! it does not. Lists inside of objects are [`List`]s, rows of pages are [`Items`]. Names are
//! empty where Spotify tells none.

mod album;
mod artist;
mod audio_analysis;
mod audio_features;
mod audiobook;
mod browse;
mod category;
mod checked;
mod codec;
mod common;
mod date;
mod episode;
mod external;
mod feature_vector;
mod heal;
mod image;
mod items;
mod key;
mod library;
mod links;
mod list;
mod mode;
mod object;
mod open;
mod page;
mod playable;
mod player;
mod playlist;
mod recommendations;
mod search;
mod show;
mod text;
mod track;
mod user;

pub use album::{Album, AlbumGroup, AlbumType, SimplifiedAlbum};
pub use artist::{Artist, SimplifiedArtist};
pub use audio_analysis::{
    AudioAnalysis, AudioAnalysisMeta, AudioAnalysisTrack, Section, Segment, TimeInterval,
};
pub use audio_features::{AudioFeatures, TrackAddress};
pub use audiobook::{Audiobook, Chapter, Contributor, SimplifiedAudiobook, SimplifiedChapter};
pub use browse::FeaturedPlaylists;
pub use category::Category;
pub use checked::Checked;
pub use common::{Copyright, CopyrightType, Followers, Reason, Restrictions, ResumePoint};
pub use date::{DatePrecision, ReleaseDate};
pub use episode::{Episode, SimplifiedEpisode};
pub use external::{ExternalIds, ExternalUrls};
pub use feature_vector::FeatureVector;
pub use image::{Image, ImageUrl};
pub use items::{Items, Skipped};
pub use key::{Key, Modality};
pub use library::{SavedAlbum, SavedAudiobook, SavedEpisode, SavedShow, SavedTrack};
pub use list::List;
pub use page::{CursorPage, Cursors, Page};
pub use playable::PlayableItem;
pub use player::{
    Actions, Context, ContextType, Device, DeviceType, Disallows, PlayHistory, PlaybackState,
    PlayingType, Queue, RepeatMode,
};
pub use playlist::{
    ItemsRef, Playlist, PlaylistItem, PlaylistOwner, PlaylistUser, SimplifiedPlaylist, SnapshotId,
};
pub use recommendations::{RecommendationSeed, Recommendations, SeedType};
pub use search::SearchResult;
pub use show::{Show, SimplifiedShow};
pub use text::Text;
pub use track::{LinkedTrack, SimplifiedTrack, Track};
pub use user::{ExplicitContent, PrivateUser, Product, PublicUser};

pub(crate) use heal::heal;
pub(crate) use mode::{Mode, raw};
pub(crate) use object::{Slots, read};
