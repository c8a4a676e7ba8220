//! Artists, albums, tracks, shows, episodes, audiobooks.

use serde_json::{Value, json};

use super::{Shape, Window, extend, markets, put};
use crate::mock::catalogue::{BARE_ALBUM, Kind, is_explicit, is_relinked, is_unavailable};

/// Items in the page that is part of an album or a show.
const EMBEDDED: usize = 50;

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
    pub(crate) fn discography_album(&self, index: usize) -> Value {
        let mut json = self.simplified_album(index);
        if self.extended {
            put(
                &mut json,
                "album_group",
                json!(self.catalogue.album_type(index)),
            );
        }
        json
    }

    pub(crate) fn album(&self, index: usize) -> Value {
        let mut json = self.simplified_album(index);
        let window = Window {
            limit: EMBEDDED,
            offset: 0,
        };
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
                "tracks": self.album_tracks(index, window, &[]),
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

    pub(crate) fn simplified_show(&self, index: usize) -> Value {
        let name = self.catalogue.show_name(index);
        let about = format!("{name}: talk, tea and test fixtures.");
        let mut json = self.object(Kind::Show, index, &name);
        extend(
            &mut json,
            json!({
                "copyrights": [],
                "description": about,
                "explicit": false,
                "html_description": format!("<p>{about}</p>"),
                "images": self.images("show", &self.catalogue.id(Kind::Show, index)),
                "is_externally_hosted": (index % 2 == 1).then_some(false),
                "languages": ["en"],
                "media_type": "audio",
                "total_episodes": self.catalogue.episodes_of(index).len(),
            }),
        );
        if self.extended {
            put(&mut json, "available_markets", markets());
            put(&mut json, "publisher", json!("Fixture Radio"));
        }
        json
    }

    pub(crate) fn show(&self, index: usize) -> Value {
        let mut json = self.simplified_show(index);
        let window = Window {
            limit: EMBEDDED,
            offset: 0,
        };
        put(
            &mut json,
            "episodes",
            self.show_episodes(index, window, &[]),
        );
        json
    }

    /// The third episode of every show is null, as an episode that cannot be shown is.
    pub(crate) fn show_episodes(
        &self,
        index: usize,
        window: Window,
        query: &[(String, String)],
    ) -> Value {
        let episodes = self.catalogue.episodes_of(index);
        let total = episodes.len();
        let items = window
            .of(episodes.into_iter().enumerate())
            .map(|(at, episode)| {
                if at == 2 {
                    Value::Null
                } else {
                    self.simplified_episode(episode)
                }
            })
            .collect();
        let path = format!("/shows/{}/episodes", self.catalogue.id(Kind::Show, index));
        self.page(&path, query, total, window, items)
    }

    pub(crate) fn simplified_episode(&self, index: usize) -> Value {
        let name = self.catalogue.episode_name(index);
        let show = self.catalogue.show_name(self.catalogue.show_of(index));
        let mut json = self.object(Kind::Episode, index, &name);
        extend(
            &mut json,
            json!({
                "audio_preview_url": null,
                "description": format!("{show} presents {name}."),
                "duration_ms": 1_200_000 + self.catalogue.duration_ms(index) * 5,
                "explicit": false,
                "html_description": format!("<p>{show} presents {name}.</p>"),
                "images": self.images("episode", &self.catalogue.id(Kind::Episode, index)),
                "is_externally_hosted": false,
                "is_playable": true,
                "language": "en",
                "languages": ["en"],
                "release_date": self.catalogue.episode_date(index),
                "release_date_precision": "day",
            }),
        );
        if self.positions {
            let position = if index.is_multiple_of(3) {
                0
            } else {
                61_000 * (index % 7)
            };
            let point = json!({"fully_played": false, "resume_position_ms": position});
            put(&mut json, "resume_point", point);
        }
        json
    }

    pub(crate) fn episode(&self, index: usize) -> Value {
        let mut json = self.simplified_episode(index);
        put(
            &mut json,
            "show",
            self.simplified_show(self.catalogue.show_of(index)),
        );
        json
    }

    pub(crate) fn simplified_audiobook(&self, index: usize) -> Value {
        let name = self.catalogue.audiobook_name(index);
        let author = self.catalogue.artist_name(index * 7 + 2);
        let mut json = self.object(Kind::Audiobook, index, &name);
        extend(
            &mut json,
            json!({
                "authors": [{"name": author}],
                "copyrights": [],
                "description": format!("{name}, told by its author."),
                "edition": "Unabridged",
                "explicit": false,
                "html_description": format!("<p>{name}, told by its author.</p>"),
                "images": self.images("audiobook", &self.catalogue.id(Kind::Audiobook, index)),
                "languages": ["en"],
                "media_type": "audio",
                "narrators": [{"name": author}],
                "total_chapters": 12 + index,
            }),
        );
        if self.extended {
            put(&mut json, "available_markets", markets());
            put(&mut json, "publisher", json!("Fixture Press"));
        }
        json
    }
}
