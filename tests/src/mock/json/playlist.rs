//! Playlists and their rows.

use serde_json::{Value, json};

use super::{Shape, Window, extend, put};
use crate::mock::{
    catalogue::Kind,
    clock,
    state::{Content, Playlist, Row},
};

/// The two names of a row's content, which come with two names of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowKey {
    /// `item` in `items`: since February 2026.
    Item,
    /// `track` in `tracks`: before.
    Track,
}

impl RowKey {
    /// The last segment of the path, and the key of the list in a playlist.
    pub(crate) fn list(self) -> &'static str {
        match self {
            Self::Item => "items",
            Self::Track => "tracks",
        }
    }

    fn row(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Track => "track",
        }
    }
}

impl Shape<'_> {
    /// A playlist in a list.
    pub(crate) fn simplified_playlist(&self, playlist: &Playlist) -> Value {
        let mut json = self.playlist_head(playlist);
        for key in self.list_keys(playlist) {
            let href = format!("{}/playlists/{}/{}", self.base, playlist.id, key.list());
            put(
                &mut json,
                key.list(),
                json!({"href": href, "total": playlist.rows.len()}),
            );
        }
        json
    }

    /// A whole playlist with the first 100 rows, if the app may see them.
    pub(crate) fn playlist(&self, playlist: &Playlist, query: &[(String, String)]) -> Value {
        let mut json = self.playlist_head(playlist);
        put(
            &mut json,
            "followers",
            json!({"href": null, "total": playlist.rows.len() % 17}),
        );
        if self.opens(playlist) {
            let window = Window {
                limit: 100,
                offset: 0,
            };
            for key in self.list_keys(playlist) {
                put(
                    &mut json,
                    key.list(),
                    self.rows(playlist, key, window, query),
                );
            }
        }
        json
    }

    /// Whether the rows may be seen: in Development mode by who owns them or works on them.
    pub(crate) fn opens(&self, playlist: &Playlist) -> bool {
        self.extended || (self.signed_in && playlist.is_open())
    }

    fn list_keys(&self, playlist: &Playlist) -> Vec<RowKey> {
        match (self.extended, playlist.both_keys) {
            (false, _) => vec![RowKey::Item],
            (true, false) => vec![RowKey::Track],
            (true, true) => vec![RowKey::Item, RowKey::Track],
        }
    }

    fn playlist_head(&self, playlist: &Playlist) -> Value {
        let id = &playlist.id;
        json!({
            "collaborative": playlist.collaborative,
            "description": playlist.description,
            "external_urls": {"spotify": format!("https://open.spotify.com/playlist/{id}")},
            "href": format!("{}/playlists/{id}", self.base),
            "id": id,
            "images": self.playlist_images(playlist),
            "name": playlist.name,
            "owner": self.owner(playlist.owner),
            "primary_color": null,
            "public": playlist.public,
            "snapshot_id": playlist.snapshot_id(),
            "type": "playlist",
            "uri": format!("spotify:playlist:{id}"),
        })
    }

    /// Null where there is no cover; a cover the user uploaded has no known size.
    pub(crate) fn playlist_images(&self, playlist: &Playlist) -> Value {
        let id = &playlist.id;
        match (playlist.has_cover, playlist.cover) {
            (false, _) => Value::Null,
            (true, 0) => self.images("playlist", id),
            (true, upload) => json!([self.image("upload", &format!("{id}-{upload}"), 300, None)]),
        }
    }

    /// A page of rows. Under the old name episodes come as such only if they are asked for.
    pub(crate) fn rows(
        &self,
        playlist: &Playlist,
        key: RowKey,
        window: Window,
        query: &[(String, String)],
    ) -> Value {
        let episodes = self.episodes || key == RowKey::Item;
        let items = window
            .of(&playlist.rows)
            .map(|row| self.row(row, key, episodes))
            .collect();
        let path = format!("/playlists/{}/{}", playlist.id, key.list());
        self.page(&path, query, playlist.rows.len(), window, items)
    }

    fn row(&self, row: &Row, key: RowKey, episodes: bool) -> Value {
        let content = match &row.content {
            Content::Track(index) => {
                let mut track = self.track(*index);
                extend(&mut track, json!({"episode": false, "track": true}));
                track
            }
            Content::Episode(index) if episodes => {
                let mut episode = self.episode(*index);
                extend(&mut episode, json!({"episode": true, "track": false}));
                episode
            }
            Content::Episode(index) | Content::Hybrid(index) => self.hybrid(*index),
            Content::Local {
                artist,
                album,
                title,
                seconds,
            } => local(
                artist,
                album,
                title,
                *seconds,
                row.content.uri(self.catalogue),
            ),
            Content::Gone => Value::Null,
        };
        json!({
            "added_at": row.added_at.map(clock::rfc3339),
            "added_by": row.added_by.map(|user| self.user(user)),
            "is_local": matches!(row.content, Content::Local { .. }),
            key.row(): content,
            "primary_color": null,
            "video_thumbnail": {"url": null},
        })
    }

    /// An episode in the fields of a track, as clients get that do not ask for episodes.
    fn hybrid(&self, index: usize) -> Value {
        let show = self.catalogue.show_of(index);
        let artist = json!({
            "external_urls": {},
            "href": null,
            "id": null,
            "name": self.catalogue.show_name(show),
            "type": "artist",
            "uri": null,
        });
        let mut album = self.object(Kind::Show, show, &self.catalogue.show_name(show));
        extend(
            &mut album,
            json!({
                "album_type": "compilation",
                "artists": [artist.clone()],
                "images": self.images("show", &self.catalogue.id(Kind::Show, show)),
                "release_date": null,
                "release_date_precision": null,
                "total_tracks": 1,
            }),
        );
        let mut json = self.object(Kind::Episode, index, &self.catalogue.episode_name(index));
        extend(
            &mut json,
            json!({
                "album": album,
                "artists": [artist],
                "disc_number": 0,
                "duration_ms": 1_200_000 + self.catalogue.duration_ms(index) * 5,
                "episode": false,
                "explicit": false,
                "external_ids": {"spotify": self.catalogue.uri(Kind::Episode, index)},
                "is_local": false,
                "preview_url": null,
                "track": true,
                "track_number": 0,
            }),
        );
        json
    }
}

/// A track of a file on the user's disk: nearly everything is null.
fn local(artist: &str, album: &str, title: &str, seconds: u64, uri: Option<String>) -> Value {
    json!({
        "album": {
            "album_type": null,
            "artists": [],
            "available_markets": [],
            "external_urls": {},
            "href": null,
            "id": null,
            "images": [],
            "name": album,
            "release_date": null,
            "release_date_precision": null,
            "type": "album",
            "uri": null,
        },
        "artists": [{
            "external_urls": {},
            "href": null,
            "id": null,
            "name": artist,
            "type": "artist",
            "uri": null,
        }],
        "available_markets": [],
        "disc_number": 0,
        "duration_ms": seconds * 1_000,
        "explicit": false,
        "external_ids": {},
        "external_urls": {},
        "href": null,
        "id": null,
        "is_local": true,
        "name": title,
        "popularity": 0,
        "preview_url": null,
        "track_number": 0,
        "type": "track",
        "uri": uri,
    })
}
