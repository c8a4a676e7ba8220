//! The covers of playlists.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;

use super::{edit::edit, visible};
use crate::mock::{
    api::{Call, Outcome, private},
    fault::Answer,
    lock,
};

/// Most bytes of base64 in a cover.
const MAX_COVER: usize = 256 << 10;

pub(super) fn read(call: &Call<'_>, id: &str) -> Outcome {
    let state = lock(&call.mock.state);
    let images = call.shape.playlist_images(visible(call, &state, id)?);
    Ok(private(&if images.is_null() { json!([]) } else { images }))
}

/// Takes a JPEG as base64: no line breaks, at most 256 KB of text.
pub(super) fn upload(call: &Call<'_>, id: &str) -> Outcome {
    call.user()?;
    if !call.has("ugc-image-upload") {
        // Not 403, as for every other scope.
        return Err(Answer::error(401, "Unauthorized."));
    }
    let body = &call.request.body;
    if body.len() > MAX_COVER {
        return Err(Answer::empty(413));
    }
    let jpeg = call
        .request
        .header("content-type")
        .is_some_and(|mime| mime == "image/jpeg")
        && BASE64_STANDARD
            .decode(body)
            .is_ok_and(|image| image.starts_with(b"\xff\xd8\xff"));
    if !jpeg {
        return Err(Answer::error(400, "Invalid image"));
    }
    edit(call, id, |playlist| {
        playlist.has_cover = true;
        playlist.cover += 1;
        Ok(())
    })?;
    Ok(Answer::empty(202))
}
