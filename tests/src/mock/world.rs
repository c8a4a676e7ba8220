//! What there is in a mock to ask for.

use super::{
    Shared,
    catalogue::{
        ALBUMS, ARTISTS, BARE_ALBUM, DEMO_USER, Kind, LONG_ALBUM, LONG_AUDIOBOOK, ODD_USER,
        OTHER_USER, SPOTIFY, UNAVAILABLE_AUDIOBOOK, is_relinked, is_unavailable, is_unheard,
    },
    lock,
    state::{Content, LISTED, Playlist, Shelf},
};

/// Read access to a mock's world: the ids of things worth asking for, and what users changed.
///
/// Ids follow from the seed alone.
#[derive(Clone, Copy)]
pub struct World<'a>(&'a Shared);

impl<'a> World<'a> {
    pub(super) fn new(shared: &'a Shared) -> Self {
        Self(shared)
    }

    /// The id of an ordinary album.
    pub fn album(&self) -> String {
        self.id(Kind::Album, 0)
    }

    /// The ids of all albums.
    pub fn albums(&self) -> Vec<String> {
        (0..ALBUMS)
            .map(|index| self.id(Kind::Album, index))
            .collect()
    }

    /// The id of an album with 130 tracks: three pages of 50.
    pub fn long_album(&self) -> String {
        self.id(Kind::Album, LONG_ALBUM)
    }

    /// The id of an album whose `images` is empty.
    pub fn album_without_cover(&self) -> String {
        self.id(Kind::Album, BARE_ALBUM)
    }

    /// The id of an ordinary track.
    pub fn track(&self) -> String {
        self.id(Kind::Track, 0)
    }

    /// The ids of all tracks, more than 5,000.
    pub fn tracks(&self) -> Vec<String> {
        (0..self.0.catalogue.tracks())
            .map(|index| self.id(Kind::Track, index))
            .collect()
    }

    /// The id of a track that cannot be played in the user's market.
    pub fn unavailable_track(&self) -> String {
        self.first_track(is_unavailable)
    }

    /// The id of a track that is served under another id where a market is given.
    pub fn relinked_track(&self) -> String {
        self.first_track(is_relinked)
    }

    /// The id of a track the user has not saved.
    pub fn unsaved_track(&self) -> String {
        let state = lock(&self.0.state);
        let saved = |index| {
            state
                .library
                .has(Shelf::Tracks, &self.id(Kind::Track, index))
        };
        self.first_track(|index| !saved(index))
    }

    /// The id of a track without audio features: 404, and null among others.
    pub fn track_without_features(&self) -> String {
        self.first_track(is_unheard)
    }

    /// The id of a category, one of those that are no words.
    pub fn category(&self) -> String {
        let categories = self.0.catalogue.categories();
        categories
            .into_iter()
            .next_back()
            .map(|(id, _)| id)
            .unwrap_or_default()
    }

    /// A genre that recommendations can begin with.
    pub fn genre_seed(&self) -> String {
        self.0.catalogue.genre_seed(0)
    }

    /// The id of an artist the user follows.
    pub fn artist(&self) -> String {
        self.id(Kind::Artist, 0)
    }

    /// The id of an artist the user does not follow.
    pub fn unfollowed_artist(&self) -> String {
        self.id(Kind::Artist, ARTISTS - 1)
    }

    /// The id of a show.
    pub fn show(&self) -> String {
        self.id(Kind::Show, 0)
    }

    /// The id of an episode.
    pub fn episode(&self) -> String {
        self.id(Kind::Episode, 0)
    }

    /// The id of an audiobook with 12 chapters. Other than Spotify, the mock has audiobooks in
    /// every country.
    pub fn audiobook(&self) -> String {
        self.id(Kind::Audiobook, 0)
    }

    /// The id of an audiobook with 112 chapters: three pages of 50.
    pub fn long_audiobook(&self) -> String {
        self.id(Kind::Audiobook, LONG_AUDIOBOOK)
    }

    /// The id of an audiobook that nobody gets: 404, null among others and in the user's list,
    /// and 500 where it is asked whether it is saved (which it is).
    pub fn unavailable_audiobook(&self) -> String {
        self.id(Kind::Audiobook, UNAVAILABLE_AUDIOBOOK)
    }

    /// The id of a chapter, of the audiobook at [`audiobook`](Self::audiobook).
    pub fn chapter(&self) -> String {
        self.id(Kind::Chapter, 0)
    }

