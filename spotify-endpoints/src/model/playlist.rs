//! Playlists and their rows.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};
use spotify_core::{Argument, Escaper, Timestamp};

use super::{
    Followers, Image, List, Page, PlayableItem, Text,
    codec::{Cursor, by_serde},
    links::{linked, perhaps_linked},
    object::object,
};
use crate::{
    id::{PlaylistId, UserId},
    uri::{PlayableUri, Uri},
};

object! {
    /// A playlist.
    Playlist via PlaylistSlots "a playlist";
    /// The id.
    id: PlaylistId;
    [spelled];
    {
        /// Whether others may edit it.
        collaborative: Option<bool>,
        /// The description, in which some characters are escaped as in HTML.
        description: Option<Text>,
        /// The followers.
        followers: Option<Followers>,
        /// The cover, in one or three sizes; absent without one.
        images: List<Image>,
        /// The first page of its rows. Development-mode apps get none of playlists that the user
        /// neither owns nor may edit. Apps with extended quota get it as `tracks`.
        items ["items" | "tracks"]: Option<Page<PlaylistItem>>,
        /// The name; may be empty.
        name: Text = Text::default(),
        /// Whose it is.
        owner: Option<PlaylistOwner>,
        /// Whether it shows on the owner's profile; absent if that does not apply.
        public: Option<bool>,
        /// The version, to be compared with others only.
        snapshot_id: Option<SnapshotId>,
    }
}

object! {
    /// A playlist, as lists have it.
    SimplifiedPlaylist via SimplifiedPlaylistSlots "a playlist";
    /// The id.
    id: PlaylistId;
    [spelled];
    {
        /// Whether others may edit it.
        collaborative: Option<bool>,
        /// The description, in which some characters are escaped as in HTML.
        description: Option<Text>,
        /// The cover, in one or three sizes; absent without one.
        images: List<Image>,
        /// How many rows it has. Apps with extended quota get it as `tracks`.
        items ["items" | "tracks"]: Option<ItemsRef>,
        /// The name; may be empty.
        name: Text = Text::default(),
        /// Whose it is.
        owner: Option<PlaylistOwner>,
        /// Whether it shows on the owner's profile; absent if that does not apply.
        public: Option<bool>,
        /// The version, to be compared with others only.
        snapshot_id: Option<SnapshotId>,
    }
}

object! {
    /// A row of a playlist.
    PlaylistItem via PlaylistItemSlots "a row of a playlist";
    [spelled];
    {
        /// When it was added; absent in very old playlists.
        added_at: Option<Timestamp>,
        /// Who added it; absent in very old playlists.
        added_by: Option<PlaylistUser>,
        /// Whether it is a file on a user's own device.
        is_local: Option<bool>,
        /// What was added; absent once it is not available any more. Apps with extended quota get
        /// it as `track`.
        item ["item" | "track"]: Option<PlayableItem>,
    }
}

object! {
    /// Where the rows of a playlist are, and how many.
    ItemsRef via ItemsRefSlots "a reference to rows";
    {
        /// The address that gives them.
        href: Option<Text>,
        /// How many there are.
        total: Option<u32>,
    }
}

object! {
    /// The user whose playlist it is.
    PlaylistOwner via PlaylistOwnerSlots "a user";
    /// The id.
    id: UserId;
    {
        /// The name to show, if the user has one.
        display_name: Option<Text>,
    }
}

object! {
    /// The user who has added a row.
    PlaylistUser via PlaylistUserSlots "a user";
    /// The id; `None` if nobody is named.
    id: Option<UserId>;
    scan: scan;
    {}
}

/// Reads a user of whom all follows from the id.
fn scan(cursor: &mut Cursor<'_>) -> Option<PlaylistUser> {
    let (id, links, ()) = cursor.past("{")?.linked(|_| Some(()))?;
    Some(PlaylistUser { id, links })
}

linked!(Playlist SimplifiedPlaylist PlaylistOwner);
perhaps_linked!(PlaylistUser);

impl PlaylistItem {
    /// Whether it is a file on a user's own device.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.is_local == Some(true) || self.item.as_ref().is_some_and(PlayableItem::is_local)
    }

    /// Whether it can be played, as far as was told; what is not available any more cannot.
    #[must_use]
    pub fn is_playable(&self) -> bool {
        self.item.as_ref().is_some_and(PlayableItem::is_playable)
    }

    /// The duration, if it was told.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        self.item.as_ref()?.duration()
    }

    /// The URI to play it by; local files have none.
    #[must_use]
    pub fn playable_uri(&self) -> Option<PlayableUri> {
        self.item.as_ref()?.playable_uri()
    }

    /// The URI under which the playlist knows it, as for removing it: of a track that was replaced
    /// for the market that of the original.
    #[must_use]
    pub fn original_uri(&self) -> Option<Uri> {
        self.item.as_ref()?.original_uri()
    }
}

/// A version of a playlist: opaque, compared for equality only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SnapshotId(Text);

impl SnapshotId {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SnapshotId {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for SnapshotId {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for SnapshotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Argument for SnapshotId {
    fn write(&self, out: &mut Escaper<'_>) {
        out.push(&self.0);
    }
}

by_serde!(SnapshotId);
