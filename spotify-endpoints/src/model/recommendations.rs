//! Tracks that are recommended on the grounds of others.

use super::{Items, List, Text, Track, object::object, open::open_enum};

object! {
    /// Tracks that are recommended, and what they are based on.
    Recommendations via RecommendationsSlots "recommendations";
    {
        /// What they are based on.
        seeds: List<RecommendationSeed>,
        /// The tracks.
        tracks: Items<Track>,
    }
}

object! {
    /// What recommendations are based on, and how many tracks that gave.
    RecommendationSeed via RecommendationSeedSlots "a seed of recommendations";
    {
        /// How many tracks were left once the limits that were asked for were kept.
        after_filtering_size ["afterFilteringSize"]: Option<u32>,
        /// How many were left once they were relinked for the market.
        after_relinking_size ["afterRelinkingSize"]: Option<u32>,
        /// The address of the artist or track at the Web API; absent for genres.
        href: Option<Text>,
        /// The id of the artist or track, or the genre; empty if it is not told.
        id: Text = Text::default(),
        /// How many tracks there were to choose from.
        initial_pool_size ["initialPoolSize"]: Option<u32>,
        /// What sort of seed it is.
        kind ["type"]: Option<SeedType>,
    }
}

open_enum! {
    /// What sort of thing recommendations are based on.
    SeedType {
        /// An artist.
        Artist = "ARTIST",
        /// A genre.
        Genre = "GENRE",
        /// A track.
        Track = "TRACK",
    }
}
