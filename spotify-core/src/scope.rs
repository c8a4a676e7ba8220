//! What a user allows an app to do.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod category;
mod check;
mod needs;
mod resolve;
mod set;

pub use category::ScopeCategory;
pub use check::{MissingScopes, ScopeCheck};
pub use needs::ScopeNeeds;
pub use resolve::ScopePattern;
pub use set::Scopes;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_reads_back() {
        for scope in Scope::ALL {
            assert_eq!(&Scope::from(scope.as_str()), scope);
        }
        const TOP: Scope = Scope::from_static("user-top-read");
        assert_eq!(TOP, Scope::UserTopRead);
    }
}