    /// The id of the signed-in user.
    pub fn user(&self) -> &'static str {
        DEMO_USER
    }

    /// The id of a user with `#` and a space in it.
    pub fn odd_user(&self) -> &'static str {
        ODD_USER
    }

    /// The id of a user whom the demo user does not follow, with two public playlists.
    pub fn another_user(&self) -> &'static str {
        OTHER_USER
    }

    /// The id of the playlist "Road Trip": 237 rows, among them a local file, two that are gone
    /// (null), five episodes and an episode in the fields of a track.
    pub fn road_trip(&self) -> String {
        self.playlist(|playlist| playlist.name == "Road Trip")
    }

    /// The id of a small public playlist of the user.
    pub fn own_playlist(&self) -> String {
        self.playlist(|playlist| {
            playlist.owner == DEMO_USER && playlist.public == Some(true) && playlist.rows.len() < 50
        })
    }

    /// The id of a private playlist of the user.
    pub fn private_playlist(&self) -> String {
        self.playlist(|playlist| playlist.owner == DEMO_USER && playlist.public == Some(false))
    }

    /// The id of a playlist of the user that is open to collaborators, and so private.
    pub fn collaborative_playlist(&self) -> String {
        self.playlist(|playlist| playlist.collaborative)
    }

    /// The id of a playlist of the user whose `images` is null.
    pub fn playlist_without_cover(&self) -> String {
        self.playlist(|playlist| playlist.owner == DEMO_USER && !playlist.has_cover)
    }

    /// The id of a playlist that an extended-quota app gets with both `tracks` and `items`.
    pub fn playlist_with_both_keys(&self) -> String {
        self.playlist(|playlist| playlist.both_keys)
    }

    /// The id of a playlist of another user, which the demo user follows.
    pub fn playlist_of_another(&self) -> String {
        self.playlist(|playlist| playlist.owner == ODD_USER)
    }

    /// The id of a playlist Spotify owns, `37i9dQ…`.
    pub fn playlist_of_spotify(&self) -> String {
        self.playlist(|playlist| playlist.owner == SPOTIFY)
    }

    /// How many playlists the user's list has at first, null elements not counted.
    pub fn listed_playlists(&self) -> usize {
        LISTED
    }

    /// The `spotify:local:` URI of the local file in "Road Trip".
    pub fn local_uri(&self) -> String {
        let state = lock(&self.0.state);
        let rows = state.playlists.iter().flat_map(|playlist| &playlist.rows);
        rows.map(|row| &row.content)
            .find(|content| matches!(content, Content::Local { .. }))
            .and_then(|content| content.uri(&self.0.catalogue))
            .unwrap_or_default()
    }

    /// The URIs of a playlist's rows as they are now; none for what is gone, and nothing for an
    /// unknown id.
    pub fn playlist_uris(&self, id: &str) -> Vec<Option<String>> {
        let state = lock(&self.0.state);
        let rows = state
            .playlist(id)
            .map(|playlist| playlist.rows.as_slice())
            .unwrap_or_default();
        rows.iter()
            .map(|row| row.content.uri(&self.0.catalogue))
            .collect()
    }

    /// The snapshot of a playlist as it is now; empty for an unknown id.
    pub fn snapshot_id(&self, id: &str) -> String {
        lock(&self.0.state)
            .playlist(id)
            .map(Playlist::snapshot_id)
            .unwrap_or_default()
    }

    /// How many tracks the user has saved now: 2,000 at first.
    pub fn saved_tracks(&self) -> usize {
        lock(&self.0.state).library.shelf(Shelf::Tracks).len()
    }

    /// The id of the track the user has saved last.
    pub fn saved_track(&self) -> String {
        self.saved(Shelf::Tracks)
    }

    /// The id of the album the user has saved last.
    pub fn saved_album(&self) -> String {
        self.saved(Shelf::Albums)
    }

    /// The id of the episode the user has saved last.
    pub fn saved_episode(&self) -> String {
        self.saved(Shelf::Episodes)
    }

    /// The id of the show the user has saved last.
    pub fn saved_show(&self) -> String {
        self.saved(Shelf::Shows)
    }

    /// The id of the audiobook the user has saved last.
    pub fn saved_audiobook(&self) -> String {
        self.saved(Shelf::Audiobooks)
    }

    /// The ids of the devices that have one: the active one, an idle one, one that takes no
    /// commands.
    pub fn devices(&self) -> Vec<String> {
        let state = lock(&self.0.state);
        state
            .player
            .devices
            .iter()
            .filter_map(|device| device.id.clone())
            .collect()
    }

    fn id(&self, kind: Kind, index: usize) -> String {
        self.0.catalogue.id(kind, index)
    }

    /// Empty once everything has been removed.
    fn saved(&self, shelf: Shelf) -> String {
        let state = lock(&self.0.state);
        let newest = state.library.shelf(shelf).first();
        newest.map(|saved| saved.id.clone()).unwrap_or_default()
    }

    fn first_track(&self, wanted: impl Fn(usize) -> bool) -> String {
        let found = (0..self.0.catalogue.tracks()).find(|&index| wanted(index));
        found
            .map(|index| self.id(Kind::Track, index))
            .unwrap_or_default()
    }

    fn playlist(&self, wanted: impl Fn(&Playlist) -> bool) -> String {
        let state = lock(&self.0.state);
        let found = state.playlists.iter().find(|playlist| wanted(playlist));
        found
            .map(|playlist| playlist.id.clone())
            .unwrap_or_default()
    }
}

impl std::fmt::Debug for World<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("World")
    }
}
