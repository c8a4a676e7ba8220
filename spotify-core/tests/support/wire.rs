//! A token that is over, where it is kept, and a wire that renews it.
#![allow(
    dead_code,
    clippy::indexing_slicing,
    reason = "each test takes what it needs, and says what it expects"
)]

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use spotify_core::{
    BlockingTransport, Clock, CredentialKey, Flow, Limits, Token, TransportError,
    testing::ManualClock,
};

use crate::accounts::Service;

pub(crate) fn key() -> CredentialKey {
    CredentialKey::new(Flow::Pkce, "app")
}

/// A token that ended an hour ago.
pub(crate) fn stale(clock: &ManualClock) -> Token {
    let now = clock.now();
    Token::new("access-0")
        .refresh("refresh-0")
        .expires_at(now.wall.saturating_sub(HOUR))
}

pub(crate) const HOUR: Duration = Duration::from_secs(3600);

/// A wire that renews at a service and answers every other request with the token it carried.
#[derive(Clone)]
pub(crate) struct Wire(pub(crate) Service);

impl BlockingTransport for Wire {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        if request.uri().host() == Some("accounts.spotify.com") {
            return Ok(self.0.answer(&request));
        }
        let token = request.headers()["authorization"].as_bytes().to_vec();
        Ok(Response::new(Bytes::from(token)))
    }
}
