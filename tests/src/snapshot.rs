//! Requests, wire logs, answers and errors as insta snapshots, in a line each.
//!
//! | macro | takes | shows |
//! |---|---|---|
//! | [`assert_request_snapshot!`](crate::assert_request_snapshot) | an [`Endpoint`], an [`http::Request<Bytes>`] | method, URI, headers, body |
//! | [`assert_wire_snapshot!`](crate::assert_wire_snapshot) | a [`WireLog`]: `Replay`, `MockSpotify` | every request and every wait |
//! | [`assert_answer_snapshot!`](crate::assert_answer_snapshot) | whatever is [`Serialize`] | JSON, by the names of its fields |
//! | [`assert_error_snapshot!`](crate::assert_error_snapshot) | whatever is [`Display`] | the text of `{:#}`, with the diagnosis |
//!
//! Each has the forms of `insta::assert_snapshot!`: the snapshot in the test (`@"…"`), in a file
//! that is named after the test, or in a file with a name of your own. `cargo insta review` finds
//! them, and your crate needs no dependency on insta.
//!
//! ```
//! use spotify_endpoints::GetAlbum;
//! use spotify_tests::assert_request_snapshot;
//!
//! let album = GetAlbum::new("4ouxPv2Fx0WHStWoY6Clnd".parse()?);
//! assert_request_snapshot!(album, @"GET https://api.spotify.com/v1/albums/4ouxPv2Fx0WHStWoY6Clnd");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is replaced
//!
//! What is secret, and what differs between two runs of the same test, is replaced by its name in
//! brackets:
//!
//! - credentials in `authorization` (`Bearer [token]`, `Basic [credentials]`), values of cookies,
//!   and headers that are marked sensitive;
//! - in queries, forms and JSON: access and refresh tokens, client secrets, device codes; in
//!   queries and forms codes, verifiers, challenges and states as well (but not those of the
//!   player: `state=off`);
//! - snapshot ids of playlists;
//! - points in time: RFC 3339 anywhere, and numbers under `expires`, `expires_at` and
//!   `timestamp`. Days, as in `release_date`, stay;
//! - ports of loopback addresses, and `user-agent`, which has the version in it.
//!
//! Headers stand in alphabetical order; those that HTTP libraries write by themselves (`host`,
//! `content-length` and their like) are left out. Texts of other services are shown as they are:
//! what is secret in them and has none of these names stays.
//!
//! The functions of this module give the same texts, for those who compare them in other ways.

use std::{any::type_name, fmt::Display};

use bytes::Bytes;
use http::Request;
use serde::Serialize;
use spotify_core::{BaseUrl, Endpoint};

mod message;
mod redact;
mod wire;

#[doc(hidden)]
pub use insta;
pub use wire::{Wire, WireLog};

/// What can be shown as a request: an [`Endpoint`], or an [`http::Request<Bytes>`].
///
/// `Form` tells the two apart and is always inferred.
pub trait AsRequest<Form> {
    /// The text of [`request`].
    fn text(&self) -> String;
}

/// The [`Form`](AsRequest) of endpoints.
#[derive(Debug)]
pub struct OfEndpoint;

/// The [`Form`](AsRequest) of requests that are written already.
#[derive(Debug)]
pub struct OfRequest;

impl<E: Endpoint> AsRequest<OfEndpoint> for E {
    fn text(&self) -> String {
        match self.request(&BaseUrl::default()) {
            Ok(request) => request.text(),
            Err(refusal) => format!("refused: {refusal}"),
        }
    }
}

impl AsRequest<OfRequest> for Request<Bytes> {
    fn text(&self) -> String {
        message::http(self)
    }
}

impl AsRequest<OfRequest> for &Request<Bytes> {
    fn text(&self) -> String {
        message::http(self)
    }
}

/// A request: a line with method and URI, the headers, an empty line, the body.
///
/// JSON is laid out, of a form each field is a line and decoded, of bytes that are no text the
/// number is told. An endpoint shows what it writes itself: token and settings are the client's
/// (see [`wire()`]). One that refuses its arguments shows why.
pub fn request<Form>(request: &impl AsRequest<Form>) -> String {
    request.text()
}

/// All that was sent and waited for, in its order, as [`request`] shows each, with `###` between.
pub fn wire(log: &(impl WireLog + ?Sized)) -> String {
    let mut wire = Wire::default();
    log.write(&mut wire);
    wire.into_text()
}

/// A decoded answer as JSON, its fields in alphabetical order.
///
/// What cannot be JSON (a map whose keys are no texts, an error of a `Serialize` by hand) shows
/// why.
pub fn answer<T: Serialize + ?Sized>(answer: &T) -> String {
    match serde_json::to_value(answer) {
        // The whole answer to many a write; as JSON it is a text like any other.
        Ok(serde_json::Value::String(_)) if type_name::<T>().ends_with("::SnapshotId") => {
            "\"[snapshot_id]\"".to_owned()
        }
        Ok(value) => redact::json(value),
        Err(error) => format!("no JSON: {error}"),
    }
}

