//! Ids of what the catalogue holds and of its users, taken from whatever form they come in.

mod error;
mod name;
mod parse;

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use spotify_core::{Argument, Escaper};

pub use error::{IdError, Kind};
pub(crate) use error::{Problem, Wanted};
pub use name::{CategoryId, UserId};
pub(crate) use parse::{Form, Parsed, parse, short_link};

/// How many characters an id of the catalogue has.
const LENGTH: usize = 22;

/// What all ids have in common; the models read and write theirs through it.
pub(crate) trait Id: Sized {
    /// What it is the id of.
    const KIND: Kind;
    /// What stands before the id in a URI.
    const URI: &'static str;
    /// What stands before the id in an address of the Web API.
    const HREF: &'static str;
    /// What stands before the id in a link.
    const URL: &'static str;

    /// Takes the id itself, nothing else.
    fn from_bare(text: &str) -> Result<Self, Problem>;

    /// What may be an id at the start of a text, if it would be written the same behind the
    /// prefixes.
    fn start_of(text: &str) -> Option<&str>;

    /// The id itself.
    fn bare(&self) -> &str;

    /// How an id is written behind the prefixes.
    fn escape(id: &str) -> Cow<'_, str>;

    /// Whether a text is a prefix and the id behind it.
    fn stands_behind(&self, prefix: &str, text: &str) -> bool {
        text.strip_prefix(prefix) == Some(&*self.escaped())
    }

    /// The id as it is written behind the prefixes.
    fn escaped(&self) -> Cow<'_, str> {
        Self::escape(self.bare())
    }
}

/// What stands between commas, blanks and line ends.
pub(crate) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| c == ',' || c.is_whitespace());
    parts.filter(|part| !part.is_empty())
}

/// Reads an id, a URI or a link.
fn read<T: Id>(text: &str) -> Result<T, IdError> {
    let refuse = |problem| IdError::new(Wanted::Id(T::KIND), problem, text);
    let id = match parse(text).map_err(refuse)? {
        Parsed::Bare(id) => T::from_bare(id),
        Parsed::Reference { kind, id, .. } if kind == T::KIND => T::from_bare(&id),
        Parsed::Reference { kind, form, .. } => Err(Problem::Kind(kind, form)),
    };
    id.map_err(refuse)
}

/// Reads a bare id out of any format of serde, from borrowed text without allocation.
struct Bare<T>(std::marker::PhantomData<T>);

