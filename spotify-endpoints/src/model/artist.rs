//! Artists.

use super::{
    Followers, Image, List, Text,
    links::{linked, perhaps_linked},
    object::object,
};
use crate::id::ArtistId;

object! {
    /// An artist.
    Artist via ArtistSlots "an artist";
    /// The id.
    id: ArtistId;
    {
        /// The followers; absent for development-mode apps.
        followers: Option<Followers>,
        /// The genres, often none; absent for development-mode apps.
        genres: List<Text>,
        /// Portraits in several sizes, the widest first; may be empty.
        images: List<Image>,
        /// The name.
        name: Text = Text::default(),
        /// From 0 to 100; absent for development-mode apps.
        popularity: Option<u8>,
    }
}

object! {
    /// An artist, as other objects name them.
    SimplifiedArtist via SimplifiedArtistSlots "an artist";
    /// The id; `None` for artists of local files.
    id: Option<ArtistId>;
    {
        /// The name.
        name: Text = Text::default(),
    }
}

linked!(Artist);
perhaps_linked!(SimplifiedArtist);

impl List<SimplifiedArtist> {
    /// The names of all, separated by a comma and a blank.
    #[must_use]
    pub fn joined(&self) -> String {
        self.iter()
            .map(|artist| &*artist.name)
            .collect::<Vec<_>>()
            .join(", ")
    }
}
