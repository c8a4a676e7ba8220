//! Answers in another form than the operation's own: as another type, or with status and headers.

use std::{fmt, marker::PhantomData};

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::{
    BaseUrl, Body, BuildError, DecodeError, Drift, Endpoint, Meta, ScopeNeeds, Target, decode,
    drift,
};

/// A request whose answer is read as another type.
///
/// Made by [`Endpoint::answer_as`]. The type sees the whole body, wrapper keys included; where
/// there is no body, it is read from `null`, which `Option`, `()` and [`serde_json::Value`] take.
#[must_use = "a request does nothing until a client sends it"]
pub struct As<E, T> {
    endpoint: E,
    answer: PhantomData<fn() -> T>,
}

impl<E, T> As<E, T> {
    pub(crate) fn new(endpoint: E) -> Self {
        Self {
            endpoint,
            answer: PhantomData,
        }
    }
}

/// A request whose answer comes with status, headers and body.
///
/// Made by [`Endpoint::full`].
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until a client sends it"]
pub struct WithHead<E> {
    endpoint: E,
}

impl<E> WithHead<E> {
    pub(crate) fn new(endpoint: E) -> Self {
        Self { endpoint }
    }
}

/// An answer with everything that came along.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Full<T> {
    /// What was read.
    pub value: T,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: Bytes,
    /// What could not be read, and was left out.
    pub drift: Vec<Drift>,
}

/// Without the body, which may be long and private.
impl<T: fmt::Debug> fmt::Debug for Full<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Full")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("drift", &self.drift)
            .finish()
    }
}

/// Hands on everything but the answer.
macro_rules! same_request {
    () => {
        const META: &'static Meta = E::META;

        fn meta(&self) -> &'static Meta {
            self.endpoint.meta()
        }

        fn scopes(&self) -> ScopeNeeds {
            self.endpoint.scopes()
        }

        fn base(&self) -> Option<&BaseUrl> {
            self.endpoint.base()
        }

        fn target(&self, target: &mut Target) {
            self.endpoint.target(target);
        }

        fn body(&self) -> Result<Body, BuildError> {
            self.endpoint.body()
        }

        fn check(&self) -> Result<(), BuildError> {
            self.endpoint.check()
        }
    };
}

impl<E: Endpoint, T: DeserializeOwned + Send> Endpoint for As<E, T> {
    type Response = T;

    same_request!();

    fn decode(&self, response: Response<Bytes>) -> Result<T, DecodeError> {
        if response.body().trim_ascii().is_empty() {
            let status = response.status();
            let nothing = serde_json::from_value(serde_json::Value::Null);
            return nothing.map_err(|_| DecodeError::empty(self.meta(), status));
        }
        decode::json(self.meta(), &response)
    }
}

impl<E: Endpoint> Endpoint for WithHead<E> {
    type Response = Full<E::Response>;

    same_request!();

    fn decode(&self, response: Response<Bytes>) -> Result<Self::Response, DecodeError> {
        let (value, drift) = drift::collect(|| self.endpoint.decode(response.clone()));
        // Whoever listens to the client is told as well.
        drift.iter().cloned().for_each(drift::report);
        let (head, body) = response.into_parts();
        Ok(Full {
            value: value?,
            status: head.status,
            headers: head.headers,
            body,
            drift,
        })
    }
}

impl<E: Clone, T> Clone for As<E, T> {
    fn clone(&self) -> Self {
        Self::new(self.endpoint.clone())
    }
}

impl<E: fmt::Debug, T> fmt::Debug for As<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("As")
            .field("endpoint", &self.endpoint)
            .finish()
    }
}
