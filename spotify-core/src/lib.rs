//! The Spotify Web API as values and machines, without any IO.
//!
//! *An endpoint is a value. A call is a machine. A transport is two methods.*
//!
//! ```text
//!   endpoint value ──request()──► http::Request ─┐
//!                                                ▼
//!    Session(token) ◄─Authorize─  Call machine  ─Transmit─► HttpTransport | BlockingTransport
//!                                    │   ▲ Wait ──────────► sleep
//!                                    ▼
//!                         http::Response ──decode()──► typed answer
//! ```
//!
//! This crate has the shapes: [`Endpoint`], the [`Call`](call::Call) machine, the
//! [`Renewal`](session::Renewal) machine, the machines of a [`SignIn`], the [`Pager`], the ports
//! ([`HttpTransport`], [`BlockingTransport`], [`TokenStore`], [`Clock`]) and two clients that drive
//! them, [`Client`] and [`blocking::Client`]. The operations and their models are in
//! `spotify-endpoints`, the ways to sign in in `spotify-auth`; most programs add one of the
//! backend crates (`spotify-reqwest`, `spotify-hyper`, `spotify-blocking`), which join all three.
//!
//! It deliberately has no HTTP library, no runtime, no TLS, no socket and no file; it asks no
//! clock but through [`Clock`], and throws no dice but from a seed.
//!
//! # Features
//! - `gzip` (default): undoes gzip in answers.
//! - `tower`: [`Tower`] makes a transport of any service, and [`Client`] is a
//!   service of every operation.
//! - `tracing`: a span for each call, without headers, bodies or queries.
//! - `testing`: [`testing::Replay`] and [`testing::ManualClock`].
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

mod answer;
mod bell;
pub mod blocking;
mod body;
mod builder;
pub mod call;
mod client;
pub mod decode;
pub mod drift;
mod endpoint;
mod error;
mod excerpt;
mod execute;
mod grant;
mod live;
mod meta;
pub mod pages;
mod raw;
mod scope;
mod secret;
pub mod session;
mod shared;
pub mod sign_in;
pub mod store;
mod sync;
mod target;
#[cfg(feature = "testing")]
pub mod testing;
mod tier;
pub mod time;
mod token;
mod trace;
pub mod transport;
mod urls;
mod with;

// What stands in the signatures of this crate, for programs that depend on nothing else.
pub use answer::{As, Full, WithHead};
pub use async_trait::async_trait;
pub use body::Body;
pub use builder::Builder;
pub use bytes;
pub use call::Policy;
pub use client::{Client, ClientBuilder, WeakClient};
pub use drift::Drift;
pub use endpoint::Endpoint;
pub use error::{
    Ambiguous, ApiError, AuthError, BuildError, Confidence, DecodeError, Diagnosis, DiagnosisCode,
    Error, LimitReason, LimitScope, OAuthError, OAuthErrorCode, OutOfRange, Outcome, PagingError,
    Phase, RateLimited, Reason, Reauth, ReauthCause,
};
pub use excerpt::Excerpt;
pub use execute::{BoxFuture, Execute, Items};
pub use grant::{Flow, Grant, InvalidFlow, SignedIn};
pub use http;
pub use meta::{
    Availability, Cache, Deprecation, GrantNeeded, Meta, Method, Param, ParamKind, Place, Repeat,
    ScopeMode,
};
pub use pages::{More, PageLink, Paged, Pager, Split, Ticket};
pub use raw::{Raw, Reply};
pub use scope::{
    MissingScopes, Scope, ScopeCategory, ScopeCheck, ScopeNeeds, ScopePattern, Scopes,
};
pub use secret::{AccessToken, RefreshToken, Secret};
pub use session::{Credentials, HookError, ListenerId, SessionState, TokenEvent};
pub use sign_in::{SignIn, SignInStep};
pub use store::{
    AppNote, BlockingTokenStore, Commit, CredentialKey, Generation, KeyFilter, Lease, MemoryStore,
    OnThread, Record, StoreError, StoreErrorKind, TokenStore,
};
pub use target::{Argument, Escaper, Target};
pub use tier::Tier;
pub use time::{Clock, InvalidTimestamp, Now, SystemClock, Timestamp};
pub use token::Token;
#[cfg(feature = "tower")]
#[cfg_attr(docsrs, doc(cfg(feature = "tower")))]
pub use transport::Tower;
pub use transport::{
    BlockingTransport, BodyBuffer, HttpTransport, InvalidRoute, Limits, ProxyChoice, Routes, Sent,
    SetupError, TransportError, TransportErrorKind,
};
pub use urls::{
    ACCOUNTS_BASE_URL, API_BASE_URL, AUTHORIZE_URL, Accounts, BaseUrl, DEVICE_AUTHORIZATION_URL,
    InvalidBaseUrl, TOKEN_URL,
};
pub use with::With;
