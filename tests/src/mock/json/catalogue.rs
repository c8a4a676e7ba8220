//! Artists, albums, tracks.

use serde_json::{Value, json};

use super::{EMBEDDED, Shape, Window, extend, markets, put};
use crate::mock::catalogue::{BARE_ALBUM, Kind, is_explicit, is_relinked, is_unavailable};

impl Shape<'_> {
    pub(crate) fn simplified_artist(&self, index: usize) -> Value {
        self.object(Kind::Artist, index, self.catalogue.artist_name(index))
    }

    pub(crate) fn artist(&self, index: usize) -> Value {
        let mut json = self.simplified_artist(index);
        put(
            &mut json,
            "images",
            self.images("artist", &self.catalogue.id(Kind::Artist, index)),
        );
        if self.extended {
            extend(
                &mut json,
                json!({
                    "followers": {"href": null, "total": 1_000 + 7_919 * (60 - index.min(59))},
                    "genres": [self.catalogue.genre(index)],
                    "popularity": self.catalogue.popularity(Kind::Artist, index),
                }),
            );
        }
        json
    }

    fn artists(&self, indexes: &[usize]) -> Value {
        indexes
            .iter()
            .map(|&index| self.simplified_artist(index))
            .collect()
    }

    pub(crate) fn simplified_album(&self, index: usize) -> Value {
        let (date, precision) = self.catalogue.release_date(index);
        let album = self.catalogue.album(index);
        let images = match index {
            BARE_ALBUM => json!([]),
            _ => self.images("album", &self.catalogue.id(Kind::Album, index)),
        };
        let mut json = self.object(Kind::Album, index, &self.catalogue.album_name(index));
        extend(
            &mut json,
            json!({
                "album_type": self.catalogue.album_type(index),
                "artists": self.artists(&[album.artist]),
                "images": images,
                "release_date": date,
                "release_date_precision": precision,
                "total_tracks": album.tracks,
            }),
        );
        if self.market {
            put(&mut json, "is_playable", json!(true));
        } else if self.extended {
            put(&mut json, "available_markets", markets());
        }
        json
    }

    /// An album in the list of an artist.
    pub(crate) fn discography_album(&self, index: usize, group: &str) -> Value {
        let mut json = self.simplified_album(index);
        if self.extended {
            put(&mut json, "album_group", json!(group));
        }
        json
    }

    pub(crate) fn album(&self, index: usize) -> Value {
        let mut json = self.simplified_album(index);
        let label = self.catalogue.label(index);
        extend(
            &mut json,
            json!({
                "copyrights": [
                    {"text": format!("© 2026 {label}"), "type": "C"},
                    {"text": format!("℗ 2026 {label}"), "type": "P"},
                ],
                "external_ids": {"upc": self.catalogue.upc(index)},
                "genres": [],
                "tracks": self.album_tracks(index, EMBEDDED, &[]),
            }),
        );
        if self.extended {
            put(&mut json, "label", json!(label));
            let popularity = self.catalogue.popularity(Kind::Album, index);
            put(&mut json, "popularity", json!(popularity));
        }
        json
    }

    pub(crate) fn album_tracks(
        &self,
        index: usize,
        window: Window,
        query: &[(String, String)],
    ) -> Value {
        let album = self.catalogue.album(index);
        let tracks = album.first_track..album.first_track + album.tracks;
        let items = window
            .of(tracks)
            .map(|track| self.simplified_track(track))
            .collect();
        let path = format!("/albums/{}/tracks", self.catalogue.id(Kind::Album, index));
        self.page(&path, query, album.tracks, window, items)
    }

    pub(crate) fn simplified_track(&self, index: usize) -> Value {
        let relinked = self.market && is_relinked(index);
        let kind = if relinked { Kind::Twin } else { Kind::Track };
        let mut json = self.object(kind, index, &self.catalogue.track_name(index));
        extend(
            &mut json,
            json!({
                "artists": self.artists(&self.catalogue.artists_of(index)),
                "disc_number": 1,
                "duration_ms": self.catalogue.duration_ms(index),
                "explicit": is_explicit(index),
                "is_local": false,
                "track_number": self.catalogue.position(index) + 1,
            }),
        );
        if self.extended {
            put(&mut json, "preview_url", Value::Null);
            if relinked {
                let mut original = self.object(Kind::Track, index, "");
                original.as_object_mut().map(|object| object.remove("name"));
                put(&mut json, "linked_from", original);
            }
        }
        if self.market || !self.extended {
            put(&mut json, "is_playable", json!(!is_unavailable(index)));
            if is_unavailable(index) {
                put(&mut json, "restrictions", json!({"reason": "market"}));
            }
        } else {
            let nowhere = is_unavailable(index);
            put(
                &mut json,
                "available_markets",
                if nowhere { json!([]) } else { markets() },
            );
        }
        json
    }

    pub(crate) fn track(&self, index: usize) -> Value {
        let mut json = self.simplified_track(index);
        put(
            &mut json,
            "album",
            self.simplified_album(self.catalogue.album_of(index)),
        );
        put(
            &mut json,
            "external_ids",
            json!({"isrc": self.catalogue.isrc(index)}),
        );
        if self.extended {
            let popularity = self.catalogue.popularity(Kind::Track, index);
            put(&mut json, "popularity", json!(popularity));
        }
        json
    }
}
