//! The sets of kinds that operations take.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use spotify_core::{Argument, Escaper};

use super::{Uri, text_form};
use crate::id::{
    AlbumId, ArtistId, AudiobookId, EpisodeId, IdError, Kind, PlaylistId, ShowId, TrackId, UserId,
    Wanted,
};

macro_rules! subsets {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($(#[$note:meta])* $variant:ident($id:ident),)* $({ $collection:ident })? }
    )*) => {$(
        $(#[$doc])*
        ///
        /// Parses from URIs and links, and is made from ids.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$note])* $variant($id),)*
            $(
                /// What a user has saved.
                $collection {
                    /// Whose.
                    user: UserId,
                },
            )?
        }

        impl $name {
            /// The kinds that it may be of.
            pub const KINDS: &'static [Kind] =
                &[$(Kind::$variant,)* $(Kind::$collection,)?];

            /// What it stands for.
            #[must_use]
            pub const fn kind(&self) -> Kind {
                match self {
                    $(Self::$variant(_) => Kind::$variant,)*
                    $(Self::$collection { .. } => Kind::$collection,)?
                }
            }
        }

        impl From<$name> for Uri {
            fn from(uri: $name) -> Self {
                match uri {
                    $($name::$variant(id) => Self::$variant(id),)*
                    $($name::$collection { user } => Self::$collection { user },)?
                }
            }
        }

        impl TryFrom<Uri> for $name {
            type Error = IdError;

            fn try_from(uri: Uri) -> Result<Self, IdError> {
                match uri {
                    $(Uri::$variant(id) => Ok(Self::$variant(id)),)*
                    $(Uri::$collection { user } => Ok(Self::$collection { user }),)?
                    other => Err(other.refused(Wanted::Uri(Self::KINDS))),
                }
            }
        }

        $(
            impl From<$id> for $name {
                fn from(id: $id) -> Self {
                    Self::$variant(id)
                }
            }
        )*

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&Uri::from(self.clone()), f)
            }
        }

        text_form! { $name: $name::KINDS, |uri| uri.try_into(); }
    )*};
}

subsets! {
    /// What can be played by itself, queued and put into playlists.
    PlayableUri {
        /// A track.
        Track(TrackId),
        /// An episode of a show.
        Episode(EpisodeId),
    }

    /// What other things are played from.
    ContextUri {
        /// An album.
        Album(AlbumId),
        /// An artist.
        Artist(ArtistId),
        /// A playlist.
        Playlist(PlaylistId),
        /// A show.
        Show(ShowId),
        /// An audiobook.
        Audiobook(AudiobookId),
        { Collection }
    }

    /// What can be saved to a user's library: saved, or followed.
    LibraryUri {
        /// A track.
        Track(TrackId),
        /// An album.
        Album(AlbumId),
        /// An episode of a show.
        Episode(EpisodeId),
        /// A show.
        Show(ShowId),
        /// An audiobook.
        Audiobook(AudiobookId),
        /// A user, who is followed.
        User(UserId),
        /// A playlist, which is followed.
        Playlist(PlaylistId),
        /// An artist, who is followed.
        Artist(ArtistId),
    }
}
