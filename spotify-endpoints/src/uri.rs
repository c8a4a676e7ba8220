//! Spotify URIs of every kind, and the sets of kinds that operations take.

mod local;
mod subset;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use spotify_core::{Argument, Escaper};

use crate::id::{
    AlbumId, ArtistId, AudiobookId, ChapterId, EpisodeId, Id, IdError, Kind, Parsed, PlaylistId,
    Problem, ShowId, TrackId, UserId, Wanted, parse, parts,
};

pub use local::LocalUri;
pub use subset::{ContextUri, LibraryUri, PlayableUri};

/// A Spotify URI of any kind.
///
/// Parses from URIs and links alike, that is, from whatever was pasted; writes the URI.
///
/// ```
/// use spotify_endpoints::{Kind, Uri};
///
/// let uri: Uri = "https://open.spotify.com/user/a%20b/collection?si=1".parse()?;
/// assert_eq!(uri.to_string(), "spotify:user:a%20b:collection");
/// assert_eq!(uri.kind(), Kind::Collection);
/// # Ok::<(), spotify_endpoints::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Uri {
    /// An album.
    Album(AlbumId),
    /// An artist.
    Artist(ArtistId),
    /// An audiobook.
    Audiobook(AudiobookId),
    /// A chapter of an audiobook.
    Chapter(ChapterId),
    /// What a user has saved: `spotify:user:<user>:collection`.
    Collection {
        /// Whose.
        user: UserId,
    },
    /// An episode of a show.
    Episode(EpisodeId),
    /// A file on a user's own device.
    Local(LocalUri),
    /// A playlist.
    Playlist(PlaylistId),
    /// A show.
    Show(ShowId),
    /// A track.
    Track(TrackId),
    /// A user.
    User(UserId),
}

impl Uri {
    /// What it stands for.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Album(_) => Kind::Album,
            Self::Artist(_) => Kind::Artist,
            Self::Audiobook(_) => Kind::Audiobook,
            Self::Chapter(_) => Kind::Chapter,
            Self::Collection { .. } => Kind::Collection,
            Self::Episode(_) => Kind::Episode,
            Self::Local(_) => Kind::Local,
            Self::Playlist(_) => Kind::Playlist,
            Self::Show(_) => Kind::Show,
            Self::Track(_) => Kind::Track,
            Self::User(_) => Kind::User,
        }
    }

    /// Reads several URIs and links, with commas, blanks or line ends between them.
    ///
    /// # Errors
    /// [`IdError`] for the first that is none.
    pub fn list(text: &str) -> Result<Vec<Self>, IdError> {
        parts(text).map(str::parse).collect()
    }

    /// The link; local files have none.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        Some(match self {
            Self::Album(id) => id.url(),
            Self::Artist(id) => id.url(),
            Self::Audiobook(id) => id.url(),
            Self::Chapter(id) => id.url(),
            Self::Collection { user } => user.url() + "/collection",
            Self::Episode(id) => id.url(),
            Self::Local(_) => return None,
            Self::Playlist(id) => id.url(),
            Self::Show(id) => id.url(),
            Self::Track(id) => id.url(),
            Self::User(id) => id.url(),
        })
    }

    fn read(text: &str, kinds: &'static [Kind]) -> Result<Self, IdError> {
        let refuse = |problem| IdError::new(Wanted::Uri(kinds), problem, text);
        let (kind, id, form) = match parse(text).map_err(refuse)? {
            Parsed::Reference { kind, id, form } => (kind, id, form),
            Parsed::Bare(_) => return Err(refuse(Problem::Bare)),
        };
        if !kinds.contains(&kind) {
            return Err(refuse(Problem::Kind(kind, form)));
        }
        let id = &*id;
        match kind {
            Kind::Album => AlbumId::from_bare(id).map(Self::Album),
            Kind::Artist => ArtistId::from_bare(id).map(Self::Artist),
            Kind::Audiobook => AudiobookId::from_bare(id).map(Self::Audiobook),
            Kind::Category => Err(Problem::Kind(kind, form)),
            Kind::Chapter => ChapterId::from_bare(id).map(Self::Chapter),
            Kind::Collection => UserId::from_bare(id).map(|user| Self::Collection { user }),
            Kind::Episode => EpisodeId::from_bare(id).map(Self::Episode),
            Kind::Local => LocalUri::behind_prefix(id).map(Self::Local),
            Kind::Playlist => PlaylistId::from_bare(id).map(Self::Playlist),
            Kind::Show => ShowId::from_bare(id).map(Self::Show),
            Kind::Track => TrackId::from_bare(id).map(Self::Track),
            Kind::User => UserId::from_bare(id).map(Self::User),
        }
        .map_err(refuse)
    }
}

