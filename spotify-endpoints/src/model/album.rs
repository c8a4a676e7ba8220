//! Albums.

use super::{
    Copyright, DatePrecision, ExternalIds, Image, List, Page, ReleaseDate, Restrictions,
    SimplifiedArtist, SimplifiedTrack, Text,
    codec::or_default,
    links::{Links, linked, perhaps_linked},
    object::object,
    open::open_enum,
};
use crate::{id::AlbumId, market::Markets};

object! {
    /// An album.
    Album via AlbumSlots "an album";
    /// The id.
    id: AlbumId;
    {
        /// What sort of release it is.
        album_type: Option<AlbumType>,
        /// The artists.
        artists: List<SimplifiedArtist>,
        /// Where it is available; absent for development-mode apps, and when a market was asked
        /// for.
        available_markets: Option<Box<Markets>>,
        /// The lines of copyright.
        copyrights: List<Copyright>,
        /// Numbers in registers, such as the UPC.
        external_ids: Option<ExternalIds>,
        /// The genres; in practice always empty, absent for development-mode apps.
        genres: List<Text>,
        /// The cover in several sizes, the widest first.
        images: List<Image>,
        /// Whether it can be played; only told when a market was asked for.
        is_playable: Option<bool>,
        /// The label; absent for development-mode apps.
        label: Option<Text>,
        /// The name.
        name: Text = Text::default(),
        /// From 0 to 100; absent for development-mode apps.
        popularity: Option<u8>,
        /// When it was released.
        release_date: Option<ReleaseDate>,
        /// How precisely that is known.
        release_date_precision: Option<DatePrecision>,
        /// Why it cannot be played, if it cannot.
        restrictions: Option<Restrictions>,
        /// How many tracks it has; absent in old answers.
        total_tracks: Option<u32>,
        /// The first page of its tracks.
        tracks: Option<Page<SimplifiedTrack>>,
    }
}

object! {
    /// An album, as tracks and lists have it.
    SimplifiedAlbum via SimplifiedAlbumSlots "an album";
    /// The id; `None` for albums of local files.
    id: Option<AlbumId>;
    {
        /// How the artist is related to it; only in lists of an artist's albums, absent for
        /// development-mode apps.
        album_group: Option<AlbumGroup>,
        /// What sort of release it is; absent for local files.
        album_type: Option<AlbumType>,
        /// The artists; empty for local files.
        artists: List<SimplifiedArtist>,
        /// Where it is available; absent for development-mode apps, and when a market was asked
        /// for.
        available_markets: Option<Box<Markets>>,
        /// The cover in several sizes, the widest first; empty for local files.
        images: List<Image>,
        /// Whether it can be played; only told when a market was asked for.
        is_playable: Option<bool>,
        /// The name; empty if a local file does not tell.
        name: Text = Text::default(),
        /// When it was released; absent for local files.
        release_date: Option<ReleaseDate>,
        /// How precisely that is known; absent for local files.
        release_date_precision: Option<DatePrecision>,
        /// Why it cannot be played, if it cannot.
        restrictions: Option<Restrictions>,
        /// How many tracks it has; absent for local files and in old answers.
        total_tracks: Option<u32>,
    }
}

or_default!(SimplifiedAlbum);

/// An album of which nothing is told, not even its type.
impl Default for SimplifiedAlbum {
    fn default() -> Self {
        Self {
            id: None,
            album_group: None,
            album_type: None,
            artists: List::absent(),
            available_markets: None,
            images: List::absent(),
            is_playable: None,
            name: Text::default(),
            release_date: None,
            release_date_precision: None,
            restrictions: None,
            total_tracks: None,
            links: Links::absent(),
        }
    }
}

linked!(Album);
perhaps_linked!(SimplifiedAlbum);

open_enum! {
    /// What sort of release an album is.
    AlbumType {
        /// An album.
        Album = "album",
        /// A single.
        Single = "single",
        /// A compilation.
        Compilation = "compilation",
        /// An extended play.
        Ep = "ep",
    }

    /// How an artist is related to an album; also what a list of albums can be narrowed to.
    AlbumGroup {
        /// It is an album of theirs.
        Album = "album",
        /// It is a single of theirs.
        Single = "single",
        /// It is a compilation that they are on.
        Compilation = "compilation",
        /// It is somebody else's, and they appear on it.
        AppearsOn = "appears_on",
    }
}
