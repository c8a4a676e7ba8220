//! Scopes by what they are about.

use std::fmt;

use crate::{Scope, Scopes};

macro_rules! categories {
    ($($(#[$doc:meta])* $name:ident = $text:literal [$($scope:ident)*],)*) => {
        /// The scopes that are about the same thing.
        ///
        /// Source: the headings of
        /// <https://developer.spotify.com/documentation/web-api/concepts/scopes>.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ScopeCategory {
            $($(#[$doc])* $name,)*
        }

        impl ScopeCategory {
            /// Every category.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name, such as `listening_history`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// Its scopes.
            #[must_use]
            pub const fn scopes(self) -> &'static [Scope] {
                match self { $(Self::$name => &[$(Scope::$scope),*],)* }
            }
        }
    };
}

categories! {
    /// Uploading images.
    Images = "images" [UgcImageUpload],
    /// What plays, and controlling it.
    SpotifyConnect = "spotify_connect" [
        UserReadPlaybackState UserModifyPlaybackState UserReadCurrentlyPlaying
    ],
    /// Playing in a program of one's own.
    Playback = "playback" [AppRemoteControl Streaming],
    /// Playlists.
    Playlists = "playlists" [
        PlaylistReadPrivate PlaylistReadCollaborative PlaylistModifyPrivate PlaylistModifyPublic
    ],
    /// Who is followed.
    Follow = "follow" [UserFollowModify UserFollowRead],
    /// What was heard, and how far.
    ListeningHistory = "listening_history" [
        UserReadPlaybackPosition UserTopRead UserReadRecentlyPlayed
    ],
    /// What is saved.
    Library = "library" [UserLibraryModify UserLibraryRead],
    /// The user.
    Users = "users" [UserReadEmail UserReadPrivate],
}

impl ScopeCategory {
    /// The category of that name, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|own| own.as_str() == name)
    }
}

impl fmt::Display for ScopeCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<ScopeCategory> for Scopes {
    fn from(category: ScopeCategory) -> Self {
        category.scopes().iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c3_every_scope_is_in_one_category() {
        let counts = ScopeCategory::ALL
            .iter()
            .map(|category| format!("{category} {}", category.scopes().len()))
            .collect::<Vec<_>>()
            .join(", ");
        assert_eq!(
            counts,
            "images 1, spotify_connect 3, playback 2, playlists 4, follow 2, \
             listening_history 3, library 2, users 2"
        );
        let all = ScopeCategory::ALL.iter().flat_map(|c| c.scopes());
        // In this order they are the scopes page, so none is missing and none twice.
        assert_eq!(all.cloned().collect::<Vec<_>>(), Scope::ALL);
        assert_eq!(
            ScopeCategory::named("library"),
            Some(ScopeCategory::Library)
        );
        assert_eq!(ScopeCategory::named("Library"), None);
    }
}
