//! Going on on another device: the one request whose body has a list of which there is one.

use bytes::Bytes;
use http::Response;
use spotify_core::{
    Body, BuildError, DecodeError, Endpoint, Meta, Method, Param, ParamKind, Place, Repeat, Scope,
    ScopeMode, Target,
};

use crate::{
    client::{Bound, Player},
    decode, request,
};

/// Goes on with what is played on another device.
///
/// ```
/// # use spotify_core::{blocking::Client, testing::Replay};
/// use spotify_endpoints::TransferPlayback;
///
/// # let wire = Replay::new().on("PUT /v1/me/player", (204, ""));
/// # let client = Client::builder(wire.clone()).token("an access token").build()?;
/// let kitchen = "a1f2ed0caaacc57e2a9b078f463b4c52c1bcb90d";
/// client.send(TransferPlayback::new(kitchen).play(true))?;
/// # assert_eq!(
/// #     wire.requests()[0].body(),
/// #     r#"{"device_ids":["a1f2ed0caaacc57e2a9b078f463b4c52c1bcb90d"],"play":true}"#,
/// # );
/// # Ok::<(), spotify_core::Error>(())
/// ```
///
/// # The operation
/// - Request: `PUT /me/player`
/// - Token: a user's, who must have Premium
/// - Scopes: `user-modify-playback-state`
/// - Open to: every app
/// - Sent again when its fate is unknown: yes, done twice it is as done once
/// - Source: [Spotify's reference](https://developer.spotify.com/documentation/web-api/reference/transfer-a-users-playback)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[must_use = "a request does nothing until a client sends it"]
pub struct TransferPlayback {
    /// The device to go on on. Spotify takes a list here, and no more than one in it.
    pub device_id: String,
    /// Whether it plays there in any case; unless set, it plays there if it does here.
    pub play: Option<bool>,
}

impl TransferPlayback {
    /// Makes the request out of what it cannot do without.
    pub fn new(device_id: impl Into<String>) -> Self {
        Self {
            device_id: device_id.into(),
            play: None,
        }
    }

    /// Whether it plays there in any case; unless set, it plays there if it does here.
    pub fn play(mut self, play: bool) -> Self {
        self.play = Some(play);
        self
    }
}

impl Endpoint for TransferPlayback {
    type Response = ();

    const META: &'static Meta = {
        const SCOPES: &[Scope] = &[Scope::UserModifyPlaybackState];
        const PARAMS: &[Param] = &[
            Param::new("device_ids", Place::Body)
                .kind(ParamKind::List)
                .required(),
            Param::new("play", Place::Body).kind(ParamKind::Boolean),
        ];
        &Meta::new("TransferPlayback", Method::PUT, "/me/player")
            .found("Player", "transfer")
            .reference("transfer-a-users-playback")
            .params(PARAMS)
            .scopes(SCOPES, ScopeMode::All)
            .premium()
            .repeat(Repeat::Idempotent)
    };

    fn target(&self, target: &mut Target) {
        target.path(Self::META.path, &[]);
    }

    fn body(&self) -> Result<Body, BuildError> {
        request::object(|fields| {
            fields.put("device_ids", &[&self.device_id])?;
            self.play.map_or(Ok(()), |play| fields.put("play", &play))
        })
    }

    fn decode(&self, response: Response<Bytes>) -> Result<(), DecodeError> {
        decode::nothing(Self::META, &response)
    }
}

impl<'c, C> Player<'c, C> {
    /// Goes on with what is played on another device.
    ///
    /// See [`TransferPlayback`] for what it takes and needs.
    pub fn transfer(self, device_id: impl Into<String>) -> Bound<'c, C, TransferPlayback> {
        self.bind(TransferPlayback::new(device_id))
    }
}

/// The options of [`TransferPlayback`](crate::TransferPlayback).
impl<C> Bound<'_, C, TransferPlayback> {
    /// Whether it plays there in any case; unless set, it plays there if it does here.
    pub fn play(self, play: bool) -> Self {
        self.map(|request| request.play(play))
    }
}