/// An error and what to do about it, as `{:#}` writes it.
pub fn error(error: &(impl Display + ?Sized)) -> String {
    redact::text(&format!("{error:#}"))
}

/// Compares a request with its snapshot: of any [`Endpoint`](spotify_core::Endpoint), or an
/// `http::Request<Bytes>`.
///
/// ```
/// use spotify_endpoints::{SaveToLibrary, TrackId};
/// use spotify_tests::assert_request_snapshot;
///
/// let track: TrackId = "0VjIjW4GlUZAMYd2vXMi3b".parse()?;
/// let save = SaveToLibrary::new([track]);
/// assert_request_snapshot!(save, @"PUT https://api.spotify.com/v1/me/library?uris=spotify:track:0VjIjW4GlUZAMYd2vXMi3b");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// `assert_request_snapshot!(save)` keeps it in a file named after the test,
/// `assert_request_snapshot!("name", save)` in one with a name of yours. See
/// [`snapshot`](mod@crate::snapshot) for what is replaced.
#[macro_export]
macro_rules! assert_request_snapshot {
    ($($given:tt)+) => { $crate::__assert_snapshot!(request, $($given)+) };
}

/// Compares all that a client has sent and waited for with its snapshot: the log of a
/// [`Replay`](spotify_core::testing::Replay), of a `MockSpotify`, or of a
/// [`WireLog`](crate::snapshot::WireLog) of yours.
///
/// ```
/// use spotify_blocking::{prelude::*, testing::Replay};
/// use spotify_tests::assert_wire_snapshot;
///
/// let wire = Replay::new().on("PUT /v1/me/player/volume", (204, ""));
/// let client = Client::builder(wire.clone()).token("t").build()?;
/// client.player().volume(50).send()?;
/// assert_wire_snapshot!(wire, @r"
/// PUT https://api.spotify.com/v1/me/player/volume?volume_percent=50
/// authorization: Bearer [token]
/// user-agent: [agent]
/// ");
/// # Ok::<(), Error>(())
/// ```
///
/// With a [`ManualClock`](spotify_core::testing::ManualClock) waits are of the same length in every
/// run. The other forms are those of
/// [`assert_request_snapshot!`](crate::assert_request_snapshot).
#[macro_export]
macro_rules! assert_wire_snapshot {
    ($($given:tt)+) => { $crate::__assert_snapshot!(wire, $($given)+) };
}

/// Compares a decoded answer with its snapshot: a model, a list of them, whatever is
/// [`Serialize`](serde::Serialize).
///
/// ```
/// use spotify_tests::assert_answer_snapshot;
///
/// let answer = serde_json::json!({"snapshot_id": "Miw2ZT", "name": "Radio"});
/// assert_answer_snapshot!(answer, @r#"
/// {
///   "name": "Radio",
///   "snapshot_id": "[snapshot_id]"
/// }
/// "#);
/// ```
///
/// The other forms are those of
/// [`assert_request_snapshot!`](crate::assert_request_snapshot).
#[macro_export]
macro_rules! assert_answer_snapshot {
    ($($given:tt)+) => { $crate::__assert_snapshot!(answer, $($given)+) };
}

/// Compares an error, with its diagnosis, with its snapshot.
///
/// ```
/// use spotify_blocking::{prelude::*, testing::Replay};
/// use spotify_tests::assert_error_snapshot;
///
/// let client = Client::builder(Replay::new()).token("t").build()?;
/// let error = client.library().tracks().limit(500).send().unwrap_err();
/// assert_error_snapshot!(error, @r"
/// GetSavedTracks: limit 500 is outside 1..=50
///   why: Spotify refuses such a request, so it was not sent
///  help: give `limit` a value from 1 to 50
///   see: https://developer.spotify.com/documentation/web-api/concepts/api-calls (SP-REQ-01)
/// ");
/// # Ok::<(), Error>(())
/// ```
///
/// The other forms are those of
/// [`assert_request_snapshot!`](crate::assert_request_snapshot).
#[macro_export]
macro_rules! assert_error_snapshot {
    ($($given:tt)+) => { $crate::__assert_snapshot!(error, $($given)+) };
}

/// The forms of all four. insta takes module, file and line from where the outermost macro
/// stands, which is the user's test.
#[doc(hidden)]
#[macro_export]
macro_rules! __assert_snapshot {
    ($as:ident, $value:expr, @$snapshot:literal $(,)?) => {
        $crate::snapshot::insta::assert_snapshot!(
            $crate::snapshot::$as(&$value), stringify!($value), @$snapshot
        )
    };
    ($as:ident, $value:expr $(,)?) => {
        $crate::snapshot::insta::assert_snapshot!(
            None::<&str>, $crate::snapshot::$as(&$value), stringify!($value)
        )
    };
    ($as:ident, $name:expr, $value:expr $(,)?) => {
        $crate::snapshot::insta::assert_snapshot!(
            $name, $crate::snapshot::$as(&$value), stringify!($value)
        )
    };
}
