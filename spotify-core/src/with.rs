//! A request with further parameters.

use std::fmt;

use bytes::Bytes;
use http::Response;
use serde_json::{Map, Value};

use crate::{
    BaseUrl, Body, BuildError, DecodeError, Endpoint, Meta, ScopeNeeds, Target,
    pages::{More, Paged, Split},
};

/// A typed request with query parameters or body fields that this version does not know.
///
/// Made by [`Endpoint::with_query`] and [`Endpoint::with_field`]. They can reach neither the
/// path nor the host.
///
/// ```
/// # use bytes::Bytes;
/// # use spotify_core::{BaseUrl, DecodeError, Endpoint, Meta, Method, Target};
/// # #[derive(Clone)]
/// # struct GetMe;
/// # impl Endpoint for GetMe {
/// #     type Response = ();
/// #     const META: &'static Meta = &Meta::new("GetMe", Method::GET, "/me");
/// #     fn target(&self, target: &mut Target) { target.path("/me", &[]) }
/// #     fn decode(&self, _: http::Response<Bytes>) -> Result<(), DecodeError> { Ok(()) }
/// # }
/// let request = GetMe.with_query("new_thing", "a&b").request(&BaseUrl::default())?;
/// assert_eq!(request.uri(), "https://api.spotify.com/v1/me?new_thing=a%26b");
/// # Ok::<(), spotify_core::BuildError>(())
/// ```
#[derive(Clone)]
#[must_use = "a request does nothing until a client sends it"]
pub struct With<E> {
    endpoint: E,
    query: Vec<(String, String)>,
    fields: Map<String, Value>,
}

impl<E> With<E> {
    pub(crate) fn new(endpoint: E) -> Self {
        Self {
            endpoint,
            query: Vec::new(),
            fields: Map::new(),
        }
    }

    /// Adds a query parameter.
    pub fn with_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Adds a field to the JSON body, or replaces it.
    pub fn with_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }

    fn around<F>(&self, endpoint: F) -> With<F> {
        With {
            endpoint,
            query: self.query.clone(),
            fields: self.fields.clone(),
        }
    }
}

impl<E: Endpoint> Endpoint for With<E> {
    type Response = E::Response;

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
        for (name, value) in &self.query {
            target.query(name, value);
        }
    }

    fn body(&self) -> Result<Body, BuildError> {
        let body = self.endpoint.body()?;
        if self.fields.is_empty() {
            return Ok(body);
        }
        let mut object: Map<String, Value> = match body {
            Body::None => Map::new(),
            Body::Json(text) => serde_json::from_slice(&text).map_err(|_| {
                BuildError::invalid(self.meta().name, "body", "it is no JSON object")
            })?,
            Body::Raw { mime, .. } => {
                let problem = format!("fields cannot be added to a body of type {mime}");
                return Err(BuildError::invalid(self.meta().name, "body", problem));
            }
        };
        object.extend(self.fields.clone());
        Body::json(&object)
    }

    fn decode(&self, response: Response<Bytes>) -> Result<Self::Response, DecodeError> {
        self.endpoint.decode(response)
    }

    fn check(&self) -> Result<(), BuildError> {
        self.endpoint.check()
    }
}

impl<E: Paged> Paged for With<E> {
    type Item = E::Item;

    fn split(&self, page: Self::Response) -> Split<Self> {
        let Split { items, rows, more } = self.endpoint.split(page);
        let more = match more {
            More::End => More::End,
            More::At { link, total } => More::At { link, total },
            More::Next {
                request,
                cursor,
                link,
            } => More::Next {
                request: self.around(request),
                cursor,
                link,
            },
        };
        Split { items, rows, more }
    }

    fn at(&self, offset: u32) -> Self {
        self.around(self.endpoint.at(offset))
    }

    fn offset(&self) -> u32 {
        self.endpoint.offset()
    }
}

impl<E: fmt::Debug> fmt::Debug for With<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("With")
            .field("endpoint", &self.endpoint)
            .field("query", &self.query)
            .field("fields", &self.fields)
            .finish()
    }
}
