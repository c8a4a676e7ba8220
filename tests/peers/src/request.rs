//! A small request, from the value to what a transport is handed.

use bytes::Bytes;
use http::Request;
use spotify_core::{
    BaseUrl, Endpoint as _, Now, Policy,
    call::{Bearer, Call, RateGate, Step},
};
use spotify_endpoints::{AlbumId, GetAlbum, Market};
use std::sync::Arc;

const ALBUM: AlbumId = AlbumId::from_static("4aawyAB9vmqN3uQ7FjRGTy");

/// How far a request is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Checked and written, without a token: what needs no client.
    Written,
    /// Led through the call machine, up to its turn, with its token.
    Called,
}

impl Stage {
    /// Both.
    pub const ALL: [(&'static str, Self); 2] =
        [("written", Self::Written), ("called", Self::Called)];
}

/// What a client keeps between its calls.
#[derive(Debug)]
pub struct Caller {
    base: BaseUrl,
    policy: Arc<Policy>,
    gate: RateGate,
    bearer: Bearer,
}

impl Default for Caller {
    fn default() -> Self {
        Self {
            base: BaseUrl::default(),
            policy: Arc::default(),
            gate: RateGate::default(),
            bearer: Bearer::new("a".repeat(200)),
        }
    }
}

impl Caller {
    /// Builds a request.
    ///
    /// # Panics
    /// When it cannot be built.
    #[must_use]
    pub fn build(&self, stage: Stage) -> Request<Bytes> {
        let album = std::hint::black_box(ALBUM);
        let request = match GetAlbum::new(album).market(Market::SE).request(&self.base) {
            Ok(request) => request,
            Err(error) => panic!("{error}"),
        };
        if stage == Stage::Written {
            return request;
        }
        let now = Now::default();
        let call = Call::new(GetAlbum::META, request, self.policy.clone(), &self.gate, 42);
        let mut step = call.start(now);
        loop {
            step = match step {
                Step::Authorize(step) => step.provide(Ok(self.bearer.clone()), now),
                Step::Admit(step) => step.try_admit(now).unwrap_or_else(Step::Admit),
                Step::Transmit(step) => return step.request(),
                other => panic!("{other:?}"),
            };
        }
    }
}
