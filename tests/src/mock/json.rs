//! The catalogue in Spotify's JSON: what every shape is made of, and pages.

mod audio;
mod audiobook;
mod catalogue;
mod playlist;
mod show;
mod user;

use serde_json::{Value, json};
use url::form_urlencoded;

use super::catalogue::{Catalogue, Kind, MARKETS};

pub(crate) use playlist::RowKey;
pub(crate) use user::display_name;

/// Writes JSON for one request: where links begin, which fields there are.
#[derive(Debug, Clone)]
pub(crate) struct Shape<'a> {
    pub(crate) catalogue: &'a Catalogue,
    /// The base of the Web API, with `/v1`.
    pub(crate) base: &'a str,
    /// Whether the app has extended quota: more fields.
    pub(crate) extended: bool,
    /// Whether the token stands for the user, and not for the app alone.
    pub(crate) signed_in: bool,
    /// Whether the request names a market: `is_playable` in place of `available_markets`.
    pub(crate) market: bool,
    /// Whether the client asks for episodes among tracks: `additional_types=episode`.
    pub(crate) episodes: bool,
    /// Whether the user's positions in episodes may be read.
    pub(crate) positions: bool,
}

/// Where a page begins and how long it is at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) limit: usize,
    pub(crate) offset: usize,
}

/// The page that is part of an album, a show or an audiobook.
const EMBEDDED: Window = Window {
    limit: 50,
    offset: 0,
};

impl Window {
    /// The part of a whole that lies in the window.
    pub(crate) fn of<T>(self, whole: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        whole.into_iter().skip(self.offset).take(self.limit)
    }
}

impl Shape<'_> {
    /// The keys that all objects of the catalogue have.
    fn object(&self, kind: Kind, index: usize, name: &str) -> Value {
        let (word, id) = (kind.word(), self.catalogue.id(kind, index));
        json!({
            "external_urls": {"spotify": format!("https://open.spotify.com/{word}/{id}")},
            "href": format!("{}/{word}s/{id}", self.base),
            "id": id,
            "name": name,
            "type": word,
            "uri": format!("spotify:{word}:{id}"),
        })
    }

    /// An image in three sizes, served by the mock itself.
    fn images(&self, kind: &str, id: &str) -> Value {
        [640_u32, 300, 64]
            .iter()
            .map(|&size| self.image(kind, id, size, Some(size)))
            .collect()
    }

    pub(crate) fn image(&self, kind: &str, id: &str, size: u32, told: Option<u32>) -> Value {
        let origin = self.base.trim_end_matches("/v1");
        json!({"height": told, "url": format!("{origin}/image/{kind}/{id}/{size}"), "width": told})
    }

    /// A category to browse by; its icon's size is not told.
    pub(crate) fn category(&self, id: &str, name: &str) -> Value {
        json!({
            "href": format!("{}/browse/categories/{id}", self.base),
            "icons": [self.image("category", id, 300, None)],
            "id": id,
            "name": name,
        })
    }

    /// Adds how far the user has heard an episode or a chapter, for who may know.
    fn put_resume_point(&self, json: &mut Value, index: usize) {
        if self.positions {
            let position = if index.is_multiple_of(3) {
                0
            } else {
                61_000 * (index % 7)
            };
            let point = json!({"fully_played": false, "resume_position_ms": position});
            put(json, "resume_point", point);
        }
    }

    /// A page of `total` items. `path` is what follows the base, `query` what stands in links
    /// beside offset and limit.
    pub(crate) fn page(
        &self,
        path: &str,
        query: &[(String, String)],
        total: usize,
        window: Window,
        items: Vec<Value>,
    ) -> Value {
        let Window { limit, offset } = window;
        let link = |offset: usize| {
            let mut pairs = form_urlencoded::Serializer::new(String::new());
            pairs.append_pair("offset", &offset.to_string());
            pairs.append_pair("limit", &limit.to_string());
            pairs.extend_pairs(query);
            format!("{}{path}?{}", self.base, pairs.finish())
        };
        let next = offset.saturating_add(limit);
        json!({
            "href": link(offset),
            "items": items,
            "limit": limit,
            "next": (next < total).then(|| link(next)),
            "offset": offset,
            "previous": (offset > 0).then(|| link(offset.saturating_sub(limit))),
            "total": total,
        })
    }
}

/// Adds a key.
pub(crate) fn put(json: &mut Value, key: &str, value: Value) {
    if let Some(object) = json.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

/// Adds the keys of an object.
fn extend(json: &mut Value, more: Value) {
    if let (Some(object), Value::Object(more)) = (json.as_object_mut(), more) {
        object.extend(more);
    }
}

fn markets() -> Value {
    MARKETS.split_ascii_whitespace().collect()
}
