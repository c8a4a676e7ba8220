//! The words that parameters choose from.

/// Declares an enum of words.
macro_rules! choices {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($(#[$note:meta])* $variant:ident = $word:literal,)* }
    )*) => {$(
        $(#[$doc])*
        ///
        /// A word that this version does not know can be sent with
        /// [`with_query`](spotify_core::Endpoint::with_query).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$note])* $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that Spotify uses.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl spotify_core::Argument for $name {
            fn write(&self, out: &mut spotify_core::Escaper<'_>) {
                out.push(self.as_str());
            }
        }
    )*};
}

choices! {
    /// What a search looks for.
    SearchType {
        /// Albums.
        Album = "album",
        /// Artists.
        Artist = "artist",
        /// Audiobooks, which exist in a few English-speaking countries only.
        Audiobook = "audiobook",
        /// Episodes of shows.
        Episode = "episode",
        /// Playlists.
        Playlist = "playlist",
        /// Shows.
        Show = "show",
        /// Tracks.
        Track = "track",
    }

    /// What is found beyond the catalogue.
    IncludeExternal {
        /// Audio that is hosted elsewhere.
        Audio = "audio",
    }

    /// What playlists and the player hold, as far as the caller can handle it.
    AdditionalType {
        /// Tracks.
        Track = "track",
        /// Episodes of shows.
        Episode = "episode",
    }

    /// Over how long a time something is counted.
    TimeRange {
        /// About a year.
        LongTerm = "long_term",
        /// About six months.
        MediumTerm = "medium_term",
        /// About four weeks.
        ShortTerm = "short_term",
    }
}
