//! A request to any path of the Web API, for what this version does not know.

use bytes::Bytes;
use http::Response;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Body, BuildError, DecodeError, Endpoint, Meta, Method, Repeat, Target, decode};

/// A request to any path of the Web API.
///
/// It carries the client's token and gets its retries and errors. A `GET` or `HEAD` may be
/// repeated when its fate is unknown, anything else is not, unless [`repeat`](Self::repeat) says
/// so.
///
/// ```
/// use spotify_core::{Method, Raw, blocking::Client, testing::Replay};
///
/// let wire = Replay::new().on("POST /v1/me/moods?name=a%26b", r#"{"id": 7}"#);
/// let client = Client::builder(wire.clone()).token("an access token").build()?;
///
/// let request = Raw::new(Method::POST, "/me/moods").query("name", "a&b").json(&[1, 2])?;
/// let answer = client.send(request)?;
/// assert_eq!(answer.status(), 200);
/// assert_eq!(answer.json::<serde_json::Value>()?["id"], 7);
/// assert_eq!(wire.requests()[0].body(), "[1,2]");
/// # Ok::<(), spotify_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a request does nothing until a client sends it"]
pub struct Raw {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    body: Body,
    repeat: Option<Repeat>,
}

impl Raw {
    /// Begins with a method and a path below the API's base, such as `/me/player`. The path is
    /// sent as it is given, so what is not a letter or a digit in an id must be percent-encoded.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            body: Body::None,
            repeat: None,
        }
    }

    /// Adds a query parameter; it is escaped.
    pub fn query(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.query.push((name.into(), value.to_string()));
        self
    }

    /// Sets a JSON body.
    ///
    /// # Errors
    /// [`BuildError::Body`] when the value cannot be written as JSON.
    pub fn json(mut self, value: &(impl Serialize + ?Sized)) -> Result<Self, BuildError> {
        self.body = Body::json(value)?;
        Ok(self)
    }

    /// Sets a body of another type.
    pub fn bytes(mut self, mime: &'static str, bytes: impl Into<Bytes>) -> Self {
        self.body = Body::Raw {
            mime,
            bytes: bytes.into(),
        };
        self
    }

    /// Says whether the request may be repeated when it is not known what became of it.
    pub fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = Some(repeat);
        self
    }
}

/// Gives each method and class a description.
macro_rules! metas {
    ($($method:ident)*) => {
        /// The description of a request to an unknown operation.
        fn describe(method: Method, repeat: Repeat) -> &'static Meta {
            match (method, repeat) {
                $(
                    (Method::$method, Repeat::Safe) =>
                        const { &Meta::new("Raw", Method::$method, "").repeat(Repeat::Safe) },
                    (Method::$method, Repeat::Idempotent) =>
                        const { &Meta::new("Raw", Method::$method, "").repeat(Repeat::Idempotent) },
                    (Method::$method, Repeat::Once) =>
                        const { &Meta::new("Raw", Method::$method, "") },
                )*
            }
        }
    };
}

metas!(GET PUT POST DELETE PATCH HEAD);

impl Endpoint for Raw {
    type Response = Reply;

    const META: &'static Meta = &Meta::new("Raw", Method::GET, "");

    fn meta(&self) -> &'static Meta {
        let safe = matches!(self.method, Method::GET | Method::HEAD);
        let usual = if safe { Repeat::Safe } else { Repeat::Once };
        describe(self.method, self.repeat.unwrap_or(usual))
    }

    fn target(&self, target: &mut Target) {
        target.path(&self.path, &[]);
        for (name, value) in &self.query {
            target.query(name, value);
        }
    }

    fn body(&self) -> Result<Body, BuildError> {
        Ok(self.body.clone())
    }

    fn check(&self) -> Result<(), BuildError> {
        let refuse = |problem| Err(BuildError::invalid("Raw", "path", problem));
        let Some(path) = self.path.strip_prefix('/') else {
            return refuse(
                "it goes on from the API's base and begins with `/`, as in `/me/player`",
            );
        };
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '{' | '}' | '\\');
        if !path.chars().all(plain) {
            return refuse(
                "only visible ASCII is sent as it is; percent-encode the rest, and give the query \
                 with `query`",
            );
        }
        let up = |segment: &str| {
            matches!(
                &*segment.to_ascii_lowercase().replace("%2e", "."),
                "" | "." | ".."
            )
        };
        if path.split('/').any(up) {
            return refuse("a segment of it is empty or dots");
        }
        Ok(())
    }

    fn decode(&self, response: Response<Bytes>) -> Result<Reply, DecodeError> {
        Ok(Reply {
            meta: self.meta(),
            response,
        })
    }
}

/// What came back for a [`Raw`] request.
#[derive(Debug, Clone)]
pub struct Reply {
    meta: &'static Meta,
    response: Response<Bytes>,
}

impl Reply {
    /// The status, which is one of success.
    #[must_use]
    pub fn status(&self) -> http::StatusCode {
        self.response.status()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &http::HeaderMap {
        self.response.headers()
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// [`DecodeError`] names the place in the answer and shows a piece of it; an empty body is
    /// one as well.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::json(self.meta, &self.response)
    }
}
