//! Answers from memory and time by hand, for tests without a network.
//!
//! ```
//! # use bytes::Bytes;
//! # use spotify_core::{DecodeError, Endpoint, Meta, Method, Target, decode};
//! # #[derive(Clone)]
//! # struct GetMe;
//! # impl Endpoint for GetMe {
//! #     type Response = serde_json::Value;
//! #     const META: &'static Meta = &Meta::new("GetMe", Method::GET, "/me");
//! #     fn target(&self, target: &mut Target) { target.path("/me", &[]) }
//! #     fn decode(&self, r: http::Response<Bytes>) -> Result<Self::Response, DecodeError> {
//! #         decode::json(Self::META, &r)
//! #     }
//! # }
//! use spotify_core::{blocking::Client, testing::Replay};
//!
//! let wire = Replay::new().on("GET /v1/me", r#"{"id": "demo"}"#);
//! let client = Client::builder(wire.clone()).token("t").build()?;
//! assert_eq!(client.send(GetMe)?["id"], "demo");
//! assert_eq!(wire.log(), "GET /v1/me\n");
//! assert_eq!(wire.finish(), Ok(()));
//! # Ok::<(), spotify_core::Error>(())
//! ```
//!
//! `spotify-tests` records such answers from any transport and reads them from files.

mod answer;
mod clock;
mod pattern;
mod replay;
mod unmet;

pub use answer::Answer;
pub use clock::ManualClock;
pub use pattern::Pattern;
pub use replay::Replay;
pub use unmet::{Unexpected, Unfinished};