impl<T: Id> de::Visitor<'_> for Bare<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the id of {}", T::KIND.with_article())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::from_bare(text)
            .map_err(|problem| E::custom(IdError::new(Wanted::Id(T::KIND), problem, text)))
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident: $kind:ident $word:literal $plural:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// 22 letters and digits, kept in place: it is `Copy` and never allocates. Parses from
        /// the id, the URI and the link alike; in serde it is the bare id.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; LENGTH]);

        impl $name {
            /// Takes an id that is known beforehand; in a `const` it is checked by the compiler.
            ///
            /// # Panics
            /// When it is not 22 letters and digits and this is not evaluated by the compiler;
            /// parse what is not a literal.
            #[must_use]
            pub const fn from_static(id: &'static str) -> Self {
                let id = base62(id);
                assert!(id.is_some(), "a Spotify id is 22 letters and digits");
                match id {
                    Some(id) => Self(id),
                    None => Self([b'0'; LENGTH]),
                }
            }

            /// Reads several ids, URIs and links, with commas, blanks or line ends between them.
            ///
            /// # Errors
            /// [`IdError`] for the first that is none.
            pub fn list(text: &str) -> Result<Vec<Self>, IdError> {
                parts(text).map(str::parse).collect()
            }

            /// The id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                // It was checked to be ASCII, so there is always text.
                std::str::from_utf8(&self.0).unwrap_or_default()
            }

            #[doc = concat!("The URI: `spotify:", $word, ":<id>`.")]
            #[must_use]
            pub fn uri(&self) -> String {
                [Self::URI, self.as_str()].concat()
            }

            #[doc = concat!("The link: `https://open.spotify.com/", $word, "/<id>`.")]
            #[must_use]
            pub fn url(&self) -> String {
                [Self::URL, self.as_str()].concat()
            }
        }

        impl Id for $name {
            const KIND: Kind = Kind::$kind;
            const URI: &'static str = concat!("spotify:", $word, ":");
            const HREF: &'static str = concat!("https://api.spotify.com/v1/", $plural, "/");
            const URL: &'static str = concat!("https://open.spotify.com/", $word, "/");

            #[inline]
            fn from_bare(text: &str) -> Result<Self, Problem> {
                let id: &[u8; LENGTH] = text.as_bytes().try_into().map_err(|_| Problem::Base62)?;
                // All of them, whatever comes out: that is quicker than to stop at the first.
                let good = id.iter().fold(true, |good, byte| good & byte.is_ascii_alphanumeric());
                if good { Ok(Self(*id)) } else { Err(Problem::Base62) }
            }

            #[inline]
            fn start_of(text: &str) -> Option<&str> {
                text.get(..LENGTH)
            }

            fn bare(&self) -> &str {
                self.as_str()
            }

            #[inline]
            fn escape(id: &str) -> Cow<'_, str> {
                id.into()
            }

            #[inline]
            fn stands_behind(&self, prefix: &str, text: &str) -> bool {
                text.as_bytes()
                    .split_last_chunk::<LENGTH>()
                    .is_some_and(|(start, id)| *id == self.0 && start == prefix.as_bytes())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.as_str())
            }
        }

        ids!(@shared $name);
    )*};
    (@shared $name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                read(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = IdError;

            fn try_from(text: &str) -> Result<Self, IdError> {
                read(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl Argument for $name {
            fn write(&self, out: &mut Escaper<'_>) {
                out.push(self.as_str());
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Bare(std::marker::PhantomData))
            }
        }
    };
}
use ids;

ids! {
    /// The id of an album.
    AlbumId: Album "album" "albums";
    /// The id of an artist.
    ArtistId: Artist "artist" "artists";
    /// The id of an audiobook.
    AudiobookId: Audiobook "audiobook" "audiobooks";
    /// The id of a chapter of an audiobook.
    ChapterId: Chapter "chapter" "chapters";
    /// The id of an episode of a show.
    EpisodeId: Episode "episode" "episodes";
    /// The id of a playlist; of `spotify:user:<user>:playlist:<id>` the last part.
    PlaylistId: Playlist "playlist" "playlists";
    /// The id of a show, that is, a podcast.
    ShowId: Show "show" "shows";
    /// The id of a track.
    ///
    /// ```
    /// use spotify_endpoints::TrackId;
    ///
    /// const ID: TrackId = TrackId::from_static("6rqhFgbbKwnb9MLmUQDhG6");
    /// for text in [
    ///     "6rqhFgbbKwnb9MLmUQDhG6",
    ///     "spotify:track:6rqhFgbbKwnb9MLmUQDhG6",
    ///     "https://open.spotify.com/intl-de/track/6rqhFgbbKwnb9MLmUQDhG6?si=abcdef",
    /// ] {
    ///     assert_eq!(text.parse::<TrackId>()?, ID);
    /// }
    /// let wrong = "spotify:album:6rqhFgbbKwnb9MLmUQDhG6".parse::<TrackId>().unwrap_err();
    /// assert!(wrong.to_string().contains("this is an album URI; a track id is wanted"));
    /// # Ok::<(), spotify_endpoints::IdError>(())
    /// ```
    ///
    /// A literal is checked when it is compiled:
    ///
    /// ```compile_fail
    /// const ID: spotify_endpoints::TrackId = spotify_endpoints::TrackId::from_static("too-short");
    /// ```
    TrackId: Track "track" "tracks";
}

/// Takes 22 letters and digits, and nothing else, while compiling.
const fn base62(text: &str) -> Option<[u8; LENGTH]> {
    let bytes = text.as_bytes();
    if bytes.len() != LENGTH {
        return None;
    }
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        if !first.is_ascii_alphanumeric() {
            return None;
        }
        rest = tail;
    }
    match bytes.first_chunk() {
        Some(id) => Some(*id),
        None => None,
    }
}
