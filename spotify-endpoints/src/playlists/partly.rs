//! Parts of playlists, as JSON.

use serde_json::Value;

use super::Fields;
use crate::{AdditionalType, Market, PlaylistId, macros::endpoint};

endpoint! {
    /// Reads parts of a playlist, as JSON.
    ///
    /// What is left out could be anything, so that no model fits; [`GetPlaylist`](crate::GetPlaylist)
    /// reads all of it. Rows are named `items` and their content `item`; apps with extended quota
    /// may get them as `tracks` and `track`.
    ///
    /// # Errors
    /// What cannot be [`Fields`] is refused before anything is sent.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{GetPlaylistFields, PlaylistId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/fields.json"));
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/playlists/noL5dQDmLZgKJklF4o8XMd?fields=name,items%28total,items%28item%28name,uri%29%29%29\
    /// #      &additional_types=track,episode",
    /// #     answer,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let fields = "name,items(total,items(item(name,uri)))";
    /// let json = client.send(GetPlaylistFields::new(ID, fields))?;
    /// assert_eq!(json["items"]["items"][0]["item"]["name"], "Spiral");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetPlaylistFields = GET "/playlists/{playlist_id}" -> json Value,
    in Playlists::get_fields,
    reference: "get-playlist",
    grant: App,
    scopes: [],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    check: readable,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
    required: {
        /// What to read.
        fields: Fields,
    },
    optional: {
        /// The country for which the rows are looked up; a user's own goes before it.
        market: Market,
        /// What the caller can handle; both unless set. Without episodes, they come in the shape
        /// of tracks.
        additional_types: Vec<AdditionalType> in 1..=2
            = vec![AdditionalType::Track, AdditionalType::Episode],
    },
}

endpoint! {
    /// Lists parts of the rows of a playlist, as JSON.
    ///
    /// What is left out could be anything, so that no model fits, and the listing cannot be walked
    /// through; [`GetPlaylistItems`](crate::GetPlaylistItems) reads all of it.
    ///
    /// # Errors
    /// What cannot be [`Fields`] is refused before anything is sent.
    ///
    /// ```
    /// # use spotify_core::{blocking::Client, testing::Replay};
    /// use spotify_endpoints::{Fields, GetPlaylistItemsFields, PlaylistId};
    ///
    /// const ID: PlaylistId = PlaylistId::from_static("noL5dQDmLZgKJklF4o8XMd");
    /// # let answer = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/playlists/items.development.json"));
    /// # let wire = Replay::new().on(
    /// #     "GET /v1/playlists/noL5dQDmLZgKJklF4o8XMd/items?fields=total,items%28item%28name%29%29\
    /// #      &additional_types=track,episode",
    /// #     answer,
    /// # );
    /// # let client = Client::builder(wire).token("an access token").build()?;
    /// let name = Fields::new().field("name");
    /// let fields = Fields::new().field("total").nested("items", Fields::new().nested("item", name));
    /// let json = client.send(GetPlaylistItemsFields::new(ID, fields))?;
    /// assert_eq!(json["items"][0]["item"]["name"], "Nine Ferries");
    /// # Ok::<(), spotify_core::Error>(())
    /// ```
    GetPlaylistItemsFields = GET "/playlists/{playlist_id}/items" -> json Value,
    in Playlists::items_fields,
    reference: "get-playlists-items",
    grant: User,
    scopes: Optional ["playlist-read-private", "playlist-read-collaborative"],
    access: Everyone,
    repeat: Safe,
    cache: Private,
    check: listable,
    path: {
        /// The playlist.
        playlist_id: PlaylistId,
    },
    required: {
        /// What to read of the page.
        fields: Fields,
    },
    optional: {
        /// The country for which the rows are looked up; a user's own goes before it.
        market: Market,
        /// How many rows a page has at most; 20 unless set. Spotify's reference allows 50, the
        /// service has been seen to take 100.
        limit: u32 in 1..=100,
        /// How many rows to leave out before the first.
        offset: u32,
        /// What the caller can handle; both unless set. Without episodes, they come in the shape
        /// of tracks.
        additional_types: Vec<AdditionalType> in 1..=2
            = vec![AdditionalType::Track, AdditionalType::Episode],
    },
}

fn readable(request: &GetPlaylistFields) -> Result<(), spotify_core::BuildError> {
    request.fields.check("GetPlaylistFields")
}

fn listable(request: &GetPlaylistItemsFields) -> Result<(), spotify_core::BuildError> {
    request.fields.check("GetPlaylistItemsFields")
}
