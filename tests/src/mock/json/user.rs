//! Users.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Shape, extend, put};
use crate::mock::catalogue::{DEMO_USER, ODD_USER, OTHER_USER};

/// What stays as it is in one segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl Shape<'_> {
    /// The id of a user as it stands in paths and URIs.
    pub(crate) fn escaped(&self, id: &str) -> String {
        utf8_percent_encode(id, SEGMENT).to_string()
    }

    /// A user as it stands in playlists, without a name.
    pub(crate) fn user(&self, id: &str) -> Value {
        let escaped = self.escaped(id);
        json!({
            "external_urls": {"spotify": format!("https://open.spotify.com/user/{escaped}")},
            "href": format!("{}/users/{escaped}", self.base),
            "id": id,
            "type": "user",
            "uri": format!("spotify:user:{escaped}"),
        })
    }

    /// A user as the owner of a playlist, with a name if the user has one.
    pub(super) fn owner(&self, id: &str) -> Value {
        let mut json = self.user(id);
        put(&mut json, "display_name", json!(display_name(id)));
        json
    }

    /// What everybody may see of a user.
    pub(crate) fn public_user(&self, id: &str) -> Value {
        let mut json = self.owner(id);
        let images = match id {
            ODD_USER => json!([]),
            _ => json!([self.image("user", id, 300, Some(300))]),
        };
        let followers = json!({"href": null, "total": 12});
        extend(&mut json, json!({"followers": followers, "images": images}));
        json
    }
}

pub(crate) fn display_name(user: &str) -> Option<&'static str> {
    match user {
        DEMO_USER => Some("Demo Listener"),
        ODD_USER => None,
        OTHER_USER => Some("Nosy Neighbour"),
        _ => Some("Spotify"),
    }
}
