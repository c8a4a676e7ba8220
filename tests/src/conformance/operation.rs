//! A few operations of the Web API, one of each class of repetition.

use bytes::Bytes;
use http::Response;
use serde_json::Value;
use spotify_core::{
    DecodeError, Endpoint, GrantNeeded, Meta, Method, Repeat, Scope, ScopeMode, Target, decode,
};

const CONTROL: &[Scope] = &[Scope::UserModifyPlaybackState];

/// Reads an album. May be repeated.
#[derive(Debug, Clone)]
pub(crate) struct GetAlbum(pub(crate) String);

impl Endpoint for GetAlbum {
    type Response = Value;
    const META: &'static Meta = &Meta::new("GetAlbum", Method::GET, "/albums/{id}")
        .repeat(Repeat::Safe)
        .grant(GrantNeeded::App);

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[&self.0]);
    }

    fn decode(&self, response: Response<Bytes>) -> Result<Value, DecodeError> {
        decode::json(Self::META, &response)
    }
}

/// Reads what plays; there may be nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GetPlayback;

impl Endpoint for GetPlayback {
    type Response = Option<Value>;
    const META: &'static Meta =
        &Meta::new("GetPlayback", Method::GET, "/me/player").repeat(Repeat::Safe);

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
    }

    fn decode(&self, response: Response<Bytes>) -> Result<Option<Value>, DecodeError> {
        decode::maybe(Self::META, &response)
    }
}

/// Sets the volume. Done twice it is as done once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SetVolume(pub(crate) u8);

impl Endpoint for SetVolume {
    type Response = ();
    const META: &'static Meta = &Meta::new("SetVolume", Method::PUT, "/me/player/volume")
        .repeat(Repeat::Idempotent)
        .scopes(CONTROL, ScopeMode::All);

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
        target.query("volume_percent", &self.0);
    }

    fn decode(&self, response: Response<Bytes>) -> Result<(), DecodeError> {
        decode::nothing(Self::META, &response)
    }
}

/// Skips to the next track. Done twice it skips twice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SkipToNext;

impl Endpoint for SkipToNext {
    type Response = ();
    const META: &'static Meta = &Meta::new("SkipToNext", Method::POST, "/me/player/next")
        .repeat(Repeat::Once)
        .scopes(CONTROL, ScopeMode::All);

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
    }

    fn decode(&self, response: Response<Bytes>) -> Result<(), DecodeError> {
        decode::nothing(Self::META, &response)
    }
}
