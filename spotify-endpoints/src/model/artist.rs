//! Artists.

use super::{
    Followers, Image, List, Text,
    codec::Cursor,
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
    scan: scan;
    {
        /// The name.
        name: Text = Text::default(),
    }
}

/// Reads an artist of whom all but the name follows from the id.
fn scan(cursor: &mut Cursor<'_>) -> Option<SimplifiedArtist> {
    let (id, links, name) = cursor
        .past("{")?
        .linked(|cursor| cursor.past(",")?.key("\"name\"")?.text())?;
    Some(SimplifiedArtist {
        id,
        links,
        name: name.into(),
    })
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