/// All kinds that have URIs.
const KINDS: &[Kind] = &[
    Kind::Album,
    Kind::Artist,
    Kind::Audiobook,
    Kind::Chapter,
    Kind::Collection,
    Kind::Episode,
    Kind::Local,
    Kind::Playlist,
    Kind::Show,
    Kind::Track,
    Kind::User,
];

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn put<T: Id>(f: &mut fmt::Formatter<'_>, id: &T) -> fmt::Result {
            f.write_str(T::URI)?;
            f.write_str(&id.escaped())
        }
        match self {
            Self::Album(id) => put(f, id),
            Self::Artist(id) => put(f, id),
            Self::Audiobook(id) => put(f, id),
            Self::Chapter(id) => put(f, id),
            Self::Collection { user } => {
                put(f, user)?;
                f.write_str(":collection")
            }
            Self::Episode(id) => put(f, id),
            Self::Local(local) => fmt::Display::fmt(local, f),
            Self::Playlist(id) => put(f, id),
            Self::Show(id) => put(f, id),
            Self::Track(id) => put(f, id),
            Self::User(id) => put(f, id),
        }
    }
}

/// What URIs have in common however many kinds they allow.
macro_rules! text_form {
    ($($name:ident: $kinds:expr, |$uri:ident| $convert:expr;)*) => {$(
        impl FromStr for $name {
            type Err = IdError;

            /// Reads a URI or a link.
            fn from_str(text: &str) -> Result<Self, IdError> {
                let $uri = Uri::read(text, $kinds)?;
                $convert
            }
        }

        impl TryFrom<&str> for $name {
            type Error = IdError;

            fn try_from(text: &str) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl Argument for $name {
            fn write(&self, out: &mut Escaper<'_>) {
                out.push(&self.to_string());
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl de::Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a Spotify URI")
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    )*};
}
use text_form;

text_form! { Uri: KINDS, |uri| Ok(uri); }

/// Goes from an id to the URI and back.
macro_rules! from_ids {
    ($($variant:ident($id:ident)),*) => {$(
        impl From<$id> for Uri {
            fn from(id: $id) -> Self {
                Self::$variant(id)
            }
        }

        impl TryFrom<Uri> for $id {
            type Error = IdError;

            fn try_from(uri: Uri) -> Result<Self, IdError> {
                match uri {
                    Uri::$variant(id) => Ok(id),
                    other => Err(other.refused(Wanted::Id(Kind::$variant))),
                }
            }
        }
    )*};
}

from_ids! {
    Album(AlbumId), Artist(ArtistId), Audiobook(AudiobookId), Chapter(ChapterId),
    Episode(EpisodeId), Playlist(PlaylistId), Show(ShowId), Track(TrackId), User(UserId)
}

impl Uri {
    /// Says that it is a URI of another kind than is wanted.
    fn refused(&self, wanted: Wanted) -> IdError {
        let problem = Problem::Kind(self.kind(), crate::id::Form::Uri);
        IdError::new(wanted, problem, &self.to_string())
    }
}
