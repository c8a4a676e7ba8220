//! Shows, that is, podcasts.

use super::{Copyright, Image, List, Page, SimplifiedEpisode, Text, links::linked, object::object};
use crate::{id::ShowId, market::Markets};

object! {
    /// A show.
    Show via ShowSlots "a show";
    /// The id.
    id: ShowId;
    {
        /// Where it is available; absent for development-mode apps.
        available_markets: Option<Box<Markets>>,
        /// The lines of copyright; mostly empty.
        copyrights: List<Copyright>,
        /// The description, without markup.
        description: Option<Text>,
        /// The first page of its episodes.
        episodes: Option<Page<SimplifiedEpisode>>,
        /// Whether it is explicit; `false` if that is not known.
        explicit: bool = false,
        /// The description, as HTML; absent in old answers.
        html_description: Option<Text>,
        /// The cover in several sizes, the widest first.
        images: List<Image>,
        /// Whether all of its sound is kept outside of Spotify; not always told.
        is_externally_hosted: Option<bool>,
        /// The languages, as ISO 639 codes.
        languages: List<Text>,
        /// `audio`, `video` or `mixed`.
        media_type: Option<Text>,
        /// The name.
        name: Text = Text::default(),
        /// The publisher; absent for development-mode apps.
        publisher: Option<Text>,
        /// How many episodes it has; absent in old answers.
        total_episodes: Option<u32>,
    }
}

object! {
    /// A show, as episodes and lists have it.
    SimplifiedShow via SimplifiedShowSlots "a show";
    /// The id.
    id: ShowId;
    {
        /// Where it is available; absent for development-mode apps.
        available_markets: Option<Box<Markets>>,
        /// The lines of copyright; mostly empty.
        copyrights: List<Copyright>,
        /// The description, without markup.
        description: Option<Text>,
        /// Whether it is explicit; `false` if that is not known.
        explicit: bool = false,
        /// The description, as HTML; absent inside of old episodes.
        html_description: Option<Text>,
        /// The cover in several sizes, the widest first.
        images: List<Image>,
        /// Whether all of its sound is kept outside of Spotify; not always told.
        is_externally_hosted: Option<bool>,
        /// The languages, as ISO 639 codes.
        languages: List<Text>,
        /// `audio`, `video` or `mixed`.
        media_type: Option<Text>,
        /// The name.
        name: Text = Text::default(),
        /// The publisher; absent for development-mode apps.
        publisher: Option<Text>,
        /// How many episodes it has; absent inside of old episodes.
        total_episodes: Option<u32>,
    }
}

linked!(Show SimplifiedShow);
