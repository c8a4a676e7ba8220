//! What a user allows an app to do.

use std::{borrow::Cow, collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// One permission that a user grants at sign-in.
        ///
        /// Source: <https://developer.spotify.com/documentation/web-api/concepts/scopes>.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Scope {
            $($(#[$doc])* $name,)*
            /// A scope that this version does not know, kept as it is written.
            Other(Cow<'static, str>),
        }

        impl Scope {
            /// The scopes of the public description, in the order of its scopes page.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Reads a scope at compile time.
            ///
            /// In a `const` an unknown one does not compile; that is what it is for.
            #[must_use]
            #[allow(clippy::panic, reason = "a misspelt literal must not compile")]
            pub const fn from_static(text: &'static str) -> Self {
                match text.as_bytes() {
                    $(text if equal(text, $text.as_bytes()) => Self::$name,)*
                    _ => panic!("not one of Spotify's scopes"),
                }
            }

            /// The scope as Spotify spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for Scope {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$name,)*
                    other => Self::Other(Cow::Owned(other.to_owned())),
                }
            }
        }
    };
}

scopes! {
    /// Uploads images, such as a playlist's cover.
    UgcImageUpload = "ugc-image-upload",
    /// Reads the player's state.
    UserReadPlaybackState = "user-read-playback-state",
    /// Controls the player.
    UserModifyPlaybackState = "user-modify-playback-state",
    /// Reads what plays now.
    UserReadCurrentlyPlaying = "user-read-currently-playing",
    /// Controls playback in Spotify's mobile SDKs.
    AppRemoteControl = "app-remote-control",
    /// Plays in a browser through the Web Playback SDK.
    Streaming = "streaming",
    /// Reads private playlists.
    PlaylistReadPrivate = "playlist-read-private",
    /// Reads collaborative playlists.
    PlaylistReadCollaborative = "playlist-read-collaborative",
    /// Edits private playlists.
    PlaylistModifyPrivate = "playlist-modify-private",
    /// Edits public playlists.
    PlaylistModifyPublic = "playlist-modify-public",
    /// Follows and unfollows artists and users.
    UserFollowModify = "user-follow-modify",
    /// Reads who is followed.
    UserFollowRead = "user-follow-read",
    /// Reads how far an episode was heard.
    UserReadPlaybackPosition = "user-read-playback-position",
    /// Reads top artists and tracks.
    UserTopRead = "user-top-read",
    /// Reads what was played lately.
    UserReadRecentlyPlayed = "user-read-recently-played",
    /// Edits the library.
    UserLibraryModify = "user-library-modify",
    /// Reads the library.
    UserLibraryRead = "user-library-read",
    /// Reads the e-mail address.
    UserReadEmail = "user-read-email",
    /// Reads country, product and explicit-content settings.
    UserReadPrivate = "user-read-private",
}

const fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (mut a, mut b) = (a, b);
    while let ([x, rest_a @ ..], [y, rest_b @ ..]) = (a, b) {
        if *x != *y {
            return false;
        }
        (a, b) = (rest_a, rest_b);
    }
    true
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of scopes.
///
/// As text and in serde it is the scopes in Spotify's order with spaces between them; it reads
/// commas as well.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// The empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeSet::new())
    }

    /// Every scope that this version knows.
    #[must_use]
    pub fn all() -> Self {
        Scope::ALL.iter().cloned().collect()
    }

    /// Whether the scope is in the set.
    #[must_use]
    pub fn contains(&self, scope: &Scope) -> bool {
        self.0.contains(scope)
    }

    /// Whether every scope of `other` is in the set.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.0.is_superset(&other.0)
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many scopes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The scopes, in Spotify's order.
    pub fn iter(&self) -> impl Iterator<Item = &Scope> {
        self.0.iter()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl Extend<Scope> for Scopes {
    fn extend<I: IntoIterator<Item = Scope>>(&mut self, scopes: I) {
        self.0.extend(scopes);
    }
}

impl<const N: usize> From<[Scope; N]> for Scopes {
    fn from(scopes: [Scope; N]) -> Self {
        scopes.into_iter().collect()
    }
}

impl From<Scope> for Scopes {
    fn from(scope: Scope) -> Self {
        [scope].into()
    }
}

impl From<&str> for Scopes {
    fn from(text: &str) -> Self {
        text.split([' ', ','])
            .filter(|word| !word.is_empty())
            .map(Scope::from)
            .collect()
    }
}

impl FromStr for Scopes {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}

impl<S: Into<Scopes>> std::ops::BitOr<S> for Scope {
    type Output = Scopes;

    fn bitor(self, other: S) -> Scopes {
        Scopes::from(self) | other
    }
}

impl FromStr for Scope {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Cow::<str>::deserialize(deserializer)?.as_ref().into())
    }
}

impl IntoIterator for Scopes {
    type Item = Scope;
    type IntoIter = std::collections::btree_set::IntoIter<Scope>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<S: Into<Scopes>> std::ops::BitOr<S> for Scopes {
    type Output = Self;

    fn bitor(mut self, other: S) -> Self {
        self.0.extend(other.into().0);
        self
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, scope) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope.as_str())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scopes({self})")
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Cow::<str>::deserialize(deserializer)?.as_ref().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_with_spaces_or_commas_and_unknown_scopes() {
        let scopes = Scopes::from("streaming, user-top-read  user-soa-link");
        assert_eq!(scopes.to_string(), "streaming user-top-read user-soa-link");
        assert!(scopes.contains(&Scope::Other("user-soa-link".into())));
        assert_eq!(Scopes::all().len(), 19);
        assert_eq!(
            Scope::Streaming | Scope::UserTopRead,
            Scopes::from("user-top-read streaming")
        );
    }

    #[test]
    fn every_scope_reads_back() {
        for scope in Scope::ALL {
            assert_eq!(&Scope::from(scope.as_str()), scope);
        }
        const TOP: Scope = Scope::from_static("user-top-read");
        assert_eq!(TOP, Scope::UserTopRead);
    }
}
