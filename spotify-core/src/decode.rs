//! Reading successful answers.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::{DecodeError, Meta};

/// Reads a JSON body.
///
/// Fast first; only if that fails are the same bytes read again, slowly, to name the place. A
/// byte-order mark in front is skipped.
///
/// # Errors
/// [`DecodeError`] with the place and an excerpt; an empty body is one as well.
pub fn json<T: DeserializeOwned>(
    meta: &'static Meta,
    response: &http::Response<Bytes>,
) -> Result<T, DecodeError> {
    parse(meta, response, text(meta, response)?)
}

/// Reads the [`text`] of a body, which whoever calls has looked at already.
///
/// # Errors
/// As [`json`].
pub fn parse<T: DeserializeOwned>(
    meta: &'static Meta,
    response: &http::Response<Bytes>,
    text: &str,
) -> Result<T, DecodeError> {
    serde_json::from_str(text).map_err(|error| {
        let mut reader = serde_json::Deserializer::from_str(text);
        match serde_path_to_error::deserialize::<_, T>(&mut reader) {
            Err(tracked) => {
                let path = tracked.path().to_string();
                DecodeError::new(meta, response, path, tracked.into_inner())
            }
            // Only what stands behind the value is wrong.
            Ok(_) => DecodeError::new(meta, response, String::new(), error),
        }
    })
}

/// The text of a body, without the byte-order mark that may stand in front.
///
/// # Errors
/// [`DecodeError`] when it is empty or no UTF-8.
pub fn text<'a>(
    meta: &'static Meta,
    response: &'a http::Response<Bytes>,
) -> Result<&'a str, DecodeError> {
    let body = response.body().as_ref();
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    if body.trim_ascii_start().is_empty() {
        return Err(DecodeError::empty(meta, response.status()));
    }
    // One check of the whole text costs less than one for each of its strings.
    std::str::from_utf8(body)
        .map_err(|error| DecodeError::new(meta, response, String::new(), error))
}

/// Whether an answer says that there is nothing: 204, or no body.
#[must_use]
pub fn is_nothing(response: &http::Response<Bytes>) -> bool {
    response.status() == http::StatusCode::NO_CONTENT
        || response.body().trim_ascii_start().is_empty()
}

/// Reads a JSON body, where no body means that there is nothing.
///
/// # Errors
/// As [`json`], an empty body aside.
pub fn maybe<T: DeserializeOwned>(
    meta: &'static Meta,
    response: &http::Response<Bytes>,
) -> Result<Option<T>, DecodeError> {
    if is_nothing(response) {
        return Ok(None);
    }
    json::<Option<T>>(meta, response)
}

/// Takes any answer for done: the player's commands answer 200 with text that means nothing.
///
/// # Errors
/// Never; it has the shape of the other two.
pub fn nothing(_: &'static Meta, _: &http::Response<Bytes>) -> Result<(), DecodeError> {
    Ok(())
}
