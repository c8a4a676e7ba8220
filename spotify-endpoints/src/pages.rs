//! How listings are walked through: which requests give pages, and where the next one is.

use spotify_core::{Endpoint, More, PageLink, Paged, Split, Timestamp};

use crate::{
    albums::GetAlbumTracks,
    artists::GetArtistAlbums,
    audiobooks::GetAudiobookChapters,
    follow::GetFollowedArtists,
    library::{
        GetSavedAlbums, GetSavedAudiobooks, GetSavedEpisodes, GetSavedShows, GetSavedTracks,
    },
    model::{
        Artist, CursorPage, Cursors, Items, Page, PlayHistory, PlaylistItem, SavedAlbum,
        SavedAudiobook, SavedEpisode, SavedShow, SavedTrack, SimplifiedAlbum, SimplifiedChapter,
        SimplifiedEpisode, SimplifiedPlaylist, SimplifiedTrack, Track,
    },
    personalization::{GetTopArtists, GetTopTracks},
    player::GetRecentlyPlayed,
    playlists::{GetMyPlaylists, GetPlaylistItems},
    shows::GetShowEpisodes,
};
#[cfg(feature = "deprecated")]
use crate::{
    browse::{GetFeaturedPlaylists, GetNewReleases},
    categories::{GetCategories, GetCategoryPlaylists},
    model::Category,
    playlists::{GetPlaylistTracks, GetUserPlaylists},
};

/// Lets requests be walked through by offset; the page may stand under a key of the answer.
macro_rules! by_offset {
    ($($request:ident: $item:ty $(, under $key:ident)?;)*) => {$(
        impl Paged for $request {
            type Item = $item;

            fn split(&self, answer: <Self as Endpoint>::Response) -> Split<Self> {
                let page: Page<$item> = answer$(.$key)?;
                let (items, rows) = places(page.items);
                let more = match page.next {
                    Some(next) => More::At { link: Some(PageLink::new(&next)), total: page.total },
                    None => More::End,
                };
                Split { items, rows, more }
            }

            fn at(&self, offset: u32) -> Self {
                Self { offset: Some(offset), ..self.clone() }
            }

            fn offset(&self) -> u32 {
                self.offset.unwrap_or_default()
            }
        }
    )*};
}

/// Lets requests be walked through by cursor; the function makes the request behind one.
macro_rules! by_cursor {
    ($($request:ident: $item:ty, $behind:expr;)*) => {$(
        impl Paged for $request {
            type Item = $item;

            fn split(&self, page: CursorPage<$item>) -> Split<Self> {
                let behind: fn(&Self, Cursors) -> Option<(Self, Box<str>)> = $behind;
                let (items, rows) = places(page.items);
                let next = page.next.zip(page.cursors);
                let more = next.and_then(|(link, cursors)| {
                    let (request, cursor) = behind(self, cursors)?;
                    Some(More::Next { request, cursor, link: Some(PageLink::new(&link)) })
                });
                Split { items, rows, more: more.unwrap_or(More::End) }
            }

            fn at(&self, _: u32) -> Self {
                self.clone()
            }
        }
    )*};
}

by_offset! {
    GetAlbumTracks: SimplifiedTrack;
    GetArtistAlbums: SimplifiedAlbum;
    GetAudiobookChapters: SimplifiedChapter;
    GetMyPlaylists: SimplifiedPlaylist;
    GetPlaylistItems: PlaylistItem;
    GetSavedAlbums: SavedAlbum;
    GetSavedAudiobooks: SavedAudiobook;
    GetSavedEpisodes: SavedEpisode;
    GetSavedShows: SavedShow;
    GetSavedTracks: SavedTrack;
    GetShowEpisodes: SimplifiedEpisode;
    GetTopArtists: Artist;
    GetTopTracks: Track;
}

#[cfg(feature = "deprecated")]
by_offset! {
    GetCategories: Category;
    GetCategoryPlaylists: SimplifiedPlaylist, under playlists;
    GetFeaturedPlaylists: SimplifiedPlaylist, under playlists;
    GetNewReleases: SimplifiedAlbum;
    GetPlaylistTracks: PlaylistItem;
    GetUserPlaylists: SimplifiedPlaylist;
}

by_cursor! {
    GetFollowedArtists: Artist, |request, cursors| {
        let after = cursors.after?;
        Some((request.clone().after(&*after), (&*after).into()))
    };
    GetRecentlyPlayed: PlayHistory, |request, cursors| {
        // It goes on in the direction in which it began; without one, towards the past.
        let mut next = request.clone();
        let cursor = if request.after.is_some() { cursors.after? } else { cursors.before? };
        let moment = cursor.parse().ok().map(Timestamp::from_millis);
        if request.after.is_some() {
            next.after = moment;
        } else {
            next.before = moment;
        }
        Some((next, (&*cursor).into()))
    };
}

/// The rows that are there, each with its place, and how many rows there were.
fn places<T>(items: Items<T>) -> (Vec<(u32, T)>, u32) {
    let rows = u32::try_from(items.row_count()).unwrap_or(u32::MAX);
    let places = (0..)
        .zip(items.into_rows())
        .filter_map(|(place, row)| Some((place, row?)));
    (places.collect(), rows)
}
